"""What people rated, and what a coder made of the same transcripts, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.codes import Cue, ElicitedBy, Nurse, Outcome, Space, Suchman
from simulator.rubric.model import Item, ItemKind
from simulator.transcript import Transcript

Code = tuple[int, str]
"""A code and the patient's turn (from 1) it answers to."""
Coded = frozenset[Code]

NOTHING = "none"
"""In place of a code: the rater read the transcript for this item and found nothing to code."""


@dataclass(frozen=True, slots=True)
class Rated:
    """All transcripts, and every rater's levels and codes on them."""

    transcripts: tuple[Transcript, ...]
    """In the order of the input; no two with one id."""
    levels: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    """Item → rater → transcript → position among the item's anchors, from 0."""
    codes: Mapping[str, Mapping[str, Mapping[str, Coded]]] = field(default_factory=dict)
    """Item → rater → transcript → codes; an empty set where the rater found nothing."""

    @property
    def raters(self) -> tuple[str, ...]:
        """Everybody who rated anything, in the order of the alphabet."""
        return tuple(sorted({rater for table in (self.levels, self.codes) for of in table.values() for rater in of}))


@dataclass(frozen=True, slots=True)
class Read:
    """What the coder made of one transcript. An item is in one of the three."""

    transcript: str
    levels: Mapping[str, float]
    """Item → position among the anchors, with fractions."""
    codes: Mapping[str, Coded]
    """Item → codes by turn."""
    unscored: Mapping[str, str]
    """Item → why the coder gave none: never a lowest level."""
    review: frozenset[int] = frozenset()
    """Turns whose answer waits for a person; codes there are left out on all sides."""
    failed: str | None = None
    """Why the coder could do nothing with the whole transcript."""


def code_words(item: Item) -> tuple[str, ...]:
    """What may be said of one turn; empty for items that are not coded turn by turn, or not in single words."""
    if item.kind is ItemKind.THREADS:
        return tuple(outcome.value for outcome in Outcome)
    if item.kind is ItemKind.MENU:
        return tuple(nurse.value for nurse in Nurse)
    by_property = {"space": Space, "suchman": Suchman, "cue": Cue, "elicited_by": ElicitedBy}
    if item.of in by_property:
        return tuple(word.value for word in by_property[item.of])
    return tuple(map(str, range(6))) if item.of == "eccs" else ()


def one_a_turn(item: Item) -> bool:
    """Whether a turn has at most one code; the others may have several."""
    return item.kind in (ItemKind.THREADS, ItemKind.RESPONSES)
