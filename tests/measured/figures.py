"""Figures of a measurement, and the table they are printed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import f1_score, roc_auc_score

from simulator.rubric.agreement import Interval, Level, NotEstimable, interval, kappa_draws, resamples
from simulator.rubric.agreement import kappa as estimated
from tests.measured.rows import HALVES


class Kappa(NamedTuple):
    """Cohen's kappa with its 95% interval over rows, where there is one."""

    value: float
    within: Interval | None = None


Value = float | int | str | Kappa | None
"""None: there is nothing to compute it from."""
Figures = dict[str, Value]


@dataclass(frozen=True)
class Table:
    """One measurement as it is printed."""

    title: str
    columns: Mapping[str, Figures]
    """Head of a column → what stands in it, label by label."""
    notes: tuple[str, ...] = ()


class Split(Protocol):
    """Something measured that lies in one of the two halves."""

    @property
    def kept(self) -> bool: ...


T = TypeVar("T", bound=Split)


def by_half(
    title: str, items: Iterable[T], figures: Callable[[list[T]], Figures], halves: Sequence[str], *notes: str
) -> Table:
    """The same figures of each half that is asked for."""
    everything = list(items)
    own = {half: [item for item in everything if item.kept is HALVES[half]] for half in halves}
    return Table(title, {half: figures(some) for half, some in own.items()}, notes)


def kappa(one: Sequence[Level], other: Sequence[Level], levels: int = 2) -> Kappa | None:
    """Quadratic-weighted kappa (of two levels: the plain one), with an interval over rows drawn with replacement."""
    value = estimated(one, other, levels)
    if isinstance(value, NotEstimable):
        return None
    times = resamples(len(one), np.random.default_rng(1))
    within = interval(kappa_draws(times, one, other, levels))
    return Kappa(value, None if isinstance(within, NotEstimable) else within)


def f1(truth: Sequence[object], found: Sequence[object], label: object = True) -> float | None:
    """F1 of one label."""
    if label not in truth and label not in found:
        return None
    return float(f1_score([one == label for one in truth], [one == label for one in found]))


def macro_f1(truth: Sequence[bool], found: Sequence[bool]) -> float | None:
    """Mean F1 of yes and of no."""
    return float(f1_score(truth, found, average="macro")) if truth else None


def auc(truth: Sequence[bool], value: Sequence[float]) -> float | None:
    """Chance that one that is true has the higher value than one that is not."""
    return float(roc_auc_score(truth, value)) if len(set(truth)) == 2 else None


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Rank correlation; None where one of them is the same throughout."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return float(spearmanr(one, other).statistic)


def share(found: Iterable[bool]) -> float | None:
    """How many of them hold, 0 to 1."""
    return mean([float(one) for one in found])


def mean(values: Sequence[float]) -> float | None:
    """Their mean; None without any."""
    return float(np.mean(values)) if len(values) else None


def number(value: Value) -> str:
    """A figure as text."""
    match value:
        case None:
            return "–"
        case Kappa(inner, within):
            return f"{inner:.2f}" if within is None else f"{inner:.2f} [{within.low:.2f}, {within.high:.2f}]"
        case float():
            return f"{value:.3f}"
        case _:
            return str(value)


def printed(table: Table) -> str:
    """For a terminal: a line a figure, a column a half."""
    labels = list(dict.fromkeys(label for column in table.columns.values() for label in column))
    head = ["", *table.columns]
    body = [[label, *(number(column.get(label)) for column in table.columns.values())] for label in labels]
    widths = [max(map(len, cells)) for cells in zip(head, *body, strict=True)]
    out = [f"== {table.title}"]
    for first, *rest in [head, *body]:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        out.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join([*out, *(f"   {note}" for note in table.notes)])
