"""A rubric: an instrument's items, levels and anchors as an educator writes them."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from pydantic import Field, model_validator

from simulator.codes import Frozen, Outcome

SCORED_OUTCOMES: tuple[Outcome, ...] = (Outcome.MET, Outcome.MET_LATER, Outcome.PARTLY, Outcome.PASSED)
"""Outcomes that count. Declined and no chance leave the denominator."""


class ItemKind(StrEnum):
    """How an item is coded and counted."""

    THREADS = "threads"
    """share of threads by outcome; `points` gives each outcome's weight 0 to 1"""
    RESPONSES = "responses"
    """a property of each response, described: `of` names it (space, suchman, eccs)"""
    MENU = "menu"
    """moments answered with at least one fitting move of a menu (NURSE)"""
    RATING = "rating"
    """one level for the whole conversation, chosen by the coder from the anchors"""


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
    """For ratings: level's key → what it looks like, lowest first; sent to the coder."""
    points: dict[str, float] = Field(default_factory=dict)
    """Level or outcome → number; never sent to a coder."""
    of: str | None = None
    """For `responses`: which property is described."""
    unwanted: bool = False
    """True where less is better; the report words it so."""
    described: bool = False
    """True where the item is shown and never scored."""
    source: str = ""
    """Where the construct comes from (citation)."""

    @model_validator(mode="after")
    def _holds_together(self) -> Item:
        name = f'item "{self.id}"'
        if self.kind is ItemKind.RATING:
            if not self.anchors or set(self.anchors) != set(self.points):
                raise ValueError(f"{name}: a rating needs anchors, and points for exactly those levels")
            values = [self.points[level] for level in self.anchors]
            if values != sorted(values):
                raise ValueError(f"{name}: write the anchors lowest first, in the order of their points")
        elif self.anchors:
            raise ValueError(f"{name}: only a rating has anchors")
        if self.kind is ItemKind.THREADS and not self.described:
            if set(self.points) != {outcome.value for outcome in SCORED_OUTCOMES}:
                raise ValueError(f"{name}: points must name exactly met, met_later, partly and passed")
            if not all(0 <= value <= 1 for value in self.points.values()):
                raise ValueError(f"{name}: points of outcomes lie between 0 and 1")
        if self.kind is ItemKind.RESPONSES:
            if self.of not in {"space", "suchman", "eccs"}:
                raise ValueError(f'{name}: "of" must be space, suchman or eccs')
            if not self.described:
                raise ValueError(f'{name}: a property of responses is described, never scored: set "described: true"')
        return self


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
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def item(self, identity: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == identity), None)
