"""Written tables: from facets and ordered moves to outcome, room, ECCS, Suchman and NURSE.

The tables are data at the top; the functions under them only read them. Sources: Suchman 1997
(10.1001/jama.1997.03540320082047), Bylund & Makoul 2005 (10.1207/s15327027hc1802_2), Del Piccolo 2011
(10.1016/j.pec.2010.02.024), Back 2005 (10.3322/canjclin.55.3.164), Ortwein 2017 (10.1016/j.pec.2016.08.026).
Wording and placement are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from simulator.codes import Emotion, Expression, Move, MoveKind, Nurse, Outcome, Space, Strength, Suchman

K = MoveKind


class Traits(NamedTuple):
    """What a kind of move does with an emotion that was just shown."""

    takes_up: int = 0
    """2: takes the emotion up; 1: touches it (only then, and only if near, it is not passed over); 0:
    neither.
    """
    level: int = 0
    """ECCS level the move reaches by itself, 0 to 5 (4, pursuit, comes from combination only)."""
    space: Space | None = None
    """Gives the emotion room, closes it, or neither."""
    explicit: bool = False
    """Refers to the emotion or its content in so many words."""
    nurse: Nurse | None = None
    """Which dish of the NURSE menu it is."""
    elsewhere: bool = False
    """A sign that the talk went somewhere else, unless the move is about the same concern."""
    against: bool = False
    """Denies or disconfirms; an acknowledgement before it does not stand."""


_GIVE, _CLOSE = Space.PROVIDE, Space.REDUCE

TRAITS: dict[MoveKind, Traits] = {
    K.NAMES_FEELING: Traits(2, 3, _GIVE, True, Nurse.NAME),
    K.NAMES_FEELING_WRONGLY: Traits(1, 2, _GIVE, True),
    K.REFLECTS: Traits(2, 3, _GIVE, True, Nurse.UNDERSTAND),
    K.EXPLORES_FEELING: Traits(2, 3, _GIVE, True, Nurse.EXPLORE),
    K.INVITES: Traits(2, 2, _GIVE, False, Nurse.EXPLORE),
    K.OPEN_QUESTION: Traits(1, 2, _GIVE, False),
    K.VALIDATES: Traits(2, 5, _GIVE, True, Nurse.UNDERSTAND),
    K.SHOWS_CONCERN: Traits(2, 3, _GIVE, True, Nurse.UNDERSTAND),
    K.SUPPORTS: Traits(2, 3, _GIVE, True, Nurse.SUPPORT),
    K.RESPECTS: Traits(2, 3, _GIVE, True, Nurse.RESPECT),
    K.ACCEPTS_DECLINE: Traits(2, 3, _GIVE, True, Nurse.RESPECT),
    K.APOLOGISES: Traits(2, 3, _GIVE, True, Nurse.UNDERSTAND),
    K.ASKS_SAFETY: Traits(2, 3, _GIVE, True, Nurse.EXPLORE),
    K.ASKS_SAFETY_LEADING: Traits(1, 2, None, True),
    K.SELF_DISCLOSES: Traits(1, 1),
    K.STOCK_PHRASE: Traits(1, 1, _GIVE),
    K.QUIET: Traits(1, 1, _GIVE),
    K.ANSWERS: Traits(1, 2, None, True),
    K.SOLVES: Traits(1, 2, None, True),
    K.SETS_LIMIT: Traits(1, 2, _CLOSE, True),
    K.ADVISES: Traits(1, 2, _CLOSE, True),
    K.POSTPONES: Traits(0, 2, _CLOSE, True),
    K.PLANS: Traits(0, 1, elsewhere=True),
    K.INFORMS: Traits(0, 1, _CLOSE, elsewhere=True),
    K.ADVISES_UNASKED: Traits(0, 1, _CLOSE, elsewhere=True),
    K.REASSURES_EARLY: Traits(0, 1, _CLOSE, elsewhere=True),
    K.EXPLORES_FACT: Traits(0, 0, _CLOSE, elsewhere=True),
    K.CLOSED_QUESTION: Traits(0, 0, _CLOSE, elsewhere=True),
    K.CHANGES_SUBJECT: Traits(0, 0, _CLOSE, elsewhere=True),
    K.SIGNPOSTS: Traits(elsewhere=True),
    K.CLOSES: Traits(elsewhere=True),
    K.MINIMISES: Traits(0, 0, _CLOSE, True, elsewhere=True, against=True),
    K.ARGUES: Traits(0, 0, _CLOSE, True, elsewhere=True, against=True),
    K.JUDGES: Traits(0, 0, _CLOSE, True, elsewhere=True, against=True),
    K.PRESSES: Traits(0, 0, _CLOSE, True, elsewhere=True, against=True),
    K.BACK_CHANNEL: Traits(0, 1, _GIVE),
    K.JARGON: Traits(),
    K.GREETS: Traits(),
    K.THANKS: Traits(),
    K.OTHER: Traits(),
}
"""Every kind stands here; a test checks that none is missing."""

NEEDS_NEARNESS = frozenset({K.REFLECTS, K.NAMES_FEELING_WRONGLY})
"""These take the emotion up only if they are about the same concern: an echo of something else does not."""

NEAR_TOUCHES = frozenset({K.EXPLORES_FACT, K.CLOSED_QUESTION, K.INFORMS, K.ADVISES_UNASKED, K.OPEN_QUESTION})
"""About the same concern, these touch it: a question or an answer on what the patient is afraid of is no
passing over.
"""

MOVES_ON = frozenset(
    {
        *(K.EXPLORES_FACT, K.CLOSED_QUESTION, K.CHANGES_SUBJECT, K.ADVISES_UNASKED, K.REASSURES_EARLY),
        *(K.MINIMISES, K.ARGUES, K.JUDGES, K.PRESSES),
    }
)
"""After an acknowledgement in the same breath: acknowledged, then moved on."""

COUNTS_AGAINST = frozenset({K.MINIMISES, K.ARGUES, K.JUDGES, K.PRESSES, K.REASSURES_EARLY, K.CHANGES_SUBJECT})
"""Codes that say something against a person: they need two independent signs, or both coders."""

FORMULAS_ONLY = frozenset({K.SHOWS_CONCERN, K.SUPPORTS})
"""What a stock phrase in the same words makes of these: a token."""

FOLLOWS_UP = frozenset({K.EXPLORES_FEELING, K.INVITES, K.SUPPORTS, K.ASKS_SAFETY, K.SOLVES})
"""With an acknowledgement beside it: pursuit (ECCS 4)."""

ACKNOWLEDGEMENT = 3
PURSUIT = 4

EMOTION_FAMILY: dict[Emotion, str] = {
    **dict.fromkeys((Emotion.FEAR, Emotion.WORRY), "fear"),
    **dict.fromkeys((Emotion.SADNESS, Emotion.GRIEF, Emotion.LONELINESS, Emotion.HOPELESSNESS), "sadness"),
    **dict.fromkeys((Emotion.ANGER, Emotion.FRUSTRATION), "anger"),
    **dict.fromkeys((Emotion.SHAME, Emotion.GUILT), "shame"),
    Emotion.DISTRESS: "distress",
    **dict.fromkeys((Emotion.RELIEF, Emotion.HOPE), "relief"),
    **dict.fromkeys((Emotion.JOY, Emotion.PRIDE, Emotion.LOVE), "joy"),
    Emotion.GRATITUDE: "gratitude",
}
"""Emotions a listener may name for one another without being wrong."""


class Step(NamedTuple):
    """One move of a response, as the tables see it."""

    kind: MoveKind
    near: bool
    """About the same concern or the same emotion as the moment."""


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


def steps_of(moves: Iterable[tuple[Move, bool]]) -> list[Step]:
    """The steps that a run of moves (each with whether it is near) amounts to. One stretch of words may hold
    several moves; of those only what the stretch does for the emotion counts.

    - A code against the learner counts only where it is borne by two signs (`negative`); in doubt it is
       left out.
    - Words that take the emotion up are not also a question that leads elsewhere ("tell me more about that").
    - Concern in the words of a stock phrase is a stock phrase.
    """
    stretches: dict[tuple[int, int, int], list[tuple[Move, bool]]] = {}
    for move, near in moves:
        if move.kind not in COUNTS_AGAINST or move.negative:
            stretches.setdefault((move.turn, move.start, move.end), []).append((move, near))
    out: list[Step] = []
    for stretch in stretches.values():
        kinds = {move.kind for move, _ in stretch}
        steps = [
            Step(move.kind, near)
            for move, near in stretch
            if not (K.STOCK_PHRASE in kinds and move.kind in FORMULAS_ONLY)
        ]
        if any(takes_up(step) == 2 for step in steps):
            steps = [step for step in steps if not TRAITS[step.kind].elsewhere]
        out += steps
    return out


def takes_up(step: Step) -> int:
    """2 takes the emotion up, 1 touches it, 0 neither."""
    weight = TRAITS[step.kind].takes_up
    if step.kind in NEEDS_NEARNESS and not step.near:
        return min(weight, 1) if step.kind is K.REFLECTS else 0
    if step.kind in NEAR_TOUCHES and step.near:
        return max(weight, 1)
    return weight


def _moves_on(step: Step) -> bool:
    return step.kind in MOVES_ON and not (step.near and step.kind in NEAR_TOUCHES)


def outcome_of(steps: Sequence[Step]) -> Outcome:
    """Met, partly or passed, from the order of the moves (declined, no chance and met later are added by the
    caller).

    Taken up and stayed with: met. Taken up, then left in the same breath: partly. Only touched: partly.
    """
    full = [n for n, step in enumerate(steps) if takes_up(step) == 2]
    if full:
        return Outcome.PARTLY if any(_moves_on(step) for step in steps[full[-1] + 1 :]) else Outcome.MET
    if any(TRAITS[step.kind].against for step in steps):
        return Outcome.PASSED
    return Outcome.PARTLY if any(takes_up(step) == 1 for step in steps) else Outcome.PASSED


def eccs_of(steps: Sequence[Step]) -> int:
    """0 to 5. The highest level reached, pursuit by combination; a denial after it leaves a token at most."""
    level = 0
    for step in steps:
        reached = TRAITS[step.kind].level
        if step.kind in NEEDS_NEARNESS and not step.near:
            reached = min(reached, 1)
        elif step.kind in NEAR_TOUCHES and step.near:
            reached = max(reached, 2)
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
        if space is Space.REDUCE and step.near and step.kind in NEAR_TOUCHES:
            space = Space.REDUCE if step.kind in (K.INFORMS, K.ADVISES_UNASKED) else Space.PROVIDE
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
    if full - {K.INVITES, K.EXPLORES_FEELING, K.ASKS_SAFETY}:
        return Suchman.EMPATHIC_RESPONSE
    if full or any(step.kind is K.OPEN_QUESTION and step.near for step in steps):
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
        understood=any(takes_up(step) or TRAITS[step.kind].elsewhere for step in steps),
    )


def strongest(expressions: Iterable[Expression]) -> Strength:
    """The plainest strength among a moment's expressions."""
    order = (Strength.STATED, Strength.HINTED, Strength.IMPLIED)
    return min((e.strength for e in expressions), key=order.index)


def thread_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """One concern over its moments in order: met at the first chance, or later; else the best that happened.

    Declined and no chance stand only where nothing else happened, and a decline is said before no chance.
    """
    chances = [o for o in outcomes if o not in (Outcome.DECLINED, Outcome.NO_CHANCE)]
    if not chances:
        return Outcome.DECLINED if Outcome.DECLINED in outcomes else Outcome.NO_CHANCE
    if chances[0] is Outcome.MET:
        return Outcome.MET
    if Outcome.MET in chances or Outcome.MET_LATER in chances:
        return Outcome.MET_LATER
    return Outcome.PARTLY if Outcome.PARTLY in chances else Outcome.PASSED
