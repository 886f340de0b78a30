"""The small words every part of a case is made of: what is shown, in which mood, and how it is said."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.codes import Frozen

Unit = Field(ge=0.0, le=1.0)
NAME = r"^[a-z][a-z0-9_]*$"
"""What an id looks like."""


class Shows(StrEnum):
    """What a line, fact or hint shows of emotion when it is released: the answer key, never sent to a grader."""

    NONE = "none"
    CUE = "cue"
    CONCERN = "concern"
    PROGRESS = "progress"
    CHALLENGE = "challenge"


class WayIn(StrEnum):
    """What being met can mean to a person."""

    FEELING_NAMED = "feeling_named"
    STORY_TAKEN_SERIOUSLY = "story_taken_seriously"
    PLAIN_INFORMATION = "plain_information"
    PRACTICAL_HELP = "practical_help"
    RESPECT = "respect"
    FAMILY_OR_FAITH = "family_or_faith"
    HUMOUR_RETURNED = "humour_returned"
    LEFT_IN_PEACE = "left_in_peace"


class Mood(StrEnum):
    """How open the patient is at a moment, by trust: which of the authored wordings fits."""

    GUARDED = "guarded"
    EVEN = "even"
    OPEN = "open"


class Line(Frozen):
    """Words of the patient, used by the offline voice."""

    text: str
    """The words, first person, as this person would say them."""
    seen: str | None = None
    """What the page shows with it: visible behaviour, never the feeling's name."""
    mood: Mood | None = None
    """Only fitting in this mood; null fits any."""
    shows: Shows = Shows.NONE
    """What it shows of emotion (answer key)."""
    after: str | None = None
    """Id of a hint that must have been shown, or a fact told, before: for words that refer back to it. Leave at least
    one line of a list without."""
