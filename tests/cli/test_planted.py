"""`attune calibrate --planted`: equal input gives equal bytes, the JSON fits its schema, and mistakes are one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.cli.schema import planted_schema
from simulator.library import shipped
from simulator.rehearsal.wordings import styles

LEARNER = {
    "persona": "tom-reeve",
    "style": "plain",
    "turns": [{"text": "Good morning. What brings you in?"}, {"text": "What worries you most?"}],
}
OFFLINE = ("--planted", "--coder", "offline")


@pytest.fixture
def learners(tmp_path: Path) -> Path:
    path = tmp_path / "learners.jsonl"
    path.write_text("".join(json.dumps(LEARNER | {"style": style}) + "\n" for style in ("a", "b")), "utf-8")
    return path


def test_equal_input_gives_equal_bytes_whatever_j(attune: Callable, tmp_path: Path) -> None:
    path = tmp_path / "learners.jsonl"
    path.write_text((json.dumps(LEARNER) + "\n") * 9, "utf-8")  # as many as further processes need
    args = ("calibrate", *OFFLINE, "--learners", path, "--format", "json")
    one, two = attune(*args), attune(*args, "-j", "2", env={"PYTHONHASHSEED": "7"})
    assert (one.code, two.code) == (0, 0), two.err
    assert one.out == two.out


def test_without_a_file_the_scripted_learners_come(here: Callable) -> None:
    [made] = here("calibrate", "tom-reeve", *OFFLINE, "--format", "json").rows
    assert tuple(made["learners"]) == styles()
    assert made["encounters"] == len(styles())
    assert made["recall"]["n"] > made["recall"]["found"] > 0


def test_the_json_fits_its_schema_and_says_what_it_is(here: Callable, learners: Path) -> None:
    [made] = here("calibrate", *OFFLINE, "--learners", learners, "--format", "json").rows
    schema = json.loads(here("schema", "planted").out)
    assert schema == planted_schema()
    assert made["format"] == schema["title"] == "attune.planted/1"
    assert made.keys() == set(schema["required"]) == schema["properties"].keys()
    assert made["measures"] == "consistency"
    assert "not validity" in made["consistency"]
    assert (made["encounters"], made["turns"]) == (2, 6)
    assert made["personas"] == [{"id": "tom-reeve", "hash": shipped().persona("tom-reeve").hash}]
    assert made["learners"] == ["a", "b"]
    assert made["called_empty"] is None
    assert sum(row["n"] for row in made["by_persona"]) == made["recall"]["n"]


def test_lines_that_a_blind_reader_called_empty_stand_beside(here: Callable, learners: Path, tmp_path: Path) -> None:
    persona = shipped().persona("tom-reeve").get()
    row = {"text": persona.opening.text, "seen": persona.opening.seen}
    path = tmp_path / "empty.json"
    path.write_text(json.dumps([row]), "utf-8")
    [made] = here("calibrate", *OFFLINE, "--learners", learners, "--empty", path, "--format", "json").rows
    assert made["called_empty"]["n"] == 2
    assert b"blind reader" in here("calibrate", *OFFLINE, "--learners", learners, "--empty", path).out


def test_the_table_fits_a_hundred_columns(here: Callable, learners: Path) -> None:
    done = here("calibrate", *OFFLINE, "--learners", learners)
    assert done.text.startswith("Consistency of ")
    assert "not validity" in done.text
    assert max(map(len, done.text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--planted",), "--coder"),
        (("nobody", *OFFLINE), "nobody"),
        ((*OFFLINE, "--format", "html"), "no page"),
        ((*OFFLINE, "--transcripts", "x"), "--transcripts"),
        ((*OFFLINE, "-n", "2", "--learners", "learners.jsonl"), "-n beside --learners"),
        ((*OFFLINE, "--learners", "nowhere"), "cannot be read"),
        ((*OFFLINE, "--learners", "bad.jsonl"), "bad.jsonl, line 2: not usable JSON"),
        ((*OFFLINE, "--learners", "odd.jsonl"), 'odd.jsonl, line 1, turn 1: a turn must be an object with "text"'),
        (("adaeze-okoro", *OFFLINE, "--learners", "learners.jsonl"), 'no learner for "adaeze-okoro"'),
        ((*OFFLINE, "--empty", "odd.jsonl"), "odd.jsonl, line 1"),
        (("a.csv", "--rubric", "listening", "--coder", "offline", "--empty", "x"), "--empty without --planted"),
        (("a", "b", "--rubric", "listening", "--coder", "offline"), "more than one DATA"),
        (("--rubric", "listening", "--coder", "offline"), "DATA"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    here: Callable, learners: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text(json.dumps(LEARNER) + "\n{\n", "utf-8")
    (tmp_path / "odd.jsonl").write_text(json.dumps(LEARNER | {"turns": ["Hello."]}) + "\n", "utf-8")
    done = here("calibrate", *args)
    assert (done.code, done.out) == (2, b"")
    assert done.err.count("\n") == 1
    assert said in done.err
