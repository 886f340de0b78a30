"""`attune chat`, `attune encounters` and `attune report`: one conversation from the first word to its report."""

import json
import os
import re
import subprocess
import sys

import pytest

from simulator.library import shipped

PERSONA = next(entry.item for entry in shipped().personas if entry.item is not None)
TALK = "Hello, I'm Sam, a doctor here.\n\nThat sounds hard. How have you been feeling?\n/quiet\n/end\nnever read\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the conversation is kept."""
    return tmp_path_factory.mktemp("talked")


@pytest.fixture(scope="module")
def talked(process, folder):
    """One conversation that was held and read, and its id."""
    done = process(folder)("chat", PERSONA.id, "--seed", 7, stdin=TALK)
    assert done.code == 0, done.err
    [identity] = re.findall(r"attune report ([0-9a-f-]{36})", done.err)
    return done, identity


def test_a_conversation_is_held_and_ends_with_its_report(talked):
    done, _ = talked
    spoken, _, report = done.text.partition(f"Your conversation with {PERSONA.name}")
    assert spoken.count(f"{PERSONA.name}: ") == 4, "the opening, and an answer to each of three turns"
    assert PERSONA.opening.text.split(".")[0] in spoken
    assert f"({PERSONA.opening.seen}) " in spoken
    assert "offline voice" in report and "built-in" in report
    assert "never read" not in done.text


def test_what_is_not_the_conversation_goes_to_stderr(talked):
    done, _ = talked
    assert " ".join(PERSONA.door_note.split()) in " ".join(done.err.split())
    assert PERSONA.content_note in done.err
    assert "offline voice" in done.err
    assert "/quiet" in done.err and "/quiet" not in done.text


@pytest.fixture
def later(here, folder, monkeypatch):
    """A command after the conversation, where it is kept."""
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(folder / "data"))
    return here


def test_it_is_listed(talked, later):
    _, identity = talked
    listed = later("encounters")
    assert identity in listed.text and "ended" in listed.text
    [row] = later("encounters", "--format", "json").rows
    assert (row["id"], row["persona"], row["phase"]) == (identity, PERSONA.id, "ended")


def test_its_report_can_be_written_again(talked, later, tmp_path):
    done, identity = talked
    assert later("report", identity).text.strip() in done.text
    page = tmp_path / "report.html"
    assert later("report", identity.upper(), "-o", page).out == b""
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    assert json.loads(later("report", identity, "--format", "json").out)["encounter"] == identity


def test_the_same_seed_and_words_give_the_same_conversation(talked, attune):
    first, _ = talked
    again = attune("chat", PERSONA.id, "--seed", 7, stdin=TALK, env={"PYTHONHASHSEED": "5"})
    assert again.out == first.out


def test_the_end_of_the_input_ends_the_conversation(attune):
    done = attune("chat", PERSONA.id, stdin="Hello.")
    assert done.code == 0
    assert f"Your conversation with {PERSONA.name}" in done.text


def test_commands_are_never_said_to_the_patient(attune):
    done = attune("chat", PERSONA.id, stdin="/help\n/retry\n/nonsense at all\n")
    assert done.code == 0
    assert "/nonsense is not a command here." in done.err
    assert "nonsense" not in done.text


def test_a_turn_that_is_too_long_is_refused_and_the_talk_goes_on(attune):
    done = attune("chat", PERSONA.id, "--seed", 1, stdin=f"{'a' * 5000}\nHello.\n/end\n")
    assert done.code == 0
    assert "one turn holds" in done.err
    assert "1. " in done.text and "2. You: Hello." in done.text


def test_an_authors_own_file_can_be_talked_with(attune, root, tmp_path):
    path = tmp_path / "own.yaml"
    text = (root / f"personas/{PERSONA.id}.yaml").read_text("utf-8")
    path.write_text(text.replace(f"name: {PERSONA.name}", "name: Somebody Else", 1), "utf-8")
    done = attune("chat", path, stdin="/end\n")
    assert done.code == 0, done.err
    assert done.text.startswith("Somebody Else: ")


def test_a_voice_that_is_not_set_up_is_refused_before_anything_begins(here):
    done = here("chat", PERSONA.id, "--voice", "llm")
    assert (done.code, done.out) == (2, b"")
    assert "offline" in done.err
    assert here("encounters").out == b""


def test_no_conversations_yet_is_said_on_stderr(here):
    done = here("encounters")
    assert (done.code, done.out) == (0, b"")
    assert "attune chat" in done.err
    assert here("encounters", "--format", "json").out == b""


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_in_a_terminal_what_is_seen_is_in_italics(root, tmp_path):
    import pty

    main, other = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator.cli", "chat", PERSONA.id],
        stdin=other,
        stdout=other,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env=os.environ | {"ATTUNE_DATA_DIR": str(tmp_path)},
    )
    os.close(other)
    os.write(main, b"/end\n")
    said = b""
    while True:
        try:
            said += os.read(main, 4096)
        except OSError:  # the terminal is gone with the process
            break
    os.close(main)
    assert process.wait(timeout=60) == 0
    assert f"\x1b[3m({PERSONA.opening.seen})\x1b[0m".encode() in said
