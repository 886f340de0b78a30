"""A learner played by a language model: it is sent the door note, the way of talking and the conversation, no more."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from simulator.errors import ProviderFailed
from simulator.models import OnCall, stream_text
from simulator.rehearsal.sight import Sight
from simulator.rehearsal.wordings import wordings
from simulator.transcript import Act, Side, Transcript, Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TURNS = 17
"""Turns of a learner played by a model."""
MOST = 600
"""Characters of one turn; what runs on is cut at a sentence."""
USER, ASSISTANT = "user", "assistant"

_CHANNELS = {
    "room": "You are in the room with them.",
    "telephone": "You are on the telephone.",
    "video": "You see each other by video.",
    "written": "You write to each other.",
}
_LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"}
_NOT_HEARD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# What stands in a fence can neither close it nor open one, nor look like a chat template's marks.
_FENCE = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'"})
_LABEL = re.compile(r"^\s*(?:the )?(?:learner|doctor|student|clinician|nurse|me)\s*:\s*", re.IGNORECASE)
_STAGE = re.compile(r"\*[^*\n]{0,200}\*|\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\]|</?\w+>")


class ModelLearner:
    """Talks in one style through a chat model. A Learner."""

    def __init__(self, model: BaseChatModel, style: str, on_call: OnCall | None = None) -> None:
        """`on_call` is told of each request when it has ended."""
        self._model, self._about, self._on_call = model, wordings().style[style].about, on_call

    async def say(self, sight: Sight, transcript: Transcript) -> Turn | None:
        """The next turn. Raises ProviderFailed."""
        left = TURNS - sum(turn.side is Side.LEARNER for turn in transcript.turns)
        if left <= 0:
            return None
        sent = [("system", system_text(sight, self._about)), *conversation(transcript, left)]
        pieces = stream_text(self._model, sent, purpose="learner", on_call=self._on_call, prompt_hash=prompt_hash())
        text = "".join([piece async for piece in pieces])
        return _turn(text)


def system_text(sight: Sight, about: str) -> str:
    """The message that stays the same through the encounter."""
    return Template(_template()).substitute(
        name=_fenced(sight.name),
        age=sight.age,
        learner_role=_fenced(sight.learner_role),
        place=_fenced(sight.place),
        when=_fenced(sight.when),
        channel=_CHANNELS.get(sight.channel, ""),
        door_note=_fenced(sight.door_note),
        about=about,
        language=_LANGUAGES.get(sight.language.partition("-")[0], sight.language),
        turns=TURNS,
    )


def conversation(transcript: Transcript, left: int) -> list[tuple[str, str]]:
    """The patient as user and the learner as assistant in strict turns, as (role, text), ending with the user."""
    rows: list[tuple[str, list[str]]] = [(USER, [])]
    for turn in transcript.turns:
        role = USER if turn.side is Side.PATIENT else ASSISTANT
        if rows[-1][0] != role:
            rows.append((role, []))
        rows[-1][1].append(_patient(turn) if role == USER else _fenced(turn.text) or "...")
    if rows[-1][0] == ASSISTANT:
        rows.append((USER, []))
    rows[-1][1].append(f"<left>{left}</left>")
    return [(role, "\n".join(parts) or "<patient></patient>") for role, parts in rows]


@lru_cache(maxsize=1)
def prompt_hash() -> str:
    """SHA-256 of the prompt's text, before anything is filled in."""
    return hashlib.sha256(_template().encode()).hexdigest()


@lru_cache(maxsize=1)
def _template() -> str:
    return (resources.files("simulator.rehearsal") / "prompts" / "learner.en.md").read_text("utf-8")


def _patient(turn: Turn) -> str:
    seen = f"<seen>{_fenced(turn.seen)}</seen>" if turn.seen else ""
    return f"{seen}<patient>{_fenced(turn.text)}</patient>"


def _fenced(text: str) -> str:
    return " ".join(_NOT_HEARD.sub("", text).split()).translate(_FENCE)


def _turn(text: str) -> Turn:
    """What the model said, as speech: without labels, stage directions and quotation marks around it."""
    spoken = " ".join(_STAGE.sub(" ", _LABEL.sub("", text)).split()).strip('"“” ')
    if len(spoken) > MOST:
        spoken = re.sub(r"[^.!?…]*$", "", spoken[:MOST]) or spoken[:MOST]
    if not text.strip():
        raise ProviderFailed("the language model that plays the learner said nothing.", kind="empty", retryable=True)
    if not spoken.strip(".… "):
        return Turn(side=Side.LEARNER, text="", act=Act.QUIET)
    return Turn(side=Side.LEARNER, text=spoken.strip())
