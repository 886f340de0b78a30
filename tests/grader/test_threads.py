"""The same concern raised again and again is counted once."""

from __future__ import annotations

import pytest

from simulator.codes import Emotion, Expression, Strength, Valence, Whose
from simulator.grader.concern import Concern
from simulator.grader.threads import link

SCAN, GIRLS, NOTHING = frozenset({"scan"}), frozenset({"girl"}), frozenset[str]()


def shown(
    turn: int, emotion: Emotion, core: frozenset[str], sentence: frozenset[str] = NOTHING, **facets: object
) -> tuple[Expression, Concern]:
    fields = {
        "turn": turn,
        "start": 0,
        "end": 1,
        "quote": "x",
        "id": f"e{turn}",
        "strength": Strength.STATED,
        "valence": Valence.UNPLEASANT,
        "emotion": emotion,
        **facets,
    }
    return Expression.model_validate(fields), Concern(core | sentence, core, NOTHING)


def threads(*expressions: tuple[Expression, Concern]) -> list[str]:
    return [expression.thread for expression in link(expressions)]


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (shown(40, Emotion.ANGER, SCAN), True),  # the same matter, another feeling, much later
        (shown(6, Emotion.WORRY, GIRLS), True),  # fear and worry are one family, and it is near
        (shown(40, Emotion.WORRY, GIRLS), False),  # the same feeling about something else, much later
        (shown(40, Emotion.WORRY, NOTHING), True),  # the same feeling, about nothing it names
        (shown(40, Emotion.WORRY, GIRLS, SCAN), True),  # the sentence speaks of the scan again
        (shown(6, Emotion.ANGER, GIRLS), False),  # another feeling about something else
        (shown(6, Emotion.DISTRESS, NOTHING), True),  # "it's been awful", near
        (shown(40, Emotion.DISTRESS, NOTHING), False),
        (shown(4, Emotion.RELIEF, SCAN, valence=Valence.PLEASANT), False),  # a pleasant one is another thread
        (shown(4, Emotion.FEAR, SCAN, whose=Whose.OTHER), False),  # somebody else's
    ],
)
def test_a_fear_of_the_scan_and_what_comes_after_it(again: tuple[Expression, Concern], same: bool) -> None:
    assert threads(shown(2, Emotion.FEAR, SCAN), again) == ["t1", "t1" if same else "t2"]


def test_threads_are_numbered_by_first_appearance() -> None:
    three = (shown(2, Emotion.FEAR, SCAN), shown(20, Emotion.SHAME, GIRLS), shown(38, Emotion.FEAR, SCAN))
    assert threads(*three) == ["t1", "t2", "t1"]
