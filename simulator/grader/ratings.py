"""Whole-conversation levels by a written formula from counts, for the six items of `listening`; those of
`empathy-levels` are made in `levels.py`.

For every item the learner's moves earn weights (tables below). One stretch of words counts once, by its
heaviest move; each kind of move counts once a turn, since saying it twice in a breath is not doing it twice.
What is said elsewhere than in answer to an emotion, or about one, counts a quarter for the items about
emotion. The weights are summed, W, and set against what would be "very much" for a conversation of this size,
F:

    position = 4 x min(1, W / F)          0 = lowest anchor, 4 = highest; fractions are kept
    emotion items   F = 1 + M / 2         M = moments stated or hinted, at most 12
    turn items      F = max(least, T x share)      T = learner's turns, at most 40
    dismissing      F = the larger of both: a few hard words in a long conversation are not "much" of it

Example: two moments, one of them answered with "no wonder you feel that way" (weight 1): F = 2, position = 2,
the middle anchor. No emotional moment and no such move in answer to one: unscored, "no opportunity arose",
never the lowest anchor. Codes against the learner count only where two signs bear them.
"""

from __future__ import annotations

from typing import NamedTuple

from simulator.codes import Evidence, Move, MoveKind, Rating, Strength
from simulator.grader.levels import BY_MOVE, rate_level
from simulator.grader.reading import Place, Reading, place
from simulator.grader.responses import engagement
from simulator.grader.tables import BY_MATTER, COUNTS_AGAINST
from simulator.rubric.model import Item, ItemKind, Rubric
from simulator.rubric.scorecard import NO_OPPORTUNITY

K = MoveKind
QUOTES = 6
"""At most so many quotes bear one level."""

NO_RULE = "the built-in coder has no rule for this item"
FREE = "this item is in the educator's own words: only a language model or a person can code it."
NOTHING_SAID = "the learner says nothing"

MOST_MOMENTS = 12
MOST_TURNS = 40


class Formula(NamedTuple):
    """How one item's level comes from counts."""

    weights: dict[MoveKind, float]
    """What each kind of move earns, once a turn."""
    emotional: bool
    """True: set against emotional moments, and unscored without any; False: against the learner's turns."""
    least: float = 1.0
    """The weight that is "very much" in a short conversation, where there is a share."""
    share: float = 0.0
    """The weight per learner's turn that is "very much" in a longer one; 0: turns do not matter."""


FORMULAS: dict[str, Formula] = {
    "validating_emotions": Formula(
        {
            **dict.fromkeys((K.VALIDATES,), 1.0),
            **dict.fromkeys((K.RESPECTS, K.SHOWS_CONCERN, K.APOLOGISES), 0.6),
            **dict.fromkeys((K.NAMES_FEELING, K.SUPPORTS, K.ACCEPTS_DECLINE), 0.5),
            **dict.fromkeys((K.STOCK_PHRASE,), 0.25),
        },
        emotional=True,
    ),
    "encouraging_elaboration": Formula(
        {
            **dict.fromkeys((K.EXPLORES_FEELING, K.INVITES), 1.0),
            **dict.fromkeys((K.OPEN_QUESTION,), 0.5),
            **dict.fromkeys((K.REFLECTS, K.QUIET, K.ASKS_SAFETY), 0.2),
            **dict.fromkeys((K.EXPLORES_FACT,), 0.05),
        },
        emotional=False,
        least=2.0,
        share=0.5,
    ),
    "demonstrating_understanding": Formula(
        {
            **dict.fromkeys((K.REFLECTS, K.NAMES_FEELING), 1.0),
            **dict.fromkeys((K.VALIDATES,), 0.6),
            **dict.fromkeys((K.SHOWS_CONCERN, K.STOCK_PHRASE), 0.15),
        },
        emotional=True,
    ),
    "advice_giving": Formula({K.ADVISES_UNASKED: 1.0}, emotional=False, least=2.0, share=0.5),
    "self_oriented": Formula({K.SELF_DISCLOSES: 1.0}, emotional=False, least=2.0, share=0.4),
    "dismissing_emotions": Formula(
        {
            **dict.fromkeys((K.MINIMISES, K.ARGUES, K.JUDGES, K.PRESSES), 1.0),
            **dict.fromkeys((K.REASSURES_EARLY,), 0.4),
            **dict.fromkeys((K.CHANGES_SUBJECT,), 0.2),
        },
        emotional=True,
        least=3.0,
        share=0.5,
    ),
}
"""Items by id. Weights are ours, set by reading; they are no instrument's."""

ASIDE = 0.25
"""What a move weighs, for the items about emotion, that neither answers an emotion nor is about one; a mere
echo weighs nothing there.
"""


def rate(reading: Reading, rubric: Rubric) -> tuple[tuple[Rating, ...], dict[str, str]]:
    """A level for every rating item there is a rule for, and the reason where there is none."""
    ratings: list[Rating] = []
    unscored: dict[str, str] = {}
    engaged = engagement(reading) if any(item.id in FORMULAS for item in rubric.items) else {}
    for item in rubric.items:
        if not item.rated:
            continue
        rating = _level(reading, item, engaged)
        if isinstance(rating, str):
            unscored[item.id] = rating
        else:
            ratings.append(rating)
    return tuple(ratings), unscored


def _level(reading: Reading, item: Item, engaged: dict[Place, float]) -> Rating | str:
    """By the rule for this item; a rule fits the wording it was written for, and no item of somebody's own."""
    if item.kind is ItemKind.FREE:
        return FREE
    if item.id in BY_MOVE:
        return rate_level(reading, item)
    formula = FORMULAS.get(item.id)
    return NO_RULE if formula is None else _rate(reading, item, formula, engaged)


def _rate(reading: Reading, item: Item, formula: Formula, engaged: dict[Place, float]) -> Rating | str:
    turns = len(reading.learner_turns)
    if turns == 0:
        return NOTHING_SAID
    moments = sum(any(e.strength is not Strength.IMPLIED for e in m.expressions) for m in reading.moments)
    earned = _earned(reading, formula, engaged if formula.emotional else None)
    if formula.emotional and moments == 0 and all(weight < formula.weights[m.kind] for m, weight in earned):
        return NO_OPPORTUNITY
    weight = sum(value for _, value in earned)
    full = 1 + min(moments, MOST_MOMENTS) / 2 if formula.emotional else 0.0
    if formula.share:
        full = max(full, formula.least, min(turns, MOST_TURNS) * formula.share)
    level, between = _anchor(4 * min(1.0, weight / full), list(item.anchors))
    base = moments if formula.emotional else turns
    return Rating(
        item=item.id,
        level=level,
        between=between,
        reason=_reason(earned, base, "emotional moments" if formula.emotional else "turns"),
        evidence=tuple(_quote(move) for move, _ in _heaviest(earned)),
        n=base,
    )


def _earned(reading: Reading, formula: Formula, engaged: dict[Place, float] | None) -> list[tuple[Move, float]]:
    """Moves that earn weight, in order: each stretch by its heaviest, each kind once a turn."""
    heaviest: dict[Place, tuple[Move, float]] = {}
    for move in reading.moves:
        weight = formula.weights.get(move.kind, 0.0)
        if not weight or not move.quote or (move.kind in COUNTS_AGAINST and not move.negative):
            continue
        if engaged is not None:
            weight *= engaged.get(place(move), 0.0 if move.kind in BY_MATTER else ASIDE)
        if not weight:
            continue
        if place(move) not in heaviest or weight > heaviest[place(move)][1]:
            heaviest[place(move)] = move, weight
    once: dict[tuple[int, MoveKind], tuple[Move, float]] = {}
    for move, weight in heaviest.values():
        if weight > once.get((move.turn, move.kind), (move, 0.0))[1]:
            once[move.turn, move.kind] = move, weight
    return list(once.values())


def _anchor(position: float, levels: list[str]) -> tuple[str, float]:
    """Position 0 to 4 → anchor and how far towards the next; stretched where there are not five anchors."""
    place = round(position * (len(levels) - 1) / 4, 2)
    index = min(int(place), len(levels) - 1)
    return levels[index], round(place - index, 2)


def _heaviest(earned: list[tuple[Move, float]]) -> list[tuple[Move, float]]:
    """The weightiest few, in the order of the conversation."""
    best = sorted(earned, key=lambda pair: (-pair[1], pair[0].turn, pair[0].start))[:QUOTES]
    return sorted(best, key=lambda pair: (pair[0].turn, pair[0].start))


def _reason(earned: list[tuple[Move, float]], base: int, unit: str) -> str:
    if not earned:
        return f"No such words in a conversation with {base} {unit}."
    words = dict.fromkeys(" ".join(move.why or (move.quote,)) for move, _ in _heaviest(earned))
    named = ", ".join(f'"{word}"' for word in words)
    return f"{len(earned)} such moves beside {base} {unit}: {named}."


def _quote(move: Move) -> Evidence:
    return Evidence(turn=move.turn, start=move.start, end=move.end, quote=move.quote, where=move.where)
