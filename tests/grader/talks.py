"""Short conversations written for these tests, and what a model might say of them."""

from __future__ import annotations

import json
from typing import Any

from langchain_core.messages import BaseMessage

from simulator.codes import Coding
from simulator.grader.llm import LLMCoder
from simulator.models.scripted import ScriptedChatModel
from simulator.rubric.model import Rubric
from simulator.transcript import Flag, Side, Transcript, Turn


def talk(*lines: str, identity: str = "talk", language: str = "en") -> Transcript:
    """Lines "L: ..." and "P: ..."; "P! ..." is a patient's turn that was cut short; "[...]" at the end is seen."""
    turns = []
    for line in lines:
        side = Side.LEARNER if line[0] == "L" else Side.PATIENT
        text, _, seen = line[2:].strip().partition(" [")
        turns.append(
            Turn(
                side=side,
                text=text,
                seen=seen.rstrip("]") or None,
                flag=Flag.CUT_SHORT if line[1] == "!" else None,
            )
        )
    return Transcript(id=identity, turns=tuple(turns), language=language)


SCAN = talk(
    "L: Good morning, what brings you in?",
    "P: The results of the scan. I'm so scared it's back.",
    "L: That sounds frightening. What is it that worries you most?",
    "P: That my girls end up alone.",
    "L: And are you sleeping, eating?",
    "P: Not much.",
)

ANCHORS = {"low": "hardly", "mid": "somewhat", "high": "a lot"}
RATED = Rubric.model_validate(
    {
        "id": "rated",
        "version": "1",
        "title": "Rated",
        "purpose": "For tests.",
        "items": [
            {"id": "warm", "title": "Warm", "kind": "rating", "definition": "d", "anchors": ANCHORS}
            | {"points": {"low": 171, "mid": 272, "high": 373}},
            {"id": "cold", "title": "Cold", "kind": "rating", "definition": "d", "anchors": ANCHORS}
            | {"points": {"low": 1, "mid": 2, "high": 3}, "unwanted": True},
        ],
    }
)


def found_expression(turn: int, quote: str, concern: str, **facets: Any) -> dict[str, Any]:
    """One expression as the first pass gives it."""
    return {
        "turn": turn,
        "reason": f'"{quote}" says so',
        "quote": quote,
        "strength": "stated",
        "emotion": "fear",
        "whose": "patient",
        "time": "now",
        "cue": None,
        "progress": False,
        "challenge": False,
        "praise": False,
        "elicited_by": "patient",
        "concern": concern,
        **facets,
    }


def found_move(quote: str, kind: str, *about: str, signs: tuple[str, ...] = ()) -> dict[str, Any]:
    """One move as the second pass gives it."""
    return {"reason": f'"{quote}"', "quote": quote, "signs": list(signs), "about": list(about), "kind": kind}


def found_response(moment: str, answer: str, declined: int | None = None) -> dict[str, Any]:
    """One response as the second pass gives it."""
    return {"moment": moment, "reason": "as quoted", "declined": declined, "answer": answer}


EXPRESSIONS = {
    "expressions": [
        found_expression(2, "I'm so scared it's back", "fear of relapse"),
        found_expression(4, "That my girls end up alone", "daughters alone", strength="hinted", cue="b"),
    ]
}
RESPONSES = {
    "turns": [
        {"turn": 1, "moves": [found_move("Good morning", "greets")]},
        {
            "turn": 3,
            "moves": [
                found_move("That sounds frightening", "names_feeling", "m1"),
                found_move("What is it that worries you most?", "explores_feeling", "m1"),
            ],
        },
        {"turn": 5, "moves": [found_move("are you sleeping, eating?", "closed_question")]},
    ],
    "responses": [found_response("m1", "taken_up"), found_response("m2", "left")],
}
RATINGS = {
    "ratings": [
        {
            "item": "warm",
            "reason": "names the fear",
            "quotes": [{"turn": 3, "quote": "sounds frightening"}],
            "level": "high",
        },
        {"item": "cold", "reason": "nothing", "quotes": [], "level": "low"},
    ]
}


def as_text(value: Any) -> str:
    """JSON as a model writes it."""
    return json.dumps(value)


THREADS = Rubric.model_validate(
    {
        "id": "threads",
        "version": "1",
        "title": "T",
        "purpose": "p",
        "items": [
            {"id": "met", "title": "M", "kind": "threads", "definition": "d"}
            | {"points": {"met": 1, "met_later": 0.75, "partly": 0.5, "passed": 0}}
        ],
    }
)


def model(expressions: Any = EXPRESSIONS, responses: Any = RESPONSES, ratings: Any = RATINGS) -> ScriptedChatModel:
    """Answers each task with its own script; a list is taken in turn."""
    taken: dict[str, int] = {}

    def answer(messages: list[BaseMessage]) -> str | Exception:
        question = str(messages[1].text)
        name, given = (
            ("ratings", ratings)
            if "Items:" in question
            else ("responses", responses)
            if "Learner turns to code" in question
            else ("expressions", expressions)
        )
        if isinstance(given, list):
            place = taken.get(name, 0)
            taken[name] = place + 1
            given = given[min(place, len(given) - 1)]
        return given if isinstance(given, str | Exception) else as_text(given)

    return ScriptedChatModel(script=answer)


async def code(transcript: Transcript, scripted: ScriptedChatModel, rubric: Rubric = THREADS) -> Coding:
    """The coding by the coder with a language model."""
    return await LLMCoder(scripted).code(transcript, rubric)
