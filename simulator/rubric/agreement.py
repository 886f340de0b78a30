"""How far raters agree: kappa, ICC, alpha, shares and codes, with an interval over transcripts. Pure.

A level is its position among the item's anchors, from 0, in steps of 1; a position between two anchors is a fraction;
None is missing and leaves every figure. What cannot be estimated is `NotEstimable` with the reason, never nan or 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Level = float | None
Weights = Literal["plain", "linear", "quadratic"]
Measured = Literal["nominal", "ordinal", "interval"]
Floats = NDArray[np.float64]

DRAWS = 1000
SHARE = 0.95
"""How much of the draws an interval covers."""
MOST_LOST = 0.05
"""Where more draws than this say nothing (a rater constant in them), what is left is no fair sample of them."""


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """In place of a figure."""

    why: str


Estimate = float | NotEstimable


class Interval(NamedTuple):
    """Both ends belong to it."""

    low: float
    high: float


class Icc(NamedTuple):
    """Two intraclass correlations of one table."""

    single: Estimate
    """ICC(2,1): of one rater."""
    mean: Estimate
    """ICC(2,k): of the mean of all k."""
    n: int
    """How many transcripts every rater rated; the others are in neither."""


class Codes(NamedTuple):
    """One coder's codes held against another's."""

    both: int
    """Codes that both set at the same place."""
    one: int
    """All of the first coder's."""
    other: int
    """All of the second's."""

    @property
    def precision(self) -> Estimate:
        """Of the first coder's codes, the share (0 to 1) that the second set too."""
        return self.both / self.one if self.one else NotEstimable("the first coder never set it")

    @property
    def recall(self) -> Estimate:
        """Of the second coder's codes, the share (0 to 1) that the first set too."""
        return self.both / self.other if self.other else NotEstimable("the second coder never set it")

    @property
    def specific(self) -> Estimate:
        """Positive specific agreement, 0 to 1: the harmonic mean of the two (the F-measure). It needs no count of the
        places where neither coded, which nobody knows (Hripcsak & Rothschild 2005, doi 10.1197/jamia.M1733).
        """
        total = self.one + self.other
        return 2 * self.both / total if total else NotEstimable("neither ever set it")


# ---- two raters --------------------------------------------------------------------------------------------


def kappa(one: Sequence[Level], other: Sequence[Level], levels: int, weights: Weights = "quadratic") -> Estimate:
    """Cohen's kappa (1960, doi 10.1177/001316446002000104), weighted (1968, doi 10.1037/h0026256) by the distance
    between levels or its square; -1 to 1, 0 at chance.

    In: the two raters' positions (0 to `levels` - 1) on the same transcripts in the same order, rounded here to the
    nearest level, halves up. Computed by scikit-learn. Not estimable with fewer than two transcripts rated by both, or
    where one rater chose one level throughout: such a rater told nothing apart, so nothing can be agreed on.
    Raises ValueError for positions outside the levels and sequences of different length.
    """
    a, b = _both(one, other)
    why = _tells_nothing(a, b)
    if why is not None:
        return NotEstimable(why)
    whole = [_nearest(values).astype(int) for values in (a, b)]
    if any(values.min() < 0 or values.max() >= levels for values in whole):
        raise ValueError(f"a position lies outside 0 to {levels - 1}")
    from sklearn.metrics import cohen_kappa_score  # takes seconds to load, and few commands need it

    return float(cohen_kappa_score(*whole, labels=range(levels), weights=None if weights == "plain" else weights))


def exact(one: Sequence[Level], other: Sequence[Level]) -> Estimate:
    """Share of transcripts (0 to 1) on which both chose the same level, fractions rounded as for kappa."""
    return _share(one, other, 0)


def within_one(one: Sequence[Level], other: Sequence[Level]) -> Estimate:
    """Share of transcripts (0 to 1) on which the two are at most one level apart, fractions rounded as for kappa."""
    return _share(one, other, 1)


def bias(agent: Sequence[Level], human: Sequence[Level]) -> Estimate:
    """Mean of agent minus human, in levels (fractions kept): above 0, the agent chooses higher levels."""
    a, b = _both(agent, human)
    return float((a - b).mean()) if len(a) else NotEstimable(NONE_BY_BOTH)


NONE_BY_BOTH = "no transcript was rated by both"


def _share(one: Sequence[Level], other: Sequence[Level], most: int) -> Estimate:
    a, b = _both(one, other)
    return float((abs(_nearest(a) - _nearest(b)) <= most).mean()) if len(a) else NotEstimable(NONE_BY_BOTH)


def _both(one: Sequence[Level], other: Sequence[Level]) -> tuple[Floats, Floats]:
    a, b = array(one), array(other)
    if a.shape != b.shape:
        raise ValueError("two raters' levels must stand for the same transcripts")
    rated = ~(np.isnan(a) | np.isnan(b))
    return a[rated], b[rated]


def _tells_nothing(a: Floats, b: Floats) -> str | None:
    if len(a) < 2:
        return "fewer than two transcripts were rated by both"
    constant = [len(set(_nearest(values).tolist())) == 1 for values in (a, b)]
    if all(constant):
        return "both raters chose one level throughout"
    return "one rater chose the same level throughout" if any(constant) else None


def _nearest(values: Floats) -> Floats:
    return np.floor(values + 0.5)


def array(levels: Sequence[Level]) -> Floats:
    """The levels as numbers, nan where one is missing."""
    return np.array([np.nan if level is None else level for level in levels], dtype=np.float64)


# ---- any number of raters ----------------------------------------------------------------------------------


def icc(raters: Sequence[Sequence[Level]]) -> Icc:
    """ICC(2,1) and ICC(2,k): two-way random effects, absolute agreement (Shrout & Fleiss 1979,
    doi 10.1037/0033-2909.86.2.420). At most 1; below 0 where raters differ more within transcripts than between.

    In: one sequence of positions per rater, same transcripts in the same order; fractions kept. Only transcripts that
    every rater rated are used. Not estimable with fewer than two raters or two such transcripts, or where the
    transcripts do not differ.
    """
    table = np.array([array(levels) for levels in raters]).T if len(raters) else np.empty((0, 0))
    table = table[~np.isnan(table).any(axis=1)]
    n, k = table.shape
    if n < 2 or k < 2:
        why = NotEstimable("fewer than two raters" if k < 2 else "fewer than two transcripts were rated by everybody")
        return Icc(why, why, n)
    grand, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
    between = k * float(((rows - grand) ** 2).sum()) / (n - 1)
    judges = n * float(((columns - grand) ** 2).sum()) / (k - 1)
    rest = float(((table - rows[:, None] - columns[None, :] + grand) ** 2).sum()) / ((n - 1) * (k - 1))
    if between < 1e-12:
        why = NotEstimable("the raters' means are the same for every transcript")
        return Icc(why, why, n)
    # Mean squares of the paper's own table: between 11.24, judges 32.49, rest 1.02; n 6, k 4.
    # Single: (11.24 - 1.02) / (11.24 + 3 x 1.02 + 4 x (32.49 - 1.02) / 6) = .29
    # Mean:   (11.24 - 1.02) / (11.24 + (32.49 - 1.02) / 6) = .62
    return Icc(
        _ratio(between - rest, between + (k - 1) * rest + k * (judges - rest) / n),
        _ratio(between - rest, between + (judges - rest) / n),
        n,
    )


def _ratio(above: float, below: float) -> Estimate:
    return above / below if below > 1e-12 else NotEstimable("the raters differ more than the transcripts")


def alpha(raters: Sequence[Sequence[Level]], levels: int, measured: Measured = "ordinal") -> Estimate:
    """Krippendorff's alpha (Hayes & Krippendorff 2007, doi 10.1080/19312450709336664), at most 1, 0 at chance; missing
    levels are allowed. Computed by the package krippendorff.

    In: as for `icc`; positions are rounded as for kappa, except for `measured` "interval". Not estimable where no
    transcript was rated twice, or where all chose one level.
    """
    table = np.array([array(one) for one in raters])
    if table.ndim != 2 or not (seen := (~np.isnan(table)).sum(axis=0) >= 2).any():
        return NotEstimable("no transcript was rated by two raters")
    table = table[:, seen] if measured == "interval" else _nearest(table[:, seen])
    values = sorted(set(table[~np.isnan(table)].tolist()))
    if len(values) < 2:
        return NotEstimable("everybody chose one level throughout")
    from krippendorff import alpha as computed

    domain = values if measured == "interval" else [float(n) for n in range(levels)]
    return float(computed(reliability_data=table, value_domain=domain, level_of_measurement=measured))


# ---- intervals ---------------------------------------------------------------------------------------------


def resamples(n: int, chance: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Draws with replacement from n transcripts: a row per draw, how often each transcript stands in it.

    Whole transcripts are drawn, since what is said of one of them is not independent.
    """
    return chance.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)


def interval(draws: Floats) -> Interval | NotEstimable:
    """The percentile interval (Efron 1979, doi 10.1214/aos/1176344552) of a figure's draws, nan where a draw gives
    none.
    """
    good = draws[~np.isnan(draws)]
    lost = len(draws) - len(good)
    if not len(good) or lost > MOST_LOST * len(draws):
        return NotEstimable(f"in {lost} of {len(draws)} draws a rater told nothing apart")
    low, high = np.quantile(good, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return Interval(float(low), float(high))


def kappa_draws(times: Floats, one: Sequence[Level], other: Sequence[Level], levels: int) -> Floats:
    """`kappa`, quadratic, of every draw at once; nan where a draw's is not estimable.

    The library computes one at a time, about two milliseconds each; a report needs tens of thousands. A test holds the
    two equal.
    """
    a, b = array(one), array(other)
    rated = ~(np.isnan(a) | np.isnan(b))
    a, b = _nearest(a[rated]).astype(int), _nearest(b[rated]).astype(int)
    rows, columns = times[:, rated] @ np.eye(levels)[a], times[:, rated] @ np.eye(levels)[b]
    total = times[:, rated].sum(axis=1)
    grid = np.arange(levels)
    apart = (grid[:, None] - grid[None, :]) ** 2.0
    constant = (rows > 0).sum(axis=1) < 2
    constant |= (columns > 0).sum(axis=1) < 2
    observed = times[:, rated] @ apart[a, b]
    expected = np.einsum("di,ij,dj->d", rows, apart, columns)
    return _divided(lambda: 1 - observed * total / expected, constant)


def mean_draws(times: Floats, values: Sequence[Level]) -> Floats:
    """The mean of `values` in every draw; nan where none of a draw's transcripts has one."""
    numbers = array(values)
    has = ~np.isnan(numbers)
    total = times[:, has].sum(axis=1)
    return _divided(lambda: times[:, has] @ numbers[has] / total, total == 0)


def specific_draws(times: Floats, counts: Sequence[Codes | None]) -> Floats:
    """`Codes.specific` of every draw, from the counts of each transcript; nan where a draw has no codes."""
    table = np.array([(0, 0, 0) if one is None else one for one in counts], dtype=np.float64)
    both, first, second = (times @ table).T
    return _divided(lambda: 2 * both / (first + second), first + second == 0)


def share_draws(times: Floats, counts: Sequence[tuple[int, int]]) -> Floats:
    """A share of every draw: (part, whole) of each transcript, summed over the draw; nan where the whole is 0."""
    part, whole = (times @ np.array(counts, dtype=np.float64).reshape(-1, 2)).T
    return _divided(lambda: part / whole, whole == 0)


def _divided(compute: Callable[[], Any], not_estimable: NDArray[np.bool_]) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = compute()
    out[not_estimable] = np.nan
    return out
