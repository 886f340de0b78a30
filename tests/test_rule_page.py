"""docs/patient.md and its picture say what the patient's rule says, and every name of the rule stands there."""

import re
import xml.etree.ElementTree as ET
from dataclasses import fields

import pytest

from simulator.patient.rules import COSTS, EARNS, RULE, SATURATES
from tests.drawing.page import BLOCKS, MADE, PAGE, PICTURE, page, placed, renewed
from tests.drawing.picture import picture
from tests.drawing.states import ROWS, STATES, table
from tests.drawing.words import MOVES, SECTIONS

RENEW = "is not what the rule says now; renew it: python -m tests.drawing"


def test_the_page_is_what_the_code_says() -> None:
    if renewed(page()) != page():
        pytest.fail(f"{PAGE.name} {RENEW}")


def test_the_picture_is_what_the_code_says() -> None:
    if picture() != PICTURE.read_text("utf-8"):
        pytest.fail(f"{PICTURE.name} {RENEW}")


def test_every_part_that_can_be_made_stands_in_the_page_once() -> None:
    made = [match["name"] for match in MADE.finditer(page())]
    assert sorted(made) == sorted([*BLOCKS, *(f"parameters {which}" for which in SECTIONS)])
    assert page().count("<!-- made:") == page().count("<!-- /made -->") == len(made)


def test_every_parameter_stands_in_one_table_with_its_value_and_its_reason() -> None:
    listed = [name for which in SECTIONS for name in placed(which)]
    assert sorted(listed) == sorted(field.name for field in fields(RULE))
    for name in listed:
        rows = re.findall(rf"^\| `{name}` \| ([^|]*) \| [^|]+ \| (.*) \|$", page(), flags=re.M)
        assert [row[0] for row in rows] == [f"{getattr(RULE, name):g}"], name
        assert rows[0][1].strip(), f"{name} has no reason in rules.py"


def test_every_move_that_earns_costs_or_wears_is_named() -> None:
    for kind in {*EARNS, *COSTS, *(kind for kinds in SATURATES.values() for kind in kinds)}:
        assert f"{MOVES[kind]} | `{kind.value}` |" in page() or f"{MOVES[kind]} (`{kind.value}`)" in page(), kind


def test_every_symbol_in_the_prose_that_looks_like_a_parameter_is_one() -> None:
    prose = MADE.sub("", page())
    known = {field.name for field in fields(RULE)}
    about = {"floor", "cap", "open_at", "guarded_below", "ways_in", "hurt", "trust", "family_share", "listen"}
    lower = {name for name in re.findall(r"`([a-z_]+)`", prose) if len(name) > 1}
    assert lower - known - about == set()


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page()):
        if target.startswith("https://doi.org/"):
            continue
        path, _, anchor = target.partition("#")
        where = PAGE.parent / path if path else PAGE
        assert where.exists(), target
        assert not anchor or anchor in anchors(where.read_text("utf-8")), target


def test_the_picture_is_text_in_numbers_with_a_title_and_a_description() -> None:
    root = ET.fromstring(picture())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert {"title", "desc", "text"} <= names and not names & {"image", "foreignObject", "script"}
    assert root.get("role") == "img" and root.get("aria-labelledby") == "rule-title rule-desc"
    said = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(row.name in said for row in ROWS)
    shown = [words for words in said if words and re.fullmatch(r"[+−]\d+\.\d|0", words)]
    assert len(shown) == len(ROWS) * len(STATES) * len(table())


def test_a_hand_on_a_made_part_is_noticed() -> None:
    assert renewed(page().replace("| `rise` |", "| `rose` |")) == renewed(page())
