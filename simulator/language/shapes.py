"""The small frozen results the language room hands out besides moves and expressions."""

from __future__ import annotations

from enum import StrEnum

from simulator.codes import Emotion, Frozen, Valence

PLEASANT = frozenset({Emotion.RELIEF, Emotion.JOY, Emotion.PRIDE, Emotion.GRATITUDE, Emotion.HOPE, Emotion.LOVE})
"""The pleasant emotions; all others are unpleasant."""


def valence(emotion: Emotion) -> Valence:
    """Which way an emotion points."""
    return Valence.PLEASANT if emotion in PLEASANT else Valence.UNPLEASANT


class Form(StrEnum):
    """How an emotion word stands in the sentence."""

    STATE = "state"
    """somebody is it: "scared" """
    THING = "thing"
    """something is it: "frightening" """
    CAUSE = "cause"
    """something does it to somebody: "frightens me" """
    VERB = "verb"
    """somebody does it: "I dread" """
    NOUN = "noun"
    """the thing itself: "fear" """


class NamedFeeling(Frozen):
    """An emotion word found in a text of either side."""

    emotion: Emotion
    start: int
    end: int
    word: str
    """The word as written."""
    form: Form
    negated: bool = False


class Topic(Frozen):
    """A topic of ordinary consultations that a learner's text asks about, or merely mentions."""

    id: str
    start: int
    end: int
    asked: bool = True
    """True when the sentence asks or invites; False when it only mentions the topic."""
    leading: bool = False
    """True when the question presumes its answer ("you're not drinking, are you?")."""
