"""Face and posture as numbers: what of the patient's bearing can be drawn. Nothing else of the patient goes in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from simulator.codes import Emotion
from simulator.patient.bearing import UNEASE, Eyes, Mouth, glance, hands_low
from simulator.persona import Mood

GLAD = frozenset({Emotion.RELIEF, Emotion.JOY, Emotion.PRIDE, Emotion.GRATITUDE, Emotion.HOPE})
GLAD_FROM = 0.6
"""A pleasant feeling of at least this much shows at the mouth, while the patient is not guarded and fairly at ease."""


class Arms(StrEnum):
    """What the arms do."""

    FOLDED = "folded"
    ROUND = "round"
    """held round the own body"""
    SHIELD = "shield"
    """something held against the chest"""
    LAP = "lap"
    """hands in the lap, or flat on what lies there"""
    CLASPED = "clasped"
    """one hand round the other, or both round what they hold"""
    OPEN = "open"
    """one hand raised a little and open"""
    COLLAR = "collar"
    """one hand below the throat"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """The bearing in steps: all that face and posture follow. Few enough that a portrait can be told by its key."""

    mood: Mood
    unease: int
    """Distress in four steps, 0 to 3, at the same limits as the words of the bearing."""
    glad: bool = False
    """A pleasant feeling runs high."""
    eyes: Eyes | None = None
    """What the last line in italics said of the eyes; None: nothing."""
    mouth: Mouth | None = None
    """What it said of the mouth; None: nothing."""
    low: bool = False
    """It told of hands in the lap, or of what they hold there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The face. More distress moves each number one way only, mood and gladness being equal."""

    brow_lift: float
    """Inner ends of the brows, 0 level to 1 drawn up; rises with distress."""
    brow_low: float
    """Brows drawn down and together, 0 to 1; by mood."""
    lids: float
    """How far the eyes are open, 0 shut to 1 wide; falls with distress."""
    eyes: Eyes
    """Where the eyes go."""
    mouth: float
    """Corners of the mouth, -1 down to 1 up; falls with distress."""
    press: float
    """Lips pressed and jaw tight, 0 to 1; rises with distress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """The body. More distress moves shoulders, bow and grip one way only."""

    lean: float
    """Towards the one opposite, -1 sits back to 1 leans in; by mood."""
    turn: float
    """Body and head turned aside, 0 facing to 1; by mood."""
    shoulders: float
    """0 down to 1 drawn up; rises with distress."""
    bow: float
    """Head, 0 upright to 1 bowed; rises with distress."""
    grip: float
    """Hands, 0 loose to 1 held tight; rises with distress."""
    arms: Arms


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Face and posture together."""

    face: Face
    posture: Posture


_LIFT = (0.0, 0.3, 0.65, 1.0)
_CORNERS = (0.0, -0.25, -0.5, -0.72)
_SHOULDERS = (0.0, 0.25, 0.6, 1.0)
_BOW = (0.0, 0.15, 0.4, 0.75)
_GRIP = (0.0, 0.3, 0.7, 1.0)
_PRESS = (0.0, 0.15, 0.3, 0.4)
_LIDS = (0.0, -0.06, -0.14, -0.24)
"""What each step of distress adds."""

_BROW = {Mood.GUARDED: 0.6, Mood.EVEN: 0.2, Mood.OPEN: 0.0}
_OPENNESS = {Mood.GUARDED: 0.7, Mood.EVEN: 0.84, Mood.OPEN: 0.94}
_REST = {Mood.GUARDED: -0.1, Mood.EVEN: 0.08, Mood.OPEN: 0.3}
_TIGHT = {Mood.GUARDED: 0.55, Mood.EVEN: 0.1, Mood.OPEN: 0.0}
_LEAN = {Mood.GUARDED: -1.0, Mood.EVEN: 0.0, Mood.OPEN: 1.0}
_TURN = {Mood.GUARDED: 1.0, Mood.EVEN: 0.15, Mood.OPEN: 0.0}
_EYES: dict[Mood, tuple[Eyes, Eyes, Eyes, Eyes]] = {
    Mood.GUARDED: (Eyes.ASIDE, Eyes.ASIDE, Eyes.ASIDE, Eyes.DOWN),
    Mood.EVEN: (Eyes.AT, Eyes.AT, Eyes.DOWN, Eyes.DOWN),
    Mood.OPEN: (Eyes.AT, Eyes.AT, Eyes.AT, Eyes.AT),
}
_ARMS: dict[Mood, tuple[Arms, Arms, Arms, Arms]] = {
    Mood.GUARDED: (Arms.FOLDED, Arms.FOLDED, Arms.FOLDED, Arms.ROUND),
    Mood.EVEN: (Arms.LAP, Arms.LAP, Arms.CLASPED, Arms.COLLAR),
    Mood.OPEN: (Arms.OPEN, Arms.LAP, Arms.CLASPED, Arms.COLLAR),
}
_TO_HIDE_BEHIND = frozenset({"folder", "bag"})


def visible(mood: Mood, distress: float, feelings: dict[Emotion, float], seen: str | None) -> Visible:
    """The bearing in steps, from the affect and the last line in italics."""
    unease = sum(distress >= least for least, _, _ in UNEASE) - 1
    high = max((level for feeling, level in feelings.items() if feeling in GLAD), default=0.0)
    eyes, mouth = glance(seen)
    glad = high >= GLAD_FROM and mood is not Mood.GUARDED and unease <= 1
    return Visible(mood=mood, unease=unease, glad=glad, eyes=eyes, mouth=mouth, low=hands_low(seen))


def every_visible() -> tuple[Visible, ...]:
    """Every bearing there can be."""
    kinds = product(Mood, range(len(UNEASE)), (False, True), (None, *Eyes), (None, *Mouth), (False, True))
    return tuple(Visible(mood=m, unease=u, glad=g, eyes=e, mouth=o, low=w) for m, u, g, e, o, w in kinds)


def figure(seen: Visible, in_hands: str = "none") -> Figure:
    """Face and posture for a bearing. What the hands hold decides only where they go."""
    mood, step = seen.mood, seen.unease
    corners, press = _REST[mood] + _CORNERS[step] + 0.35 * seen.glad, _TIGHT[mood] + _PRESS[step]
    if seen.mouth is Mouth.SMILE:
        corners, press = max(corners, 0.2) + 0.35, press * 0.3
    elif seen.mouth is Mouth.TIGHT:
        corners, press = min(corners, -0.1), press + 0.4
    arms = _ARMS[mood][step]
    if mood is Mood.GUARDED and in_hands in _TO_HIDE_BEHIND:
        arms = Arms.SHIELD
    if seen.low and arms is not Arms.CLASPED:
        arms = Arms.LAP
    return Figure(
        face=Face(
            brow_lift=_LIFT[step],
            brow_low=_BROW[mood],
            lids=_OPENNESS[mood] + _LIDS[step],
            eyes=seen.eyes or _EYES[mood][step],
            mouth=_within(corners),
            press=min(1.0, press),
        ),
        posture=Posture(
            lean=_LEAN[mood],
            turn=_TURN[mood],
            shoulders=_SHOULDERS[step],
            bow=_BOW[step],
            grip=_GRIP[step],
            arms=arms,
        ),
    )


def _within(corners: float) -> float:
    return max(-1.0, min(1.0, corners))
