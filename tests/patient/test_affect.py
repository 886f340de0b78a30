"""The rule by which a turn moves what the patient feels. Hearings are made by hand here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.codes import Emotion, MoveKind
from simulator.patient.affect import Signals, mood, step
from simulator.patient.inner import Affect, Heard, Ledger, Stand, ThreadState
from simulator.patient.mind import start
from simulator.patient.rules import COSTS, RULE, SATURATES
from simulator.patient.threads import Settled, settle
from simulator.persona import Mood, WayIn
from simulator.transcript import Act
from tests.patient import case

MARA = case.persona()
NOTHING = Settled(threads={})
BEFORE = Affect(trust=0.4, distress=0.4, feelings={Emotion.FEAR: 0.7})


def after(
    heard: Heard,
    *,
    settled: Settled = NOTHING,
    signals: Signals | None = None,
    ledger: Ledger | None = None,
    affect: Affect = BEFORE,
    ways: dict[WayIn, float] | None = None,
) -> Affect:
    persona = MARA if ways is None else MARA.model_copy(update={"ways_in": ways})
    return step(persona, affect, heard, settled, signals or Signals(), ledger or Ledger())


def change(heard: Heard, **more: object) -> float:
    return after(heard, **more).trust - BEFORE.trust  # type: ignore[arg-type]


kinds = st.lists(st.sampled_from([kind.value for kind in MoveKind]), max_size=6)
settleds = st.builds(
    Settled,
    threads=st.just({}),
    met=st.sampled_from([(), ("fear",)]),
    partly=st.sampled_from([(), ("fear",)]),
    returned=st.booleans(),
    costs=st.sampled_from([(), (0.0,), (0.03,)]),
)
signals = st.builds(Signals, pried=st.booleans(), pressed=st.booleans(), peace=st.booleans())
affects = st.builds(
    Affect,
    trust=st.floats(0.1, 1.0),
    distress=st.floats(0.0, 1.0),
    hurt=st.floats(0.0, 1.0),
    feelings=st.just({Emotion.FEAR: 0.7}),
)


@settings(deadline=None)
@given(kinds, settleds, signals, affects, st.booleans())
def test_trust_stays_between_floor_and_one_and_rises_by_no_more_than_the_cap(
    kinds: list[str], settled: Settled, signals: Signals, affect: Affect, stale: bool
) -> None:
    now = after(case.heard(*kinds, stale=stale), settled=settled, signals=signals, affect=affect)
    assert MARA.affect.floor <= now.trust <= 1.0
    assert now.trust - affect.trust <= MARA.affect.cap + 1e-6
    assert 0.0 <= now.distress <= 1.0
    assert 0.0 <= now.hurt <= 1.0
    assert all(0.0 <= level <= 1.0 for level in now.feelings.values())


@settings(deadline=None)
@given(kinds, settleds, signals, affects)
def test_equal_input_gives_equal_affect(kinds: list[str], settled: Settled, sig: Signals, affect: Affect) -> None:
    heard = case.heard(*kinds)
    assert after(heard, settled=settled, signals=sig, affect=affect) == after(
        heard, settled=settled, signals=sig, affect=affect
    )


@settings(deadline=None)
@given(kinds, signals)
def test_a_turn_that_asks_about_safety_never_lowers_trust(kinds: list[str], signals: Signals) -> None:
    for asking in ("asks_safety", "asks_safety_leading"):
        assert change(case.heard(*kinds, asking), signals=signals) >= 0


def test_an_unsure_hearing_leaves_the_patient_as_it_was() -> None:
    assert after(Heard(unsure=True), signals=Signals(pressed=True)) == BEFORE


@given(kinds)
@settings(deadline=None)
def test_more_moves_in_one_moment_add_nothing_to_the_best(kinds: list[str]) -> None:
    best = max([0.0, *(change(case.heard(kind)) for kind in kinds)])
    assert change(case.heard(*kinds)) <= best + RULE.met + 1e-6
    assert change(case.heard("validates", "reflects")) == max(
        change(case.heard("validates")), change(case.heard("reflects"))
    )


def test_trust_falls_faster_than_it_rises() -> None:
    most = max(change(case.heard(kind.value)) for kind in MoveKind)
    assert -change(case.heard("judges")) > most
    assert COSTS[MoveKind.JUDGES] > RULE.rise


@pytest.mark.parametrize("way", list(WayIn))
def test_the_more_a_way_in_means_the_more_it_earns(way: WayIn) -> None:
    for kind in MoveKind:
        low, high = (change(case.heard(kind.value), ways={way: w, WayIn.RESPECT: 0.0}) for w in (0.2, 0.9))
        assert high >= low


def test_a_named_feeling_earns_little_from_whom_it_means_little_to() -> None:
    ways = {WayIn.FEELING_NAMED: 0.2, WayIn.PRACTICAL_HELP: 0.9}
    named, plan = change(case.heard("names_feeling"), ways=ways), change(case.heard("plans"), ways=ways)
    assert 0 < named < plan


def test_plain_questions_and_plain_statements_cost_nothing() -> None:
    for kind in ("closed_question", "explores_fact", "answers", "advises", "informs", "greets", "closes", "other"):
        assert change(case.heard(kind)) >= 0


def test_a_limit_with_its_reason_costs_nothing_and_a_bare_one_a_little() -> None:
    assert change(case.heard("sets_limit", reason=True)) == 0
    assert -RULE.bare_no - 1e-9 <= change(case.heard("sets_limit")) < 0


def test_agreeing_to_a_request_earns_nothing_by_itself() -> None:
    assert change(case.heard("other")) == 0


@pytest.mark.parametrize("kind", ["informs", "answers", "plans", "solves", "thanks", "apologises", "quiet"])
def test_information_help_and_courtesy_earn_less_each_time(kind: str) -> None:
    group = next(name for name, members in SATURATES.items() if MoveKind(kind) in members)
    earned = [change(case.heard(kind), ledger=Ledger(earned={group: n})) for n in range(4)]
    assert earned == sorted(earned, reverse=True) and earned[0] > earned[3] > 0
    assert earned[3] < 0.6 * earned[0]


def test_worn_out_kind_phrases_earn_nothing_more() -> None:
    fresh = change(case.heard("shows_concern", "stock_phrase"))
    assert fresh > 0
    assert change(case.heard("shows_concern", "stock_phrase", stale=True)) == 0


def test_the_first_word_of_sympathy_is_never_worse_than_silence() -> None:
    quiet = Heard(act=Act.QUIET, moves=case.heard("quiet").moves)
    for way in WayIn:
        ways = {way: 1.0, WayIn.FEELING_NAMED: 0.0} if way is not WayIn.FEELING_NAMED else {way: 0.0}
        assert change(case.heard("shows_concern", "stock_phrase"), ways=ways) >= change(quiet, ways=ways)


def test_silence_is_an_offer_once_and_uncomfortable_when_repeated() -> None:
    quiet = Heard(act=Act.QUIET, moves=case.heard("quiet").moves)
    once, again = after(quiet), after(quiet, ledger=Ledger(quiet=1))
    assert once.trust > BEFORE.trust and once.distress == BEFORE.distress
    assert again.trust == BEFORE.trust and again.distress > BEFORE.distress
    assert after(quiet, ways={WayIn.RESPECT: 1.0, WayIn.PRACTICAL_HELP: 1.0}).trust == BEFORE.trust


def test_naming_two_feelings_in_a_moment_earns_no_more_than_naming_none() -> None:
    ways = {WayIn.FEELING_NAMED: 1.0, WayIn.RESPECT: 0.0}
    two = case.heard("names_feeling", named=(Emotion.FEAR, Emotion.ANGER))
    assert change(two, ways=ways) == 0
    assert change(case.heard("names_feeling_wrongly")) == 0
    assert change(case.heard("names_feeling_wrongly", "names_feeling_wrongly")) < 0


def test_prying_closes_a_little_and_pressing_more_and_leaving_in_peace_earns() -> None:
    plain = case.heard("closed_question")
    assert change(plain, signals=Signals(pried=True)) == pytest.approx(-RULE.prying)
    assert change(plain, signals=Signals(pressed=True)) == pytest.approx(-RULE.pressing)
    assert change(case.heard("accepts_decline"), signals=Signals(peace=True)) >= RULE.peace_least
    assert change(case.heard("presses"), signals=Signals()) == 0  # nothing was declined: a question asked twice


def test_a_list_of_feelings_names_none() -> None:
    many = (Emotion.FEAR, Emotion.ANGER, Emotion.SHAME)
    assert change(case.heard("names_feeling", named=many)) < 0
    assert not passed(1, case.heard("names_feeling", named=many)).met
    assert passed(1, case.heard("names_feeling", named=(Emotion.WORRY,))).met == ("fear",)


def test_repair_always_helps_in_part_and_never_wholly() -> None:
    for hurt in (0.01, 0.05, 0.2, 0.6):
        hurting = BEFORE.model_copy(update={"hurt": hurt})
        for heard, settled in (
            (case.heard("apologises"), NOTHING),
            (case.heard("closed_question"), Settled(threads={}, met=("fear",), returned=True)),
        ):
            now = after(heard, settled=settled, affect=hurting)
            assert now.trust > BEFORE.trust
            assert now.hurt < hurt
        assert after(case.heard("apologises"), affect=hurting, ways={WayIn.LEFT_IN_PEACE: 1.0}).trust > BEFORE.trust


def test_a_doubtful_hearing_costs_half() -> None:
    sure = case.heard("judges")
    doubtful = Heard(moves=tuple(move.model_copy(update={"negative": False}) for move in sure.moves))
    assert change(doubtful) == pytest.approx(change(sure) * RULE.half_cost)


def test_mood_follows_trust_and_the_personas_own_bounds() -> None:
    assert mood(MARA, MARA.affect.guarded_below - 0.01) is Mood.GUARDED
    assert mood(MARA, MARA.affect.guarded_below) is Mood.EVEN
    assert mood(MARA, MARA.affect.open_at) is Mood.OPEN


# ---- what passing over costs ---------------------------------------------------------------------------------


def passed(times: int, heard: Heard | None = None) -> Settled:
    inner = start(MARA)
    state = ThreadState(stand=Stand.OPEN, rung=1, passed=times - 1, raised=3)
    inner = inner.model_copy(
        update={
            "threads": {**inner.threads, "fear": state},
            "ledger": inner.ledger.model_copy(update={"turns": 3, "last_thread": "fear"}),
        }
    )
    return settle(MARA, inner, heard or case.heard("closed_question", topics=["smoking"]))


def test_the_first_hint_passed_over_costs_nothing_and_the_second_a_little() -> None:
    first, second = passed(1), passed(2)
    assert first.passed == second.passed == ("fear",)
    plain = case.heard("closed_question")
    assert change(plain, settled=first) == 0
    assert change(plain, settled=second) == pytest.approx(-RULE.second_pass)


@pytest.mark.parametrize("move", ["names_feeling", "reflects", "explores_feeling", "invites", "validates"])
def test_an_open_thread_is_met_by_one_fitting_move(move: str) -> None:
    assert passed(1, case.heard(move)).met == ("fear",)


def test_a_thread_met_after_passing_is_met_later_and_repairs() -> None:
    settled = passed(2, case.heard("validates"))
    assert settled.returned
    assert settled.threads["fear"].stand is Stand.MET_LATER


def test_acknowledged_then_moved_on_from_is_partly() -> None:
    assert passed(1, case.heard("validates", "closed_question", topics=["smoking"])).partly == ("fear",)


def test_what_asks_for_nothing_and_changes_nothing_passes_nothing_over() -> None:
    for kind in ("back_channel", "quiet", "postpones", "asks_safety", "other"):
        settled = passed(1, case.heard(kind))
        assert not settled.passed and settled.threads["fear"].stand is not Stand.PASSED
    assert not passed(1, Heard(unsure=True)).passed


def test_a_worn_out_phrase_meets_nothing() -> None:
    assert not passed(1, case.heard("validates", "stock_phrase", stale=True)).met
