"""What is not trusted across ways of speaking is said beside the item, for the version that was measured."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulator.cli.summary import summary
from simulator.codes import CoderIdentity, Coding
from simulator.grader.builtin import BuiltinCoder
from simulator.report import Report, build, from_coding_json, render
from simulator.report.trust import FILE, HASH, Trust, shipped
from simulator.rubric.model import Rubric
from simulator.rubric.output import to_contract
from simulator.rubric.scorecard import Scorecard
from simulator.rubric.scoring import score
from simulator.transcript import Transcript
from tests.measured import styles, trust
from tests.report.test_summaries import TALK, rubric

CODER = BuiltinCoder()
LISTENING, ATTUNEMENT = rubric("listening"), rubric("attunement")
FIGURES = {
    "validating_emotions": {"terse": -0.64, "literal": 0.2},
    "encouraging_elaboration": {"elaborate": -0.34, "formal_deferential": -0.53},
    "advice_giving": {"terse": -0.35, "literal": 0.45},
    "dismissing_emotions": {"terse": 0.3, "literal": -0.3},
}
SAID = {
    "validating_emotions": "people who said the same tersely came out lower (−0.6 of a level).",
    "encouraging_elaboration": "people who said the same at greater length or very formally and politely came out "
    "lower (−0.3 and −0.5 of a level).",
    "advice_giving": "people who said the same tersely came out lower (−0.3 of a level); people who said the same in "
    "plain, literal words came out higher (+0.5 of a level).",
}
LEAD = "Not trusted across ways of speaking: in our test, "


def read(own: Rubric) -> tuple[Coding, Scorecard]:
    coding = asyncio.run(CODER.code(TALK, own))
    return coding, score(own, coding)


def known(own: Rubric, items: dict[str, dict[str, float]], coder: CoderIdentity = CODER.identity) -> Trust:
    rubrics = {own.id: {"hash": own.hash[:HASH], "items": items}}
    return Trust.model_validate({"most": 0.3, "coders": {coder.name: {"version": coder.version, "rubrics": rubrics}}})


def report(trust: Trust | None, own: Rubric = LISTENING, transcript: Transcript = TALK) -> Report:
    coding, card = read(own)
    return build(
        transcript=transcript, persona_name="Ann", voice_label="", graded=[(own, coding, card)], own=False, trust=trust
    )


def untrusted(made: Report) -> dict[str, str]:
    return {item.id: item.untrusted for item in made.rubrics[0].items if item.untrusted}


def test_an_item_beyond_the_bar_is_marked_in_plain_words_and_one_within_is_not() -> None:
    found = untrusted(report(known(LISTENING, {item.id: {"terse": 0.1} for item in LISTENING.items} | FIGURES)))
    assert found == {name: LEAD + said for name, said in SAID.items()}


def test_a_share_has_no_levels_and_is_told_in_points_of_a_hundred() -> None:
    items = {item.id: {"terse": 0.1} for item in ATTUNEMENT.items} | {"emotion_before_fact": {"literal": -1.09}}
    assert untrusted(report(known(ATTUNEMENT, items), ATTUNEMENT)) == {
        "emotion_before_fact": f"{LEAD}people who said the same in plain, literal words came out lower (−27 points of "
        "100)."
    }


def test_an_item_without_a_score_has_nothing_to_distrust() -> None:
    own = rubric("suchman")
    _, card = read(own)
    silent = next(item.id for item in card.items if item.score is None)
    assert silent not in untrusted(report(known(own, {silent: {"terse": -2.0}}), own))


def test_a_scored_item_of_which_too_little_was_seen_is_said_to_be_unmeasured() -> None:
    found = untrusted(report(known(LISTENING, {item.id: {} for item in LISTENING.items})))
    assert set(found) and all(said.startswith("Not yet measured: ") for said in found.values())


@pytest.mark.parametrize("form", ["html", "text", "json", "csv"])
def test_every_format_says_it_once_beside_the_item(form: str) -> None:
    made = report(known(LISTENING, {item.id: {"terse": 0.1} for item in LISTENING.items} | FIGURES))
    plain = " ".join(render(made, form).body.decode("utf-8").split())
    for said in SAID.values():
        assert plain.count(LEAD + said) == 1
    assert plain.count(LEAD) == len(SAID)


def test_the_table_has_it_in_a_column_of_its_own() -> None:
    made = report(known(LISTENING, {item.id: {"terse": 0.1} for item in LISTENING.items} | FIGURES))
    rows = list(csv.DictReader(io.StringIO(render(made, "csv").body.decode())))
    told = {row["item"]: row["ways_of_speaking"] for row in rows if row["ways_of_speaking"]}
    assert told == untrusted(made)


def test_the_counts_at_the_top_carry_what_is_said_of_their_item() -> None:
    own = rubric("emotion-response")
    made = report(known(own, {"threads_met": {"formal_deferential": -0.377}, "nurse_menu": {"terse": 0.1}}), own)
    assert made.counts and made.counts_untrusted == untrusted(made)["threads_met"]
    assert "−9 points of 100" in made.counts_untrusted
    for form in ("html", "text"):
        assert " ".join(render(made, form).body.decode("utf-8").split()).count(made.counts_untrusted) == 2


def test_another_version_or_wording_or_coder_is_not_yet_measured() -> None:
    coder = CODER.identity
    for other in (
        known(LISTENING, FIGURES, coder.model_copy(update={"version": "0+0"})),
        known(LISTENING.model_copy(update={"purpose": "Another."}), FIGURES),
        known(ATTUNEMENT, {}),
    ):
        made = report(other)
        assert untrusted(made) == {}
        assert made.rubrics[0].untested is not None
        assert made.rubrics[0].untested.startswith("Not yet measured for this version: ")
        for form in ("html", "text", "json", "csv"):
            assert made.rubrics[0].untested in " ".join(render(made, form).body.decode("utf-8").split())
    made = report(Trust(most=0.3, coders={}))
    assert made.rubrics[0].untested is not None
    assert made.rubrics[0].untested.startswith("Not yet measured for this reader: ")


def test_a_report_from_a_file_and_a_terminal_say_the_same_as_the_page() -> None:
    coding, card = read(LISTENING)
    made = report(None)
    [from_file] = from_coding_json(json.dumps(to_contract(coding, card)))
    assert untrusted(from_file) == untrusted(made)
    lines = " ".join(summary(LISTENING, coding, card).split())
    assert all(said in lines for said in untrusted(made).values())


# ---- the file that ships ---------------------------------------------------------------------------------------


def test_the_file_is_of_the_coder_and_the_wordings_that_ship() -> None:
    own = shipped().coders[CODER.identity.name]
    now = (CODER.identity.version, {name: rubric(name).hash[:HASH] for name in styles.RUBRICS})
    if now != (own.version, {name: measured.hash for name, measured in own.rubrics.items()}):
        pytest.fail(f"{FILE} is of another version; renew it: {trust.RENEW}")


def test_every_rubric_that_scores_anything_was_measured() -> None:
    folder = Path(__file__).resolve().parents[2] / "rubrics"
    scoring = {
        path.stem: {item.id for item in rubric(path.stem).items if not item.described} for path in folder.glob("*.yaml")
    }
    measured = shipped().coders[CODER.identity.name].rubrics
    assert {name: set(own.items) for name, own in measured.items()} == {k: v for k, v in scoring.items() if v}


def test_every_way_of_speaking_has_words() -> None:
    words = YAML(typ="safe").load((trust.PATH.parent / "texts" / "report.yaml").read_text("utf-8"))["ways"]["style"]
    assert set(words) == set(styles.STYLES) - {styles.PLAIN}


def test_the_file_is_what_the_measurement_makes(tmp_path: Path) -> None:
    found = [
        styles.Told(f"t{n}", style, {"listening/advice_giving": 1.0 if style == "terse" else 0.0})
        for n in range(styles.FEWEST)
        for style in styles.STYLES
    ]
    made = trust.write(found, tmp_path / FILE).read_text("utf-8")
    assert trust.RENEW in made
    coder = trust.reports.parsed(made).coders[CODER.identity.name]
    assert coder.version == CODER.identity.version
    assert coder.rubrics["listening"].items["advice_giving"] == {
        style: float(style == "terse") for style in styles.STYLES[1:]
    }
    few = trust.write(found[: -len(styles.STYLES)], tmp_path / FILE).read_text("utf-8")
    assert trust.reports.parsed(few).coders[CODER.identity.name].rubrics["listening"].items == {"advice_giving": {}}
