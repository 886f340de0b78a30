"""The drawing's pieces: shapes as plain data, the helpers that make paths, and the colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 440
"""The sheet. The head is about 170 high, its middle line at x = 200; the lap is cut off below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One path."""

    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 0
    opacity: float = 1
    cap: str = "round"
    """How its line ends: round or butt."""
    kind: str = ""
    """Class, for what changes in the dark: wall, chair or chair-edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shapes moved together."""

    shapes: tuple[Shape, ...]
    move: str = ""
    """SVG transform."""


Point = tuple[float, float]


def path(*parts: str | float) -> str:
    """A path from letters and numbers, numbers to a tenth."""
    return " ".join(part if isinstance(part, str) else f"{part:.1f}".removesuffix(".0") for part in parts)


def filled(*parts: str | float, fill: str, opacity: float = 1) -> Shape:
    """A closed area."""
    return Shape(d=path(*parts, "Z"), fill=fill, opacity=opacity)


def line(*parts: str | float, stroke: str, width: float, opacity: float = 1, cap: str = "round") -> Shape:
    """A line."""
    return Shape(d=path(*parts), stroke=stroke, width=width, opacity=opacity, cap=cap)


def oval(x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1) -> Shape:
    """An ellipse."""
    parts = ("M", x - rx, y, "A", rx, ry, "0 1 1", x + rx, y, "A", rx, ry, "0 1 1", x - rx, y)
    return filled(*parts, fill=fill, opacity=opacity)


def mirrored(points: Iterable[str | float], axis: float = 200.0) -> list[str | float]:
    """The same path on the other side of an upright axis. Only for M, L, C, Q with x before y."""
    out: list[str | float] = []
    at_x = True
    for part in points:
        if isinstance(part, str):
            out.append(part)
            at_x = True
            continue
        out.append(2 * axis - part if at_x else part)
        at_x = not at_x
    return out


def darker(colour: str, share: float) -> str:
    """The colour with this share of black (negative: of white)."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    goal = 0 if share >= 0 else 255
    return "#" + "".join(f"{round(part + (goal - part) * abs(share)):02x}" for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """The tones of one skin."""

    base: str
    shade: str
    line: str
    lips: str
    blush: str


SKIN = {
    "pale": Skin(base="#f2d8c8", shade="#e2bda8", line="#9c6a55", lips="#c67f74", blush="#e8b3a0"),
    "fair": Skin(base="#e8c4a6", shade="#d4a683", line="#8a5a40", lips="#b97163", blush="#dc9f84"),
    "olive": Skin(base="#d3a77b", shade="#bb8c60", line="#704a2e", lips="#a66655", blush="#c58763"),
    "tan": Skin(base="#bd8a5e", shade="#a37148", line="#5c3a22", lips="#94584a", blush="#ad6f4c"),
    "brown": Skin(base="#90603f", shade="#774b2f", line="#402415", lips="#7a4238", blush="#834f36"),
    "dark": Skin(base="#6f4933", shade="#573524", line="#28150c", lips="#8d5149", blush="#643d2c"),
}
HAIR = {
    "black": "#25211f",
    "brown": "#5a4030",
    "auburn": "#7e4630",
    "blond": "#c4a062",
    "grey": "#8d8a86",
    "white": "#efede8",
}
CLOTH = {
    "blue": "#4a6583",
    "green": "#56705a",
    "grey": "#73757a",
    "red": "#9a4f48",
    "ochre": "#b88a45",
    "purple": "#6b5377",
    "brown": "#75583f",
    "white": "#e4e1da",
}
SHIRT, DARK_SHIRT = "#e9e5dc", "#4b4f54"
TROUSERS = "#4f535b"
EYE_WHITE, INK = "#f7f3ec", "#241c18"
