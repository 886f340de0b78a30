"""What the patient knows, how it is told, and when it opens."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from simulator.codes import Frozen
from simulator.persona.parts import NAME, Line, Shows


class FactKind(StrEnum):
    """How a fact is told."""

    CLINICAL = "clinical"
    """told to any civil, understandable question"""
    PERSONAL = "personal"
    """meaning, fear, hope, shame: told more fully the better the patient is met"""
    SAFETY = "safety"
    """told truthfully at any trust when asked plainly"""
    HELD = "held"
    """not told today, whoever asks"""


class Opens(Frozen):
    """When a locked personal fact is allowed. All that is given must hold."""

    trust: float = Field(default=0.0, ge=0, le=1)
    """Least trust, 0 to 1."""
    after: tuple[str, ...] = ()
    """Facts that must have been told before."""
    thread_met: str | None = None
    """A thread that must have been met, at least once."""
    unasked: bool = False
    """True: once allowed it is told even if nobody asks (when the thread is being met)."""


class Fact(Frozen):
    """Something the patient knows."""

    id: str = Field(pattern=NAME)
    """Stable name."""
    kind: FactKind
    """How it is told."""
    about: tuple[str, ...] = ()
    """Topics (of the language pack) whose asking asks for this fact; most specific first."""
    asked_by: tuple[str, ...] = ()
    """Further phrases by which it may be asked for: words in order, "*" at a word's end, "|" between alternatives."""
    asked_like: tuple[str, ...] = ()
    """Examples of questions that ask for it, in full, as learners would put them. What is asked is compared with them
    by meaning, so five to ten different ones are worth more than many that are alike."""
    text: str
    """What is so, third person, for the LLM voice; sent only once allowed."""
    lines: tuple[Line, ...] = Field(min_length=1)
    """How this person says it; the first is the usual wording, later ones for when asked again."""
    more: tuple[Line, ...] = ()
    """What follows when invited to say more about it."""
    cover: str | None = None
    """What the patient says instead when asked while it is locked: a denial or a deflection that gives nothing away."""
    signs: tuple[str, ...] = Field(min_length=1)
    """Phrases of which any one, in the patient's released words, means that it was told."""
    opens: Opens = Opens()
    """For personal facts: when it is allowed."""
    shows: Shows = Shows.NONE
    """What telling it shows of emotion (answer key)."""
    thread: str | None = None
    """The thread it belongs to."""

    @model_validator(mode="after")
    def _covered(self) -> Fact:
        if self.kind in (FactKind.PERSONAL, FactKind.HELD) and not self.cover:
            raise ValueError(f'fact "{self.id}": a {self.kind.value} fact needs a cover')
        return self
