"""Short conversations written for these tests, and what a model might say of them."""

from __future__ import annotations

import json
from typing import Any

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
        "quote": quote,
        "reason": f'"{quote}" says so',
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


def found_move(quote: str, kind: str, *about: int, signs: tuple[str, ...] = ()) -> dict[str, Any]:
    """One move as the second pass gives it."""
    return {"quote": quote, "reason": f'"{quote}"', "signs": list(signs), "about": list(about), "kind": kind}


def found_response(moment: int, answer: str, declined: bool = False) -> dict[str, Any]:
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
                found_move("That sounds frightening", "names_feeling", 2),
                found_move("What is it that worries you most?", "explores_feeling", 2),
            ],
        },
        {"turn": 5, "moves": [found_move("are you sleeping, eating?", "closed_question")]},
    ],
    "responses": [found_response(2, "taken_up"), found_response(4, "left")],
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
