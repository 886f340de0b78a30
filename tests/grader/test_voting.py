"""Several readings: more than half of them decide, and what has no majority goes to a person."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from simulator.codes import MoveKind, Outcome
from simulator.errors import ProviderFailed
from simulator.grader import grade, passes
from simulator.grader.adjudicate import BothCoder
from simulator.grader.builtin import BuiltinCoder
from simulator.grader.llm import LLMCoder
from simulator.grader.shelf import Shelf
from simulator.grader.voting import VotingCoder, elect
from simulator.rubric.evidence import verify
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import NO_OPPORTUNITY

from .talks import EXPRESSIONS, RATED, RATINGS, RESPONSES, SCAN, THREADS, found_expression, found_move, model


def voting(*scripts: Any) -> VotingCoder:
    """One reading for each script."""
    shelf = Shelf(0)
    return VotingCoder([LLMCoder(one, name="m", shelf=shelf, ballot=n) for n, one in enumerate(scripts)])


def says(answer: str, **changes: Any) -> Any:
    """A reading that sees the second moment answered in this way."""
    made = copy.deepcopy(RESPONSES)
    if answer == "met":
        made["turns"][2]["moves"] = [found_move("are you sleeping, eating?", "explores_feeling", "m2")]
        made["responses"][1]["answer"] = "taken_up"
    elif answer == "touched":
        made["responses"][1]["answer"] = "touched"
    return model(responses=made, **changes)


async def test_three_readings_that_agree_are_like_one() -> None:
    one, _ = await grade(SCAN, RATED, LLMCoder(model(), name="m", shelf=Shelf(0)))
    three, card = await grade(SCAN, RATED, voting(model(), model(), model()))
    assert three.model_copy(update={"coder": one.coder}) == one
    assert three.coder.version == f"{one.coder.version}+votes3"
    assert [i.score for i in card.items] == [373.0, 1.0]


async def test_most_readings_decide_on_every_code() -> None:
    more = {"expressions": [*EXPRESSIONS["expressions"], found_expression(6, "Not much", "sleep")]}
    fewer = {"expressions": EXPRESSIONS["expressions"][:1]}
    coding, card = await grade(SCAN, THREADS, voting(model(more), model(fewer), model()))
    assert [m.turn for m in coding.moments] == [2, 4]
    assert coding.dropped["no_majority"] == 1
    assert {r.moment: (r.outcome, r.review) for r in coding.responses}[2] == (Outcome.MET, None)
    assert (card.items[0].n, card.items[0].score) == (2, 0.5)


async def test_two_of_three_outcomes_stand_and_three_different_ones_go_to_a_person() -> None:
    coding, _ = await grade(SCAN, THREADS, voting(says("met"), says("left"), says("left")))
    assert [(r.outcome, r.review) for r in coding.responses] == [(Outcome.MET, None), (Outcome.PASSED, None)]
    coding, card = await grade(SCAN, THREADS, voting(says("met"), says("left"), says("touched")))
    assert coding.responses[1].review == "the readings do not agree: met (1), passed (1), partly (1)"
    assert (card.items[0].score, card.items[0].n, card.items[0].review) == (1.0, 1, 1)


def level(of_warm: str) -> Any:
    made = copy.deepcopy(RATINGS)
    made["ratings"][0]["level"] = of_warm
    return model(ratings=made)


async def test_levels_are_elected_item_by_item() -> None:
    _, card = await grade(SCAN, RATED, voting(level("mid"), level("high"), level("mid")))
    assert [i.score for i in card.items] == [272.0, 1.0]
    coding, card = await grade(SCAN, RATED, voting(level("mid"), level("high"), level("low")))
    assert coding.review == {"warm": 'the readings do not agree: "mid" (1), "high" (1), "low" (1)'}
    assert [(i.score, i.review) for i in card.items] == [(None, 1), (1.0, 0)]
    _, card = await grade(SCAN, RATED, voting(level("no_occasion"), level("high"), level("no_occasion")))
    assert card.items[0].unscored == NO_OPPORTUNITY


async def test_a_code_against_the_learner_needs_most_readings_to_bear_it() -> None:
    def against(*signs: str) -> Any:
        made = copy.deepcopy(RESPONSES)
        made["turns"][2]["moves"] = [found_move("are you sleeping, eating?", "changes_subject", signs=signs)]
        return model(responses=made)

    strong, weak = ("are you", "eating?"), ("are you",)
    for readings, negative in (((strong, strong, weak), True), ((strong, weak, weak), False)):
        coding, _ = await grade(SCAN, THREADS, voting(*(against(*signs) for signs in readings)))
        assert [m.negative for m in coding.moves if m.kind is MoveKind.CHANGES_SUBJECT] == [negative]


async def test_a_failed_reading_gives_no_vote_and_is_counted() -> None:
    lost = model(expressions=TimeoutError("slow"))
    coding, card = await grade(SCAN, THREADS, voting(lost, model(), model()))
    assert coding.dropped == {"reading_failed": 1}
    assert card.items[0].score == 0.5
    coding, _ = await grade(SCAN, THREADS, voting(lost, says("met"), says("left")))
    assert coding.responses[1].review == "the readings do not agree: met (1), passed (1), not seen (1)"
    coding, card = await grade(SCAN, THREADS, voting(lost, model(), lost))
    assert coding.unscored["*"].startswith("coder_failed: timeout")
    assert card.items[0].score is None


async def test_a_key_that_is_refused_ends_all_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise ProviderFailed("the key was refused", kind="auth", retryable=False)

    monkeypatch.setattr(passes, "ask", refuse)
    with pytest.raises(ProviderFailed):
        await grade(SCAN, THREADS, voting(model(), model(), model()))


async def test_readings_of_one_model_are_asked_apart_and_kept_apart() -> None:
    scripted, shelf = model(), Shelf()
    coder = VotingCoder([LLMCoder(scripted, shelf=shelf, ballot=n) for n in range(3)])
    await coder.code(SCAN, THREADS)
    assert len(scripted.seen) == 6
    await coder.code(SCAN, RATED)
    assert len(scripted.seen) == 9


async def test_the_order_of_the_readings_changes_no_score() -> None:
    scripts = [says("met"), says("left"), says("touched")]
    cards = []
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        _, card = await grade(SCAN, THREADS, voting(*(scripts[n] for n in order)))
        cards.append([(i.score, i.n, i.review) for i in card.items])
    assert cards[0] == cards[1] == cards[2]


async def test_threads_are_one_where_most_readings_say_so() -> None:
    def named(*names: str) -> Any:
        made = copy.deepcopy(EXPRESSIONS)
        for one, name in zip(made["expressions"], names, strict=True):
            one["concern"] = name
        return model(made)

    one, two = ("a", "a"), ("a", "b")
    for readings, ids in (((one, one, two), ["t1"]), ((one, two, two), ["t1", "t2"])):
        coding, _ = await grade(SCAN, THREADS, voting(*(named(*names) for names in readings)))
        assert [t.id for t in coding.threads] == ids


def test_an_even_number_of_readings_decides_nothing() -> None:
    with pytest.raises(ValueError, match="odd"):
        voting(model(), model())


async def test_with_the_built_in_coder_beside_them_the_identity_names_votes_and_both() -> None:
    both = BothCoder(voting(model(), model(), model()), BuiltinCoder())
    assert "votes3" in both.identity.version and "built-in" in both.identity.version


@pytest.mark.parametrize("rubric", [THREADS, RATED])
async def test_what_is_elected_holds_to_the_transcript(rubric: Rubric) -> None:
    scripts = [says("met"), model({"expressions": EXPRESSIONS["expressions"][1:]}), says("touched")]
    codings = [await LLMCoder(one, shelf=Shelf(0)).code(SCAN, rubric) for one in scripts]
    made = elect(SCAN, rubric, [verify(c, SCAN, rubric) for c in codings], 3)
    assert verify(made, SCAN, rubric) == made
