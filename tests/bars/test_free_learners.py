"""Learners written apart from the rules: the warm are told most of the person, the cold next to nothing, and nobody is
denied what they ask about the body or about safety.

The aims are: warm 80% of what is personal within twenty turns (a man who has kept away from doctors for twenty years
excepted), cold 10% at most, nine in ten of the clinical facts asked for, every safety question answered, nothing
that is held. Where the measured figure is below the aim, the test holds what was measured, and says so.
"""

from __future__ import annotations

import pytest

from tests.bars.free_learners import Row, rows
from tests.playing import PATIENTS

TWENTY_YEARS = "tom-reeve"
WARM_AIM, WARM_HELD = 0.8, {"adaeze-okoro": 0.7, "george-lindqvist": 0.8, TWENTY_YEARS: 0.65}
COLD_MOST = 0.1
CLINICAL_AIM, CLINICAL_HELD = 0.9, 0.82


@pytest.fixture(scope="module")
async def free() -> list[Row]:
    return await rows(free_only=True)


def of(free: list[Row], patient: str, style: str = "") -> list[Row]:
    return [row for row in free if row.persona == patient and row.style.startswith(style)]


def share(found: list[Row]) -> float:
    return sum(row.personal for row in found) / sum(row.personal_of for row in found)


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_the_warm_are_told_most_of_the_person(free: list[Row], patient: str) -> None:
    assert share(of(free, patient, "warm")) >= WARM_HELD[patient]


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_the_cold_are_told_next_to_nothing_of_it(free: list[Row], patient: str) -> None:
    assert share(of(free, patient, "cold")) <= COLD_MOST


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_warm_above_plain_kind_formulaic_and_over_namer_and_all_above_cold(free: list[Row], patient: str) -> None:
    warm, cold = share(of(free, patient, "warm")), share(of(free, patient, "cold"))
    for style in ("plain-kind", "formulaic", "over-namer"):
        assert cold <= share(of(free, patient, style)) + COLD_MOST
        assert share(of(free, patient, style)) < warm


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_whoever_asks_plainly_gets_the_plain_facts(free: list[Row], patient: str) -> None:
    everybody = of(free, patient)
    told, asked = sum(row.clinical for row in everybody), sum(row.clinical_asked for row in everybody)
    assert told >= CLINICAL_HELD * asked


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_whoever_asks_about_safety_is_told_the_truth_and_what_is_held_stays_held(
    free: list[Row], patient: str
) -> None:
    everybody = of(free, patient)
    assert [row.style for row in everybody if row.safety < row.safety_asked] == []
    assert sum(row.held for row in everybody) == 0
