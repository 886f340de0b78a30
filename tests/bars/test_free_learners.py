"""Learners written apart from the rules: the warm are told most of the person, the cold least, and nobody is denied
what they ask about the body or about safety."""

from __future__ import annotations

import pytest

from tests.bars.free_learners import Row, rows
from tests.playing import PATIENTS

WARM, COLD = ("warm-1", "warm-2"), ("cold-1", "cold-2")


@pytest.fixture(scope="module")
async def free() -> list[Row]:
    return [row for row in await rows() if row.source == "free"]


def of(free: list[Row], patient: str, styles: tuple[str, ...] | None = None) -> list[Row]:
    return [row for row in free if row.persona == patient and (styles is None or row.style in styles)]


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_the_warm_are_told_most_of_the_person_and_the_cold_least(free: list[Row], patient: str) -> None:
    told = {row.style: row.personal for row in of(free, patient)}
    others = [n for style, n in told.items() if style not in WARM]
    assert min(told[style] for style in WARM) > max(others)
    assert max(told[style] for style in COLD) == min(told.values())


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_fact_collectors_get_the_facts(free: list[Row], patient: str) -> None:
    cold = of(free, patient, COLD)
    assert sum(row.clinical for row in cold) >= 0.9 * sum(row.clinical_asked for row in cold)


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_whoever_asks_about_safety_is_told_the_truth_and_what_is_held_stays_held(
    free: list[Row], patient: str
) -> None:
    everybody = of(free, patient)
    assert [row.style for row in everybody if row.safety < row.safety_asked] == []
    assert sum(row.held for row in everybody) == 0


@pytest.mark.bars
@pytest.mark.parametrize("patient", PATIENTS)
async def test_the_warm_meet_more_concerns_than_the_cold(free: list[Row], patient: str) -> None:
    warm, cold = of(free, patient, WARM), of(free, patient, COLD)
    assert min(row.threads for row in warm) > max(row.threads for row in cold)
