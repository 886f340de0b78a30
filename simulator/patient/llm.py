"""The voice that a language model gives the patient: what is sent to it, and nothing more than that."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import lru_cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from simulator.models import OnCall, stream_text
from simulator.patient.brief import Brief, Say, VoiceIdentity
from simulator.persona import Line, Persona
from simulator.transcript import Act, Flag, Side, Transcript, Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

VERSION = "1"
USER, ASSISTANT = "user", "assistant"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# The learner's words can neither close their fence nor open one, nor imitate a chat template's marks.
_FENCE = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'"})


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
        messages = [("system", self._system), *conversation(self._persona, brief, transcript)]
        pieces = stream_text(self._model, messages, purpose="voice", on_call=self._on_call, prompt_hash=prompt_hash())
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece


# ---- what is sent ------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _template() -> str:
    return (resources.files("simulator.patient") / "prompts" / "voice.en.md").read_text("utf-8")


@lru_cache(maxsize=1)
def _notes_text() -> str:
    return (resources.files("simulator.patient") / "prompts" / "brief.en.toml").read_text("utf-8")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(_notes_text())


def prompt_hash() -> str:
    """SHA-256 of the prompt's texts."""
    return hashlib.sha256(f"{_template()}\n{_notes_text()}".encode()).hexdigest()


def system_text(persona: Persona) -> str:
    """The message that stays the same through the encounter: who this is and how to speak."""
    words, setting = _words(), persona.setting
    where = _fill(words["where"][persona.channel], place=setting.place, when=setting.when)
    return Template(_template()).substitute(
        name=persona.name,
        age=persona.age,
        learner_role=setting.learner_role,
        where=where,
        background="\n".join(f"- {item}" for item in persona.background) or "-",
        manner=persona.manner.strip(),
        language=words["language"].get(persona.language.partition("-")[0], persona.language),
    )


def conversation(persona: Persona, brief: Brief, transcript: Transcript) -> list[tuple[str, str]]:
    """User and assistant in strict turns, as (role, text); the last one ends with the notes of this moment.

    Up to the last, each message is the same in every later request: only the notes are not sent again.
    """
    messages: list[tuple[str, list[str]]] = [(USER, [_words()["arrives"]])]
    for turn in transcript.turns:
        if turn.flag is Flag.NOTICE:  # ours, not the patient's
            continue
        role, text = (USER, heard(turn)) if turn.side is Side.LEARNER else (ASSISTANT, _said(turn))
        if messages[-1][0] != role:
            messages.append((role, []))
        messages[-1][1].append(text)
    already = ""
    if messages[-1][0] == ASSISTANT:  # a reply that was cut short is taken up again
        already = " ".join(messages.pop()[1])
    messages[-1][1].append(notes(persona, brief, already))
    return [(role, (" " if role == ASSISTANT else "\n").join(parts)) for role, parts in messages]


def heard(turn: Turn) -> str:
    """The learner's turn in its fence, on one line: speech, whatever it looks like."""
    words = _words()
    text = " ".join(_CONTROL.sub("", turn.text).translate(_FENCE).split())
    if turn.act is Act.QUIET:
        text = f"{text} {words['quiet']}" if text else words["quiet"]
    elif not text and turn.seen:
        text = _fill(words["gesture"], seen=" ".join(turn.seen.translate(_FENCE).split()))
    return f"<learner>{text or words['quiet']}</learner>"


def _said(turn: Turn) -> str:
    """The patient's words alone: what was seen would teach the model to write stage directions."""
    return turn.text.strip() or str(_words()["silent"])


def notes(persona: Persona, brief: Brief, already: str = "") -> str:
    """The brief in words: how to be heard, what to tell, hold off or let show, and how long."""
    words, name = _words()["notes"], persona.name
    parts = ["", _fill(words["head"], name=name)]
    if brief.bearing:
        parts.append(_fill(words["bearing"], bearing="; ".join(brief.bearing)))
    if brief.seen:
        parts.append(_fill(words["seen"], seen=brief.seen))
    if mood := words["mood"][brief.mood.value]:
        parts.append(mood)
    if brief.says:
        parts.append(words["in_order"])
        parts += [f"{number}. {_say(say, brief)}" for number, say in enumerate(brief.says, 1)]
        parts.append(words["unheld"])
    else:
        parts.append(words["nothing"])
    if already:
        parts.append(_fill(words["already"], text=already))
    parts.append(_fill(words["length"], length=brief.length, name=name))
    return "\n".join(parts)


def _say(say: Say, brief: Brief) -> str:
    roles = _words()["role"]
    line = _fitting(say.lines, brief)
    form = roles.get(say.role, roles["other"])
    example = _fill(roles["line"], line=line.text) if line is not None and line.text not in say.text else ""
    return " ".join(part for part in (_fill(form, text=say.text.strip()).strip(), example) if part)


def _fitting(lines: tuple[Line, ...], brief: Brief) -> Line | None:
    for line in lines:
        if line.mood in (None, brief.mood):
            return line
    return lines[0] if lines else None


def _fill(form: str, **values: str) -> str:
    """Put values into a text of ours, each only once: what they hold is never read as a form."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), form)
