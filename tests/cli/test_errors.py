"""Bad input and usage: exit code 2, nothing on stdout, one line that says what, where and what to do."""

import json
import subprocess
import sys

import pytest

import simulator.cli.grade
from simulator import __version__


def one_line(done) -> str:
    assert done.code == 2
    assert done.out == b""
    assert done.err.startswith("attune: ") and done.err.endswith("\n")
    [line] = done.err.splitlines()
    return line


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "VERB"),
        (["frobnicate"], "frobnicate"),
        (["grade"], "FILE"),
        (["grade", "x", "--coder", "oracle"], "oracle"),
        (["grade", "x", "-j", "0"], "1 to 1000"),
        (["grade", "x", "-j", "٣"], "1 to 1000"),
        (["grade", "x", "--rub", "listening"], "--rub"),
        (["chat", "p", "--seed", "-1"], "--seed"),
        (["serve", "--port", "99999"], "port"),
        (["serve", "two\nlines"], "two lines"),
        (["schema", "poem"], "poem"),
        (["encounters", "--format", "xml"], "xml"),
    ],
)
def test_a_usage_error_is_one_line_that_points_to_the_help(here, args, said):
    line = one_line(here(*args))
    assert said in line
    assert "--help`" in line


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the input is empty"),
        (b"{", "line 1, column 2"),
        (b'{"id": "a"}', '"turns"'),
        (b'{"turns": [{"side": "robot", "text": "hi"}]}', "turn 1"),
        (b'{"turns": []}\n{"turns": [\n', "line 2"),
        (b"caf\xe9: bonjour", "not UTF-8"),
        (b"Hello, no speaker here", "no speaker"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"turns": [], "x": ' + b"9" * 5000 + b"}", "not usable JSON"),
    ],
)
def test_a_bad_transcript_is_named_with_its_place(here, tmp_path, body, said):
    path = tmp_path / "bad.txt"
    path.write_bytes(body)
    line = one_line(here("grade", path))
    assert said in line
    assert str(path) in line


def test_what_cannot_be_read_or_written_is_named(here, talks, tmp_path):
    assert "missing.json" in one_line(here("grade", tmp_path / "missing.json"))
    assert "directory" in one_line(here("code", tmp_path)).lower()
    assert "nowhere" in one_line(here("code", talks, "-o", tmp_path / "nowhere" / "out.jsonl"))
    assert "folder" in one_line(here("code", talks, "-o", tmp_path))
    assert "twice" in one_line(here("code", "-", "-"))


def test_a_mistake_in_the_last_file_is_found_before_anything_is_printed(here, talks, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    assert str(bad) in one_line(here("grade", talks, bad))


def test_unknown_ids_list_the_known_ones(here, talks):
    assert "listening" in one_line(here("grade", talks, "--rubric", "kindness"))
    assert "Known:" in one_line(here("case", "nobody"))
    assert "Known:" in one_line(here("chat", "nobody"))


def test_a_broken_rubric_file_is_one_line_that_says_how_to_see_the_rest(here, talks, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("schema_version: 1\nid: mine\nitems: []\n")
    line = one_line(here("grade", talks, "--rubric", path))
    assert f"attune validate {path}" in line


def test_a_language_model_that_is_not_set_up_is_an_error_and_no_silent_switch(attune, talks):
    assert "ATTUNE_MODEL" in one_line(attune("grade", talks, "--coder", "llm"))
    assert "OPENAI_API_KEY" in one_line(attune("grade", talks, "--coder", "both", env={"ATTUNE_MODEL": "openai:x"}))


def test_a_variable_that_cannot_be_used_is_named(attune, talks):
    assert "ATTUNE_PORT" in one_line(attune("grade", talks, env={"ATTUNE_PORT": "soon"}))


def test_a_bug_keeps_its_traceback(here, talks, monkeypatch):
    def breaks(paths: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(simulator.cli.grade, "read", breaks)
    with pytest.raises(ZeroDivisionError):
        here("grade", talks)


def test_a_reader_that_has_seen_enough_is_no_error(root, tmp_path):
    talk = {"turns": [{"side": "patient", "text": "I'm frightened. " * 50}] * 20}
    path = tmp_path / "long.jsonl"
    path.write_text(f"{json.dumps(talk)}\n" * 20)
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator.cli", "code", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=root,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


VERBS = ("serve", "chat", "code", "grade", "report", "encounters", "validate", "schema", "case", "doctor")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(here, verb):
    done = here(verb, "--help")
    assert done.code == 0
    assert f"usage: attune {verb}" in done.text
    assert len(done.text) > 200


def test_the_help_names_every_verb_and_the_version_is_the_packages(here):
    assert all(f"    {verb} " in here("--help").text or f"    {verb}\n" in here("--help").text for verb in VERBS)
    assert here("--version").text == f"attune {__version__}\n"
