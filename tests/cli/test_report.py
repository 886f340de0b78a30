"""`attune report` from what `attune code` and `attune grade` wrote."""

import csv
import io
import json

import pytest


@pytest.fixture
def graded(here, talks, tmp_path):
    """Two gradings in one file."""
    path = tmp_path / "graded.jsonl"
    assert here("grade", talks, "-o", path).code == 0
    return path


def test_text_csv_and_json_hold_every_coding(here, graded):
    text = here("report", graded).text
    assert "I'm terrified" in text and text.count("One conversation is a small sample") == 2
    rows = list(csv.DictReader(io.StringIO(here("report", graded, "--format", "csv").text)))
    assert {row["encounter"] for row in rows} == {"lump", "stairs"}
    assert [row["encounter"] for row in here("report", graded, "--format", "json").rows] == ["lump", "stairs"]


def test_a_page_holds_one_chosen_by_its_id(here, graded):
    done = here("report", graded, "--format", "html")
    assert done.code == 2 and "--id" in done.err
    page = here("report", graded, "--format", "html", "--id", "lump").text
    assert "terrified" in page
    missing = here("report", graded, "--id", "nobody")
    assert missing.code == 2 and "nobody" in missing.err


def test_labels_without_scores_make_a_report_too(here, talks, tmp_path):
    path = tmp_path / "coded.jsonl"
    here("code", talks, "-o", path)
    done = here("report", path, "--id", "lump")
    assert done.code == 0
    assert "I'm terrified" in done.text


@pytest.mark.parametrize(
    ("ending", "begins"), [("html", b"<!doctype html"), ("json", b"{"), ("csv", b"row,"), ("txt", b"")]
)
def test_the_ending_of_the_file_says_the_format(here, graded, tmp_path, ending, begins):
    path = tmp_path / f"report.{ending}"
    assert here("report", graded, "--id", "lump", "-o", path).code == 0
    assert path.read_bytes().lstrip().lower().startswith(begins)
    assert here("report", graded, "--id", "lump", "--format", "text", "-o", path).code == 0
    assert path.read_bytes() == here("report", graded, "--id", "lump").out


def test_a_pdf_is_written(here, graded, tmp_path, pango):
    path = tmp_path / "report.pdf"
    assert here("report", graded, "--id", "lump", "-o", path).code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_a_report_can_come_through_a_pipe(attune, graded):
    assert attune("report", "-", "--id", "lump", stdin=graded.read_bytes()).code == 0


@pytest.mark.parametrize("source", ["nothing-of-the-kind", "0190f5fe-7c00-7a00-8aa0-000000000000"])
def test_what_is_neither_a_file_nor_a_conversation_of_ones_own_is_refused(here, source):
    done = here("report", source)
    assert (done.code, done.out) == (2, b"")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("body", ["", "{}", "[" * 100_000, '{"format": "attune.coding/1"}'])
def test_a_file_that_is_no_coding_is_refused_with_its_name(here, tmp_path, body):
    path = tmp_path / "odd.json"
    path.write_text(body)
    done = here("report", path)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert str(path) in done.err


def test_a_transcript_is_refused_with_a_hint_to_grade_it(here, tmp_path):
    path = tmp_path / "talk.json"
    path.write_text(json.dumps({"turns": []}))
    assert "attune grade" in here("report", path).err
