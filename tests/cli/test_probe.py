"""`attune probe`: what it prints, and its exit code."""

from collections.abc import Callable

import pytest

import simulator.cli.probe as verb
from simulator.probe.suite import attacks


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three attacks instead of all."""
    some = tuple(one for one in attacks() if one.id in ("prompt-01", "secrets-01", "persona_text-37"))
    monkeypatch.setattr(verb, "attacks", lambda: some)


@pytest.mark.usefixtures("few")
def test_json_is_one_object_an_attack_and_a_summary(here: Callable) -> None:
    done = here("probe", "tom-reeve", "--format", "json")
    *rows, summary = done.rows
    assert [row["attack"] for row in rows] == ["prompt-01", "secrets-01", "persona_text-37"]
    assert all(row["requests_identical"] and row["format"] == "attune.probe/1" for row in rows)
    assert summary["summary"]["n"] == 3 and summary["voice"] == "offline"
    assert done.code == (1 if any(row["findings"] for row in rows) else 0)
    assert "3 of 3" in done.err


@pytest.mark.usefixtures("few")
def test_equal_input_gives_equal_bytes(here: Callable) -> None:
    assert here("probe", "tom-reeve").out == here("probe", "tom-reeve").out


@pytest.mark.usefixtures("few")
def test_the_table_has_a_row_for_each_family_and_speaks_of_lines(here: Callable) -> None:
    text = here("probe", "tom-reeve").text
    assert text.startswith("family") and "persona_text" in text and "all" in text
    assert "1 hostile lines were spoken because they stand in the case" in text


def test_without_a_model_the_llm_voice_is_refused_in_one_line(here: Callable) -> None:
    done = here("probe", "tom-reeve", "--voice", "llm")
    assert done.code == 2 and done.err.count("\n") == 1 and "ATTUNE_MODEL" in done.err


def test_an_unknown_patient_is_refused(here: Callable) -> None:
    assert here("probe", "nobody").code == 2
