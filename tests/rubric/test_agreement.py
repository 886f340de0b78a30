"""Agreement: published worked examples, what must hold for any ratings, and what cannot be estimated."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rubric.agreement import (
    Codes,
    Interval,
    Level,
    NotEstimable,
    alpha,
    bias,
    exact,
    icc,
    interval,
    kappa,
    kappa_draws,
    mean_draws,
    resamples,
    specific_draws,
    within_one,
)

N = None


def crossed(table: list[list[int]]) -> tuple[list[Level], list[Level]]:
    """Two raters from their cross table."""
    cells = [(a, b) for a, b in product(range(len(table)), repeat=2) for _ in range(table[a][b])]
    return [a for a, _ in cells], [b for _, b in cells]


# Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, table 18.1: 100 subjects.
DIAGNOSES = crossed([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
# Landis & Koch 1977; Agresti, Categorical Data Analysis: two pathologists, 118 slides.
SLIDES = crossed([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]])
# Shrout & Fleiss 1979, table 2: six targets by four judges.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


# ---- published examples ------------------------------------------------------------------------------------


def test_kappa_of_the_two_psychiatrists_is_the_textbooks():
    # observed .89, by chance .8 x .8 + .1 x .05 + .1 x .15 = .66: (.89 - .66) / .34 = .676
    assert kappa(*DIAGNOSES, 3, "plain") == pytest.approx((0.89 - 0.66) / 0.34)


def test_kappas_of_the_two_pathologists_are_the_textbooks():
    assert kappa(*SLIDES, 4, "plain") == pytest.approx(0.493, abs=0.0005)
    assert kappa(*SLIDES, 4, "quadratic") == pytest.approx(0.78, abs=0.005)


def test_weights_by_hand():
    # Four transcripts, levels 0 0 1 2 and 0 1 1 0. Distances 0 1 0 2, mean .75; squares 0 1 0 4, mean 1.25.
    # All 16 pairs: 0 with 0 1 1 0 twice, 1 with it once, 2 with it once: 2 + 2 + 2 + 6 = 12 / 16 = .75
    # and squares 2 + 2 + 2 + 10 = 16 / 16 = 1. So 1 - .75 / .75 = 0 and 1 - 1.25 / 1 = -.25.
    one, other = [0, 0, 1, 2], [0, 1, 1, 0]
    assert kappa(one, other, 3, "linear") == pytest.approx(0.0)
    assert kappa(one, other, 3, "quadratic") == pytest.approx(-0.25)


def test_levels_nobody_used_keep_their_distance():
    """Levels 0 and 4 of five are four apart, not neighbours."""
    one, other = [0, 0, 4, 4, 3], [0, 4, 4, 4, 3]
    assert kappa(one, other, 5, "linear") != pytest.approx(kappa([0, 0, 2, 2, 1], [0, 2, 2, 2, 1], 3, "linear"))


def test_icc_of_the_papers_own_table():
    single, mean, n = icc(list(zip(*TARGETS, strict=True)))
    assert round(single, 2) == 0.29
    assert round(mean, 2) == 0.62
    assert n == 6


@pytest.mark.parametrize(("measured", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorffs_own_table(measured, published):
    levels = [[None if value is None else value - 1 for value in row] for row in OBSERVERS]
    assert alpha(levels, 5, measured) == pytest.approx(published, abs=0.0005)


def test_shares_and_bias_by_hand():
    agent, human = [0, 2.4, 3, N, 4], [0, 1, 1, 2, N]
    assert exact(agent, human) == pytest.approx(1 / 3)  # 0-0; 2.4 is nearest to 2, and 1; 3-1
    assert within_one(agent, human) == pytest.approx(2 / 3)
    assert bias(agent, human) == pytest.approx((0 + 1.4 + 2) / 3)  # fractions kept


def test_codes_by_hand():
    # The coder set it 4 times, the rater 5 times, 3 of them at one place.
    codes = Codes(both=3, one=4, other=5)
    assert (codes.precision, codes.recall) == (0.75, 0.6)
    assert codes.specific == pytest.approx(6 / 9)
    assert codes.specific == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


# ---- what cannot be estimated ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ([1, 1, 1], [0, 1, 2], "one rater"),
        ([2, 2, 2], [2, 2, 2], "both raters"),
        ([1, 0.8, 1.2], [0, 1, 2], "one rater"),  # all of them level 1 once rounded
        ([1, N], [2, 0], "fewer than two"),
        ([], [], "fewer than two"),
        ([1, N, 2], [N, 1, N], "fewer than two"),
    ],
)
def test_kappa_without_a_difference_is_not_estimable(one, other, why):
    for weights in ("plain", "linear", "quadratic"):
        made = kappa(one, other, 3, weights)
        assert isinstance(made, NotEstimable)
        assert why in made.why


def test_everything_else_is_not_estimable_rather_than_nan():
    nothing = [icc([]).single, icc([[1, 2]]).mean, icc([[1, 1], [1, 1]]).single, icc([[1, N], [2, 1]]).single]
    nothing += [alpha([], 3), alpha([[1, N], [N, 1]], 3), alpha([[1, 1], [1, 1]], 3)]
    nothing += [exact([N], [1]), within_one([], []), bias([N], [1])]
    nothing += [Codes(0, 0, 2).precision, Codes(0, 2, 0).recall, Codes(0, 0, 0).specific]
    assert all(isinstance(one, NotEstimable) and one.why for one in nothing)


def test_a_level_beyond_the_anchors_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="outside"):
        kappa([0, 5], [0, 1], 5)
    with pytest.raises(ValueError, match="same transcripts"):
        exact([0], [0, 1])


# ---- what must hold for any ratings ------------------------------------------------------------------------

LEVELS = 5
level = st.integers(0, LEVELS - 1)
pairs = st.lists(st.tuples(level, level), min_size=2, max_size=12)
some = settings(max_examples=40, deadline=None)


@some
@given(pairs, st.randoms(use_true_random=False))
def test_agreement_is_symmetric_and_the_order_of_transcripts_changes_nothing(rated, chance):
    one, other = zip(*rated, strict=True)
    mixed = list(rated)
    chance.shuffle(mixed)
    again, against = zip(*mixed, strict=True)
    for measure in (exact, within_one, lambda a, b: kappa(a, b, LEVELS), lambda a, b: alpha([a, b], LEVELS)):
        first = measure(one, other)
        for second in (measure(other, one), measure(again, against)):
            assert first == second if isinstance(first, NotEstimable) else first == pytest.approx(second, abs=1e-9)


@some
@given(st.lists(level, min_size=2, max_size=12).filter(lambda levels: len(set(levels)) > 1))
def test_a_rater_agrees_wholly_with_themself(levels):
    assert kappa(levels, levels, LEVELS) == pytest.approx(1)
    assert kappa(levels, levels, LEVELS, "plain") == pytest.approx(1)
    assert alpha([levels, levels], LEVELS) == pytest.approx(1)
    assert icc([levels, levels]).single == pytest.approx(1)
    assert (exact(levels, levels), within_one(levels, levels), bias(levels, levels)) == (1, 1, 0)


@some
@given(pairs)
def test_a_transcript_that_one_did_not_rate_changes_nothing(rated):
    one, other = (list(row) for row in zip(*rated, strict=True))
    assert kappa([*one, 3], [*other, N], LEVELS) == kappa(one, other, LEVELS)
    assert bias([*one, 3], [*other, N]) == bias(one, other)
    assert icc([[*one, 3], [*other, N]]) == icc([one, other])


@some
@given(pairs)
def test_bias_turns_its_sign_and_a_shift_shows_in_it_and_lowers_icc(rated):
    one, other = zip(*rated, strict=True)
    assert bias(one, other) == pytest.approx(-bias(other, one))
    if len(set(one)) > 1:
        shifted = [value + 1 for value in one]
        assert bias(shifted, one) == pytest.approx(1)
        assert icc([shifted, one]).single < 1  # absolute agreement, not mere consistency


@some
@given(pairs, st.integers(0, 2**31 - 1))
def test_the_draws_are_the_librarys_kappa_of_each_draw(rated, seed):
    one, other = zip(*rated, strict=True)
    times = resamples(len(one), np.random.default_rng(seed), 5)
    drawn = kappa_draws(times, one, other, LEVELS)
    for row, value in zip(times.astype(int), drawn, strict=True):
        first, second = ([v for v, n in zip(levels, row, strict=True) for _ in range(n)] for levels in (one, other))
        wanted = kappa(first, second, LEVELS)
        assert math.isnan(value) if isinstance(wanted, NotEstimable) else value == pytest.approx(wanted, abs=1e-9)


# ---- intervals ---------------------------------------------------------------------------------------------


def test_a_draw_holds_as_many_transcripts_as_there_are():
    times = resamples(7, np.random.default_rng(1), 50)
    assert times.shape == (50, 7)
    assert set(times.sum(axis=1)) == {7}
    assert (resamples(7, np.random.default_rng(1), 50) == times).all()


def test_an_interval_is_the_middle_of_the_draws():
    made = interval(np.arange(1001, dtype=float))
    assert made == pytest.approx(Interval(25, 975))


def test_where_too_many_draws_say_nothing_there_is_no_interval():
    draws = np.arange(100, dtype=float)
    draws[:5] = np.nan
    assert isinstance(interval(draws), Interval)
    draws[5] = np.nan
    assert isinstance(interval(draws), NotEstimable)
    assert isinstance(interval(np.array([])), NotEstimable)


def test_an_interval_holds_the_truth_about_as_often_as_it_says():
    """Share of heads of a fair coin, 60 throws, 200 times: the interval misses one half in about one of twenty."""
    chance, missed = np.random.default_rng(5), 0
    for _ in range(200):
        throws = chance.integers(0, 2, 60).tolist()
        made = interval(mean_draws(resamples(60, chance, 400), throws))
        missed += not made.low <= 0.5 <= made.high
    assert 2 <= missed <= 24


def test_draws_of_codes_count_whole_transcripts():
    counts = [Codes(1, 2, 1), None, Codes(0, 0, 0)]
    times = np.array([[1.0, 1, 1], [2, 0, 0], [0, 1, 2]])
    drawn = specific_draws(times, counts)
    assert drawn[:2] == pytest.approx([2 / 3, 2 / 3])  # 2 x 1 / (2 + 1), and the same transcript twice
    assert math.isnan(drawn[2])
