"""What an author may write in a rubric, and what is refused with the item's name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.rubric.model import Item, Rubric

POINTS = {"met": 1, "met_later": 1, "partly": 0.5, "passed": 0}
RATING = {"kind": "rating", "anchors": {"a": "x", "b": "y"}, "points": {"a": 1, "b": 2}}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "rating"}, "needs anchors"),
        ({**RATING, "points": {"a": 1}}, "points for exactly those levels"),
        ({**RATING, "points": {"a": 2, "b": 1}}, "lowest first"),
        ({"kind": "menu", "anchors": {"a": "x"}}, "only a rating has anchors"),
        ({"kind": "threads"}, "met, met_later, partly and passed"),
        ({"kind": "threads", "points": {**POINTS, "met": 2}}, "between 0 and 1"),
        ({"kind": "responses", "of": "moods", "described": True}, "one of space, vr_codes, suchman, eccs"),
        ({"kind": "responses", "of": "suchman", "points": {"continuer": 1}}, "points must name exactly empathic_resp"),
        ({"kind": "responses", "of": "space", "points": {"provide": 1, "reduce": 0}}, "described, never scored"),
        ({"kind": "talk", "of": "longest_turn"}, "described, never scored"),
        ({"kind": "talk", "of": "seconds", "described": True}, "one of before_first_question"),
        ({"kind": "expressions", "of": "cue"}, "described, never scored"),
        ({"kind": "menu", "of": "space"}, 'has no "of"'),
        ({"kind": "menu", "points": {"name": 1}}, "takes no points"),
        ({"kind": "menu", "holds": [["reflects"]]}, 'only the kind "moves"'),
        ({"kind": "moves"}, '"holds" must name'),
        ({"kind": "moves", "holds": [["reflects"], []]}, '"holds" must name'),
        ({"kind": "threads", "points": POINTS, "among": "stated"}, "not counted by moment"),
        ({"kind": "free"}, "a free item needs anchors"),
        ({"kind": "responses", "of": "eccs"}, "described, never scored"),
    ],
)
def test_an_item_that_does_not_hold_together_is_named(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says) as error:
        Item.model_validate({"id": "thing", "title": "T", "definition": "D", **fields})
    assert 'item "thing"' in str(error.value)


def rubric(**fields: Any) -> dict[str, Any]:
    item = {"id": "met", "title": "T", "kind": "threads", "definition": "D", "points": POINTS}
    return {"id": "r", "version": "1", "title": "T", "purpose": "P", "items": [item], **fields}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"items": []}, "at least 1 item"),
        ({"items": rubric()["items"] * 2}, "same id"),
        ({"total": {"item": "nothing"}}, "not an item of kind threads"),
        ({"schema_version": 2}, "schema_version"),
        ({"colour": "red"}, "colour"),
        ({"id": "With Spaces"}, "id"),
    ],
)
def test_a_rubric_that_does_not_hold_together_is_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Rubric.model_validate(rubric(**fields))


def test_a_rubric_finds_its_items_by_id() -> None:
    whole = Rubric.model_validate(rubric(total={"item": "met"}))
    assert whole.item("met") is whole.items[0]
    assert whole.item("nothing") is None


def test_fields_that_came_later_leave_the_hash_of_older_rubrics_alone() -> None:
    plain = Rubric.model_validate(rubric())
    menu = {"id": "m", "title": "T", "kind": "menu", "definition": "D"}
    without, among = (Rubric.model_validate(rubric(items=[{**menu, **more}])) for more in ({}, {"among": "stated"}))
    assert plain.hash == "cd6e153d08fdf00c889e59c54c545142cf8bcb941c924eca01cbf6729650e269"
    assert without.hash != among.hash
