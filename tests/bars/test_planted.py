"""Bars of consistency: what the authors of our patients meant to show is found, in their words and in another writer's.

The short form plays three learners a patient; ATTUNE_BARS=full plays all twenty-four. The aim is .90 of recall and of
precision with either wording. Both are below it, and what is held is what was measured.
"""

from __future__ import annotations

import os

import pytest

from simulator.planted.key import Source
from simulator.planted.model import Planted
from tests.bars.planted import NAMES, learners, measured, played, reworded, wordings
from tests.playing import PATIENTS

FULL = os.environ.get("ATTUNE_BARS") == "full"
OWN, OTHER, _, OTHER_WHOLLY = NAMES

RECALL_AIM, PRECISION_AIM = 0.90, 0.90
RECALL_HELD = {OWN: 0.75, OTHER: 0.70}
"""The aim is .90; .78 [.76, .81] was found in our own words and a little less in another writer's."""
PRECISION_HELD = {OWN: 0.77, OTHER: 0.75}
"""The aim is .90 on turns that a blind reader calls empty; against the authors' tags alone .80 and .79 were."""
LEFT_ALONE_HELD = 0.52
"""Share of the turns tagged nothing in which nothing was found; .57 was. Many of them show something to a reader."""
SHORT_LESS = 0.06
"""So much less is held in the short form, which rests on an eighth of the learners."""


@pytest.fixture(scope="module")
def found() -> dict[str, Planted]:
    return measured(short=not FULL)


def held(figure: float) -> float:
    return figure if FULL else figure - SHORT_LESS


def test_there_are_twenty_learners_a_patient_and_another_wording_of_every_tagged_line() -> None:
    for identity in PATIENTS:
        assert sum(one.persona == identity for one in learners(short=False)) >= 20
        assert len(wordings(identity)) >= 100
        assert all(text != other for (text, _), (other, _) in wordings(identity).items())


@pytest.mark.bars
@pytest.mark.timeout(900)
@pytest.mark.parametrize("words", [OWN, OTHER])
def test_how_much_of_what_is_shown_is_found(found: dict[str, Planted], words: str) -> None:
    """The aim is nine in ten."""
    made = found[words].recall
    assert made.recall.value is not None
    assert made.recall.value >= held(RECALL_HELD[words]), f"{made.found} of {made.n}"


@pytest.mark.bars
@pytest.mark.timeout(900)
@pytest.mark.parametrize("words", [OWN, OTHER])
def test_how_much_of_what_is_found_is_shown(found: dict[str, Planted], words: str) -> None:
    made = found[words].precision
    assert made.precision.value is not None
    assert made.precision.value >= held(PRECISION_HELD[words]), f"{made.tagged} of {made.n}"


@pytest.mark.bars
@pytest.mark.timeout(900)
def test_where_nothing_is_shown_hardly_anything_is_found(found: dict[str, Planted]) -> None:
    made = found[OWN].nothing_shown
    assert made.left_alone.value is not None
    assert made.left_alone.value >= held(LEFT_ALONE_HELD), f"{made.found} of {made.n}"


@pytest.mark.bars
@pytest.mark.timeout(900)
def test_other_words_change_the_words_and_nothing_of_the_key(found: dict[str, Planted]) -> None:
    own, other = found[OWN], found[OTHER]
    assert (own.turns, own.recall.n, own.nothing_shown.n) == (other.turns, other.recall.n, other.nothing_shown.n)
    assert [(row.name, row.n) for row in own.by_tag] == [(row.name, row.n) for row in other.by_tag]
    assert {row.name for row in own.by_source} == set(Source)
    assert found[OTHER_WHOLLY].recall.n >= 0.6 * own.recall.n, "most of what is tagged has another wording"


@pytest.mark.bars
@pytest.mark.timeout(900)
def test_no_tagged_line_of_a_fact_or_hint_is_left_in_its_own_words() -> None:
    for met in played(short=not FULL):
        other = reworded(met)
        known = {text for text, _ in wordings(met.persona)}
        for key in met.keys:
            parts = [part for part in key.parts if part.line is not None and part.line.text in known]
            before, after = met.transcript.turn(key.turn), other.transcript.turn(key.turn)
            assert (before.text != after.text) == bool(parts)
