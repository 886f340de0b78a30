"""The three levels of `empathy-levels`, on a post and a reply, and over a conversation. Every sentence is our own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulator.codes import Coding
from simulator.grader.builtin import code
from simulator.grader.ratings import FREE
from simulator.rubric.evidence import verify
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import NO_OPPORTUNITY
from tests.grader.talks import talk

FILE = Path(__file__).resolve().parents[2] / "rubrics" / "empathy-levels.yaml"
RUBRIC = Rubric.model_validate(YAML(typ="safe").load(FILE.read_text("utf-8")))
POST = "P: I've been so sad since my dog died, and nobody at home understands."


def coded(*lines: str) -> Coding:
    transcript = talk(*lines)
    return verify(code(transcript, RUBRIC), transcript, RUBRIC)


def level(coding: Coding, item: str) -> str:
    found = next((r.level for r in coding.ratings if r.item == item), None)
    return found if found is not None else coding.unscored[item]


@pytest.mark.parametrize(
    ("reply", "reaction"),
    [
        ("I'm so sorry about your dog.", "strong"),
        ("I\u2019m really sad for you.", "strong"),
        ("My heart goes out to you.", "strong"),
        ("Sorry for the late reply.", "weak"),
        ("Hang in there.", "weak"),
        ("I'm here if you want somebody to listen.", "weak"),
        ("It will get better.", "weak"),
        ("Dogs need a lot of exercise.", "none"),
        ("Which breed was it?", "none"),
    ],
)
def test_emotional_reaction(reply: str, reaction: str) -> None:
    assert level(coded(POST, f"L: {reply}"), "emotional_reaction") == reaction


@pytest.mark.parametrize(
    ("reply", "interpretation"),
    [
        ("You must feel very lonely at home.", "strong"),
        ("It sounds like you miss having somebody who gets it.", "strong"),
        ("I lost mine last year, and I still listen for him at the door.", "strong"),
        ("I understand.", "weak"),
        ("I know how you feel.", "weak"),
        ("Which breed?", "none"),
    ],
)
def test_interpretation(reply: str, interpretation: str) -> None:
    assert level(coded(POST, f"L: {reply}"), "interpretation") == interpretation


@pytest.mark.parametrize(
    ("reply", "exploration"),
    [
        ("What do you miss most about your dog?", "strong"),
        ("how did your family react", "strong"),
        ("Have you told your parents how sad you are?", "strong"),
        ("What happened?", "weak"),
        ("How are you doing today?", "weak"),
        ("Want to talk about it?", "none"),
        ("Why am I even here?", "none"),
        ("Why don't you get another one?", "none"),
        ("It takes time, you know?", "none"),
        ("That is sad.", "none"),
    ],
)
def test_exploration(reply: str, exploration: str) -> None:
    assert level(coded(POST, f"L: {reply}"), "exploration") == exploration


def test_each_level_above_the_lowest_rests_on_the_very_words() -> None:
    coding = coded(POST, "L: Oh no. I'm so sorry about your dog.  What was he like with you?")
    quotes = {r.item: [e.quote for e in r.evidence] for r in coding.ratings}
    assert quotes["emotional_reaction"] == ["I'm so sorry about your dog."]
    assert quotes["exploration"] == ["What was he like with you?"]
    assert coding.dropped == {}


def test_without_anything_felt_there_is_no_occasion_but_to_ask() -> None:
    coding = coded("P: Tuesday at nine.", "L: Tuesday it is.")
    found = {item.id: level(coding, item.id) for item in RUBRIC.items}
    assert found == {"emotional_reaction": NO_OPPORTUNITY, "interpretation": NO_OPPORTUNITY, "exploration": "none"}


def test_strong_once_in_a_long_conversation_is_weak_and_never_none() -> None:
    felt = ("sad", "scared", "angry", "ashamed", "lonely")
    lines = [line for word in felt for line in (f"P: I feel so {word}.", "L: Which week was that?")]
    lines[1] = "L: I'm so sorry that you feel like this."
    assert level(coded(*lines), "emotional_reaction") == "weak"  # once in five moments; a quarter of five is two
    lines[3] = "L: I'm so sad for you."
    assert level(coded(*lines), "emotional_reaction") == "strong"


def test_a_language_without_patterns_and_no_answer_are_unscored() -> None:
    german = replace(talk(POST, "L: Ach."), language="de")
    assert "*" in code(german, RUBRIC).unscored
    assert level(coded(POST), "exploration") == NO_OPPORTUNITY


def test_a_very_long_answer_is_read_at_once() -> None:
    assert level(coded(POST, "L: " + "i hope i hope " * 20_000), "exploration") == "none"


def test_a_free_item_is_left_to_a_model_or_a_person() -> None:
    item = {"id": "emotional_reaction", "title": "Ours", "kind": "free", "definition": "d"}
    free = {**item, "anchors": {"no": "a", "yes": "b"}, "points": {"no": 0, "yes": 1}}
    rubric = Rubric.model_validate({"id": "own", "version": "1", "title": "O", "purpose": "p", "items": [free]})
    coding = code(talk(POST, "L: I'm so sorry."), rubric)
    assert (coding.ratings, coding.unscored) == ((), {"emotional_reaction": FREE})
