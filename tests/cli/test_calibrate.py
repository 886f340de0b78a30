"""`attune calibrate`: ratings in, agreement out, the same whatever the form, and a page that brings all it needs."""

import csv
import io
import json
import random
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.schema import agreement_schema

FEELINGS = ("worried", "angry", "ashamed", "lonely", "sad")
ANSWERS = (
    "Any allergies?",
    "That sounds hard.",
    "No wonder you feel that way. Tell me more about it.",
    "You should take a holiday. You should talk to your wife.",
    "It makes sense that you feel like that, with all you carry. What worries you most?",
)
NAMES = ("Ann", "Bo", "<b>Cy</b>")
LISTENING = ("--rubric", "listening", "--coder", "offline")


def talk(number: int) -> dict[str, Any]:
    turns = []
    for n in range(3):
        turns.append({"side": "patient", "text": f"I'm so {FEELINGS[(number + n) % 5]} about number {number}."})
        turns.append({"side": "learner", "text": ANSWERS[(number * (n + 1)) % 5]})
    return {"id": f"talk {number:02}", "turns": turns}


@pytest.fixture
def talks(tmp_path: Path, here: Callable) -> list[dict[str, Any]]:
    """Twelve conversations with the ratings of three people, who go by the coder's own level and err now and then."""
    rows = [talk(number) for number in range(12)]
    plain = tmp_path / "talks.jsonl"
    plain.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    chance = random.Random(2)
    for row, graded in zip(rows, here("grade", plain, "--rubric", "listening").rows, strict=True):
        row["ratings"] = {name: {} for name in NAMES}
        for item in graded["items"]:
            for name in NAMES:
                level = round(item["score"] or 1) + chance.choice((-1, 0, 0, 0, 1))
                row["ratings"][name][item["id"]] = min(5, max(1, level))
    return rows


@pytest.fixture
def rated(tmp_path: Path, talks: list[dict[str, Any]]) -> Path:
    """The same in one file."""
    path = tmp_path / "rated.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in talks), "utf-8")
    return path


def table(talks: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("transcript", "rater", "item", "level"))
    for one in talks:
        rows.writerows((one["id"], who, item, at) for who, of in one["ratings"].items() for item, at in of.items())
    return out.getvalue()


def test_every_form_of_the_same_ratings_gives_the_same_bytes(here, rated, talks, tmp_path):
    first = here("calibrate", rated, *LISTENING, "--format", "json")
    assert (first.code, first.err) == (0, "")
    ratings = tmp_path / "ratings.csv"
    ratings.write_text(table(talks), "utf-8")
    beside = here("calibrate", ratings, "--transcripts", tmp_path / "talks.jsonl", *LISTENING, "--format", "json")
    folder = tmp_path / "both"
    folder.mkdir()
    ratings.rename(folder / "ratings.csv")
    (tmp_path / "talks.jsonl").rename(folder / "talks.jsonl")
    inside = here("calibrate", folder, *LISTENING, "--format", "json")
    assert first.out == beside.out == inside.out


def test_output_is_equal_for_equal_input_whatever_j(here, attune, rated):
    for form in ("json", "html", "table"):
        one = here("calibrate", rated, *LISTENING, "--format", form)
        two = attune("calibrate", rated, *LISTENING, "--format", form, "-j", "3", env={"PYTHONHASHSEED": "7"})
        assert one.out == two.out, form


def test_what_the_coder_gets_is_the_transcript_alone(here, rated, tmp_path, talks):
    """Ratings turned upside down change the figures, never what the coder made."""
    for row in talks:
        for of in row["ratings"].values():
            of.update({item: 6 - level for item, level in of.items()})
    rated.with_name("turned.jsonl").write_text("".join(json.dumps(row) + "\n" for row in talks), "utf-8")
    [first] = here("calibrate", rated, *LISTENING, "--format", "json").rows
    [turned] = here("calibrate", rated.with_name("turned.jsonl"), *LISTENING, "--format", "json").rows
    assert [item["unscored"] for item in first["items"]] == [item["unscored"] for item in turned["items"]]
    assert [item["human_human"] for item in first["items"]] == [item["human_human"] for item in turned["items"]]
    assert [item["agent_human"] for item in first["items"]] != [item["agent_human"] for item in turned["items"]]


def test_the_json_fits_its_schema_and_holds_no_nan(here, rated):
    [made] = here("calibrate", rated, *LISTENING, "--format", "json").rows
    schema = json.loads(here("schema", "agreement").out)
    assert schema == agreement_schema()
    assert made["format"] == schema["title"] == "attune.agreement/1"
    assert made.keys() == set(schema["required"]) == schema["properties"].keys()
    fields = schema["$defs"]["ItemAgreement"]["properties"].keys()
    assert all(item.keys() == fields for item in made["items"])
    for item in made["items"]:
        for figure in (item["human_human"], item["agent_human"], item["difference"], item["bias"]):
            assert (figure["value"] is None) == (figure["not_estimable"] is not None)


def test_the_table_says_first_what_may_be_trusted(here, rated):
    done = here("calibrate", rated, *LISTENING)
    head, _, rest = done.text.partition("\n\n")
    assert head.startswith("Supportive listening (listening ")
    assert rest.startswith(("The coder may be trusted here: ", "On no item may"))
    assert "12 transcripts rated by 3 people." in rest.partition("\n\n")[0]
    assert "nan" not in done.text.split()
    assert max(map(len, done.text.splitlines())) <= 120


class Page(HTMLParser):
    """What a page fetches, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href", "srcset")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_brings_all_it_needs_and_shows_names_as_text(here, rated, tmp_path):
    target = tmp_path / "out.html"
    done = here("calibrate", rated, *LISTENING, "--format", "html", "-o", target)
    assert (done.code, done.out) == (0, b"")
    page = Page(target.read_text("utf-8"))
    assert page.fetched == []
    assert {"script", "link", "img", "b"}.isdisjoint(page.tags)
    text = " ".join(" ".join(page.words).split())
    assert "<b>Cy</b>" in text
    assert (
        text.index("Where its word may be trusted") < text.index("People with each other") < text.index("cannot show")
    )
    assert page.tags.count("circle") > 1  # the key, and at least one item
    assert "@import" not in text
    assert "url(" not in text


def test_codes_by_turn_are_compared_too(here, rated, talks, tmp_path):
    lines = ["transcript;rater;item;turn;code"]
    for row in here("grade", tmp_path / "talks.jsonl").rows:
        for name in NAMES[:2]:
            lines += [
                f"{row['transcript']['id']};{name};threads_met;{one['moment']};{one['outcome']}"
                for one in row["responses"]
            ]
    path = tmp_path / "codes.csv"
    path.write_text("\n".join(lines), "utf-8")
    args = ("--transcripts", tmp_path / "talks.jsonl", "--rubric", "emotion-response", "--coder", "offline")
    [made] = here("calibrate", path, *args, "--format", "json").rows
    [item] = made["items"]
    assert item["agent_human"]["value"] == item["human_human"]["value"] == 1
    assert all(code["precision"]["value"] == code["recall"]["value"] == 1 for code in item["codes"])
    assert here("calibrate", path, *args).code == here("calibrate", path, *args, "--format", "html").code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("ratings.csv", *LISTENING), "--transcripts"),
        (("nowhere.jsonl", *LISTENING), "cannot be read"),
        (("empty", *LISTENING), "no ratings in this folder"),
        (("talks.jsonl", *LISTENING), "no ratings"),
        (("talks.jsonl", "--coder", "offline"), "--rubric"),
        (("talks.jsonl", "--rubric", "listening"), "--coder"),
        (("talks.jsonl", "--rubric", "nothing", "--coder", "offline"), "nothing"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(here, talks, tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "ratings.csv").write_text(table(talks), "utf-8")
    done = here("calibrate", *args)
    assert (done.code, done.out) == (2, b"")
    assert done.err.count("\n") == 1
    assert said in done.err


def test_a_mistake_is_found_before_anything_is_coded(here, talks, tmp_path):
    talks[-1]["ratings"]["Ann"]["advice_givin"] = 3
    path = tmp_path / "bad.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in talks), "utf-8")
    done = here("calibrate", path, *LISTENING)
    assert done.code == 2
    assert f'{path}, line 12: unknown item "advice_givin". Did you mean "advice_giving"?' in done.err


def test_ratings_may_come_from_standard_input(attune, rated):
    assert attune("calibrate", "-", *LISTENING, stdin=rated.read_bytes()).code == 0
