"""`attune validate`: file, line, column, what is wrong and what to do."""

import re
import shutil

import pytest

from simulator.cli.validate import kind_of, problems

RUBRIC = """\
schema_version: 1
id: mine
version: "1"
title: Mine
purpose: To try things.
items:
  - id: concerns
    title: Concerns
    kind: thread
    definition: What became of them.
"""


@pytest.fixture
def persona(root):
    return sorted((root / "personas").glob("*.yaml"))[0].read_text("utf-8")


def test_a_mistake_is_printed_with_its_place_and_the_exit_code_is_1(here, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(RUBRIC)
    done = here("validate", path)
    assert done.code == 1
    line = next(line for line in done.text.splitlines() if line.startswith(f"{path}:9:11: "))
    assert line.startswith(f"{path}:9:11: error: items.1.kind: ")
    assert 'Did you mean "threads"?' in line
    assert done.err.startswith("1 file, ")


def test_warnings_alone_are_printed_and_leave_the_exit_code_at_0(here, root, tmp_path):
    path = tmp_path / "another-name.yaml"
    shutil.copy(root / "rubrics/listening.yaml", path)
    done = here("validate", path)
    assert done.code == 0
    assert ": warning: id: " in done.text
    assert "1 warning." in done.err


def test_a_folder_is_opened_up_in_a_fixed_order(here, tmp_path):
    for name in ("b", "a", "c/d"):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(RUBRIC)
    done = here("validate", tmp_path)
    named = dict.fromkeys(line.partition(":")[0] for line in done.text.splitlines())
    assert list(named) == [str(tmp_path / name) for name in ("a.yaml", "b.yaml", "c/d.yaml")]


def test_a_missing_file_and_an_empty_folder_are_bad_input(here, tmp_path):
    assert here("validate", tmp_path / "no.yaml").code == 2
    assert here("validate", tmp_path).code == 2


def test_what_ships_has_no_errors(here, root):
    done = here("validate", root / "personas", root / "rubrics")
    assert [line for line in done.text.splitlines() if ": error: " in line] == []
    assert done.code == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("id: a\nfacts: []\nthreads: []\n", "persona"),
        ("id: a\nitems:\n  - facts: 1\n", "rubric"),
        ('"items": [\n', "rubric"),
        ("id: a\nversion: 1\n", None),
        ("", None),
    ],
)
def test_a_file_is_known_by_the_fields_at_its_left_margin(text, kind):
    assert kind_of(text) == kind


def test_what_is_neither_is_said_to_be_neither():
    [problem] = problems(b"poem: roses are red\n", "poem.yaml")
    assert "neither a persona nor a rubric" in problem.message


def test_bytes_that_are_no_text_have_a_place():
    [problem] = problems(b"id: a\nname: Ren\xe9\n", "rene.yaml")
    assert (problem.line, problem.column) == (2, 10)


def test_a_topic_nobody_can_ask_about_is_a_warning(persona, tmp_path, here):
    known = persona.replace("about: [sleep", "about: [sleeep", 1)
    assert known != persona
    path = tmp_path / "p.yaml"
    path.write_text(known)
    done = here("validate", path)
    assert '"sleeep" is not a known topic. Did you mean "sleep"?' in done.text
    assert done.code == 0


def test_standard_input_is_checked_too(attune):
    done = attune("validate", "-", stdin=RUBRIC)
    assert done.code == 1
    assert "standard input:9:11: error: " in done.text


def test_what_ships_has_no_warnings_either(here, root):
    done = here("validate", root / "personas")
    assert [line for line in done.text.splitlines() if ": warning: " in line] == []


def test_a_patient_nobody_has_reviewed_is_noted_and_passes(here, root):
    done = here("validate", root / "personas")
    notes = [line for line in done.text.splitlines() if ": note: reviewers: not yet reviewed." in line]
    assert len(notes) == len(list((root / "personas").glob("*.yaml")))
    assert done.code == 0
    assert "0 warnings, 3 notes." in done.err


def test_a_feeling_that_is_seen_is_a_warning(persona, tmp_path, here):
    path = tmp_path / "p.yaml"
    path.write_text(re.sub(r"seen: [a-z].*", "seen: looks frightened", persona, count=1))
    done = here("validate", path)
    assert '"frightened" names a feeling, and this is what is seen.' in done.text
    assert done.code == 0


def test_a_language_without_a_pack_is_not_checked_for_words(persona):
    welsh = persona.replace("language: en", "language: cy").replace("about: [sleep", "about: [cwsg", 1).encode()
    assert not any("not a known topic" in problem.message for problem in problems(welsh, "adaeze-okoro.yaml"))
