"""Kinds of item counted by moment, by move and over the whole talk, on codings written by hand."""

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
    Suchman,
    TranscriptRef,
    Valence,
)
from simulator.rubric.model import Item
from simulator.rubric.scorecard import DESCRIBED, NO_OPPORTUNITY, NOT_CODED, UNDER_REVIEW, ItemScore
from simulator.rubric.scoring import score
from tests.rubric.test_scoring import RUBRIC

K = MoveKind
Said = list[tuple[str, set[MoveKind]]]
"""One learner's turn: its stretches of words, each with what it does."""

FEELING = [K.NAMES_FEELING, K.REFLECTS, K.EXPLORES_FEELING, K.INVITES, K.VALIDATES, K.SHOWS_CONCERN]
FIRST = {"kind": "moves", "holds": [FEELING], "before": [K.EXPLORES_FACT, K.CLOSED_QUESTION]}
CHECKED = {"kind": "moves", "holds": [[K.NAMES_FEELING], [K.CHECKS, K.CLOSED_QUESTION, K.EXPLORES_FEELING]]}
STAYS = {"kind": "moves", "holds": [FEELING], "not_then": [K.EXPLORES_FACT, K.CLOSED_QUESTION, K.CHANGES_SUBJECT]}

NAMES = ("You're frightened of it.", {K.NAMES_FEELING})
FACT = ("How long have you had it?", {K.EXPLORES_FACT, K.CLOSED_QUESTION})
ASKS = ("What would it mean?", {K.EXPLORES_FEELING, K.OPEN_QUESTION})


def expression(turn: int, strength: Strength = Strength.STATED, **facets: Any) -> Expression:
    fields = {"valence": Valence.UNPLEASANT, "emotion": Emotion.FEAR, **facets}
    return Expression(
        turn=turn, start=0, end=3, quote="oh.", id=f"e{turn}", strength=strength, thread=f"t{turn}", **fields
    )


def moves(turn: int, said: Said) -> list[Move]:
    out, start = [], 0
    for words, kinds in said:
        place = {"turn": turn, "start": start, "end": start + len(words), "quote": words}
        out += [Move(**place, kind=kind) for kind in sorted(kinds)]
        start += len(words) + 1
    return out


def talk(*answers: Said, touching: bool = True, **response: Any) -> Coding:
    """Moments at turns 1, 3, 5 ..., each answered by the next turn; `touching`: every stretch is evidence."""
    by_turn = {2 * n + 2: moves(2 * n + 2, said) for n, said in enumerate(answers)}
    given = {"outcome": Outcome.MET, **response}
    return Coding(
        transcript=TranscriptRef(id="t", turns=2 * len(answers), hash="h"),
        coder=CoderIdentity(name="c", version="1"),
        language="en",
        moments=tuple(Moment(turn=turn - 1, expressions=(expression(turn - 1),)) for turn in by_turn),
        moves=tuple(move for turn in by_turn.values() for move in turn),
        responses=tuple(
            Response(moment=turn - 1, turns=(turn,), evidence=evidence(found) if touching else (), **given)
            for turn, found in by_turn.items()
        ),
    )


def evidence(found: list[Move]) -> tuple[Evidence, ...]:
    places = (Evidence(turn=m.turn, start=m.start, end=m.end, quote=m.quote) for m in found)
    return tuple(dict.fromkeys(places))


def graded(fields: dict[str, Any], coding: Coding) -> ItemScore:
    item = Item.model_validate({"id": "it", "title": "T", "definition": "d", **fields})
    return score(RUBRIC.model_copy(update={"items": (item,), "total": None}), coding).items[0]


def shares(fields: dict[str, Any], *answers: Said, **more: Any) -> tuple[float | None, int]:
    found = graded(fields, talk(*answers, **more))
    return found.score, found.n


# ---- moves: which, in which order --------------------------------------------------------------------------


def test_the_share_is_of_the_moments_that_gave_a_chance() -> None:
    # three moments, the emotion came first in one of them: 1 / 3
    assert shares(FIRST, [NAMES, FACT], [FACT, NAMES], [FACT]) == (0.3333, 3)


def test_what_it_rests_on_is_quoted() -> None:
    assert [e.quote for e in graded(FIRST, talk([NAMES, FACT])).evidence] == ["You're frightened of it."]


def test_the_second_move_is_in_the_same_words_or_later_and_never_before() -> None:
    as_a_question = ("You're frightened?", {K.NAMES_FEELING, K.CLOSED_QUESTION})
    assert shares(CHECKED, [NAMES, ASKS], [as_a_question], [ASKS, NAMES], [NAMES]) == (0.5, 4)


def test_a_closed_question_after_something_else_is_no_check() -> None:
    assert shares(CHECKED, [NAMES, FACT]) == (0.0, 1)


def test_an_answer_that_goes_on_to_something_else_did_not_stay() -> None:
    assert shares(STAYS, [NAMES], [NAMES, FACT], [NAMES, FACT, ASKS]) == (0.6667, 3)


def test_a_safety_question_neither_comes_first_nor_leads_away() -> None:
    safety = ("Any thoughts of ending your life?", {K.ASKS_SAFETY, K.CLOSED_QUESTION})
    assert shares(FIRST, [safety, NAMES]) == shares(STAYS, [NAMES, safety]) == (1.0, 1)


def test_a_doubtful_code_is_held_against_nobody() -> None:
    away = ("Anyway.", {K.CHANGES_SUBJECT})
    assert shares(STAYS, [NAMES, away]) == (1.0, 1)
    coding = talk([NAMES, away])
    sure = tuple(m.model_copy(update={"negative": m.kind is K.CHANGES_SUBJECT}) for m in coding.moves)
    assert graded(STAYS, coding.model_copy(update={"moves": sure})).score == 0.0


# ---- moves: what is no sign --------------------------------------------------------------------------------


def test_a_move_that_does_not_touch_what_was_shown_earns_nothing() -> None:
    assert shares(FIRST, [NAMES], touching=False) == (0.0, 1)


def test_set_phrases_and_thanks_earn_nothing_whatever_else_they_do() -> None:
    phrase = ("I'm so sorry to hear that.", {K.SHOWS_CONCERN, K.STOCK_PHRASE})
    thanks = ("Thank you for telling me.", {K.VALIDATES, K.THANKS})
    assert shares(FIRST, [phrase], [thanks]) == (0.0, 2)


def test_the_same_sentence_again_earns_nothing_more() -> None:
    assert shares(FIRST, [NAMES], [("you're frightened of it!", {K.NAMES_FEELING})]) == (0.5, 2)


def test_the_same_sentence_with_another_feeling_in_it_is_the_same_sentence() -> None:
    coding = talk([("You sound sad.", {K.NAMES_FEELING})], [("You sound angry.", {K.NAMES_FEELING})])
    why = tuple(m.model_copy(update={"why": (m.quote[10:-1],)}) for m in coding.moves)
    assert graded(FIRST, coding.model_copy(update={"moves": why})).score == 0.5


def test_a_list_of_feelings_names_none() -> None:
    assert shares(FIRST, [("You feel sad, angry, worried and lost.", {K.NAMES_FEELING})]) == (0.0, 1)
    three = [(f"There is {word}.", {K.NAMES_FEELING}) for word in ("fear", "grief", "shame")]
    assert shares(FIRST, three) == (0.0, 1)


@pytest.mark.parametrize(("turns", "share"), [(5, 1.0), (6, 0.0)])
def test_a_feeling_named_in_every_one_of_six_turns_is_a_habit(turns: int, share: float) -> None:
    said = [[(f"{'so ' * n}frightened", {K.NAMES_FEELING})] for n in range(turns)]
    assert shares(FIRST, *said) == (share, turns)


def test_what_was_left_and_met_later_was_not_in_the_answer() -> None:
    # evidence of a moment met later stands in a later turn; that turn is not the answer
    coding = talk([FACT], [NAMES])
    later = coding.responses[0].model_copy(
        update={"outcome": Outcome.MET_LATER, "evidence": coding.responses[1].evidence}
    )
    assert graded(FIRST, coding.model_copy(update={"responses": (later,)})).score == 0.0


# ---- unscored, under review, no opportunity ----------------------------------------------------------------


@pytest.mark.parametrize("fields", [FIRST, CHECKED, STAYS], ids=["first", "checked", "stays"])
def test_declined_leaves_the_denominator_and_review_leaves_both(fields: dict[str, Any]) -> None:
    assert graded(fields, talk([NAMES], outcome=Outcome.DECLINED)).unscored == NO_OPPORTUNITY
    waits = graded(fields, talk([NAMES], review="look"))
    assert (waits.score, waits.unscored, waits.n, waits.review) == (None, UNDER_REVIEW, 0, 1)


def test_without_a_moment_there_is_no_opportunity() -> None:
    assert shares(FIRST) == (None, 0)


# ---- categories of answers ---------------------------------------------------------------------------------

SUCHMAN = {
    "kind": "responses",
    "of": "suchman",
    "points": {"empathic_response": 1, "continuer": 0.5, "terminator": 0, "missed_opportunity": 0},
}


def test_categories_with_points_are_a_mean_over_moments() -> None:
    coding = talk([NAMES], [ASKS], [FACT])
    kinds = (Suchman.EMPATHIC_RESPONSE, Suchman.CONTINUER, Suchman.MISSED)
    answered = tuple(r.model_copy(update={"suchman": k}) for r, k in zip(coding.responses, kinds, strict=True))
    found = graded(SUCHMAN, coding.model_copy(update={"responses": answered}))
    # 1 + .5 + 0 = 1.5; 1.5 / 3 = .5
    assert (found.score, found.n) == (0.5, 3)
    assert found.counts == {"continuer": 1, "empathic_response": 1, "missed_opportunity": 1}


def test_an_item_may_look_at_some_moments_only() -> None:
    coding = talk([NAMES], [NAMES], [NAMES], suchman=Suchman.EMPATHIC_RESPONSE)
    shown = (
        expression(1, progress=True),
        expression(3, Strength.HINTED),
        expression(5, valence=Valence.PLEASANT, emotion=Emotion.JOY),
    )
    moments = tuple(Moment(turn=e.turn, expressions=(e,)) for e in shown)
    coding = coding.model_copy(update={"moments": moments})
    among = {"stated": 2, "hinted": 1, "progress": 1, "pleasant": 1, "unpleasant": 2, "challenge": 0}
    assert {name: graded({**SUCHMAN, "among": name}, coding).n for name in among} == among


def test_levels_of_acknowledgement_are_counted_and_never_scored() -> None:
    coding = talk([NAMES], [ASKS], eccs=3, shared_experience=True)
    found = graded({"kind": "responses", "of": "eccs", "described": True}, coding)
    assert (found.score, found.unscored) == (None, DESCRIBED)
    assert found.counts == {"3": 2, "shared_experience": 2}


def test_room_and_openness_cross() -> None:
    coding = talk([NAMES], [FACT], space=Space.REDUCE, explicit=False)
    first = coding.responses[0].model_copy(update={"space": Space.PROVIDE, "explicit": True})
    coding = coding.model_copy(update={"responses": (first, coding.responses[1])})
    found = graded({"kind": "responses", "of": "vr_codes", "described": True}, coding)
    assert found.counts == {"explicit_provide": 1, "not_explicit_reduce": 1}


def test_cues_are_unpleasant_and_a_clear_one_is_a_concern() -> None:
    coding = talk([NAMES], [NAMES], [NAMES])
    shown = (
        expression(1),
        expression(3, Strength.HINTED, cue="b"),
        expression(5, valence=Valence.PLEASANT, emotion=Emotion.JOY),
    )
    coding = coding.model_copy(update={"moments": tuple(Moment(turn=e.turn, expressions=(e,)) for e in shown)})
    found = graded({"kind": "expressions", "of": "cue", "described": True}, coding)
    assert (found.counts, found.unscored, found.n) == ({"b": 1, "concern": 1}, DESCRIBED, 2)


# ---- the talk as a whole -----------------------------------------------------------------------------------


def figure(of: str, coding: Coding) -> ItemScore:
    return graded({"kind": "talk", "of": of, "described": True}, coding)


def test_figures_of_the_talk_are_described() -> None:
    opening = [("Good morning.", {K.GREETS}), ("What brings you in?", {K.EXPLORES_FACT, K.OPEN_QUESTION})]
    # patient, learner, patient, learner, patient, learner; the first question that sets a topic is in turn 6
    coding = talk(opening, [("I see, the nights.", {K.REFLECTS})], [("So the nights?", {K.REFLECTS}), FACT, ASKS])
    before, story = figure("before_first_question", coding), figure("opening_story", coding)
    assert (before.counts, before.score, before.unscored) == ({"moves": 4}, None, DESCRIBED)
    assert [e.quote for e in before.evidence] == [FACT[0]]
    assert story.counts == {"went_on": 1, "patient_turns": 3}
    # two open (what brings you in, what would it mean), one closed
    assert figure("open_questions", coding).counts == {"open": 2, "closed": 1}
    # 3 + 6 + 4 words
    assert figure("longest_turn", coding).counts == {"words": 13}


def test_a_topic_set_at_once() -> None:
    coding = talk([FACT], [NAMES])
    assert figure("opening_story", coding).counts == {"set_at_once": 1, "patient_turns": 1}
    assert figure("before_first_question", coding).counts == {"moves": 0}


def test_without_questions_and_without_words_nothing_is_said_of_them() -> None:
    coding = talk([NAMES])
    assert figure("before_first_question", coding).counts == {"moves": 1, "no_such_question": 1}
    assert figure("open_questions", coding).unscored == NO_OPPORTUNITY
    assert figure("longest_turn", talk([("", {K.QUIET})])).counts == {"words": 0}
    assert figure("opening_story", talk()).unscored == NO_OPPORTUNITY


# ---- free items --------------------------------------------------------------------------------------------

OWN = {"kind": "free", "anchors": {"no": "never", "yes": "always"}, "points": {"no": 0, "yes": 4}}


def test_a_free_item_is_scored_by_its_anchor_or_not_coded() -> None:
    coding = talk([NAMES])
    assert graded(OWN, coding).unscored == NOT_CODED
    rated = coding.model_copy(update={"ratings": (Rating(item="it", level="yes", n=1),)})
    assert graded(OWN, rated).score == 4.0
    reason = coding.model_copy(update={"unscored": {"it": "only a person"}})
    assert (graded(OWN, reason).score, graded(OWN, reason).unscored) == (None, "only a person")
