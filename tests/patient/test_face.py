"""Face and posture: a pure function of the bearing, in which more distress moves each number one way only."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from simulator.codes import Emotion
from simulator.patient.bearing import UNEASE, Eyes, Mouth, glance
from simulator.patient.face import Arms, Figure, Visible, every_visible, figure, visible
from simulator.persona import Mood

STEPS = range(4)


def at(mood: Mood, unease: int, glad: bool = False) -> Figure:
    return figure(Visible(mood=mood, unease=unease, glad=glad))


@pytest.mark.parametrize(("mood", "glad"), list(product(Mood, (False, True))))
def test_more_distress_moves_face_and_posture_one_way_only(mood: Mood, glad: bool) -> None:
    for less, more in pairwise([at(mood, step, glad) for step in STEPS]):
        assert more.face.brow_lift > less.face.brow_lift
        assert more.face.lids < less.face.lids
        assert more.face.mouth < less.face.mouth
        assert more.face.press > less.face.press
        assert more.posture.shoulders > less.posture.shoulders
        assert more.posture.bow > less.posture.bow
        assert more.posture.grip > less.posture.grip


@pytest.mark.parametrize("step", STEPS)
def test_a_more_open_mood_comes_nearer_and_loosens(step: int) -> None:
    guarded, even, open_ = (at(mood, step) for mood in (Mood.GUARDED, Mood.EVEN, Mood.OPEN))
    assert guarded.posture.lean < even.posture.lean < open_.posture.lean
    assert guarded.posture.turn > even.posture.turn > open_.posture.turn
    assert guarded.face.brow_low > even.face.brow_low > open_.face.brow_low
    assert guarded.face.mouth < even.face.mouth < open_.face.mouth


def test_every_number_stays_in_its_range() -> None:
    for seen, held in product(every_visible(), ("none", "folder", "cap")):
        face, posture = figure(seen, held).face, figure(seen, held).posture
        for part in (face.brow_lift, face.brow_low, face.lids, face.press):
            assert 0 <= part <= 1
        for part in (posture.turn, posture.shoulders, posture.bow, posture.grip):
            assert 0 <= part <= 1
        assert -1 <= face.mouth <= 1 and -1 <= posture.lean <= 1


def test_the_steps_are_those_of_the_words() -> None:
    for least, _, _ in UNEASE:
        here, below = visible(Mood.EVEN, least, {}, None), visible(Mood.EVEN, max(0.0, least - 0.01), {}, None)
        assert here.unease == below.unease + (least > 0)
    assert visible(Mood.EVEN, 1.0, {}, None).unease == 3


def test_gladness_shows_at_the_mouth_only_at_ease_and_not_guarded() -> None:
    high = {Emotion.RELIEF: 0.8, Emotion.FEAR: 0.9}
    assert visible(Mood.OPEN, 0.1, high, None).glad
    assert not visible(Mood.GUARDED, 0.1, high, None).glad
    assert not visible(Mood.OPEN, 0.8, high, None).glad
    assert not visible(Mood.OPEN, 0.1, {Emotion.RELIEF: 0.3, Emotion.LOVE: 0.9}, None).glad
    assert at(Mood.OPEN, 0, glad=True).face.mouth > at(Mood.OPEN, 0).face.mouth


@pytest.mark.parametrize(
    ("line", "eyes", "mouth"),
    [
        (None, None, None),
        ("nods slowly", None, None),
        ("looks at his hands", Eyes.DOWN, None),
        ("eyes on the folder, voice level", Eyes.DOWN, None),
        ("looks at the window frame", Eyes.ASIDE, None),
        ("looks away, swallows", Eyes.ASIDE, None),
        ("looks at you, then at the window", Eyes.AT, None),
        ("looks up, then down", Eyes.AT, None),
        ("does not look away", None, None),
        ("half a smile, eyes on the cap", Eyes.DOWN, Mouth.SMILE),
        ("one corner of her mouth lifts", None, Mouth.SMILE),
        ("mouth tight, looks at the window", Eyes.ASIDE, Mouth.TIGHT),
        ("the smile goes", None, Mouth.TIGHT),
        ("laughs, then doesn't", None, None),
    ],
)
def test_the_line_in_italics_is_not_contradicted(line: str | None, eyes: Eyes | None, mouth: Mouth | None) -> None:
    assert glance(line) == (eyes, mouth)
    drawn = figure(visible(Mood.EVEN, 0.3, {}, line))
    assert eyes is None or drawn.face.eyes is eyes
    if mouth is Mouth.SMILE:
        assert drawn.face.mouth >= 0.5


def test_who_holds_something_large_holds_it_before_them_while_guarded() -> None:
    guarded = Visible(mood=Mood.GUARDED, unease=1)
    assert figure(guarded, "folder").posture.arms is Arms.SHIELD
    assert figure(guarded, "cap").posture.arms is Arms.FOLDED
    assert figure(guarded, "folder").face == figure(guarded).face


@pytest.mark.parametrize("line", ["coat kept on, a folder held flat on her knees", "turns the ring with his thumb"])
def test_hands_that_are_told_of_in_the_lap_are_drawn_there(line: str) -> None:
    for mood, distress in product(Mood, (0.0, 0.3, 0.6, 0.9)):
        drawn = figure(visible(mood, distress, {}, line), "folder")
        assert drawn.posture.arms in (Arms.LAP, Arms.CLASPED)
    assert figure(visible(Mood.GUARDED, 0.3, {}, "looks up"), "folder").posture.arms is Arms.SHIELD
