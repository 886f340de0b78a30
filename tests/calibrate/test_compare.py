"""Figures and verdicts from small made-up ratings whose agreement is known."""

from __future__ import annotations

import random

import numpy as np
import pytest

from simulator.calibrate.compare import compare
from simulator.calibrate.data import Rated, Read
from simulator.calibrate.model import Agreement, Figure, Measure, Verdict
from simulator.calibrate.verdict import FEWEST, FEWEST_TO_TRUST, verdict
from simulator.codes import CoderIdentity
from simulator.library import shipped
from simulator.rubric.model import Rubric
from simulator.transcript import Transcript

LISTENING: Rubric = shipped().rubric("listening").get()
EMOTION: Rubric = shipped().rubric("emotion-response").get()
CODER = CoderIdentity(name="test", version="1")
ITEM = "advice_giving"


def by_level(coder: list[float | None], *people: list[int | None], draws: int = 300) -> Agreement:
    """The coder's and each person's positions, transcript by transcript."""
    ids = [f"t{n:03}" for n in range(len(coder))]
    levels = {
        f"R{n}": {one: float(at) for one, at in zip(ids, row, strict=True) if at is not None}
        for n, row in enumerate(people)
    }
    read = [
        Read(one, {} if at is None else {ITEM: at}, {}, {ITEM: "no opportunity arose"} if at is None else {})
        for one, at in zip(ids, coder, strict=True)
    ]
    rated = Rated(tuple(Transcript(id=one, turns=()) for one in ids), {ITEM: levels})
    return compare(LISTENING, rated, read, CODER, np.random.default_rng(1), draws)


def rough(truth: list[int], seed: int, error: float = 0.3) -> list[int]:
    """A rater who is one level off in some of the transcripts."""
    chance = random.Random(seed)
    return [min(4, max(0, at + chance.choice((-1, 1)))) if chance.random() < error else at for at in truth]


TRUTH = [n % 5 for n in range(50)]
ANN, BO = rough(TRUTH, 1), rough(TRUTH, 2)


def test_one_more_rater_like_the_others_may_be_trusted():
    [item] = by_level(rough(TRUTH, 3), ANN, BO).items
    assert item.verdict is Verdict.TRUSTED
    assert item.human_human.low < item.human_human.value < item.human_human.high
    assert [(pair.one, pair.other) for pair in item.human_pairs] == [("R0", "R1")]
    assert [(pair.one, pair.other) for pair in item.agent_pairs] == [("coder", "R0"), ("coder", "R1")]
    assert item.agent_human.value == pytest.approx(np.mean([pair.main.value for pair in item.agent_pairs]), abs=1e-4)
    assert item.difference.value == pytest.approx(item.agent_human.value - item.human_human.value, abs=2e-4)


def test_a_coder_that_guesses_is_not_trusted():
    chance = random.Random(9)
    [item] = by_level([chance.randrange(5) for _ in TRUTH], ANN, BO).items
    assert item.verdict is Verdict.NOT_TRUSTED
    assert item.difference.high < 0


def test_a_coder_that_accuses_is_told_by_its_bias():
    """One level above people throughout (two where there is room): the order is right, the level is not."""
    low = [n % 3 for n in range(50)]
    [item] = by_level([at + 1 for at in low], rough(low, 1), rough(low, 2)).items
    assert item.verdict is Verdict.NOT_TRUSTED
    assert item.bias.value > 0.8
    assert any("higher than people" in reason for reason in item.because)


def test_where_people_hardly_agree_the_coder_is_not_trusted_for_agreeing_as_little():
    chance = random.Random(4)
    one, two, coder = ([chance.randrange(5) if chance.random() < 0.6 else at for at in TRUTH] for _ in range(3))
    [item] = by_level(coder, one, two).items
    assert item.agent_human.value < 0.4
    assert item.difference.low < 0 < item.difference.high  # as well as people, as far as anybody can tell
    assert item.verdict is Verdict.WITH_CARE


def test_a_figure_by_hand():
    """Twelve transcripts, levels 0 and 4 in halves; the coder errs once, the second person twice.

    Coder: 6 x 0, 6 x 4 against 5 x 0 and 7 x 4: observed 11/12; by chance (6 x 5 + 6 x 7) / 144 = .5;
    kappa (11/12 - 1/2) / (1/2) = .8333. Levels at the two ends only, so that weights change nothing.
    """
    coder = [0] * 6 + [4] * 6
    ann = [0] * 5 + [4] * 7
    bo = [0] * 4 + [4] * 8
    [item] = by_level(coder, ann, bo).items
    first, second = item.agent_pairs
    assert first.main.value == first.kappa_plain.value == first.kappa_linear.value == pytest.approx(0.8333)
    assert (first.exact.value, first.within_one.value) == (0.9167, 0.9167)
    assert first.bias.value == pytest.approx(-4 / 12, abs=1e-4)
    # Against the second: observed 10/12, chance (6 x 4 + 6 x 8) / 144 = .5: .6667. Mean with people .75.
    assert second.main.value == 0.6667
    assert item.agent_human.value == 0.75
    # The two people: observed 11/12, chance (5 x 4 + 7 x 8) / 144 = 76/144; (132 - 76) / (144 - 76) = .8235
    assert item.human_human.value == 0.8235
    assert item.bias.value == -0.5
    assert item.verdict is Verdict.WITH_CARE  # half a level off, and twelve transcripts are few


def test_what_the_coder_left_unscored_is_counted_and_in_no_figure():
    coder: list[float | None] = [*rough(TRUTH, 3)]
    without = by_level(coder[10:], ANN[10:], BO[10:]).items[0]
    coder[:10] = [None] * 10
    [item] = by_level(coder, ANN, BO).items
    assert item.n == 40
    assert item.unscored == {"no opportunity arose": 10}
    for field in ("human_human", "agent_human", "bias"):
        assert getattr(item, field).value == getattr(without, field).value


def test_a_coder_that_leaves_out_many_is_taken_with_care():
    coder: list[float | None] = [*rough(TRUTH, 3)]
    coder[:16] = [None] * 16  # 16 of 50 is more than .3
    assert by_level(coder, ANN, BO).items[0].verdict is Verdict.WITH_CARE


def test_not_estimable_has_its_reason_and_no_number():
    constant = by_level([2.0] * 50, ANN, BO).items[0]
    alone = by_level(rough(TRUTH, 3), ANN).items[0]
    few = by_level(TRUTH[: FEWEST - 1], ANN[: FEWEST - 1], BO[: FEWEST - 1]).items[0]
    silent = by_level([None] * 50, ANN, BO).items[0]
    reasons = ["same level throughout", "only one person", "at least 10", "none of the rated"]
    for item, why in zip((constant, alone, few, silent), reasons, strict=True):
        assert item.verdict is Verdict.NOT_ESTIMABLE
        assert why in item.because[0]
    assert constant.agent_human == Figure(not_estimable="one rater chose the same level throughout")
    assert alone.agent_human.value is not None
    assert silent.unscored == {"no opportunity arose": 50}


def test_missing_ratings_count_pair_by_pair():
    short = [None if n % 2 else at for n, at in enumerate(BO)]
    [item] = by_level(rough(TRUTH, 3), ANN, short).items
    assert [pair.n for pair in (*item.human_pairs, *item.agent_pairs)] == [25, 50, 25]
    assert item.humans.complete == 25


def test_neither_the_order_of_transcripts_nor_of_raters_changes_anything():
    coder = rough(TRUTH, 3)
    ids = [f"t{n}" for n in range(50)]
    read = [Read(one, {ITEM: float(at)}, {}, {}) for one, at in zip(ids, coder, strict=True)]
    levels = {name: {i: float(at) for i, at in zip(ids, row, strict=True)} for name, row in (("A", ANN), ("B", BO))}
    turned = {name: dict(reversed(levels[name].items())) for name in ("B", "A")}
    talks = tuple(Transcript(id=one, turns=()) for one in ids)
    made = [
        compare(LISTENING, Rated(them, {ITEM: table}), rows, CODER, np.random.default_rng(1), 50)
        for them, table, rows in ((talks, levels, read), (talks[::-1], turned, read[::-1]))
    ]
    assert made[0] == made[1]


# ---- codes by turn -----------------------------------------------------------------------------------------


def by_code(coder, *people, review: frozenset[int] = frozenset()) -> Agreement:
    ids = [f"t{n}" for n in range(len(coder))]
    codes = {
        f"R{n}": {one: frozenset(has) for one, has in zip(ids, row, strict=True) if has is not None}
        for n, row in enumerate(people)
    }
    read = [Read(one, {}, {"threads_met": frozenset(has)}, {}, review) for one, has in zip(ids, coder, strict=True)]
    rated = Rated(tuple(Transcript(id=one, turns=()) for one in ids), {}, {"threads_met": codes})
    return compare(EMOTION, rated, read, CODER, np.random.default_rng(1), 200)


def test_precision_and_recall_by_hand():
    """Ten transcripts alike. Coder: met at 1, passed at 3. Ann: met at 1, met at 3. Bo: met at 1 only.

    met: the coder set it 20 times (once for each person), people 30 times, 20 together: precision 1, recall 2/3.
    passed: set 10 x 2 times by the coder, never by people: precision 0, recall not estimable.
    Ann and Bo: 10 in common of 20 and 10: 2 x 10 / 30.
    """
    coder, ann, bo = {(1, "met"), (3, "passed")}, {(1, "met"), (3, "met")}, {(1, "met")}
    [item] = by_code([coder] * 10, [ann] * 10, [bo] * 10).items
    met, passed = item.codes
    assert (met.code, met.coder, met.human, met.both) == ("met", 20, 30, 20)
    assert (met.precision.value, met.recall.value, met.human_human.value) == (1, 0.6667, 0.6667)
    assert (passed.precision.value, passed.recall.value) == (0, None)
    assert passed.recall.not_estimable
    # Coder with Ann 2 x 1 / 4, with Bo 2 x 1 / 3; mean .5833
    assert item.agent_human.value == 0.5833
    assert item.measure is Measure.SPECIFIC
    assert item.bias is None


def test_a_transcript_without_codes_is_not_one_that_was_not_read():
    found, nothing = {(1, "met")}, frozenset()
    [looked] = by_code([found] * 20, [found] * 10 + [nothing] * 10, [found] * 20).items
    [absent] = by_code([found] * 20, [found] * 10 + [None] * 10, [found] * 20).items
    assert looked.agent_pairs[0].main.value == 0.6667  # 2 x 10 / (20 + 10)
    assert absent.agent_pairs[0].main.value == 1
    assert (looked.agent_pairs[0].n, absent.agent_pairs[0].n) == (20, 10)


def test_what_waits_for_a_person_is_left_out_on_all_sides():
    coder, ann = {(1, "met")}, {(1, "met"), (3, "passed")}
    [item] = by_code([coder] * 10, [ann] * 10, [ann] * 10, review=frozenset({3})).items
    assert item.agent_human.value == 1
    assert [code.code for code in item.codes] == ["met"]


# ---- the rule ----------------------------------------------------------------------------------------------


def judged(
    agent: tuple[float, float, float],
    less: tuple[float, float, float],
    *,
    bias: float | None = 0.0,
    n: int = 50,
    unscored: int = 0,
    measure: Measure = Measure.KAPPA,
) -> Verdict:
    def figure(value: float, low: float, high: float) -> Figure:
        return Figure(value=value, low=low, high=high)

    return verdict(
        measure=measure,
        n=n,
        unscored=unscored,
        human=figure(0.6, 0.5, 0.7),
        agent=figure(*agent),
        difference=figure(*less),
        bias=None if bias is None else Figure(value=bias),
    )[0]


T, C, X = Verdict.TRUSTED, Verdict.WITH_CARE, Verdict.NOT_TRUSTED
WELL, EVEN = (0.6, 0.5, 0.7), (0.0, -0.08, 0.08)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, T),
        ({"less": (0.0, -0.10, 0.1)}, T),
        ({"less": (0.0, -0.11, 0.1)}, C),
        ({"less": (-0.2, -0.3, -0.05)}, X),
        ({"less": (-0.05, -0.08, -0.02)}, T),  # surely below, and by too little to matter
        ({"bias": 0.49}, T),
        ({"bias": -0.5}, C),
        ({"bias": -1.0}, X),
        ({"agent": (0.39, 0.3, 0.5)}, C),
        ({"agent": (0.39, 0.0, 0.5)}, X),
        ({"agent": (0.5, 0.4, 0.6), "measure": Measure.SPECIFIC, "bias": None}, C),
        ({"measure": Measure.SPECIFIC, "bias": None}, T),
        ({"n": FEWEST_TO_TRUST}, T),
        ({"n": FEWEST_TO_TRUST - 1}, C),
        ({"n": 70, "unscored": 30}, T),
        ({"n": 70, "unscored": 31}, C),
    ],
)
def test_each_threshold(given, wanted):
    assert judged(**{"agent": WELL, "less": EVEN, **given}) is wanted
