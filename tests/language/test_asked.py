"""What ordinary ways of asking ask about, and what only sounds like it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.codes import MoveKind
from simulator.language import Pack, pack, topic_meanings
from simulator.transcript import Side, Turn

TABLES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "asked.toml").read_text("utf-8"))
SAFETY: list[str] = TABLES["safety"]
NEAR_MISSES: list[str] = TABLES["near_misses"]
QUESTIONS: list[tuple[str, str]] = [(topic, text) for topic, texts in TABLES["asks"].items() for text in texts]


def english() -> Pack:
    found = pack("en")
    assert found is not None
    return found


def asked(text: str) -> set[str]:
    return {topic.id for topic in english().topics(text) if topic.asked}


def safety(text: str) -> tuple[bool, bool]:
    """Whether topics, and whether moves, hear the safety question."""
    kinds = {move.kind for move in english().moves(Turn(side=Side.LEARNER, text=text), 2)}
    by_move = bool(kinds & {MoveKind.ASKS_SAFETY, MoveKind.ASKS_SAFETY_LEADING})
    return bool(asked(text) & {"suicide", "self_harm"}), by_move


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert len(QUESTIONS) + len(TABLES["lists"]) >= 300
    assert len(SAFETY) >= 60 <= len(TABLES["mentions"])
    assert len(NEAR_MISSES) >= 30
    assert set(TABLES["asks"]) | {"suicide", "self_harm"} == set(topic_meanings())


@pytest.mark.parametrize(("topic", "text"), QUESTIONS)
def test_an_ordinary_question_asks_about_its_topic(topic: str, text: str) -> None:
    assert topic in asked(text)


@pytest.mark.parametrize(("text", "topics"), TABLES["lists"].items())
def test_every_item_of_a_list_or_invitation_is_asked(text: str, topics: list[str]) -> None:
    assert set(topics) <= asked(text)


@pytest.mark.parametrize(("text", "topics"), TABLES["mentions"].items())
def test_a_statement_mentions_without_asking(text: str, topics: list[str]) -> None:
    found = english().topics(text)
    assert set(topics) <= {topic.id for topic in found}
    assert not [topic.id for topic in found if topic.asked]


@pytest.mark.parametrize(("text", "topics"), TABLES["false"].items())
def test_an_idiom_asks_about_nothing_of_its_words(text: str, topics: list[str]) -> None:
    assert not set(topics) & asked(text)


@pytest.mark.parametrize("text", SAFETY)
def test_a_safety_question_in_whatever_words_is_heard(text: str) -> None:
    assert safety(text) == (True, True)


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_sounds_like_a_safety_question_is_not_one(text: str) -> None:
    assert safety(text) == (False, False)


def test_an_authored_phrase_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert english().mentions("She made the appointment.", "made appointment")
    assert not english().mentions("Your point is made. Appointment next week.", "made appointment")
