"""The scripted learners' ways of talking: read once from the data file, checked where they enter."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from pydantic import Field

from simulator.codes import Frozen

OCCASIONS = ("decline", "answer", "feeling", "joy", "seen", "telling", "anything")
"""What a patient's turn may offer, the weightiest first: the first that a learner answers to is answered."""
NEEDED = ("opening", "complaint", "past", "home", "feelings", "safety", "next_step", "close")
"""What every talk comes to: opening, complaint, history, life, feelings, the safety question, next step, close."""
PLACE = re.compile(r"\{(\w+)\}")


class Style(Frozen):
    """One way of talking with a patient."""

    about: str
    """What it does, in a sentence or two."""
    length: tuple[int, int]
    """Fewest and most turns of the learner."""
    agenda: tuple[str, ...]
    """Kinds of questions in their order; "?" at the end marks what a short talk leaves out."""
    reacts: dict[str, float] = Field(default_factory=dict)
    """Occasion to how often it answers to it, 0 to 1."""
    alone: dict[str, float] = Field(default_factory=dict)
    """Occasion to how often that answer is the whole turn."""
    quiet: float = 0.0
    """How often it stays quiet where it would have stayed with what was said."""
    guesses: bool = False
    """Names a feeling whether one was shown or not."""
    says: dict[str, tuple[str, ...]]
    """Its own wordings by kind of turn."""


class Notice(Frozen):
    """By what a learner notices something in a patient's turn."""

    declines: tuple[str, ...]
    tags: tuple[str, ...]
    guesses: tuple[str, ...]
    common: str
    feelings: dict[str, tuple[str, ...]]
    joys: dict[str, tuple[str, ...]]
    questions: dict[str, tuple[str, ...]]


class Wordings(Frozen):
    """The whole data file."""

    notice: Notice
    shared: dict[str, tuple[str, ...]]
    """Wordings of questions that most styles share."""
    style: dict[str, Style]
    """By name, in the order in which they are printed."""

    def of(self, style: str, kind: str) -> tuple[str, ...]:
        """The wordings of a kind of turn in a style: its own, else the shared ones; empty where there are none."""
        return self.style[style].says.get(kind) or self.shared.get(kind, ())


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """The wordings in English: the only language there are scripted learners for."""
    text = (resources.files("simulator.rehearsal") / "learners.en.toml").read_text("utf-8")
    return Wordings.model_validate(tomllib.loads(text))


def styles() -> tuple[str, ...]:
    """The names of the styles, in order."""
    return tuple(wordings().style)
