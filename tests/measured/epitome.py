"""Three ways to show empathy: one post and one reply, graded with `empathy-levels`, against people's levels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.measured.figures import Figures, Table, by_half, kappa, share
from tests.measured.grading import LEVELS, each, graded
from tests.measured.rows import Row, kept_back, learner, patient, rows, talk

ITEMS = {"ER": "emotional_reaction", "IP": "interpretation", "EX": "exploration"}
STRONG = 2


class Reply(NamedTuple):
    """One reply, by people and by the coder."""

    people: dict[str, float]
    coder: dict[str, float | None]
    mark: bool
    kept: bool


def reply(row: Row) -> Reply:
    """The post as the patient's turn, the reply as the learner's."""
    found = graded(talk(row["id"], patient(row["seeker"]), learner(row["response"])), LEVELS)
    return Reply(
        {label: float(row["labels"][label]) for label in ITEMS},
        {label: found.score(LEVELS, item) for label, item in ITEMS.items()},
        "?" in row["response"],
        kept_back(row),
    )


def figures(replies: list[Reply]) -> Figures:
    """Agreement item by item."""
    out: Figures = {"replies": len(replies)}
    for label, item in ITEMS.items():
        people = [r.people[label] for r in replies]
        coder = [r.coder[label] for r in replies]
        out[f"{item}: kappa, unscored as none"] = kappa([value or 0.0 for value in coder], people, STRONG + 1)
        out[f"{item}: kappa, unscored left out"] = kappa(coder, people, STRONG + 1)
        out[f"{item}: share unscored"] = share(value is None for value in coder)
    asked = [float(STRONG * r.mark) for r in replies]
    out["question marks alone, for exploration: kappa"] = kappa(asked, [r.people["EX"] for r in replies], STRONG + 1)
    return out


def tables(data: Path, halves: Sequence[str]) -> list[Table]:
    """The measurement, half by half."""
    replies = each(reply, (row for row in rows(data, "epitome") if row["repeat"] == 1))
    return [
        by_half(
            "epitome: levels of three ways to show empathy (quadratic-weighted kappa)",
            replies,
            figures,
            halves,
            "Beside it: the same people again .74, .72, .66; three experts against these labels .70, .37, .51.",
        )
    ]
