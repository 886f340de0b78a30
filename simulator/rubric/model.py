"""A rubric: an instrument's items, levels and anchors as an educator writes them."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from pydantic import Field, model_validator

from simulator.codes import Frozen, MoveKind, Outcome, Suchman

SCORED_OUTCOMES: tuple[Outcome, ...] = (Outcome.MET, Outcome.MET_LATER, Outcome.PARTLY, Outcome.PASSED)
"""Outcomes that count. Declined and no chance leave the denominator."""


class ItemKind(StrEnum):
    """How an item is coded and counted."""

    THREADS = "threads"
    """share of threads by outcome; `points` gives each outcome's weight 0 to 1"""
    RESPONSES = "responses"
    """a property of each answer, moment by moment: `of` names it; described, or with `points` a mean over moments"""
    EXPRESSIONS = "expressions"
    """a property of each expression of emotion, described: `of` names it"""
    MENU = "menu"
    """moments answered with at least one fitting move of a menu (NURSE)"""
    MOVES = "moves"
    """share of moments whose answer held certain moves in a certain order"""
    TALK = "talk"
    """a figure of the whole talk, described: `of` names it"""
    RATING = "rating"
    """one level for the whole conversation, chosen by the coder from the anchors"""
    FREE = "free"
    """the same with an educator's own definition and anchors: for a language model or a person to code"""


class Among(StrEnum):
    """Which moments an item looks at; without it, all in which an emotion was stated or hinted at."""

    STATED = "stated"
    HINTED = "hinted"
    UNPLEASANT = "unpleasant"
    PLEASANT = "pleasant"
    PROGRESS = "progress"
    CHALLENGE = "challenge"
    PRAISE = "praise"


PROPERTIES: dict[ItemKind, tuple[str, ...]] = {
    ItemKind.RESPONSES: ("space", "vr_codes", "suchman", "eccs"),
    ItemKind.EXPRESSIONS: ("cue", "elicited_by"),
    ItemKind.TALK: ("before_first_question", "opening_story", "open_questions", "longest_turn"),
}
"""What `of` may name."""

RATED = (ItemKind.RATING, ItemKind.FREE)
"""Kinds for which a coder chooses an anchor."""

COUNTED_BY_MOMENT = (ItemKind.RESPONSES, ItemKind.MENU, ItemKind.MOVES)


ADDED_LATER = ("among", "holds", "before", "not_then")
"""Fields that stand in the hash only where they are used: older rubrics keep theirs."""


class Item(Frozen):
    """One thing the rubric looks at."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Stable name; scores are matched by it."""
    title: str
    """What the report calls it."""
    kind: ItemKind
    """How it is coded and counted."""
    definition: str
    """What is meant, in our own words; sent to the coder."""
    anchors: dict[str, str] = Field(default_factory=dict)
    """For ratings and free items: level's key → what it looks like, lowest first; sent to the coder."""
    points: dict[str, float] = Field(default_factory=dict)
    """Level, outcome or category → number; never sent to a coder."""
    of: str | None = None
    """For `responses`, `expressions` and `talk`: what is looked at."""
    among: Among | None = None
    """For items counted by moment: only moments that show this."""
    holds: tuple[tuple[MoveKind, ...], ...] = ()
    """For `moves`: groups of moves. The answer holds one of the first group, then (in the same words or later) one of
    the next.
    """
    before: tuple[MoveKind, ...] = ()
    """For `moves`: ... and none of these came before it."""
    not_then: tuple[MoveKind, ...] = ()
    """For `moves`: ... and none of these came after it in the same answer."""
    unwanted: bool = False
    """True where less is better; the report words it so."""
    described: bool = False
    """True where the item is shown and never scored."""
    source: str = ""
    """Where the construct comes from (citation)."""

    @property
    def rated(self) -> bool:
        """Whether a coder chooses one of the item's anchors."""
        return self.kind in RATED

    @model_validator(mode="after")
    def _holds_together(self) -> Item:
        for fault in (self._levels(), self._weights(), self._place(), self._moves()):
            if fault:
                raise ValueError(f'item "{self.id}": {fault}')
        return self

    def _levels(self) -> str | None:
        if not self.rated:
            return "only a rating has anchors (or a free item)" if self.anchors else None
        if not self.anchors or set(self.anchors) != set(self.points):
            return f"a {self.kind.value} needs anchors, and points for exactly those levels".replace(
                "a free", "a free item"
            )
        values = [self.points[level] for level in self.anchors]
        if values != sorted(values):
            return "write the anchors lowest first, in the order of their points"
        return None

    def _weights(self) -> str | None:
        if self.kind is ItemKind.THREADS and not self.described:
            if set(self.points) != {outcome.value for outcome in SCORED_OUTCOMES}:
                return "points must name exactly met, met_later, partly and passed"
        elif self.kind is ItemKind.RESPONSES and not self.described:
            if self.of != "suchman":
                return f'"{self.of}" of an answer is described, never scored: set "described: true"'
            if set(self.points) != {category.value for category in Suchman}:
                return f"points must name exactly {', '.join(category.value for category in Suchman)}"
        elif self.points and not self.rated:
            return "this kind of item takes no points"
        if not self.rated and not all(0 <= value <= 1 for value in self.points.values()):
            return "points of outcomes and categories lie between 0 and 1"
        return None

    def _place(self) -> str | None:
        known = PROPERTIES.get(self.kind)
        if known is not None and self.of not in known:
            return f'"of" must be one of {", ".join(known)}'
        if known is None and self.of is not None:
            return f'a kind "{self.kind.value}" has no "of"'
        if self.kind in (ItemKind.EXPRESSIONS, ItemKind.TALK) and not self.described:
            return f'the kind "{self.kind.value}" is described, never scored: set "described: true"'
        if self.among is not None and self.kind not in COUNTED_BY_MOMENT:
            return f'a kind "{self.kind.value}" is not counted by moment and has no "among"'
        return None

    def _moves(self) -> str | None:
        if self.kind is ItemKind.MOVES:
            return None if self.holds and all(self.holds) else '"holds" must name groups of at least one move each'
        if self.holds or self.before or self.not_then:
            return 'only the kind "moves" has "holds", "before" and "not_then"'
        return None


class Total(Frozen):
    """When a total may be shown at all."""

    item: str
    """The item whose counts are the total."""
    min_threads: int = Field(default=4, ge=1)
    """Fewest threads with a chance to be met."""
    max_missing: float = Field(default=0.3, ge=0, le=1)
    """Largest share unscored or under review."""


class Rubric(Frozen):
    """An instrument, versioned by its content."""

    schema_version: int = Field(default=1, ge=1, le=1)
    """Version of this file format."""
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Stable name."""
    version: str
    """The author's version of the wording."""
    title: str
    """What the report calls the instrument."""
    purpose: str
    """One paragraph for whoever reads a report: what it looks at and what it cannot show."""
    language: str = "en"
    """BCP 47 tag of the wording."""
    citations: tuple[str, ...] = ()
    """Sources of the constructs."""
    items: tuple[Item, ...] = Field(min_length=1)
    """What is looked at, in the order of the report."""
    total: Total | None = None
    """Null: no total is ever shown."""

    @model_validator(mode="after")
    def _whole(self) -> Rubric:
        kinds = {item.id: item.kind for item in self.items}
        if len(kinds) != len(self.items):
            raise ValueError("two items have the same id")
        if self.total is not None and kinds.get(self.total.item) is not ItemKind.THREADS:
            raise ValueError(f'total names "{self.total.item}", which is not an item of kind threads')
        return self

    @property
    def hash(self) -> str:
        """SHA-256 over the content: wording, anchors and points; not comments or the order of keys in the
        file.
        """
        content = self.model_dump(mode="json")
        for item in content["items"]:
            for field in ADDED_LATER:
                if not item[field]:
                    del item[field]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def item(self, identity: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == identity), None)
