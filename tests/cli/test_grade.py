"""`attune code` and `attune grade`: what goes in, what comes out, and that it comes out the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GRADED = {"rubric", "items", "total", "total_withheld"}


def test_each_transcript_gives_one_line_in_the_order_of_the_input(here, talks):
    done = here("code", talks, talks)
    assert done.code == 0
    assert [row["transcript"]["id"] for row in done.rows] == ["lump", "stairs", "lump", "stairs"]
    assert all(row["format"] == "attune.coding/1" for row in done.rows)
    assert done.err == ""


def test_coding_alone_has_no_scores_and_grading_adds_them(here, talks):
    coded, graded = here("code", talks).rows, here("grade", talks).rows
    assert all(GRADED.isdisjoint(row) for row in coded)
    assert all(row.keys() >= GRADED for row in graded)
    assert [{k: v for k, v in row.items() if k not in GRADED} for row in graded] == coded


def test_every_learner_turn_has_a_move(here, talks):
    lump, stairs = here("code", talks).rows
    assert {move["turn"] for move in lump["moves"]} == {2, 4}
    assert {move["turn"] for move in stairs["moves"]} == {1}


def test_the_rubric_is_emotion_response_unless_another_is_named(here, talks):
    assert here("grade", talks).rows[0]["rubric"]["id"] == "emotion-response"
    assert here("grade", talks, "--rubric", "listening").rows[0]["rubric"]["id"] == "listening"


def test_a_rubric_may_be_a_file(here, talks, root, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text((root / "rubrics/listening.yaml").read_text("utf-8").replace("id: listening", "id: own", 1), "utf-8")
    assert here("grade", talks, "--rubric", own).rows[0]["rubric"]["id"] == "own"


def test_plain_text_and_standard_input_are_read(attune):
    done = attune("code", "-", stdin="Doctor: Good morning.\nPatient: I'm so frightened, doctor.\n")
    [row] = done.rows
    assert row["transcript"] == {"id": "standard input", "turns": 2, "hash": row["transcript"]["hash"]}
    assert row["moments"][0]["turn"] == 2


def many(tmp_path: Path, n: int) -> Path:
    path = tmp_path / "many.jsonl"
    rows = [
        {
            "id": f"talk {i} \u2014 caf\u00e9",
            "turns": [
                {"side": "patient", "text": f"It is number {i}. I'm worried, angry and ashamed, and so alone."},
                {"side": "learner", "text": "That sounds hard. I can see why you are worried. What happened?"},
                {"side": "patient", "text": "I feel guilty about the children.", "seen": "cries"},
                {"side": "learner", "text": "Don't worry, it could be worse. Do you smoke?"},
            ],
        }
        for i in range(n)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_output_is_byte_identical_whatever_the_hash_seed_the_processes_and_the_locale(attune, tmp_path):
    path = many(tmp_path, 12)  # more than a few: two processes are really started
    one = attune(
        *("grade", path, "--rubric", "listening"),
        env={"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    two = attune(
        *("grade", path, "--rubric", "listening", "-j", 2),
        env={"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "latin-1"},
    )
    assert (one.code, two.code) == (0, 0), one.err + two.err
    assert len(one.rows) == 12
    assert one.out == two.out
    assert "\u2014 caf\u00e9" in one.text


def test_a_file_is_written_whole_with_the_same_bytes_and_nothing_on_stdout(here, talks, tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("what was there before")
    done = here("grade", talks, "-o", path)
    assert (done.code, done.out) == (0, b"")
    assert path.read_bytes() == here("grade", talks).out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl", "talks.jsonl"]


def test_a_failed_run_leaves_the_old_file_as_it_was(here, talks, tmp_path, monkeypatch):
    path = tmp_path / "out.jsonl"
    path.write_text("what was there before")

    def breaks(*args: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("simulator.cli.coders._render", breaks)
    with pytest.raises(RuntimeError, match="a bug"):
        here("grade", talks, "-o", path)
    assert path.read_text() == "what was there before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl", "talks.jsonl"]


def test_what_is_no_ordinary_file_is_written_to_and_not_replaced(here, talks):
    assert here("code", talks, "-o", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


def test_the_readable_form_names_every_transcript_and_quotes(here, talks):
    done = here("grade", talks, "--format", "text")
    assert done.code == 0
    for words in ("lump (5 turns)", "stairs (2 turns)", "\"I'm terrified", "How emotion was met"):
        assert words in done.text
    assert "How emotion was met" not in here("code", talks, "--format", "text").text


def test_odd_characters_keep_one_object_on_one_line(attune):
    text = "I'm frightened\u2028of it\u0085all \ud83d\ude30 and \ud800 too."  # one half of a pair as well
    talk = json.dumps({"id": "odd", "turns": [{"side": "patient", "text": text}] * 2})
    done = attune("code", "-", stdin=talk)
    assert done.code == 0, done.err
    [line] = done.text.splitlines()
    row = json.loads(line)
    quotes = [e["quote"] for moment in row["moments"] for e in moment["expressions"]]
    assert quotes and all(quote in text.replace("\ud83d\ude30", "\U0001f630") for quote in quotes)


def test_an_unknown_language_is_unscored_and_said_on_stderr(attune):
    talk = json.dumps({"id": "x", "language": "tlh", "turns": [{"side": "patient", "text": "jISaH"}]})
    done = attune("grade", "-", stdin=talk)
    [row] = done.rows
    assert done.code == 0
    assert all(item["score"] is None and item["unscored"] for item in row["items"])
    assert "1 of 1 could not be coded" in done.err


def test_grading_loads_no_page_no_database_and_no_model_client(attune, talks):
    program = (
        "import sys, json; from simulator.cli import main; code = main(['grade', sys.argv[1], '-o', sys.argv[2]]); "
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program, str(talks), os.devnull], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    heavy = {"gradio", "fastapi", "starlette", "uvicorn", "dbos", "sqlalchemy", "alembic", "langchain", "openai"}
    assert heavy.isdisjoint(json.loads(out))
