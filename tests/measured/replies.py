"""Four hundred answers written apart, half of them merely cold-looking: is the learner accused, and rightly?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.measured.figures import Figures, Table, by_half, share
from tests.measured.grading import EMOTION, accused, each, graded
from tests.measured.rows import Row, kept_back, learner, lines, patient, talk
from tests.playing import APART


class Reply(NamedTuple):
    """One answer."""

    negative: bool
    kind: str
    found: bool
    answers: int
    review: int
    kept: bool


def reply(row: Row) -> Reply:
    """The patient's words and the answer, graded."""
    coding = graded(talk(row["id"], patient(row["patient"]), learner(row["learner"])), EMOTION).coding
    return Reply(
        row["label"] == "negative",
        row["kind"],
        accused(coding),
        len(coding.responses),
        sum(response.review is not None for response in coding.responses),
        kept_back(row, by="id"),
    )


def figures(replies: list[Reply]) -> Figures:
    """Precision and recall of a negative code, and every kind by itself."""
    found = [r for r in replies if r.found]
    answers = sum(r.answers for r in replies)
    out: Figures = {
        "answers": len(replies),
        "negative code: precision": share(r.negative for r in found),
        "negative code: recall": share(r.found for r in replies if r.negative),
        "negative code: share of fine answers": share(r.found for r in replies if not r.negative),
        "an emotion was found before it: share": share(r.answers > 0 for r in replies),
        "under review: share of those": sum(r.review for r in replies) / answers if answers else None,
    }
    for negative, word in ((True, "found"), (False, "wrongly")):
        for kind in sorted({r.kind for r in replies if r.negative is negative}):
            own = [r.found for r in replies if r.kind == kind and r.negative is negative]
            out[f"{kind}: {word}"] = f"{sum(own)}/{len(own)}"
    return out


def measured() -> list[Reply]:
    """All of them."""
    return each(reply, lines(APART / "replies.jsonl"))


def tables(halves: Sequence[str]) -> list[Table]:
    """The measurement, half by half."""
    return [by_half("replies: negative codes on answers written apart", measured(), figures, halves)]
