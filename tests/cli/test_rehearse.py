"""`attune rehearse`: results on stdout, nothing overwritten, one line for what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.cli import rehearse
from simulator.errors import ProviderFailed
from simulator.models.scripted import ScriptedChatModel
from simulator.transcript import parse


def test_the_table_is_on_stdout_and_the_rest_on_stderr(here: Callable) -> None:
    done = here("rehearse", "tom-reeve", "--learners", "warm,cold")
    assert done.code == 0
    for part in ("told, of", "start → end", "built-in coder", "What was told when", "Never told to anybody", "To look"):
        assert part in done.text
    assert "2 encounters, voice offline" in done.err


def test_json_is_one_object_a_line_and_the_same_whatever_the_hash_seed(attune: Callable) -> None:
    args = ("rehearse", "tom-reeve", "--learners", "warm,over-namer", "--format", "json")
    first = attune(*args, env={"PYTHONHASHSEED": "1"})
    again = attune(*args, env={"PYTHONHASHSEED": "2"})
    assert first.code == 0
    assert first.out == again.out
    assert [row.get("learner") for row in first.rows] == ["warm", "over-namer", None]
    assert {row["format"] for row in first.rows} == {"attune.rehearsal/1"}
    assert set(first.rows[-1]) == {"format", "summary", "never_told", "hints_never_shown", "remarks"}
    assert first.rows[-1]["summary"]["voice"] == "offline"


def test_n_plays_each_learner_so_often(here: Callable) -> None:
    rows = here("rehearse", "tom-reeve", "--learners", "cold", "-n", "3", "--format", "json").rows
    assert [row.get("number") for row in rows] == [1, 2, 3, None]
    assert len({json.dumps(row["transcript"]["turns"]) for row in rows[:-1]}) == 3


def test_conversations_are_kept_as_grade_reads_them(here: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "kept"
    done = here("rehearse", "tom-reeve", "--learners", "cold", "--format", "json", "-o", folder)
    assert done.code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"tom-reeve.cold.1{ending}" for ending in (".json", ".trace.json", ".txt")]
    kept = (folder / "tom-reeve.cold.1.json").read_text("utf-8")
    [from_json] = parse(kept)
    assert from_json.to_json() == done.rows[0]["transcript"]
    [from_text] = parse((folder / "tom-reeve.cold.1.txt").read_text("utf-8"))
    assert [turn.side for turn in from_text.turns] == [turn.side for turn in from_json.turns]
    trace = json.loads((folder / "tom-reeve.cold.1.trace.json").read_text("utf-8"))
    assert trace["trace"] == done.rows[0]["trace"]
    assert here("grade", folder / "tom-reeve.cold.1.json").code == 0


def test_nothing_is_overwritten(here: Callable, tmp_path: Path) -> None:
    there = tmp_path / "tom-reeve.warm.1.txt"
    there.write_text("mine", "utf-8")
    done = here("rehearse", "tom-reeve", "--learners", "cold,warm", "-o", tmp_path)
    assert done.code == 2
    assert "nothing is overwritten" in done.err and done.err.count("\n") == 1
    assert there.read_text("utf-8") == "mine"
    assert not (tmp_path / "tom-reeve.cold.1.txt").exists()  # said before anything was played


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nobody",), 'no persona "nobody"'),
        (("tom-reeve", "--learners", "kind"), 'no learner "kind". Known: warm'),
        (("tom-reeve", "--learners", ""), 'no learner ""'),
        (("tom-reeve", "-n", "0"), "a number from 1 to 100"),
        (("tom-reeve", "--learners", "model-warm"), "Set ATTUNE_MODEL"),
        (("tom-reeve", "--learners", "warm,model"), "Set ATTUNE_MODEL"),
        (("tom-reeve", "--voice", "llm"), "ATTUNE_MODEL"),
        (("tom-reeve", "-o", __file__), "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(here: Callable, args: tuple[str, ...], words: str) -> None:
    done = here("rehearse", *args)
    assert done.code == 2
    assert done.out == b""
    assert words in done.err
    assert done.err.startswith("attune: ") and done.err.count("\n") == 1


def test_a_model_plays_the_learner_where_one_is_set_up(here: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_MODEL", "openai:some-model")
    model = ScriptedChatModel(script=["Good morning, how are you?", "Tell me more about that."])
    monkeypatch.setattr(rehearse, "chat_model", lambda spec: model)
    done = here("rehearse", "tom-reeve", "--learners", "model-warm", "--voice", "offline", "--format", "json")
    assert done.code == 0
    assert done.rows[0]["learner"] == "model-warm"
    assert done.rows[0]["transcript"]["turns"][1]["text"] == "Good morning, how are you?"
    assert "model-warm 1: 17 turns." in done.err


def test_a_model_that_fails_from_the_start_is_said_and_nothing_is_shown(
    here: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_MODEL", "openai:some-model")
    failure = ProviderFailed("The server did not answer.", kind="server", retryable=True)
    monkeypatch.setattr(rehearse, "chat_model", lambda spec: ScriptedChatModel(script=[failure]))
    done = here("rehearse", "tom-reeve", "--learners", "model-warm", "--voice", "offline")
    assert done.code == 2
    assert done.out == b""
    assert "not played to its end, and not counted" in done.err
    assert done.err.splitlines()[-1].startswith("attune: model-warm: ")
