"""The coder with a language model: fenced data, quotes checked, one repair, failures as values."""

from __future__ import annotations

import copy

import pytest

from simulator.codes import Cue, MoveKind, Outcome, Strength
from simulator.errors import ProviderFailed
from simulator.grader import grade, passes, prompting
from simulator.grader.llm import LLMCoder
from simulator.models import ModelCall
from simulator.rubric.scorecard import NO_OPPORTUNITY
from simulator.transcript import Act, Side, Transcript, Turn

from .talks import (
    EXPRESSIONS,
    RATED,
    RATINGS,
    RESPONSES,
    SCAN,
    THREADS,
    code,
    found_expression,
    found_move,
    found_response,
    model,
    talk,
)

# ---- what it codes -----------------------------------------------------------------------------------------


async def test_expressions_responses_and_threads_come_from_the_two_passes() -> None:
    coding = await code(SCAN, model())
    assert [(m.turn, m.expressions[0].thread) for m in coding.moments] == [(2, "t1"), (4, "t2")]
    assert {r.moment: r.outcome for r in coding.responses} == {2: Outcome.MET, 4: Outcome.PASSED}
    assert [t.outcome for t in coding.threads] == [Outcome.MET, Outcome.PASSED]
    assert all(r.review is None for r in coding.responses)
    assert coding.dropped == {}


async def test_grading_with_it_gives_a_scorecard() -> None:
    # one thread met, one passed: (1 + 0) / 2
    _, card = await grade(SCAN, THREADS, LLMCoder(model()))
    assert (card.items[0].score, card.items[0].n) == (0.5, 2)


async def test_every_learner_turn_has_a_move() -> None:
    without = {**RESPONSES, "turns": RESPONSES["turns"][1:]}
    coding = await code(SCAN, model(responses=without))
    assert [m.turn for m in coding.moves] == [1, 3, 3, 5]
    assert coding.moves[0].kind is MoveKind.OTHER


async def test_a_quote_that_is_not_there_is_dropped_and_counted() -> None:
    wrong = {
        "expressions": [
            *EXPRESSIONS["expressions"],
            found_expression(2, "I am terrified", "relapse"),
            found_expression(3, "That sounds frightening", "relapse"),
            found_expression(77, "scared", "relapse"),
        ]
    }
    coding = await code(SCAN, model(expressions=wrong))
    assert coding.dropped == {"quote_not_found": 1, "turn_outside_window": 1, "wrong_side": 1}
    assert len(coding.moments) == 2


async def test_typographic_quotes_are_taken_as_they_stand_in_the_turn() -> None:
    curly = talk("L: Hello.", "P: I’m so scared it’s back.", "L: I see.")
    one = {"expressions": EXPRESSIONS["expressions"][:1]}
    coding = await code(curly, model(expressions=one, responses={"turns": [], "responses": []}))
    assert coding.moments[0].expressions[0].quote == "I’m so scared it’s back"


async def test_the_models_own_reading_against_the_tables_is_put_under_review() -> None:
    says_left = copy.deepcopy(RESPONSES)
    says_left["responses"][0]["answer"] = "left"
    coding = await code(SCAN, model(responses=says_left))
    assert coding.responses[0].review is not None


async def test_a_moment_the_model_does_not_answer_for_is_under_review_never_passed() -> None:
    coding = await code(SCAN, model(responses={**RESPONSES, "responses": []}))
    assert all(r.review is not None for r in coding.responses)


@pytest.mark.parametrize(
    ("signs", "negative"), [(("are you",), False), (("are you", "eating?"), True), (("no such words",), False)]
)
async def test_a_code_against_the_learner_needs_two_signs_of_its_own(signs: tuple[str, ...], negative: bool) -> None:
    against = copy.deepcopy(RESPONSES)
    against["turns"][2]["moves"] = [found_move("are you sleeping, eating?", "changes_subject", signs=signs)]
    coding = await code(SCAN, model(responses=against))
    assert [m.negative for m in coding.moves if m.kind is MoveKind.CHANGES_SUBJECT] == [negative]


@pytest.mark.parametrize(
    ("declined", "outcome"), [(None, Outcome.PASSED), (6, Outcome.DECLINED), (5, Outcome.PASSED), (99, Outcome.PASSED)]
)
async def test_a_decline_is_a_patients_turn(declined: int | None, outcome: Outcome) -> None:
    said = {**RESPONSES, "responses": [found_response("m1", "taken_up"), found_response("m2", "left", declined)]}
    closing = Transcript(id="c", turns=(*SCAN.turns, Turn(side=Side.LEARNER, text="Right.")))
    coding = await code(closing, model(responses=said))
    assert coding.responses[1].outcome is outcome


async def test_silence_has_a_move_and_what_is_said_after_it_belongs_to_the_answer() -> None:
    turns = list(SCAN.turns)
    turns[2:2] = [Turn(side=Side.LEARNER, text="", act=Act.QUIET), Turn(side=Side.PATIENT, text="So.")]
    silent = Transcript(id="silent", turns=tuple(turns))
    expressions = {"expressions": EXPRESSIONS["expressions"][:1]}
    answered = {
        "turns": [
            {"turn": 3, "moves": [found_move("", "quiet", "m1")]},
            {"turn": 5, "moves": [found_move("That sounds frightening", "names_feeling", "m1")]},
        ],
        "responses": [found_response("m1", "taken_up")],
    }
    coding = await code(silent, model(expressions, answered))
    assert [(m.turn, m.kind) for m in coding.moves][1] == (3, MoveKind.QUIET)
    assert (coding.responses[0].outcome, coding.responses[0].review) == (Outcome.MET, None)
    assert coding.dropped == {}


async def test_only_hints_and_feelings_of_another_time_have_a_kind_of_cue() -> None:
    shown = [
        found_expression(2, "I'm so scared", "scan", cue="b"),
        found_expression(2, "it's back", "scan", cue="b", time="past"),
        found_expression(4, "my girls", "girls", cue="f", emotion="love", strength="hinted"),
        found_expression(4, "end up alone", "girls", cue="d", strength="hinted"),
    ]
    coding = await code(SCAN, model({"expressions": shown}, {"turns": [], "responses": []}))
    assert [e.cue for m in coding.moments for e in m.expressions] == [None, Cue.HIDDEN, None, Cue.EVENT]


# ---- ratings -----------------------------------------------------------------------------------------------


async def test_ratings_are_matched_by_id_and_score_by_points_the_model_never_saw() -> None:
    scripted = model()
    _, card = await grade(SCAN, RATED, LLMCoder(scripted))
    assert [(i.id, i.score) for i in card.items] == [("warm", 373.0), ("cold", 1.0)]
    asked = " ".join(m.text for messages in scripted.seen for m in messages)
    assert not any(points in asked for points in ("171", "272", "373"))


async def test_a_missing_item_is_repaired_once_and_then_unscored() -> None:
    half = {"ratings": RATINGS["ratings"][:1]}
    repaired = model(ratings=[half, RATINGS])
    _, card = await grade(SCAN, RATED, LLMCoder(repaired))
    assert [i.score for i in card.items] == [373.0, 1.0]
    assert 'item "cold" is missing' in repaired.seen[-1][-1].text
    _, card = await grade(SCAN, RATED, LLMCoder(model(ratings=half)))
    assert [i.score for i in card.items] == [None, None]
    assert all((i.unscored or "").startswith("coder_failed") for i in card.items)


async def test_no_occasion_is_unscored() -> None:
    none = copy.deepcopy(RATINGS)
    none["ratings"][0]["level"] = "no_occasion"
    _, card = await grade(SCAN, RATED, LLMCoder(model(ratings=none)))
    assert card.items[0].unscored == NO_OPPORTUNITY


async def test_a_high_level_of_an_unwanted_item_on_one_quote_goes_under_review() -> None:
    harsh = copy.deepcopy(RATINGS)
    harsh["ratings"][1] |= {"level": "high", "quotes": [{"turn": 5, "quote": "are you sleeping"}]}
    _, card = await grade(SCAN, RATED, LLMCoder(model(ratings=harsh)))
    assert (card.items[1].score, card.items[1].review) == (None, 1)


# ---- failure is a value ------------------------------------------------------------------------------------


async def test_prose_is_repaired_once_with_the_fault_quoted() -> None:
    scripted = model(expressions=['{"expressions": 3}', EXPRESSIONS])
    coding = await code(SCAN, scripted)
    assert len(coding.moments) == 2
    assert "expressions: Input should be a valid array" in scripted.seen[1][-1].text


async def test_twice_unreadable_is_unscored_with_the_reason() -> None:
    _, card = await grade(SCAN, THREADS, LLMCoder(model(expressions='{"expressions": 3}')))
    assert card.items[0].score is None
    assert (card.items[0].unscored or "").startswith("coder_failed: malformed")


async def test_an_unreadable_second_pass_leaves_its_moments_under_review() -> None:
    coding, card = await grade(SCAN, THREADS, LLMCoder(model(responses="{}")))
    assert coding.dropped == {"answer_unreadable": 1}
    assert (card.items[0].score, card.items[0].review) == (None, 2)


async def test_a_providers_failure_leaves_everything_unscored() -> None:
    coding, card = await grade(SCAN, RATED, LLMCoder(model(expressions=TimeoutError("slow"))))
    assert coding.moments == ()
    assert {i.score for i in card.items} == {None}
    assert all((i.unscored or "").startswith("coder_failed: timeout") for i in card.items)


async def test_an_answer_cut_at_the_length_limit_is_no_answer() -> None:
    scripted = model()
    scripted.finish = "length"
    coding = await code(SCAN, scripted)
    assert coding.unscored["*"].startswith("coder_failed: length")


async def test_a_wrong_key_is_raised_since_only_a_person_can_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise ProviderFailed("the key was refused", kind="auth", retryable=False)

    monkeypatch.setattr(passes, "ask", refuse)
    with pytest.raises(ProviderFailed):
        await code(SCAN, model())


async def test_every_call_is_reported_with_its_prompt_hash_and_raw_answer() -> None:
    calls: list[ModelCall] = []
    await LLMCoder(model(), on_call=calls.append).code(SCAN, RATED)
    assert [call.ok for call in calls] == [True] * 3
    assert {call.prompt_hash for call in calls} == {prompting.prompt_hash()}
    assert all(call.raw and call.purpose == "coder" for call in calls)


def test_identity_names_model_and_prompts() -> None:
    identity = LLMCoder(model()).identity
    assert (identity.name, identity.model, identity.prompt_hash) == ("llm", "scripted", prompting.prompt_hash())


async def test_implied_expressions_are_never_passed_over() -> None:
    implied = {"expressions": [found_expression(4, "my girls", "girls", strength="implied", emotion="worry")]}
    coding = await code(SCAN, model(expressions=implied, responses={"turns": [], "responses": []}))
    assert coding.moments[0].expressions[0].strength is Strength.IMPLIED
    assert [r.outcome for r in coding.responses] == [Outcome.NO_CHANCE]
