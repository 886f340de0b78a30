"""Which facts are told, covered or kept, by kind and by how the patient has been met."""

import pytest

from simulator.patient.asking import Asked, asked_for
from simulator.patient.disclosure import allow
from simulator.patient.inner import FactState, Inner, ThreadState
from simulator.patient.mind import start
from simulator.patient.rules import RULE
from simulator.patient.unasked import opens
from tests.patient import case

MARA = case.persona()


def inner(trust: float, *told: str, met: tuple[str, ...] = (), **ledger: object) -> Inner:
    begun = start(MARA)
    return begun.model_copy(
        update={
            "affect": begun.affect.model_copy(update={"trust": trust}),
            "threads": {**begun.threads, **{name: ThreadState(met=1) for name in met}},
            "ledger": begun.ledger.model_copy(
                update={"facts": dict.fromkeys(told, FactState.TOLD), "turns": 3, **ledger}
            ),
        }
    )


def asking(*topics: str, kind: str = "closed_question") -> tuple[object, Asked]:
    heard = case.heard(kind, topics=topics)
    return heard, asked_for(MARA, heard)


def allowed(state: Inner, *topics: str, met: tuple[str, ...] = (), kind: str = "closed_question") -> object:
    heard = case.heard(kind, topics=topics)
    return allow(MARA, state, heard, asked_for(MARA, heard), met, gained=bool(met))


@pytest.mark.parametrize("trust", [0.1, 0.4, 0.9])
def test_clinical_facts_are_told_to_any_civil_question(trust: float) -> None:
    assert allowed(inner(trust), "smoking").tell == ("smokes",)  # type: ignore[attr-defined]


def test_a_personal_fact_is_locked_until_all_that_its_opens_gives_holds() -> None:
    mother, will, bakery = (MARA.fact(name) for name in ("mother", "will", "bakery"))
    assert not opens(MARA, inner(0.49), mother)
    assert opens(MARA, inner(0.5), mother)
    assert not opens(MARA, inner(0.9), will)  # `after` has not been told
    assert opens(MARA, inner(0.9, "mother"), will)
    assert not opens(MARA, inner(0.9), bakery)  # its thread has not been met
    assert opens(MARA, inner(0.9, met=("fear",)), bakery)


def test_a_locked_fact_asked_for_is_covered_and_an_open_one_told() -> None:
    shut, open_ = allowed(inner(0.3), "worries"), allowed(inner(0.6), "worries")
    assert (shut.tell, shut.cover) == ((), ("mother",))  # type: ignore[attr-defined]
    assert (open_.tell, open_.cover) == (("mother",), ())  # type: ignore[attr-defined]


@pytest.mark.parametrize("trust", [0.1, 0.6, 1.0])
def test_a_held_fact_is_covered_whoever_asks(trust: float) -> None:
    got = allowed(inner(trust, "mother", met=("fear",)), "money")
    assert got.cover == ("debt",) and "debt" not in got.tell  # type: ignore[attr-defined]


def test_being_met_brings_one_personal_fact_and_no_more() -> None:
    got = allowed(inner(0.9, met=("fear",)), met=("fear",), kind="validates")
    assert got.tell == ("mother",)  # type: ignore[attr-defined]


def test_nothing_personal_comes_of_itself_without_being_met() -> None:
    assert allowed(inner(1.0), "smoking").tell == ("smokes",)  # type: ignore[attr-defined]


def test_a_bundle_is_answered_up_to_the_limit_and_the_rest_is_carried() -> None:
    topics = ("smoking", "alcohol", "medicines", "allergies", "sleep", "opening")
    got = allowed(inner(0.4), *topics)
    assert len(got.tell) == RULE.answers and len(got.pending) == 6 - RULE.answers  # type: ignore[attr-defined]
    later = allowed(inner(0.4, *got.tell, pending=got.pending), kind="back_channel")  # type: ignore[attr-defined]
    assert later.tell == got.pending  # type: ignore[attr-defined]


def test_what_was_left_over_comes_with_the_next_answers_and_not_into_a_kind_word() -> None:
    left = ("sleeps", "drinks")
    asked = allowed(inner(0.4, pending=left), "smoking")
    assert asked.tell == ("smokes", *left) and asked.pending == ()  # type: ignore[attr-defined]
    kind = allowed(inner(0.4, pending=left), kind="validates")
    assert kind.tell == () and kind.pending == left  # type: ignore[attr-defined]


def test_asked_about_risk_among_other_things_the_plain_facts_are_told_too_and_nothing_personal() -> None:
    got = allowed(inner(0.9), "sleep", "worries", "smoking", "suicide")
    assert set(got.tell) == {"sleeps", "smokes"} and got.cover == ()  # type: ignore[attr-defined]


def test_what_was_told_is_told_again_when_nothing_new_is_asked() -> None:
    assert allowed(inner(0.4, "smokes"), "smoking").again == ("smokes",)  # type: ignore[attr-defined]
    assert allowed(inner(0.4, "smokes"), "smoking", "alcohol").tell == ("drinks",)  # type: ignore[attr-defined]


def test_a_detail_belongs_to_the_thing_named_in_the_same_sentence() -> None:
    assert asking("duration", "smoking")[1].facts == ("smokes",)
    assert asking("duration")[1].facts == ("since",)


def test_a_topic_the_case_holds_nothing_of_is_unknown() -> None:
    assert asking("vision")[1].unknown == ("vision",)
    assert asking("smoking")[1].unknown == ()


def test_an_open_question_brings_the_presenting_facts_in_authored_order_and_not_for_ever() -> None:
    first = allowed(inner(0.4), kind="invites")
    assert first.tell == ("pain", "since")  # type: ignore[attr-defined]
    worn = allowed(inner(0.4, volunteered=RULE.story), kind="invites")
    assert worn.tell == ()  # type: ignore[attr-defined]


def test_tell_me_more_brings_more_of_the_fact_told_last() -> None:
    got = allowed(inner(0.4, "pain", last_told="pain"), kind="invites")
    assert got.more == "pain" and got.tell == ()  # type: ignore[attr-defined]
    used = allowed(inner(0.4, "pain", last_told="pain", more_used={"pain": 1}), kind="invites")
    assert used.more is None  # type: ignore[attr-defined]


def test_safety_is_heard_plain_or_leading() -> None:
    assert asking("suicide")[1].safety == "plain"
    assert asked_for(MARA, case.heard("asks_safety_leading")).safety == "leading"
