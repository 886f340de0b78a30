"""Zero, missing and unscored are three different things; counts are plain; a total is rare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.codes import (
    CoderIdentity,
    Coding,
    Emotion,
    Evidence,
    Expression,
    Moment,
    Nurse,
    Outcome,
    Rating,
    Response,
    Space,
    Strength,
    ThreadOutcome,
    TranscriptRef,
    Valence,
)
from simulator.rubric.dispute import NOT_WHAT_I_DID, dispute_item, dispute_moment
from simulator.rubric.model import Item, ItemKind, Rubric, Total
from simulator.rubric.scorecard import DESCRIBED, NO_OPPORTUNITY, NOT_CODED, UNDER_REVIEW, Scorecard
from simulator.rubric.scoring import score

POINTS = {"met": 1.0, "met_later": 0.75, "partly": 0.5, "passed": 0.0}
LEVELS = {"none": "nothing", "some": "something", "much": "much"}

RUBRIC = Rubric(
    id="test",
    version="1",
    title="Test",
    purpose="For tests.",
    items=(
        Item(id="met", title="Met", kind=ItemKind.THREADS, definition="d", points=POINTS),
        Item(id="menu", title="Menu", kind=ItemKind.MENU, definition="d"),
        Item(id="room", title="Room", kind=ItemKind.RESPONSES, definition="d", of="space", described=True),
        Item(
            id="level",
            title="Level",
            kind=ItemKind.RATING,
            definition="d",
            anchors=LEVELS,
            points={"none": 0, "some": 3, "much": 5},
        ),
    ),
    total=Total(item="met"),
)


def coding(
    *outcomes: Outcome,
    review: frozenset[int] = frozenset(),
    strength: Strength = Strength.STATED,
    nurse: tuple[Nurse, ...] = (),
    **more: object,
) -> Coding:
    """One thread, one moment and one response for each outcome; moments stand at turns 1, 3, 5 ..."""
    turns = range(1, 2 * len(outcomes), 2)
    fields: dict[str, object] = {
        "transcript": TranscriptRef(id="t", turns=2 * len(outcomes), hash="h"),
        "coder": CoderIdentity(name="c", version="1"),
        "language": "en",
        "moments": tuple(Moment(turn=n, expressions=(expression(n, strength),)) for n in turns),
        "responses": tuple(
            Response(
                moment=n,
                turns=(n + 1,),
                outcome=outcome,
                space=Space.PROVIDE,
                nurse=nurse,
                review="why" if n in review else None,
            )
            for n, outcome in zip(turns, outcomes, strict=True)
        ),
        "threads": tuple(
            ThreadOutcome(id=f"t{n}", moments=(n,), outcome=outcome) for n, outcome in zip(turns, outcomes, strict=True)
        ),
    }
    return Coding.model_validate({**fields, **more})


def expression(turn: int, strength: Strength) -> Expression:
    return Expression(
        turn=turn,
        start=0,
        end=6,
        quote="scared",
        id=f"e{turn}",
        strength=strength,
        valence=Valence.UNPLEASANT,
        emotion=Emotion.FEAR,
        thread=f"t{turn}",
    )


def item(card: Scorecard, name: str) -> tuple[float | None, str | None, int, int]:
    found = card.item(name)
    assert found is not None
    return found.score, found.unscored, found.n, found.review


# ---- zero, missing, unscored -------------------------------------------------------------------------------


def test_zero_is_a_number_every_opportunity_was_passed() -> None:
    # two threads, both at 0 points: (0 + 0) / 2 = 0
    assert item(score(RUBRIC, coding(Outcome.PASSED, Outcome.PASSED)), "met") == (0.0, None, 2, 0)


def test_missing_is_no_number_nobody_rated_the_item() -> None:
    assert item(score(RUBRIC, coding(Outcome.PASSED)), "level") == (None, NOT_CODED, 0, 0)


def test_unscored_is_no_number_and_says_why() -> None:
    failed = coding(Outcome.PASSED, unscored={"*": "coder_failed: timeout"})
    assert {(i.score, i.unscored) for i in score(RUBRIC, failed).items} == {(None, "coder_failed: timeout")}


def test_unscored_may_concern_one_item_only() -> None:
    card = score(RUBRIC, coding(Outcome.MET, unscored={"level": "language"}))
    assert item(card, "level") == (None, "language", 0, 0)
    assert item(card, "met")[0] == 1.0


def test_a_level_at_zero_points_is_a_score() -> None:
    rated = coding(ratings=(Rating(item="level", level="none", n=3),))
    assert item(score(RUBRIC, rated), "level") == (0.0, None, 3, 0)


def test_no_opportunity_is_unscored_never_zero() -> None:
    card = score(RUBRIC, coding())
    for name in ("met", "menu", "room"):
        assert item(card, name) == (None, NO_OPPORTUNITY, 0, 0)


def test_an_item_either_has_a_score_or_a_reason() -> None:
    for given_coding in (coding(), coding(Outcome.MET), coding(Outcome.PASSED, unscored={"*": "x"})):
        for each in score(RUBRIC, given_coding).items:
            assert (each.score is None) != (each.unscored is None)


# ---- threads -----------------------------------------------------------------------------------------------


def test_threads_are_a_mean_of_points() -> None:
    # met 1 + met later .75 + partly .5 + passed 0 = 2.25; 2.25 / 4 = .5625
    card = score(RUBRIC, coding(Outcome.MET, Outcome.MET_LATER, Outcome.PARTLY, Outcome.PASSED))
    assert item(card, "met") == (0.5625, None, 4, 0)
    found = card.item("met")
    assert found is not None
    assert found.counts == {"met": 1, "met_later": 1, "partly": 1, "passed": 1}
    assert found.evidence[0] == Evidence(turn=1, start=0, end=6, quote="scared")


def test_declined_and_no_chance_leave_the_denominator() -> None:
    # only the met one counts: 1 / 1
    card = score(RUBRIC, coding(Outcome.MET, Outcome.DECLINED, Outcome.NO_CHANCE))
    assert item(card, "met") == (1.0, None, 1, 0)
    assert card.item("met").counts == {"declined": 1, "met": 1, "no_chance": 1}  # type: ignore[union-attr]


def test_review_leaves_numerator_and_denominator() -> None:
    # met 1, and a passed one under review: 1 / 1, not 1 / 2
    assert item(score(RUBRIC, coding(Outcome.MET, Outcome.PASSED, review=frozenset({3}))), "met") == (
        1.0,
        None,
        1,
        1,
    )


def test_all_under_review_is_unscored() -> None:
    card = score(RUBRIC, coding(Outcome.PASSED, review=frozenset({1})))
    assert item(card, "met") == (None, UNDER_REVIEW, 0, 1)
    assert item(card, "menu") == (None, UNDER_REVIEW, 0, 1)


def test_implied_expressions_are_shown_and_never_counted() -> None:
    card = score(RUBRIC, coding(Outcome.PASSED, strength=Strength.IMPLIED))
    assert item(card, "met") == (None, NO_OPPORTUNITY, 0, 0)
    assert card.item("met").counts == {"implied": 1}  # type: ignore[union-attr]


def test_a_thread_met_at_one_moment_stays_met_whatever_is_decided_about_another() -> None:
    both = coding(Outcome.MET, Outcome.PASSED, review=frozenset({3}))
    joined = both.model_copy(update={"threads": (ThreadOutcome(id="t1", moments=(1, 3), outcome=Outcome.MET),)})
    assert item(score(RUBRIC, joined), "met") == (1.0, None, 1, 0)


def test_a_thread_that_rests_on_a_moment_under_review_is_under_review() -> None:
    both = coding(Outcome.PASSED, Outcome.MET, review=frozenset({3}))
    joined = both.model_copy(update={"threads": (ThreadOutcome(id="t1", moments=(1, 3), outcome=Outcome.MET_LATER),)})
    assert item(score(RUBRIC, joined), "met") == (None, UNDER_REVIEW, 0, 1)


def test_a_disputed_moment_leaves_scoring() -> None:
    disputed = dispute_moment(coding(Outcome.MET, Outcome.PASSED), 3, NOT_WHAT_I_DID)
    assert item(score(RUBRIC, disputed), "met") == (1.0, None, 1, 1)


# ---- menu, described, ratings ------------------------------------------------------------------------------


def test_one_fitting_move_of_the_menu_is_full() -> None:
    one = score(RUBRIC, coding(Outcome.MET, nurse=(Nurse.NAME,)))
    four = score(RUBRIC, coding(Outcome.MET, nurse=(Nurse.NAME, Nurse.RESPECT, Nurse.SUPPORT, Nurse.EXPLORE)))
    assert item(one, "menu") == item(four, "menu") == (1.0, None, 1, 0)


def test_a_described_item_has_counts_and_no_score() -> None:
    card = score(RUBRIC, coding(Outcome.MET, Outcome.PASSED))
    assert item(card, "room") == (None, DESCRIBED, 2, 0)
    assert card.item("room").counts == {"provide": 2}  # type: ignore[union-attr]


def test_a_level_between_two_anchors_lies_between_their_points() -> None:
    # "some" at 3, a quarter of the way to "much" at 5: 3 + .25 x (5 - 3) = 3.5
    rated = coding(ratings=(Rating(item="level", level="some", between=0.25, n=2),))
    assert item(score(RUBRIC, rated), "level") == (3.5, None, 2, 0)


def test_an_item_under_review_has_no_score() -> None:
    rated = coding(ratings=(Rating(item="level", level="some"),))
    rated = rated.model_copy(update={"review": {"level": "the coders disagree"}})
    assert item(score(RUBRIC, rated), "level") == (None, UNDER_REVIEW, 0, 1)
    disputed = dispute_item(coding(ratings=(Rating(item="level", level="some"),)), "level", "no")
    assert item(score(RUBRIC, disputed), "level") == (None, UNDER_REVIEW, 0, 1)


# ---- total -------------------------------------------------------------------------------------------------


def test_a_total_needs_four_threads() -> None:
    three, four = (score(RUBRIC, coding(*[Outcome.MET] * n)) for n in (3, 4))
    assert (three.total, three.total_withheld) == (None, "only 3 of at least 4 threads")
    assert (four.total, four.total_withheld) == (1.0, None)


@pytest.mark.parametrize(("reviewed", "shown"), [(1, True), (2, False)])
def test_a_total_needs_at_most_thirty_percent_under_review(reviewed: int, shown: bool) -> None:
    # 1 of 5 is .20, 2 of 6 is .33
    outcomes = [Outcome.MET] * (4 + reviewed)
    card = score(RUBRIC, coding(*outcomes, review=frozenset(range(1, 2 * reviewed, 2))))
    assert (card.total is not None) is shown
    assert (card.total_withheld is None) is shown


def test_no_total_without_a_rule_and_none_without_a_score() -> None:
    without = RUBRIC.model_copy(update={"total": None})
    assert score(without, coding(*[Outcome.MET] * 5)).total_withheld == "this rubric has no total"
    assert score(RUBRIC, coding()).total_withheld == NO_OPPORTUNITY


@given(st.lists(st.sampled_from(Outcome), max_size=8), st.sets(st.integers(0, 7)))
def test_scores_stay_in_range_and_counts_add_up(outcomes: list[Outcome], reviewed: set[int]) -> None:
    card = score(RUBRIC, coding(*outcomes, review=frozenset(2 * n + 1 for n in reviewed)))
    found = card.item("met")
    assert found is not None
    assert sum(found.counts.values()) == len(outcomes)
    assert found.score is None or 0 <= found.score <= 1
    assert (found.score is None) == (found.n == 0)


def test_the_same_input_gives_the_same_scorecard() -> None:
    given_coding = coding(Outcome.MET, Outcome.PASSED)
    assert score(RUBRIC, given_coding).model_dump_json() == score(RUBRIC, given_coding).model_dump_json()
