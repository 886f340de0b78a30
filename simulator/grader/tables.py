"""The written tables, as data: what each kind of move does with an emotion. `derive.py` reads them.

Sources: Suchman 1997 (10.1001/jama.1997.03540320082047), Bylund & Makoul 2005 (10.1207/s15327027hc1802_2),
Del Piccolo 2011 (10.1016/j.pec.2010.02.024), Back 2005 (10.3322/canjclin.55.3.164), Ortwein 2017
(10.1016/j.pec.2016.08.026). Wording and placement are ours.
"""

from __future__ import annotations

from typing import NamedTuple

from simulator.codes import Emotion, MoveKind, Nurse, Space

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
    K.OPEN_QUESTION: Traits(1, 2, _GIVE, False, Nurse.EXPLORE),
    K.CHECKS: Traits(0, 0, _GIVE),
    K.VALIDATES: Traits(2, 5, _GIVE, True, Nurse.UNDERSTAND),
    K.SHOWS_CONCERN: Traits(2, 3, _GIVE, True, Nurse.UNDERSTAND),
    K.SUPPORTS: Traits(2, 3, _GIVE, True, Nurse.SUPPORT),
    K.RESPECTS: Traits(2, 3, _GIVE, True, Nurse.RESPECT),
    K.ACCEPTS_DECLINE: Traits(2, 3, _GIVE, True, Nurse.RESPECT),
    K.APOLOGISES: Traits(2, 3, _GIVE, True, Nurse.UNDERSTAND),
    # Asked of everybody, it touches what was shown; it takes up only what a further move takes up.
    K.ASKS_SAFETY: Traits(1, 2, _GIVE, True, Nurse.EXPLORE),
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


class ByMatter(NamedTuple):
    """How far a move takes the emotion up (2, 1, 0), by what it is about."""

    near: int
    """About what the moment shows."""
    plain: int
    """About nothing in particular ("tell me more")."""
    off: int = 0
    """About something else."""


BY_MATTER: dict[MoveKind, ByMatter] = {
    K.REFLECTS: ByMatter(2, 1),
    K.INVITES: ByMatter(2, 2),
    K.OPEN_QUESTION: ByMatter(2, 1),
    K.CHECKS: ByMatter(1, 0),
    K.NAMES_FEELING_WRONGLY: ByMatter(1, 0),
    K.EXPLORES_FACT: ByMatter(1, 0),
    K.CLOSED_QUESTION: ByMatter(1, 0),
    K.INFORMS: ByMatter(1, 0),
    K.ADVISES_UNASKED: ByMatter(1, 0),
}
"""For these it depends: an echo of a symptom is no echo of the fear, and "tell me about your skin" no
invitation to say more of it. A question of fact near a *stated* emotion does not count as near (see
`steps_of`): going on with symptoms is the very thing Suchman calls a terminator.
"""

TELLS = frozenset({K.INFORMS, K.ADVISES_UNASKED})
"""Near or not, these fill the room rather than give it."""

FACTS = frozenset({K.EXPLORES_FACT, K.CLOSED_QUESTION})

MOVES_ON = frozenset(
    {
        *(K.EXPLORES_FACT, K.CLOSED_QUESTION, K.CHANGES_SUBJECT, K.ADVISES_UNASKED, K.REASSURES_EARLY),
        *(K.MINIMISES, K.ARGUES, K.JUDGES, K.PRESSES),
    }
)
"""After an acknowledgement in the same breath: acknowledged, then moved on."""

COUNTS_AGAINST = frozenset({K.MINIMISES, K.ARGUES, K.JUDGES, K.PRESSES, K.REASSURES_EARLY, K.CHANGES_SUBJECT})
"""Codes that say something against a person: they need two independent signs, or both coders."""

LEADS_OFF = frozenset({K.INVITES, K.OPEN_QUESTION})
"""About something else, these leave the emotion too."""

TOKENS_IN_STOCK = frozenset({K.SHOWS_CONCERN, K.SUPPORTS})
"""What a stock phrase in the same words makes of these: a token."""

FOLLOWS_UP = frozenset({K.EXPLORES_FEELING, K.INVITES, K.SUPPORTS, K.ASKS_SAFETY, K.SOLVES})
"""With an acknowledgement beside it: pursuit (ECCS 4)."""

RECOGNISED = 2
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
