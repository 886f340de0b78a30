"""What weighs on the patient, and how it lets itself be seen."""

from __future__ import annotations

from pydantic import Field

from simulator.codes import Emotion, Frozen
from simulator.persona.parts import NAME, Line, Shows


class Due(Frozen):
    """When a hint is due. It is raised at the first turn at which all that is given holds."""

    turn: int = Field(default=0, ge=0)
    """Not before this many learner turns."""
    on: tuple[str, ...] = ()
    """If given: only in answer to one of these topics, or in telling one of these facts."""
    after_passed: int = Field(default=0, ge=0)
    """Only when the thread has been passed over at least this often."""


class Hint(Frozen):
    """An authored device by which the patient lets an emotion show."""

    id: str = Field(pattern=NAME)
    text: str
    """What to let show, third person, for the LLM voice; sent only when due."""
    lines: tuple[Line, ...] = Field(min_length=1)
    """How it sounds and looks."""
    signs: tuple[str, ...] = ()
    """Phrases of which any one, released (in words or in what is seen), means that it was shown."""
    due: Due = Due()
    shows: Shows = Shows.CUE
    """cue, concern, progress or challenge (answer key)."""


class Thread(Frozen):
    """One concern the patient raises again, plainer or sharper, until it is met or falls silent."""

    id: str = Field(pattern=NAME)
    emotion: Emotion
    """What is felt."""
    about: tuple[str, ...] = ()
    """Topics that touch it, so that asking about them takes it up."""
    named_by: tuple[str, ...] = ()
    """Phrases (beside the emotion's own words) with which a learner would name or take up this concern."""
    hints: tuple[Hint, ...] = Field(min_length=1)
    """In order: each plainer or sharper than the one before."""
    when_met: tuple[Line, ...] = Field(min_length=1)
    """What the patient says and shows when it is met and no fact is ready to be told."""
    when_declined: tuple[Line, ...] = ()
    """How the patient declines to talk about it while trust is low or when pressed."""
