"""The picture: per item, people with each other and the coder with people, as dots with intervals on one scale.

Places are in per cent of the width and sizes in pixels, so that a narrow screen squeezes the scale and not the letters.
The two are told apart by shape and place, not by colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from simulator.calibrate.model import Agreement, Figure, ItemAgreement
from simulator.calibrate.text import number

STEP = 0.2
LEFT, RIGHT = 3.0, 97.0


class Mark(NamedTuple):
    """One dot with its interval, placed."""

    kind: str
    """human | coder."""
    at: float
    """Per cent from the left."""
    low: float | None
    """Per cent, or None without an interval."""
    high: float | None
    """Per cent."""


class Line(NamedTuple):
    """One item of the picture."""

    item: ItemAgreement
    marks: tuple[Mark, ...]
    said: str
    """The same in words."""


class Tick(NamedTuple):
    """One number of the scale."""

    at: float
    label: str
    zero: bool
    """Chance."""


class Picture(NamedTuple):
    """Everything placed; the template draws it."""

    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]


def picture(made: Agreement) -> Picture:
    """The items' figures on a scale from the lowest end of an interval (0 at most, -1 at least) to 1."""
    lowest = max(-1.0, min([0.0, *(end for item in made.items for end in _ends(item))]))
    steps = math.ceil(-lowest / STEP)
    least = -STEP * steps

    def place(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (max(value, least) - least) / (1 - least), 2)

    ticks = tuple(
        Tick(place(n * STEP), f"{n * STEP:.1f}".replace("-0.0", "0.0"), n == 0)
        for n in range(-steps, round(1 / STEP) + 1)
    )
    return Picture(ticks, tuple(_line(item, place) for item in made.items))


def _line(item: ItemAgreement, place: Callable[[float], float]) -> Line:
    marks = []
    for kind, figure in (("human", item.human_human), ("coder", item.agent_human)):
        if figure.value is not None:
            ends = [None if end is None else place(end) for end in (figure.low, figure.high)]
            marks.append(Mark(kind, place(figure.value), ends[0], ends[1]))
    said = f"People with each other {number(item.human_human)}; coder with people {number(item.agent_human)}."
    return Line(item, tuple(marks), said)


def _ends(item: ItemAgreement) -> Iterable[float]:
    for figure in (item.human_human, item.agent_human):
        yield from _values(figure)


def _values(figure: Figure) -> Iterable[float]:
    return (end for end in (figure.low, figure.value) if end is not None)
