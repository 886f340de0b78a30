"""The result (`attune.planted/1`), the same for every format."""

from __future__ import annotations

from simulator.calibrate.model import Figure
from simulator.codes import CoderIdentity, Frozen

PLANTED_FORMAT = "attune.planted/1"
CONSISTENCY = (
    "This is consistency, not validity: the key is what the authors of these patients meant to show, and nobody has "
    "asked people whether they see it there."
)


class CaseRef(Frozen):
    """Which patient, in which wording."""

    id: str
    hash: str
    """SHA-256 of the case's text."""


class Recalled(Frozen):
    """Turns whose key is of one kind, and how many of them the coder did not pass over."""

    name: str
    """A tag, an emotion, a patient; `no_thread` for what belongs to no thread."""
    n: int
    """Turns."""
    found: int
    """Of these, turns in which the coder found an expression, stated or hinted."""
    recall: Figure
    """Their share, 0 to 1."""
    with_implied: Figure
    """The same, with what the coder called merely implied."""


class Precise(Frozen):
    """Turns in which the coder found something, and how many of them have a key."""

    name: str
    """A kind of cue (a to g; `none`: an expression without one), or a patient."""
    n: int
    """Turns in which the coder found an expression (of this kind), stated or hinted."""
    tagged: int
    """Of these, turns that are tagged to show something."""
    precision: Figure
    """Their share, 0 to 1."""


class Quiet(Frozen):
    """Turns in which there is nothing to be found."""

    n: int
    """Turns."""
    found: int
    """Of these, turns in which the coder found an expression, stated or hinted."""
    tagged: int
    """Of these, turns that are tagged to show something all the same."""
    left_alone: Figure
    """Share in which the coder found nothing stated or hinted, 0 to 1."""
    with_implied: Figure
    """Share in which it found nothing at all, not even something implied."""


class Planted(Frozen):
    """A coder held against what the patients were written to show."""

    format: str = PLANTED_FORMAT
    measures: str = "consistency"
    """What this is: never validity."""
    consistency: str = CONSISTENCY
    """The same in a sentence."""
    coder: CoderIdentity
    """Who coded the blind transcripts."""
    personas: tuple[CaseRef, ...]
    learners: tuple[str, ...]
    """Styles, in the order they came."""
    encounters: int
    """How many were coded: what every figure rests on."""
    uncoded: int
    """How many more the coder could do nothing with; they are in no figure."""
    turns: int
    """Patient turns in them."""
    set_aside: int
    """Further patient turns that the guard stopped or that were cut short; they are in no figure."""
    draws: int
    """Draws of the bootstrap over encounters."""
    recall: Recalled
    """Of the turns tagged to show something."""
    precision: Precise
    """Of the turns in which the coder found something."""
    nothing_shown: Quiet
    """Turns whose key is wholly `none`."""
    called_empty: Quiet | None = None
    """Turns that a blind reader called empty; null where no reader was asked."""
    by_tag: tuple[Recalled, ...]
    by_source: tuple[Recalled, ...]
    """By whose tag it is: the `line`'s own, or, where that has none, its `fact`'s or `hint`'s."""
    by_emotion: tuple[Recalled, ...]
    """By the emotion of the thread; a turn that shows two counts for both."""
    by_cue: tuple[Precise, ...]
    """By the kind of cue that the coder gave: the key has no kinds, so that only precision can be told."""
    by_persona: tuple[Recalled, ...]
    precision_by_persona: tuple[Precise, ...]
