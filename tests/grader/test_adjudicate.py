"""Two coders: the language model's codes stand, unless the built-in coder contradicts them."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.codes import (
    CoderIdentity,
    Coding,
    Emotion,
    Evidence,
    Expression,
    Moment,
    Move,
    MoveKind,
    Outcome,
    Rating,
    Response,
    Space,
    Strength,
    ThreadOutcome,
    Valence,
)
from simulator.grader import grade
from simulator.grader.adjudicate import BothCoder, adjudicate
from simulator.grader.coder import reference, uncoded
from simulator.rubric.model import Rubric
from simulator.transcript import Transcript

from .talks import RATED, SCAN

LLM = CoderIdentity(name="llm", version="1", model="m", prompt_hash="p")
BUILTIN = CoderIdentity(name="built-in", version="1", weights_hash="w")


def coding(coder: CoderIdentity, *responses: Response, strength: Strength = Strength.STATED, **more: Any) -> Coding:
    return Coding(
        transcript=reference(SCAN),
        coder=coder,
        language="en",
        moments=tuple(Moment(turn=r.moment, expressions=(expression(r.moment, strength),)) for r in responses),
        responses=responses,
        threads=tuple(ThreadOutcome(id=f"t{r.moment}", moments=(r.moment,), outcome=r.outcome) for r in responses),
        **more,
    )


def expression(turn: int, strength: Strength) -> Expression:
    return Expression(
        turn=turn,
        start=0,
        end=3,
        quote=SCAN.turn(turn).text[:3],
        id=f"e{turn}",
        strength=strength,
        valence=Valence.UNPLEASANT,
        emotion=Emotion.FEAR,
        thread=f"t{turn}",
    )


def response(outcome: Outcome = Outcome.MET, **fields: Any) -> Response:
    return Response(moment=2, turns=(3,), outcome=outcome, **fields)


def reviewed(one: Response, other: Response | None, strength: Strength = Strength.STATED) -> str | None:
    others = () if other is None else (other,)
    both = adjudicate(coding(LLM, one, strength=strength), coding(BUILTIN, *others), RATED)
    assert both.responses[0].outcome is one.outcome
    return both.responses[0].review


@pytest.mark.parametrize(
    ("one", "other", "held_up"),
    [
        (response(), response(), False),
        (response(Outcome.MET), response(Outcome.PASSED), True),
        (response(Outcome.PASSED), response(Outcome.MET), True),
        (response(Outcome.PASSED), response(Outcome.MET_LATER), True),
        (response(Outcome.PARTLY), response(Outcome.PASSED), False),
        (response(Outcome.PARTLY), response(Outcome.MET), False),
        (response(space=Space.PROVIDE), response(space=Space.REDUCE), True),
        (response(space=Space.BOTH), response(space=Space.REDUCE), False),
        (response(eccs=4), response(eccs=2), True),
        (response(eccs=4), response(eccs=3), False),
        (response(eccs=0), response(eccs=None), False),
        (response(Outcome.PASSED), response(Outcome.PASSED, review="unclear"), True),
    ],
)
def test_conflicts_go_under_review_and_the_models_code_stands(one: Response, other: Response, held_up: bool) -> None:
    assert (reviewed(one, other) is not None) is held_up


def test_a_passing_over_only_one_coder_sees_needs_an_emotion_in_plain_words() -> None:
    assert reviewed(response(Outcome.PASSED), None, Strength.STATED) is None
    assert reviewed(response(Outcome.PASSED), None, Strength.HINTED) is not None
    assert reviewed(response(Outcome.MET), None, Strength.HINTED) is None


def test_ratings_two_anchors_apart_go_under_review() -> None:
    def rated(coder: CoderIdentity, level: str, between: float = 0.0) -> Coding:
        evidence = (Evidence(turn=3, start=0, end=4, quote="That"),)
        return coding(coder, ratings=(Rating(item="warm", level=level, between=between, evidence=evidence),))

    assert adjudicate(rated(LLM, "high"), rated(BUILTIN, "low"), RATED).review != {}
    assert adjudicate(rated(LLM, "high"), rated(BUILTIN, "low", 0.2), RATED).review == {}
    assert adjudicate(rated(LLM, "mid"), rated(BUILTIN, "high"), RATED).review == {}


def test_a_code_against_the_learner_stands_with_two_signs_or_both_coders() -> None:
    def minimises(negative: bool) -> Move:
        return Move(turn=5, start=0, end=7, quote="And are", kind=MoveKind.MINIMISES, negative=negative)

    def stands(one: Move, *others: Move) -> bool:
        both = adjudicate(coding(LLM, moves=(one,)), coding(BUILTIN, moves=others), RATED)
        return both.moves[0].negative

    assert not stands(minimises(False))
    assert stands(minimises(True))
    assert stands(minimises(False), minimises(False))
    assert not stands(minimises(False), Move(turn=5, start=0, end=7, quote="And are", kind=MoveKind.CLOSED_QUESTION))


class Fixed:
    """A coder that always gives the same coding."""

    def __init__(self, given: Coding) -> None:
        self.given, self.identity = given, given.coder

    async def code(self, transcript: Transcript, rubric: Rubric) -> Coding:
        return self.given


async def test_where_the_model_failed_nothing_is_put_in_its_place() -> None:
    failed = uncoded(SCAN, LLM, "coder_failed: timeout")
    both = BothCoder(Fixed(failed), Fixed(coding(BUILTIN, response())))
    _, card = await grade(SCAN, RATED, both)
    assert {item.unscored for item in card.items} == {"coder_failed: timeout"}


async def test_where_the_language_has_no_pack_the_models_coding_stands_and_says_so() -> None:
    none = uncoded(SCAN, BUILTIN, "language")
    coded, _ = await grade(SCAN, RATED, BothCoder(Fixed(coding(LLM, response())), Fixed(none)))
    assert coded.responses[0].outcome is Outcome.MET
    assert coded.dropped == {"not_adjudicated": 1}


def test_identity_holds_both() -> None:
    identity = BothCoder(Fixed(coding(LLM)), Fixed(coding(BUILTIN))).identity
    assert (identity.name, identity.model, identity.weights_hash) == ("both", "m", "w")
