"""The report: moment by moment, in plain words, without a number and without accusation."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.resources import files
from typing import Any

import pytest

from simulator.errors import AttuneError, BadInput, NotConfigured
from simulator.report import Report, build, from_coding_json, render, safety_card
from simulator.report.html import fragment
from simulator.rubric.output import to_contract
from simulator.rubric.scoring import score


@pytest.fixture
def report(small: Any) -> Report:
    return build(
        transcript=small.transcript,
        persona_name="Tom <Reeve>",
        voice_label="Offline voice (built in)",
        graded=[(small.rubric, small.coding, small.card)],
        safety=safety_card(asked=(), warned=(7,)),
        shown=(1, 8),
        persona_version="abc",
        pending=["listening (offline) is being read."],
        closing_words="Thank you for asking.",
    )


def html(report: Report) -> str:
    return render(report, "html").body.decode()


def test_moments_stand_in_order_with_what_was_said_and_how_it_ended(report: Report) -> None:
    assert [moment.turn for moment in report.moments] == [1, 3, 5, 7, 9]
    first = report.moments[0]
    assert first.showed[0].label == "fear, in plain words"
    assert [piece.text for piece in first.patient.pieces if piece.mark] == ["frightened"]
    assert first.ended == "met"
    assert [quote.quote for quote in first.earned_by] == ["That must be frightening"]
    assert report.moments[1].ended == "passed by"
    assert report.moments[4].learner == () and report.moments[4].ended == "no chance to answer"


def test_counts_say_how_many_and_leave_out_what_does_not_count(report: Report) -> None:
    # met: a; passed: b; implied: c; under review: d; no chance: e. Only a and b count.
    assert report.counts[0] == "2 concerns could be counted; that is too few to add up."
    assert "1 met." in report.counts
    assert "1 waiting for a person to look; not counted." in report.counts


def test_an_implied_feeling_is_shown_and_never_passed_by(report: Report) -> None:
    implied = report.moments[2]
    assert not implied.counted
    assert implied.ended == "told without showing a feeling"
    assert report.concerns[2].ended == implied.ended


def test_what_waits_for_a_person_shows_no_outcome(report: Report) -> None:
    waiting = report.moments[3]
    assert waiting.review == "the coders differ"
    assert not waiting.counted and waiting.ended == "waits for a person to look at it"
    assert "A person should look at this" in html(report)


def test_a_negative_wording_needs_a_negative_code(report: Report) -> None:
    assert report.moments[1].moves[0].label == "goes to another subject"
    assert report.moments[3].moves[0].label == "puts it as smaller than it was said"


def test_unscored_is_said_with_its_reason_and_is_no_zero(report: Report) -> None:
    items = {item.id: item for item in report.rubrics[0].items}
    assert items["nurse_menu"].unscored == "Not scored: the model did not answer"
    assert items["nurse_menu"].score is None
    assert report.rubrics[0].withheld == "No overall count is drawn: only 2 of at least 4 concerns."


def test_what_the_case_showed_and_the_coder_did_not_mark_is_the_readings_limit(report: Report) -> None:
    assert report.unmarked == (8,)
    assert "a limit of the reading" in html(report)


def test_voice_coder_model_rubric_and_persona_are_named(report: Report) -> None:
    page = html(report)
    coder = "the by-hand coder (version 1) with the model nobody"
    for part in ("Offline voice (built in)", coder, "version abc", report.rubrics[0].hash):
        assert part in page


def test_no_text_of_ours_accuses_anybody() -> None:
    words = "".join(path.read_text("utf-8") for path in (files("simulator.report") / "texts").iterdir())  # type: ignore[attr-defined]
    spoken = re.sub(r"^\s*[a-z_\"]+:|^\s*#.*$", "", words, flags=re.MULTILINE)
    accusing = r"\b(you failed|missed|poor(ly)?|bad(ly)?|wrong(ly)?\b(?! ;)|should have|insensitive|cold|weak)\b"
    found = [match[0] for match in re.finditer(accusing, spoken, re.IGNORECASE)]
    assert found == ["wrong"]  # "the labels were made by a program and can be wrong"


def test_the_page_stands_alone_and_takes_words_as_text(report: Report) -> None:
    page = html(report)
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert "Tom &lt;Reeve&gt;" in page
    assert "<script" not in page and "src=" not in page
    assert not re.search(r"(href|url)[=(]\"?(http|//)", page)
    assert fragment(report) in page


def test_no_bare_score_is_printed_for_a_learner(report: Report) -> None:
    for item in report.rubrics[0].items:
        assert item.score is None or f"{item.score:.2f}" not in html(report)


def test_a_table_cell_is_never_a_formula(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(render(report, "csv").body.decode())))
    assert [row["turn"] for row in rows if row["row"] == "moment"] == ["1", "3", "5", "7", "9"]
    assert rows[1]["learner_words"] == "'=Any fever?"
    assert {row["item"] for row in rows if row["row"] == "item"} >= {"threads_met", "nurse_menu"}


def test_json_is_the_view_itself_and_text_says_the_same(report: Report) -> None:
    assert Report.model_validate_json(render(report, "json").body) == report
    text = render(report, "text").body.decode()
    assert "2 concerns could be counted" in text and "1 met." in text and "passed by" in text


def test_an_unknown_format_is_refused_by_name(report: Report) -> None:
    with pytest.raises(BadInput, match="docx"):
        render(report, "docx")


def test_pdf_needs_its_extra_and_says_so(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(NotConfigured, match="attune-simulator"):
        render(report, "pdf")


def test_pdf(report: Report, pango: None) -> None:
    assert render(report, "pdf").body.startswith(b"%PDF-")


def test_nothing_read_yet_is_said_and_the_conversation_is_there(small: Any) -> None:
    page = html(build(transcript=small.transcript, persona_name="Tom", voice_label="Offline voice"))
    assert "has not been read with a rubric yet" in page and "Any fever?" in page


def test_where_nothing_could_be_read_nothing_is_claimed(small: Any) -> None:
    unread = small.coding.model_copy(
        update={"moments": (), "moves": (), "responses": (), "threads": (), "unscored": {"*": "no answer came."}}
    )
    report = build(
        transcript=small.transcript,
        persona_name="Tom",
        voice_label="Offline voice",
        graded=[(small.rubric, unread, score(small.rubric, unread))],
        safety=safety_card(asked=()),
        shown=(1,),
    )
    assert "could not be read: no answer came." in html(report)
    assert report.safety is not None and "does not know" in report.safety.statement
    assert report.counts == () and report.unmarked == ()
    assert all(item.unscored == "Not scored: no answer came." for item in report.rubrics[0].items)


# ---- from a coding alone -----------------------------------------------------------------------------------


def test_a_report_from_a_coding_file_shows_quotes_and_says_that_it_is_one(small: Any) -> None:
    line = json.dumps(to_contract(small.coding, small.card))
    first, second = from_coding_json(f"{line}\n{line}\n", rubrics={small.rubric.id: small.rubric})
    assert first == second and not first.has_transcript
    assert first.counts[0] == "2 concerns could be counted; that is too few to add up."
    assert first.moments[0].patient.text == "… frightened"
    assert first.rubrics[0].title == small.rubric.title
    assert "made from a coding alone" in html(first)
    assert first.safety is not None and first.safety.statement.startswith("Safety was not asked about")


def test_another_wording_of_a_rubric_explains_nothing(small: Any) -> None:
    line = json.dumps(to_contract(small.coding, small.card))
    other = small.rubric.model_copy(update={"purpose": "something else"})
    (report,) = from_coding_json(line, rubrics={small.rubric.id: other})
    assert report.rubrics[0].purpose == ""


@pytest.mark.parametrize(
    ("text", "where"),
    [("", "empty"), ("{}", "not a coding"), ('{"a":\n', "line 1"), ('[{"format":"attune.coding/1"}]', "transcript")],
)
def test_a_file_that_is_no_coding_is_refused_with_the_place(text: str, where: str) -> None:
    with pytest.raises(BadInput, match=where):
        from_coding_json(text)


# ---- safety ------------------------------------------------------------------------------------------------


def test_the_safety_card_says_whether_and_where() -> None:
    assert safety_card(asked=(4, 2)).statement == "You asked about safety in turns 2 and 4."
    assert safety_card(asked=()).statement == "Safety was not asked about in this conversation."
    assert "turn 7" in safety_card(asked=(), warned=[7]).warned


def test_a_site_edits_the_safety_card_and_a_broken_edit_is_never_ignored(tmp_path: Any) -> None:
    own = tmp_path / "safety.yaml"
    assert safety_card(asked=(), override=own) == safety_card(asked=())
    own.write_text("title: Sicherheit\nasked: 'Gefragt: {turns} {other}'\n", "utf-8")
    card = safety_card(asked=(2,), override=own)
    assert (card.title, card.statement) == ("Sicherheit", "Gefragt: turn 2 {other}")
    for broken in ("title: [", "titel: x", "- a"):
        own.write_text(broken, "utf-8")
        with pytest.raises(AttuneError, match=r"safety\.yaml"):
            safety_card(asked=(), override=own)
