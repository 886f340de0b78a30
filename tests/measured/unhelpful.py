"""Dialogues that helped nobody, by the seekers' own word: what becomes of their moments. No text is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.codes import MoveKind, Outcome
from simulator.transcript import Side
from tests.measured.figures import Figures, Table, by_half, mean, share
from tests.measured.grading import EMOTION, LISTENING, each, graded, negatives, shown
from tests.measured.rows import Row, kept_back, rows, talk, turn

DISMISSING = "dismissing_emotions"
A_LOT = 3


class Dialogue(NamedTuple):
    """One dialogue in counts."""

    outcomes: Counter[Outcome]
    """Of the answers to what was stated or hinted at, those under review left out."""
    review: int
    negatives: Counter[MoveKind]
    learner_turns: int
    threads_met: float | None
    dismissing: float | None
    kept: bool


def dialogue(row: Row) -> Dialogue:
    """The dialogue graded."""
    said = talk(row["id"], *(turn(one["speaker"], one["text"]) for one in row["turns"]))
    found = graded(said, EMOTION, LISTENING)
    plain = shown(found.coding)
    answers = [response for response in found.coding.responses if response.moment in plain]
    return Dialogue(
        Counter(response.outcome for response in answers if response.review is None),
        sum(response.review is not None for response in answers),
        Counter(move.kind for move in negatives(found.coding)),
        sum(one.side is Side.LEARNER for one in said.turns),
        found.score(EMOTION, "threads_met"),
        found.score(LISTENING, DISMISSING),
        kept_back(row),
    )


def figures(dialogues: list[Dialogue]) -> Figures:
    """Counts over all of them."""
    outcomes = sum((d.outcomes for d in dialogues), Counter[Outcome]())
    review = sum(d.review for d in dialogues)
    kinds = sum((d.negatives for d in dialogues), Counter[MoveKind]())
    turns = sum(d.learner_turns for d in dialogues)
    answers = outcomes.total() + review
    out: Figures = {"dialogues": len(dialogues), "answers to a stated or hinted emotion": answers}
    if not answers or not turns:
        return out
    for outcome in Outcome:
        out[f"{outcome.value}: share of answers"] = outcomes[outcome] / answers
    out["under review: share of answers"] = review / answers
    out["concerns met, mean share"] = mean([d.threads_met for d in dialogues if d.threads_met is not None])
    out["supporters' turns"] = turns
    out["negative codes, per hundred of these"] = 100 * kinds.total() / turns
    for kind in sorted(kinds):
        out[f"{kind.value}: codes"] = kinds[kind]
    out["share with a negative code"] = share(bool(d.negatives) for d in dialogues)
    out["share with dismissing at 3 or more"] = share((d.dismissing or 0) >= A_LOT for d in dialogues)
    return out


def tables(data: Path, halves: Sequence[str]) -> list[Table]:
    """The measurement, half by half."""
    dialogues = each(dialogue, rows(data, "esconv_failed"))
    return [by_half("esconv_failed: dialogues that did not help", dialogues, figures, halves)]
