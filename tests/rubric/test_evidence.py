"""No quote, no code: what is not literally in the cited turn is dropped and counted."""

from __future__ import annotations

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
    Rating,
    Response,
    Strength,
    ThreadOutcome,
    TranscriptRef,
    Valence,
)
from simulator.rubric.evidence import check, verify
from simulator.rubric.model import Item, ItemKind, Rubric
from simulator.transcript import Act, Flag, Side, Transcript, Turn

TALK = Transcript(
    id="talk",
    turns=(
        Turn(side=Side.LEARNER, text="Good morning. What brings you in?"),
        Turn(side=Side.PATIENT, text="My back. I'm scared, really scared.", seen="looks at the floor"),
        Turn(side=Side.LEARNER, text="That sounds frightening."),
        Turn(side=Side.PATIENT, text="It is the nights I", flag=Flag.CUT_SHORT),
        Turn(side=Side.LEARNER, text="", act=Act.QUIET),
    ),
)
RUBRIC = Rubric(
    id="r",
    version="1",
    title="R",
    purpose="p",
    items=(
        Item(
            id="level",
            title="L",
            kind=ItemKind.RATING,
            definition="d",
            anchors={"low": "l", "high": "h"},
            points={"low": 1, "high": 5},
        ),
        Item(id="menu", title="M", kind=ItemKind.MENU, definition="d"),
    ),
)


def quote(turn: int, words: str, start: int = -1, where: str = "text") -> Evidence:
    return Evidence(turn=turn, start=start, end=start + len(words), quote=words, where=where)


def expression(turn: int, words: str, start: int = -1, identity: str = "e1") -> Expression:
    place = quote(turn, words, start).model_dump()
    return Expression(
        **place,
        id=identity,
        strength=Strength.STATED,
        valence=Valence.UNPLEASANT,
        emotion=Emotion.FEAR,
        thread="t1",
    )


def coding(**fields: object) -> Coding:
    base = {
        "transcript": TranscriptRef(id="talk", turns=5, hash="h"),
        "coder": CoderIdentity(name="c", version="1"),
        "language": "en",
    }
    return Coding.model_validate({**base, **fields})


def test_a_quote_in_its_place_is_kept() -> None:
    kept = quote(2, "I'm scared", 9)
    assert check(kept, TALK, Side.PATIENT) == kept


def test_wrong_offsets_are_repaired_where_the_quote_stands_once() -> None:
    assert check(quote(2, "really scared"), TALK, Side.PATIENT) == quote(2, "really scared", 21)


def test_what_was_seen_can_be_quoted() -> None:
    assert check(quote(2, "the floor"), TALK, Side.PATIENT) == quote(2, "the floor", 9, "seen")


@pytest.mark.parametrize(
    ("evidence", "side", "reason"),
    [
        (quote(2, "I am scared"), Side.PATIENT, "quote_not_found"),
        (quote(2, "i'm scared"), Side.PATIENT, "quote_not_found"),
        (quote(2, "scared"), Side.PATIENT, "quote_ambiguous"),
        (quote(9, "scared"), Side.PATIENT, "turn_unknown"),
        (quote(0, "scared"), Side.PATIENT, "turn_unknown"),
        (quote(-1, "scared"), Side.PATIENT, "turn_unknown"),
        (quote(3, "frightening"), Side.PATIENT, "wrong_side"),
        (quote(4, "nights"), Side.PATIENT, "turn_flagged"),
        (quote(2, ""), Side.PATIENT, "quote_empty"),
    ],
)
def test_what_does_not_hold_has_its_reason(evidence: Evidence, side: Side, reason: str) -> None:
    assert check(evidence, TALK, side) == reason


def test_silence_has_no_words_to_quote() -> None:
    assert check(quote(5, "", 0), TALK, Side.LEARNER) == quote(5, "", 0)


def test_dropped_codes_are_counted_by_reason_and_take_their_dependants_along() -> None:
    verified = verify(
        coding(
            moments=(Moment(turn=2, expressions=(expression(2, "I am terrified"),)),),
            moves=(Move(**quote(3, "frightening").model_dump(), kind=MoveKind.NAMES_FEELING),),
            responses=(Response(moment=2, turns=(3,)),),
            threads=(ThreadOutcome(id="t1", moments=(2,), outcome="passed"),),
        ),
        TALK,
    )
    assert verified.dropped == {"moment_unknown": 1, "quote_not_found": 1}
    assert (verified.moments, verified.responses, verified.threads) == ((), (), ())
    assert verified.moves[0].quote == "frightening"


def test_a_moment_keeps_the_expressions_that_hold() -> None:
    verified = verify(
        coding(
            moments=(Moment(turn=2, expressions=(expression(2, "I'm scared"), expression(2, "sad", -1, "e2"))),),
            threads=(ThreadOutcome(id="t1", moments=(2, 4), outcome="met"),),
        ),
        TALK,
    )
    assert [e.id for e in verified.moments[0].expressions] == ["e1"]
    assert verified.threads[0].moments == (2,)


def test_a_response_names_only_learner_turns_after_its_moment() -> None:
    verified = verify(
        coding(
            moments=(Moment(turn=2, expressions=(expression(2, "I'm scared"),)),),
            responses=(
                Response(moment=2, turns=(1, 2, 3, 8), evidence=(quote(3, "frightening"), quote(2, "I'm scared"))),
            ),
        ),
        TALK,
    )
    assert verified.responses[0].turns == (3,)
    assert [e.quote for e in verified.responses[0].evidence] == ["frightening"]
    assert verified.dropped == {"wrong_side": 1}


@pytest.mark.parametrize(
    ("rating", "dropped", "unscored"),
    [
        (Rating(item="other", level="low"), {"item_unknown": 1}, set()),
        (Rating(item="menu", level="low"), {"item_unknown": 1}, set()),
        (Rating(item="level", level="top"), {"level_unknown": 1}, {"level"}),
        (Rating(item="level", level="high"), {"no_quote": 1}, {"level"}),
        (Rating(item="level", level="low", between=0.5), {"no_quote": 1}, {"level"}),
        (
            Rating(item="level", level="high", evidence=(quote(3, "never said"),)),
            {"no_quote": 1, "quote_not_found": 1},
            {"level"},
        ),
    ],
)
def test_a_rating_that_does_not_hold_is_unscored_never_the_lowest_level(
    rating: Rating, dropped: dict[str, int], unscored: set[str]
) -> None:
    verified = verify(coding(ratings=(rating,)), TALK, RUBRIC)
    assert (verified.ratings, verified.dropped, set(verified.unscored)) == ((), dropped, unscored)


def test_the_lowest_level_needs_no_quote_and_others_stand_on_one() -> None:
    high = Rating(item="level", level="high", evidence=(quote(3, "sounds frightening"),))
    for rating in (Rating(item="level", level="low"), high):
        verified = verify(coding(ratings=(rating,)), TALK, RUBRIC)
        assert (len(verified.ratings), verified.dropped) == (1, {})


def test_verifying_twice_changes_nothing() -> None:
    once = verify(
        coding(
            moments=(Moment(turn=2, expressions=(expression(2, "I'm scared"), expression(2, "sad"))),),
            responses=(Response(moment=2, turns=(3,), evidence=(quote(3, "frightening"),)),),
            safety_turns=(3, 4, 99),
        ),
        TALK,
        RUBRIC,
    )
    assert once.safety_turns == (3,)
    assert verify(once, TALK, RUBRIC) == once
