"""From facets and ordered moves to outcome, room, ECCS, Suchman and NURSE, by the written tables of
`tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from simulator.codes import Expression, Move, MoveKind, Nurse, Outcome, Space, Strength, Suchman
from simulator.grader.tables import (
    ACKNOWLEDGEMENT,
    BY_MATTER,
    COUNTS_AGAINST,
    FACTS,
    FOLLOWS_UP,
    LEADS_OFF,
    MOVES_ON,
    PURSUIT,
    RECOGNISED,
    TELLS,
    TOKENS_IN_STOCK,
    TRAITS,
)

K = MoveKind

A_SOUND = 2
"""At most so many words of an answer are a sound rather than an answer."""

_WORDS = re.compile(r"[^\W_]+")


class Step(NamedTuple):
    """One move of a response, as the tables see it."""

    kind: MoveKind
    near: bool = False
    """About the same concern or the same emotion as the moment."""
    off: bool = False
    """About something else."""


class Derived(NamedTuple):
    """What the tables say of one response."""

    outcome: Outcome
    eccs: int
    shared_experience: bool
    suchman: Suchman | None
    space: Space
    explicit: bool
    nurse: tuple[Nurse, ...]
    understood: bool
    """False: no move says either that it was taken up or that the talk went elsewhere."""


def steps_of(strength: Strength, moves: Iterable[tuple[Move, bool, bool]]) -> list[Step]:
    """The steps that a run of moves (each with whether it is near, or off) amounts to. One stretch of words
    may hold several moves; of those only what the stretch does for the emotion counts.

    - A code against the learner counts only where two signs bear it (`negative`); in doubt it is left out.
    - Words that take the emotion up are not also a question that leads elsewhere ("tell me more about that").
    - Concern in the words of a stock phrase is a stock phrase.
    - "Yeah." is a listening sound, also where it stands after a question.
    - After a stated emotion, a question of fact about its object is a question of fact.
    """
    stretches: dict[tuple[int, int, int], list[Step]] = {}
    for move, near, off in moves:
        if move.kind in COUNTS_AGAINST and not move.negative:
            continue
        if listens(move):
            stretches.setdefault((move.turn, move.start, move.end), []).append(Step(K.BACK_CHANNEL))
            continue
        near = near and not (strength is Strength.STATED and move.kind in FACTS)
        stretches.setdefault((move.turn, move.start, move.end), []).append(Step(move.kind, near, off))
    return [step for stretch in stretches.values() for step in _one_stretch(stretch)]


def listens(move: Move) -> bool:
    """A mere listening sound: it keeps the floor with the patient. "Yeah." is no answer to "what if it's
    cancer?".
    """
    words = _WORDS.findall(move.quote)
    if move.kind is K.ANSWERS:
        return len(words) <= A_SOUND
    return move.kind is K.BACK_CHANNEL or (move.kind is K.OTHER and not words)


def _one_stretch(steps: list[Step]) -> list[Step]:
    if any(step.kind is K.STOCK_PHRASE for step in steps):
        steps = [step for step in steps if step.kind not in TOKENS_IN_STOCK]
    if any(takes_up(step) == 2 for step in steps):
        steps = [step for step in steps if not elsewhere(step)]
    return steps


def takes_up(step: Step) -> int:
    """2 takes the emotion up, 1 touches it, 0 neither."""
    by = BY_MATTER.get(step.kind)
    if by is None:
        return TRAITS[step.kind].takes_up
    return by.near if step.near else by.off if step.off else by.plain


def elsewhere(step: Step) -> bool:
    """A sign that the talk went somewhere else."""
    return not takes_up(step) and (TRAITS[step.kind].elsewhere or step.off)


def moves_on(step: Step) -> bool:
    """After an acknowledgement: leaves it again."""
    return not takes_up(step) and (step.kind in MOVES_ON or (step.off and step.kind in LEADS_OFF))


def outcome_of(steps: Sequence[Step]) -> Outcome:
    """Met, partly or passed, from the order of the moves (declined, no chance and met later are added by the
    caller).

    Taken up and stayed with: met. Taken up, then left in the same breath: partly. Only touched: partly.
    """
    full = [n for n, step in enumerate(steps) if takes_up(step) == 2]
    if full:
        return Outcome.PARTLY if any(moves_on(step) for step in steps[full[-1] + 1 :]) else Outcome.MET
    if any(TRAITS[step.kind].against for step in steps):
        return Outcome.PASSED
    return Outcome.PARTLY if any(takes_up(step) == 1 for step in steps) else Outcome.PASSED


def eccs_of(steps: Sequence[Step]) -> int:
    """0 to 5. The highest level reached, pursuit by combination; a denial after it leaves a token at most."""
    level = 0
    for step in steps:
        reached = TRAITS[step.kind].level
        if step.kind in BY_MATTER:
            reached = (0, RECOGNISED, max(reached, RECOGNISED))[takes_up(step)]
        level = max(level, reached)
    kinds = {step.kind for step in steps if takes_up(step)}
    if level == ACKNOWLEDGEMENT and kinds & FOLLOWS_UP and len(kinds) > 1:
        level = PURSUIT
    if any(TRAITS[step.kind].against for step in steps):
        level = min(level, 1)
    return level


def space_of(steps: Sequence[Step]) -> Space:
    """Room given, closed, or first one and then the other. A listening sound counts only where nothing else
    was done.
    """
    found: set[Space] = set()
    for step in steps:
        space = TRAITS[step.kind].space
        if step.kind in BY_MATTER and step.kind not in TELLS:
            space = Space.PROVIDE if takes_up(step) else Space.REDUCE if elsewhere(step) else None
        if space is not None and step.kind is not K.BACK_CHANNEL:
            found.add(space)
    if found == {Space.PROVIDE, Space.REDUCE}:
        return Space.BOTH
    if found:
        return found.pop()
    return Space.PROVIDE if any(step.kind is K.BACK_CHANNEL for step in steps) else Space.REDUCE


def suchman_of(strength: Strength, steps: Sequence[Step]) -> Suchman | None:
    """Opportunity (stated) or potential opportunity (hinted, implied), by what followed.

    A potential opportunity that stayed implied is not called missed: nobody said it.
    """
    full = {step.kind for step in steps if takes_up(step) == 2}
    if full - {K.INVITES, K.EXPLORES_FEELING, K.OPEN_QUESTION, K.ASKS_SAFETY}:
        return Suchman.EMPATHIC_RESPONSE
    if full:
        return Suchman.CONTINUER
    if strength is Strength.STATED:
        return Suchman.MISSED
    return Suchman.TERMINATOR if strength is Strength.HINTED else None


def nurse_of(steps: Sequence[Step]) -> tuple[Nurse, ...]:
    """The dishes of the menu that were served, in the menu's order."""
    served = {TRAITS[step.kind].nurse for step in steps if takes_up(step) == 2}
    return tuple(dish for dish in Nurse if dish in served)


def derive(strength: Strength, steps: Sequence[Step]) -> Derived:
    """All labels of one response to a moment of that strength."""
    return Derived(
        outcome=outcome_of(steps),
        eccs=eccs_of(steps),
        shared_experience=any(step.kind is K.SELF_DISCLOSES for step in steps),
        suchman=suchman_of(strength, steps),
        space=space_of(steps),
        explicit=any(TRAITS[step.kind].explicit or takes_up(step) for step in steps),
        nurse=nurse_of(steps),
        understood=any(takes_up(step) or elsewhere(step) for step in steps),
    )


def strongest(expressions: Iterable[Expression]) -> Strength:
    """The plainest strength among a moment's expressions."""
    order = (Strength.STATED, Strength.HINTED, Strength.IMPLIED)
    return min((e.strength for e in expressions), key=order.index)


def thread_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """One concern over its moments in order: met at the first chance, or later, and by and large stayed with from
    there; met once and then mostly left is partly; else the best that happened.

    Declined and no chance stand only where nothing else happened, and a decline is said before no chance.
    """
    chances = [o for o in outcomes if o not in (Outcome.DECLINED, Outcome.NO_CHANCE)]
    if not chances:
        return Outcome.DECLINED if Outcome.DECLINED in outcomes else Outcome.NO_CHANCE
    met = [outcome in (Outcome.MET, Outcome.MET_LATER) for outcome in chances]
    if any(met):
        since = met[met.index(True) :]
        if sum(since) * 2 < len(since):
            return Outcome.PARTLY
        return Outcome.MET if chances[0] is Outcome.MET else Outcome.MET_LATER
    return Outcome.PARTLY if Outcome.PARTLY in chances else Outcome.PASSED
