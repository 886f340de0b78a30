"""Recall, precision and what was left alone, by hand; and that a share of nothing is no nought."""

import dataclasses

import numpy as np
import pytest

from simulator.codes import CoderIdentity, Emotion
from simulator.persona import Shows
from simulator.planted.compare import compare
from simulator.planted.judged import Encountered, Judged
from simulator.planted.key import Source
from simulator.planted.model import CaseRef, Planted
from simulator.planted.text import table

SHOWN = Judged(
    tags=frozenset({Shows.CUE}),
    sources=frozenset({Source.LINE}),
    emotions=frozenset({Emotion.FEAR}),
    found=True,
    implied=True,
    cues=frozenset({"b"}),
    empty=False,
)
MISSED = dataclasses.replace(SHOWN, found=False, implied=False, cues=frozenset())
IMPLIED = dataclasses.replace(MISSED, implied=True)
QUIET = dataclasses.replace(MISSED, tags=frozenset(), sources=frozenset(), emotions=frozenset(), empty=True)
FALSE = dataclasses.replace(SHOWN, tags=frozenset(), sources=frozenset(), emotions=frozenset(), empty=True)


def made(encounters: list[Encountered], *, asked_reader: bool = True) -> Planted:
    return compare(
        encounters,
        coder=CoderIdentity(name="some", version="1"),
        personas=[CaseRef(id="ann", hash="0")],
        learners=["warm"] * len(encounters),
        uncoded=0,
        set_aside=0,
        asked_reader=asked_reader,
        chance=np.random.default_rng(1),
    )


def met(*turns: Judged) -> Encountered:
    return Encountered(persona="ann", turns=turns)


def test_the_figures_by_hand() -> None:
    """An encounter has 4 turns tagged (2 found, 1 more implied) and 3 that are not (1 found)."""
    one = made([met(SHOWN, SHOWN, MISSED, IMPLIED, QUIET, QUIET, FALSE)] * 12)
    assert (one.recall.n, one.recall.found, one.recall.recall.value) == (48, 24, 0.5)
    assert one.recall.with_implied.value == 0.75
    assert (one.precision.n, one.precision.tagged, one.precision.precision.value) == (36, 24, 0.6667)
    assert (one.nothing_shown.n, one.nothing_shown.left_alone.value) == (36, 0.6667)
    assert one.called_empty is not None
    assert (one.called_empty.n, one.called_empty.tagged) == (36, 0)
    assert (one.recall.recall.low, one.recall.recall.high) == (0.5, 0.5), "all encounters are alike"
    assert [(row.name, row.n) for row in one.by_tag] == [("cue", 48)]
    assert [(row.name, row.n) for row in one.by_emotion] == [("fear", 48)]
    assert [(row.name, row.n, row.tagged) for row in one.by_cue] == [("b", 36, 24)]
    assert one.by_persona[0].recall == one.recall.recall


def test_encounters_are_drawn_whole() -> None:
    """Half of the encounters found everything and half nothing: far wider than twenty turns by themselves would be."""
    one = made([met(*[SHOWN] * 10), met(*[MISSED] * 10)] * 5)
    assert one.recall.recall.value == 0.5
    assert one.recall.recall.low is not None
    assert one.recall.recall.low <= 0.2


def test_a_share_of_nothing_says_why() -> None:
    one = made([met(QUIET)] * 12, asked_reader=False)
    assert one.recall.recall.value is one.precision.precision.value is None
    assert one.recall.recall.not_estimable == "there is no such turn"
    assert one.called_empty is None
    assert one.by_tag == ()


@pytest.mark.parametrize("n", [1, 9])
def test_few_encounters_give_no_interval(n: int) -> None:
    one = made([met(SHOWN, MISSED)] * n)
    assert one.recall.recall.value == 0.5
    assert one.recall.recall.low is None
    assert f"in {n} encounter" in (one.recall.recall.no_interval or "")


def test_it_is_called_consistency_everywhere() -> None:
    one = made([met(SHOWN)] * 10)
    assert one.measures == "consistency"
    assert "not validity" in one.consistency
    text = table(one)
    assert text.startswith("Consistency of ")
    assert "This is consistency, not validity" in text
    assert max(map(len, text.splitlines())) <= 100
