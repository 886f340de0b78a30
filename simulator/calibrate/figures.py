"""Figures of two raters and of many, and the means over pairs that an item is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulator.calibrate.model import Figure
from simulator.rubric.agreement import Estimate, Floats, NotEstimable, interval


class Drawn(NamedTuple):
    """A figure and its draws: None where there is no figure to draw."""

    value: Estimate
    draws: Floats | None


def plain(value: Estimate) -> Figure:
    """A figure without an interval."""
    return Figure(not_estimable=value.why) if isinstance(value, NotEstimable) else Figure(value=rounded(value))


def figure(drawn: Drawn) -> Figure:
    """A figure with its interval, or with why it has none."""
    if isinstance(drawn.value, NotEstimable) or drawn.draws is None:
        return plain(drawn.value)
    ends = interval(drawn.draws)
    if isinstance(ends, NotEstimable):
        return Figure(value=rounded(drawn.value), no_interval=ends.why)
    return Figure(value=rounded(drawn.value), low=rounded(ends.low), high=rounded(ends.high))


def mean(pairs: Sequence[Drawn], nobody: str) -> Drawn:
    """The mean over the pairs that have a figure; the first reason where none has, `nobody` where there is no pair.

    A draw in which one of them tells nothing tells nothing: else the mean would be over other pairs from draw to draw.
    """
    good = [(one.value, one.draws) for one in pairs if not isinstance(one.value, NotEstimable)]
    if not good:
        return Drawn(pairs[0].value if pairs else NotEstimable(nobody), None)
    draws = [drawn for _, drawn in good if drawn is not None]
    return Drawn(sum(value for value, _ in good) / len(good), np.mean(draws, axis=0))


def less(one: Drawn, other: Drawn) -> Drawn:
    """One minus the other, draw by draw: they rest on the same transcripts and move together."""
    for drawn in (one, other):
        if isinstance(drawn.value, NotEstimable) or drawn.draws is None:
            return drawn
    assert not isinstance(one.value, NotEstimable) and not isinstance(other.value, NotEstimable)
    assert one.draws is not None and other.draws is not None
    return Drawn(one.value - other.value, one.draws - other.draws)


def rounded(value: float) -> float:
    """Four decimals, and no minus before a nought."""
    return round(value, 4) + 0.0


def too_few(n: int, fewest: int) -> NotEstimable:
    """In place of a figure that would rest on n transcripts."""
    return NotEstimable(f"{n} transcript{'' if n == 1 else 's'} in common, and at least {fewest} are needed")
