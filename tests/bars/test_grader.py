"""Bars of the built-in grader on texts written apart: it does not accuse falsely, is not taken in, rises with skill,
and does not mind somebody's English.

The short form takes a fixed few of the slow ones; ATTUNE_BARS=full takes them all. Where the measured figure is below
the aim, the test holds what was measured, and says so. `python -m tests.measured` prints all figures, also those
against data that are not part of the project.
"""

from __future__ import annotations

import os

import pytest

from tests.measured import decoys, levels, replies, speed, styles
from tests.measured.figures import Figures
from tests.playing import PATIENTS

FULL = os.environ.get("ATTUNE_BARS") == "full"
FEW = None if FULL else 1
"""Decoys of a kind, and sentences, in the short form."""
SOME_PATIENTS = PATIENTS if FULL else PATIENTS[:1]
REPEATS = speed.REPEATS if FULL else 1

PRECISION = 0.90
"""Share of the answers with a negative code that deserve one; .92 did in the half read, .915 in the other."""
WRONGLY = 0.06
"""Share of fine answers, each of them apt to look cold, with a negative code; .055 and .046 had one."""
RECALL = 0.53
"""Share of the answers that deserve a negative code and have one. The aim is .70; .57 and .56 had: in doubt it is
withheld."""

ATTUNED_AT_MOST = 0.40
OVER_AT_MOST = 0.20
"""Share of the learners with set phrases and key words above that. The aim is none; hardly one was."""
EARNED_INSTEAD, EARNED_INSIDE = 0.25, 0.06
"""Share of items that words addressed to whoever grades move in the learner's favour: where another word stood in their
place, and where there was nothing. The aim is none; .19 and .02 were."""

LEVELS_HELD = {"tom-reeve": 0.80, "adaeze-okoro": 0.85, "george-lindqvist": 0.85}
"""Spearman's correlation of the share of threads met with the level played. The aim is .90; .83, .87 and .88 were
measured: the upper three levels all come out near the top."""
KNOWN_TO_FALL = {"attunement/stays_with_it", "empathy-levels/emotional_reaction"}
"""Items that fall a little as the level rises, over all patients (-.08 and -.11). The aim is none."""

NOT_TRUSTED_ACROSS_STYLES = {
    *(f"listening/{one}" for one in ("validating_emotions", "encouraging_elaboration", "demonstrating_understanding")),
    *("emotion-response/threads_met", "emotion-response/nurse_menu", "nurse/fitting_move"),
    *("suchman/emotion_behind_words", "empathy-levels/exploration"),
    *("attunement/emotion_before_fact", "attunement/stays_with_it"),
}
"""Items more than 0.3 of a level from the plain style in another. The aim is none; every report marks them."""
FACTS_APART = 3
"""Personal facts told, between the styles. The aim is one."""

TIMES_THE_PEER = 40
"""Processor time of a turn against that of the peer's one label; about 15 were measured."""


def of(figures: Figures, name: str) -> float:
    value = figures[name]
    assert isinstance(value, float | int), f"{name} cannot be computed"
    return value


# ---- accusing ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answered() -> Figures:
    return replies.figures(replies.measured())


@pytest.mark.bars
def test_who_is_said_to_have_done_something_against_the_patient_mostly_has(answered: Figures) -> None:
    assert of(answered, "negative code: precision") >= PRECISION


@pytest.mark.bars
def test_who_merely_looks_cold_is_hardly_ever_accused(answered: Figures) -> None:
    assert of(answered, "negative code: share of fine answers") <= WRONGLY


@pytest.mark.bars
def test_what_is_said_against_the_patient_is_found(answered: Figures) -> None:
    assert of(answered, "negative code: recall") >= RECALL


# ---- being taken in ------------------------------------------------------------------------------------------


@pytest.mark.bars
@pytest.mark.timeout(600)
def test_set_phrases_and_key_words_are_no_attunement() -> None:
    visits = decoys.visits(FEW)
    over = [one for one in visits if one.attuned > ATTUNED_AT_MOST]
    assert len(over) <= OVER_AT_MOST * len(visits), [(one.persona, one.kind, round(one.attuned, 2)) for one in over]


@pytest.mark.bars
@pytest.mark.timeout(600)
def test_words_addressed_to_whoever_grades_earn_nothing() -> None:
    instead, inside = decoys.injected(FEW)
    assert instead and inside, "something was compared"
    for some, most in ((instead, EARNED_INSTEAD), (inside, EARNED_INSIDE)):
        earned = [one for one in some if one.better]
        assert len(earned) <= most * len(some), earned


# ---- rising with skill ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def encounters() -> list[levels.Encounter]:
    return levels.measured()


@pytest.mark.bars
@pytest.mark.parametrize("persona", PATIENTS)
def test_more_concerns_are_met_by_those_who_can_do_it(encounters: list[levels.Encounter], persona: str) -> None:
    found = levels.figures([one for one in encounters if one.persona == persona])
    assert of(found, "threads met or met later") >= LEVELS_HELD[persona]


@pytest.mark.bars
def test_no_item_falls_as_skill_rises_but_those_that_are_known_to(encounters: list[levels.Encounter]) -> None:
    fall = {line.partition(":")[0] for line in levels.wrong_way({"all": levels.figures(encounters)})}
    assert fall <= KNOWN_TO_FALL


# ---- somebody's English --------------------------------------------------------------------------------------


@pytest.mark.bars
@pytest.mark.timeout(600)
def test_the_same_learner_in_other_english_comes_to_the_same_levels_but_for_known_items() -> None:
    beyond = styles.untrusted(styles.from_plain(styles.measured()))
    assert set(beyond) <= NOT_TRUSTED_ACROSS_STYLES, {name: beyond[name] for name in beyond}


@pytest.mark.bars
@pytest.mark.timeout(600)
@pytest.mark.parametrize("persona", SOME_PATIENTS)
def test_the_same_learner_in_other_english_is_told_as_much(persona: str) -> None:
    figures = styles.facts_told([persona])[persona]
    told = [of(figures, style) for style in styles.STYLES]
    assert max(told) - min(told) <= FACTS_APART


# ---- speed ---------------------------------------------------------------------------------------------------


@pytest.mark.bars
def test_a_turn_is_graded_in_no_time() -> None:
    """Against a peer in the same run, since a figure by itself says as much of the machine."""
    assert of(speed.measured(REPEATS), "times the peer's processor time, turn by turn") <= TIMES_THE_PEER
