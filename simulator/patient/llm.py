"""The voice that a language model gives the patient: what is sent to it, and nothing more than that."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from simulator.models import OnCall, stream_text
from simulator.patient.brief import Brief, VoiceIdentity
from simulator.patient.history import ASSISTANT, messages
from simulator.patient.notes import notes
from simulator.patient.prompting import prompt_hash, system_text
from simulator.persona import Persona
from simulator.transcript import Transcript

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

VERSION = "2"


class LLMVoice:
    """Speaks as the persona through a chat model. A Voice."""

    def __init__(self, model: BaseChatModel, persona: Persona, on_call: OnCall | None = None) -> None:
        """`on_call` is told of each request when it has ended."""
        self._model, self._persona, self._on_call = model, persona, on_call
        self._system = system_text(persona)

    @property
    def identity(self) -> VoiceIdentity:
        """The model as configured, and the hash of the prompt's texts before anything is filled in."""
        name = self._model.name or getattr(self._model, "model_name", None) or type(self._model).__name__
        return VoiceIdentity(kind="llm", version=VERSION, model=str(name), prompt_hash=prompt_hash())

    async def speak(self, brief: Brief, transcript: Transcript) -> AsyncGenerator[str]:
        """Yield the model's pieces as they come. Raises ProviderFailed."""
        sent = [("system", self._system), *conversation(self._persona, brief, transcript)]
        pieces = stream_text(self._model, sent, purpose="voice", on_call=self._on_call, prompt_hash=prompt_hash())
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece


def conversation(persona: Persona, brief: Brief, transcript: Transcript) -> list[tuple[str, str]]:
    """User and assistant in strict turns, as (role, text); the last one ends with the notes of this moment.

    Up to the last, each message is the same in every later request until the next compaction: only the notes are not
    sent again.
    """
    rows, already = messages(transcript)
    rows[-1][1].append(f"\n{notes(persona, brief, transcript, already)}")
    return [(role, (" " if role == ASSISTANT else "\n").join(parts)) for role, parts in rows]
