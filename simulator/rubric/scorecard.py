"""A scorecard: counts and levels, made only by `scoring.score`."""

from __future__ import annotations

from pydantic import Field

from simulator.codes import CoderIdentity, Evidence, Frozen, TranscriptRef

DESCRIBED = "described, not scored"
NO_OPPORTUNITY = "no opportunity arose"
NOT_CODED = "not coded"
UNDER_REVIEW = "under review"


class RubricRef(Frozen):
    """Which instrument, in which wording."""

    id: str
    version: str
    hash: str


class ItemScore(Frozen):
    """What one item of the rubric came to."""

    id: str
    """The item's id in the rubric."""
    title: str = ""
    """The item's title, so that a report needs no second look-up."""
    kind: str = ""
    """threads, responses, expressions, menu, moves, talk, rating or free."""
    score: float | None = None
    """Mean points of what was scored (0 to 1 for threads, menus, moves and categories of answers; the anchors' points
    for a rating or a free item), or null.
    """
    unscored: str | None = None
    """Why there is no score; null exactly when there is one."""
    n: int = 0
    """How many opportunities the score rests on: the denominator."""
    review: int = 0
    """How many opportunities wait for a person and are in neither numerator nor denominator."""
    counts: dict[str, int] = Field(default_factory=dict)
    """Opportunities by what became of them; only the scored ones are in `n`."""
    evidence: tuple[Evidence, ...] = ()
    """Quotes it rests on."""
    reason: str = ""
    """For a rating: why this level."""
    unwanted: bool = False
    """True where less is better."""
    described: bool = False
    """True where the item is shown and never scored."""


class Scorecard(Frozen):
    """All items of one rubric on one coding."""

    rubric: RubricRef
    transcript: TranscriptRef
    coder: CoderIdentity
    items: tuple[ItemScore, ...]
    total: float | None = None
    """The score of the item the rubric names as total, or null."""
    total_withheld: str | None = None
    """Why there is no total; null exactly when there is one."""

    def item(self, identity: str) -> ItemScore | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == identity), None)
