"""Where and how the encounter takes place, and what the learner is handed."""

from __future__ import annotations

from pydantic import Field

from simulator.codes import Frozen
from simulator.persona.parts import NAME, Line


class ChartEntry(Frozen):
    """One entry of the chart that the learner may read before and during the encounter."""

    title: str
    """e.g. "Blood pressure", "Referral letter"."""
    text: str


class Result(Frozen):
    """A result that the learner has and the patient does not: it is for the learner to give it."""

    id: str = Field(pattern=NAME)
    text: str
    """The result as the learner reads it in the chart."""
    given_by: tuple[str, ...] = Field(min_length=1)
    """Phrases in the learner's words by which it is given: words in order, "*" at a word's end, "|" between
    alternatives."""
    means: str
    """What it means to this patient, third person, for the LLM voice; sent once it is given."""
    lines: tuple[Line, ...] = Field(min_length=1)
    """How this person takes it."""


class Ideas(Frozen):
    """Ideas, concerns and expectations: the ids of the facts (concerns also: threads) that hold them."""

    ideas: tuple[str, ...] = ()
    """What the patient thinks it is."""
    concerns: tuple[str, ...] = ()
    """What the patient is afraid of."""
    expectations: tuple[str, ...] = ()
    """What the patient hopes for from today."""


class Task(Frozen):
    """One item of the short checklist of tasks, apart from empathy."""

    id: str = Field(pattern=NAME)
    text: str
    """What is to be done, e.g. "Asks about alcohol"."""
    facts: tuple[str, ...] = ()
    """Facts of which one must have been told for it to be done; empty: a person decides."""


class Setting(Frozen):
    """Where and when, and in what part the learner meets the patient."""

    place: str
    """e.g. "GP surgery"."""
    when: str
    """e.g. "Tuesday, 10:40"."""
    learner_role: str
    """Who the learner is to the patient."""
    level: str = "any health profession"
    """For whom the case was written."""
    minutes: int = Field(default=15, ge=1, le=120)
    """How long the encounter is meant to last."""
