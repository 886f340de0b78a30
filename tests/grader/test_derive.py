"""The written tables, as an educator would read them."""

from __future__ import annotations

from itertools import permutations

import pytest

from simulator.codes import Emotion, MoveKind, Nurse, Outcome, Space, Strength, Suchman
from simulator.grader.derive import Step, derive, thread_outcome
from simulator.grader.tables import EMOTION_FAMILY, TRAITS

K = MoveKind
MET, LATER, PARTLY, PASSED = Outcome.MET, Outcome.MET_LATER, Outcome.PARTLY, Outcome.PASSED
DECLINED, NO_CHANCE = Outcome.DECLINED, Outcome.NO_CHANCE


def steps(*kinds: MoveKind, near: bool = False) -> list[Step]:
    return [Step(kind, near) for kind in kinds]


def test_every_kind_of_move_and_every_emotion_stands_in_the_tables() -> None:
    assert set(TRAITS) == set(MoveKind)
    assert set(EMOTION_FAMILY) == set(Emotion)


@pytest.mark.parametrize(
    ("kinds", "outcome"),
    [
        ((K.NAMES_FEELING,), MET),
        ((K.EXPLORES_FEELING,), MET),
        ((K.INVITES,), MET),
        ((K.VALIDATES, K.INVITES), MET),
        ((K.ACCEPTS_DECLINE,), MET),
        ((K.BACK_CHANNEL, K.NAMES_FEELING), MET),
        ((K.CLOSED_QUESTION, K.NAMES_FEELING), MET),  # the question first, then the feeling: stayed with it
        ((K.NAMES_FEELING, K.ANSWERS), MET),
        ((K.NAMES_FEELING, K.SETS_LIMIT), MET),
        ((K.NAMES_FEELING, K.SOLVES), MET),
        ((K.NAMES_FEELING, K.CLOSED_QUESTION), PARTLY),  # acknowledged, then moved on
        ((K.SHOWS_CONCERN, K.EXPLORES_FACT), PARTLY),
        ((K.VALIDATES, K.REASSURES_EARLY), PARTLY),
        ((K.NAMES_FEELING, K.ARGUES), PARTLY),
        ((K.STOCK_PHRASE,), PARTLY),
        ((K.ANSWERS,), PARTLY),
        ((K.SETS_LIMIT,), PARTLY),
        ((K.SELF_DISCLOSES,), PARTLY),
        ((K.CLOSED_QUESTION,), PASSED),
        ((K.BACK_CHANNEL, K.EXPLORES_FACT), PASSED),
        ((K.REASSURES_EARLY,), PASSED),
        ((K.MINIMISES,), PASSED),
        ((K.STOCK_PHRASE, K.MINIMISES), PASSED),
        ((), PASSED),
    ],
)
def test_outcome_follows_the_order_of_moves(kinds: tuple[MoveKind, ...], outcome: Outcome) -> None:
    assert derive(Strength.STATED, steps(*kinds)).outcome is outcome


def test_a_question_about_the_very_concern_is_no_passing_over() -> None:
    assert derive(Strength.STATED, steps(K.EXPLORES_FACT, near=True)).outcome is PARTLY
    assert derive(Strength.STATED, steps(K.EXPLORES_FACT, near=False)).outcome is PASSED
    assert derive(Strength.STATED, steps(K.NAMES_FEELING, K.EXPLORES_FACT, near=True)).outcome is MET


def test_an_echo_of_something_else_does_not_take_the_emotion_up() -> None:
    assert derive(Strength.STATED, steps(K.REFLECTS, near=True)).outcome is MET
    assert derive(Strength.STATED, steps(K.REFLECTS, near=False)).outcome is PARTLY
    assert derive(Strength.STATED, steps(K.NAMES_FEELING_WRONGLY)).outcome is PASSED


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ((K.CHANGES_SUBJECT,), 0),
        ((K.MINIMISES,), 0),
        ((K.BACK_CHANNEL,), 1),
        ((K.STOCK_PHRASE,), 1),
        ((K.REASSURES_EARLY,), 1),
        ((K.ANSWERS,), 2),
        ((K.NAMES_FEELING,), 3),
        ((K.NAMES_FEELING, K.EXPLORES_FEELING), 4),
        ((K.EXPLORES_FEELING, K.NAMES_FEELING), 4),
        ((K.SHOWS_CONCERN, K.SUPPORTS), 4),
        ((K.EXPLORES_FEELING,), 3),
        ((K.VALIDATES,), 5),
        ((K.SELF_DISCLOSES,), 1),
        ((K.VALIDATES, K.ARGUES), 1),
    ],
)
def test_eccs_level(kinds: tuple[MoveKind, ...], level: int) -> None:
    assert derive(Strength.STATED, steps(*kinds)).eccs == level


def test_shared_experience_stands_beside_the_level() -> None:
    derived = derive(Strength.STATED, steps(K.NAMES_FEELING, K.SELF_DISCLOSES))
    assert (derived.eccs, derived.shared_experience) == (3, True)


@pytest.mark.parametrize(
    ("kinds", "space"),
    [
        ((K.NAMES_FEELING,), Space.PROVIDE),
        ((K.BACK_CHANNEL,), Space.PROVIDE),
        ((K.BACK_CHANNEL, K.CLOSED_QUESTION), Space.REDUCE),
        ((K.NAMES_FEELING, K.CLOSED_QUESTION), Space.BOTH),
        ((K.INFORMS,), Space.REDUCE),
        ((K.ANSWERS,), Space.REDUCE),  # nothing that gives room
    ],
)
def test_room_given(kinds: tuple[MoveKind, ...], space: Space) -> None:
    assert derive(Strength.STATED, steps(*kinds)).space is space


@pytest.mark.parametrize(
    ("strength", "kinds", "label"),
    [
        (Strength.STATED, (K.NAMES_FEELING,), Suchman.EMPATHIC_RESPONSE),
        (Strength.STATED, (K.INVITES,), Suchman.CONTINUER),
        (Strength.STATED, (K.CLOSED_QUESTION,), Suchman.MISSED),
        (Strength.HINTED, (K.EXPLORES_FEELING,), Suchman.CONTINUER),
        (Strength.HINTED, (K.CLOSED_QUESTION,), Suchman.TERMINATOR),
        (Strength.IMPLIED, (K.CLOSED_QUESTION,), None),
    ],
)
def test_suchman(strength: Strength, kinds: tuple[MoveKind, ...], label: Suchman | None) -> None:
    assert derive(strength, steps(*kinds)).suchman is label


def test_nurse_is_a_menu_in_its_own_order() -> None:
    derived = derive(Strength.STATED, steps(K.EXPLORES_FEELING, K.NAMES_FEELING, K.NAMES_FEELING))
    assert derived.nurse == (Nurse.NAME, Nurse.EXPLORE)


def test_words_nobody_recognised_are_no_sign_of_anything() -> None:
    assert not derive(Strength.STATED, steps(K.OTHER, K.GREETS)).understood
    assert derive(Strength.STATED, steps(K.OTHER, K.CLOSED_QUESTION)).understood


@pytest.mark.parametrize(
    ("outcomes", "thread"),
    [
        ([MET], MET),
        ([MET, PASSED], MET),
        ([PASSED, MET], LATER),
        ([PARTLY, MET], LATER),
        ([LATER], LATER),
        ([PASSED, PARTLY], PARTLY),
        ([PASSED, PASSED], PASSED),
        ([NO_CHANCE, MET], MET),
        ([PASSED, NO_CHANCE], PASSED),
        ([PARTLY, DECLINED], PARTLY),
        ([NO_CHANCE, DECLINED], DECLINED),
        ([NO_CHANCE], NO_CHANCE),
        ([], NO_CHANCE),
    ],
)
def test_one_concern_over_its_moments(outcomes: list[Outcome], thread: Outcome) -> None:
    assert thread_outcome(outcomes) is thread


def test_more_of_the_menu_never_lowers_the_level() -> None:
    kinds = (K.NAMES_FEELING, K.EXPLORES_FEELING, K.VALIDATES)
    for order in permutations(kinds):
        levels = [derive(Strength.STATED, steps(*order[:n])).eccs for n in range(1, 4)]
        assert levels == sorted(levels)
