"""The brief: all that a voice is told for one reply, and nothing that is still locked; and the port of voices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from simulator.codes import Frozen
from simulator.persona import Line, Mood
from simulator.transcript import Transcript


class Say(Frozen):
    """One thing the reply may or should contain."""

    id: str
    """Id of the fact, hint, thread or question, or the name of an everyday line such as "go_on"."""
    role: str
    """tell | cover | hint | decline | answer_safety | half_denial | met | ask | react | again | improvise."""
    text: str = ""
    """For the LLM voice: what is so or what to do, third person."""
    lines: tuple[Line, ...] = ()
    """For the offline voice: wordings that fit, best first."""


class Brief(Frozen):
    """What the patient may say now, and how they are to be seen and heard."""

    turn: int
    """Position the patient's turn will have in the transcript, from 1."""
    mood: Mood
    bearing: tuple[str, ...] = ()
    """What can be seen and heard now: posture, pace, tone; no diagnosis, no feeling's name."""
    seen: str | None = None
    """What the page shows with this reply, whichever voice speaks; part of the transcript."""
    says: tuple[Say, ...] = ()
    """In the order in which they would come."""
    length: str = "one to three sentences"
    """How long this person would talk now."""
    rule: str = ""
    """Version of the rule that made this brief."""
    again: str | None = None
    """On a second attempt: the guard's reason for stopping the first. None otherwise, and in what is stored."""


class VoiceIdentity(Frozen):
    """Which voice speaks: frozen when the encounter begins, printed on page and report."""

    kind: str
    """offline | llm."""
    version: str
    model: str | None = None
    """Model asked for, for an LLM voice."""
    prompt_hash: str | None = None


class Voice(Protocol):
    """Turns the patient's inner state into words."""

    @property
    def identity(self) -> VoiceIdentity: ...

    def speak(self, brief: Brief, transcript: Transcript) -> AsyncIterator[str]:
        """Yield the reply's words as they come (raw pieces; the guard releases them by sentence).

        `transcript` ends with the learner's turn. Raises ProviderFailed when the provider fails; whatever was
        yielded before stays.
        """
        ...
