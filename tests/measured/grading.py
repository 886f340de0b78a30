"""Transcripts read and graded by the built-in coder, several at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import NamedTuple, TypeVar

from simulator.codes import CoderIdentity, Coding, Move, MoveKind, Outcome, Response, Strength
from simulator.grader.builtin import from_reading, read
from simulator.grader.tables import COUNTS_AGAINST
from simulator.language import Pack, pack
from simulator.library import Library, shipped
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.rubric.scoring import score
from simulator.transcript import Transcript

CODER = CoderIdentity(name="built-in", version="measured")
ATTUNEMENT, EMOTION, LEVELS, LISTENING = "attunement", "emotion-response", "empathy-levels", "listening"
NURSE, SUCHMAN = "nurse", "suchman"
MOST_AT_ONCE = 4

AGAINST = COUNTS_AGAINST | {MoveKind.ADVISES_UNASKED}
"""Kinds of moves that may be what an emotion was passed over for, to the learner's disadvantage."""
LEFT = (Outcome.PARTLY, Outcome.PASSED)

In = TypeVar("In")
Out = TypeVar("Out")


class Graded(NamedTuple):
    """One transcript: the labels, and a scorecard for every rubric."""

    coding: Coding
    cards: dict[str, Scorecard]

    def score(self, rubric: str, item: str) -> float | None:
        """The score of an item, None where it is unscored."""
        found = self.cards[rubric].item(item)
        return None if found is None else found.score


@cache
def library() -> Library:
    """What ships; reading it takes seconds."""
    return shipped()


@cache
def rubric(identity: str) -> Rubric:
    """A rubric that ships."""
    return library().rubric(identity).get()


def all_rubrics() -> tuple[str, ...]:
    """Ids of the rubrics that ship."""
    return tuple(entry.id for entry in library().rubrics)


@cache
def english() -> Pack:
    """The pack everything here is read with."""
    found = pack("en")
    assert found is not None, "the English pack ships"
    return found


def graded(transcript: Transcript, *rubrics: str) -> Graded:
    """Read once, then scored by each rubric."""
    reading = read(transcript, english())
    codings = {one: from_reading(reading, rubric(one), CODER) for one in rubrics or (EMOTION,)}
    return Graded(next(iter(codings.values())), {one: score(rubric(one), coding) for one, coding in codings.items()})


def each(function: Callable[[In], Out], items: Iterable[In]) -> list[Out]:
    """`function` of every item, in order, on several cores."""
    wanted = list(items)
    english(), library()  # before the processes part, so that each has them
    workers = min(MOST_AT_ONCE, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(function, wanted, chunksize=max(1, len(wanted) // (workers * 8))))


def shown(coding: Coding) -> set[int]:
    """Patient turns with an emotion stated or hinted at."""
    return {
        moment.turn
        for moment in coding.moments
        if any(expression.strength is not Strength.IMPLIED for expression in moment.expressions)
    }


def negatives(coding: Coding) -> list[Move]:
    """The codes that count against the learner."""
    return [move for move in coding.moves if move.negative]


def accused(coding: Coding) -> bool:
    """A negative code, or an emotion left for what may be held against the learner; under review it is neither."""
    quoted = {(move.turn, move.start, move.end) for move in coding.moves if move.kind in AGAINST}
    return bool(negatives(coding)) or any(_rests_on(response, quoted) for response in coding.responses)


def _rests_on(response: Response, places: set[tuple[int, int, int]]) -> bool:
    if response.review is not None or response.outcome not in LEFT:
        return False
    return any((quote.turn, quote.start, quote.end) in places for quote in response.evidence)
