"""Every shipped rubric holds together, and the wording keeps its promises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulator.library import schema
from simulator.rubric.model import ItemKind, Rubric

FOLDER = Path(__file__).resolve().parents[2] / "rubrics"
FILES = sorted(FOLDER.glob("*.yaml"))

LISTENING = {
    "validating_emotions": False,
    "encouraging_elaboration": False,
    "demonstrating_understanding": False,
    "advice_giving": True,
    "self_oriented": True,
    "dismissing_emotions": True,
}


def load(path: Path) -> Rubric:
    return Rubric.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_shipped_rubric_is_whole(path: Path) -> None:
    rubric = load(path)
    assert rubric.id == path.stem
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=rubric.schema.json\n")
    assert rubric.citations
    assert all(item.definition.strip() and item.title.strip() for item in rubric.items)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_a_coder_is_shown_of_a_rating_holds_no_number(path: Path) -> None:
    for item in load(path).items:
        if item.kind is ItemKind.RATING:
            shown = " ".join([item.definition, *item.anchors, *item.anchors.values()])
            assert not any(character.isdigit() for character in shown)


def test_listening_has_its_fixed_items_one_to_five_and_no_total() -> None:
    rubric = load(FOLDER / "listening.yaml")
    assert {item.id: item.unwanted for item in rubric.items} == LISTENING
    for item in rubric.items:
        assert item.kind is ItemKind.RATING
        assert list(item.points.values()) == [1, 2, 3, 4, 5]
    assert rubric.total is None


def test_emotion_response_scores_threads_and_describes_the_rest() -> None:
    rubric = load(FOLDER / "emotion-response.yaml")
    described = {item.of for item in rubric.items if item.described}
    assert described == {"space", "suchman", "eccs"}
    assert rubric.total is not None
    assert (rubric.total.min_threads, rubric.total.max_missing) == (4, 0.3)


def test_the_hash_follows_content_not_key_order() -> None:
    rubric = load(FOLDER / "listening.yaml")
    again = Rubric.model_validate(dict(reversed(rubric.model_dump().items())))
    assert again.hash == rubric.hash
    assert rubric.model_copy(update={"version": "9"}).hash != rubric.hash


def test_the_schema_beside_the_rubrics_is_the_one_they_are_read_by() -> None:
    assert json.loads((FOLDER / "rubric.schema.json").read_text("utf-8")) == schema("rubric")
