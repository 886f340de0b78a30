"""One small conversation with every kind of outcome, coded by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulator.codes import (
    CoderIdentity,
    Coding,
    Cue,
    Emotion,
    Evidence,
    Expression,
    Moment,
    Move,
    MoveKind,
    Outcome,
    Response,
    Strength,
    ThreadOutcome,
    TranscriptRef,
    Valence,
)
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.rubric.scoring import score
from simulator.transcript import Side, Transcript, Turn

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
P, L = Side.PATIENT, Side.LEARNER
TURNS = (
    Turn(side=P, text="I'm <b>frightened</b> it is cancer.", seen="looks at the floor"),
    Turn(side=L, text="That must be frightening. Tell me more."),
    Turn(side=P, text="My brother went like this. Nobody asked."),
    Turn(side=L, text="=Any fever?"),
    Turn(side=P, text="No. I passed black stools."),
    Turn(side=L, text="When was that?"),
    Turn(side=P, text="I don't sleep, I just don't."),
    Turn(side=L, text="We could look at that."),
    Turn(side=P, text="And my wife is worn out."),
)
TRANSCRIPT = Transcript(id="small", turns=TURNS)


def expression(turn: int, quote: str, thread: str, strength: Strength, **more: object) -> Expression:
    start = TURNS[turn - 1].text.index(quote)
    place = {"turn": turn, "start": start, "end": start + len(quote), "quote": quote}
    facets = {"valence": Valence.UNPLEASANT, "emotion": Emotion.FEAR, "strength": strength, "thread": thread}
    return Expression.model_validate({"id": f"e{turn}", **place, **facets, **more})


def move(turn: int, quote: str, kind: MoveKind, *, negative: bool = False) -> Move:
    start = TURNS[turn - 1].text.index(quote)
    return Move(turn=turn, start=start, end=start + len(quote), quote=quote, kind=kind, negative=negative)


def evidence(turn: int, quote: str) -> Evidence:
    start = TURNS[turn - 1].text.index(quote)
    return Evidence(turn=turn, start=start, end=start + len(quote), quote=quote)


def response(moment: int, outcome: Outcome, **more: object) -> Response:
    turns = (moment + 1,) if moment < len(TURNS) else ()
    return Response.model_validate({"moment": moment, "turns": turns, "outcome": outcome, **more})


CODING = Coding(
    transcript=TranscriptRef(id="small", turns=len(TURNS), hash=TRANSCRIPT.hash),
    coder=CoderIdentity(name="by-hand", version="1", model="nobody"),
    language="en",
    moments=(
        Moment(turn=1, expressions=(expression(1, "frightened", "a", Strength.STATED),)),
        Moment(turn=3, expressions=(expression(3, "Nobody asked", "b", Strength.HINTED, cue=Cue.HIDDEN),)),
        Moment(turn=5, expressions=(expression(5, "black stools", "c", Strength.IMPLIED),)),
        Moment(turn=7, expressions=(expression(7, "I don't sleep", "d", Strength.HINTED, cue=Cue.BODY),)),
        Moment(turn=9, expressions=(expression(9, "worn out", "e", Strength.STATED, whose="other"),)),
    ),
    moves=(
        move(2, "That must be frightening", MoveKind.NAMES_FEELING),
        move(2, "Tell me more", MoveKind.INVITES),
        move(4, "Any fever?", MoveKind.CHANGES_SUBJECT),
        move(6, "When was that?", MoveKind.EXPLORES_FACT),
        move(8, "We could look at that", MoveKind.MINIMISES, negative=True),
    ),
    responses=(
        response(1, Outcome.MET, evidence=(evidence(2, "That must be frightening"),), space="provide", eccs=4),
        response(3, Outcome.PASSED),
        response(5, Outcome.PASSED),
        response(7, Outcome.PASSED, review="the coders differ"),
        response(9, Outcome.NO_CHANCE),
    ),
    threads=tuple(
        ThreadOutcome(id=name, moments=(turn,), outcome=outcome, emotion=Emotion.FEAR)
        for name, turn, outcome in (
            ("a", 1, Outcome.MET),
            ("b", 3, Outcome.PASSED),
            ("c", 5, Outcome.PASSED),
            ("d", 7, Outcome.PASSED),
            ("e", 9, Outcome.NO_CHANCE),
        )
    ),
    unscored={"nurse_menu": "the model did not answer"},
    dropped={"the quote is not in the turn": 2},
)


@dataclass(frozen=True)
class Small:
    """The conversation, its coding, and what a rubric makes of it."""

    transcript: Transcript
    coding: Coding
    rubric: Rubric
    card: Scorecard


@pytest.fixture(scope="session")
def small() -> Small:
    text = (RUBRICS / "emotion-response.yaml").read_text("utf-8")
    rubric = Rubric.model_validate(YAML(typ="safe", pure=True).load(text))
    return Small(TRANSCRIPT, CODING, rubric, score(rubric, CODING))
