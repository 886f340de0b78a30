"""The parts that arms are put together from: upper arm, forearm, open hand, fist."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, hypot, radians, sin

from simulator.encounter.views import Looks
from simulator.ui.portrait.body import Body
from simulator.ui.portrait.shapes import SKIN, Point, Shape, Skin, filled, line, oval

# Coordinates are read in pairs and rows.
# fmt: off

_THICK = {"slight": 38.0, "medium": 43.0, "broad": 50.0}

LAP_Y = 408.0
"""Height of the hands in the lap."""


class Limbs:
    """The parts arms are put together from, at this body's measures."""

    def __init__(self, looks: Looks, body: Body, grip: float) -> None:
        self.body, self.grip, self.holds = body, grip, looks.in_hands
        self.skin: Skin = SKIN[looks.skin]
        self.thick = _THICK[looks.build] + (4 if looks.clothing in ("coat", "jacket") else 0)
        self.short = looks.clothing == "gown"
        self.cloth, self.edge = body.cloth, body.edge
        self.dull = looks.clothing_colour
        self.folder = "#5f7488" if looks.clothing_colour in ("ochre", "brown", "white") else "#c9a96e"

    def shoulder(self, side: int) -> Point:
        """Where the arm begins; `side` is -1 on the left of the sheet and 1 on its right."""
        return 200 + side * (self.body.half - 17), self.body.top + 26

    def elbow(self, side: int, out: float = 0.0, y: float = 372.0) -> Point:
        """Where it bends."""
        return 200 + side * (self.body.half - 2 + out), y

    def upper(self, side: int, elbow: Point) -> list[Shape]:
        """The upper arm."""
        x, y = self.shoulder(side)
        ex, ey = elbow
        bend = ("M", x, y, "Q", x + side * 12, (y + ey) / 2, ex, ey)
        low = ("M", x + side * 7, y * 0.6 + ey * 0.4, "Q", x + side * 9, y * 0.3 + ey * 0.7, ex, ey)
        return [line(*low, stroke=self.edge, width=self.thick + 5), line(*bend, stroke=self.cloth, width=self.thick)]

    def fore(self, elbow: Point, wrist: Point, sag: float = 0.0) -> list[Shape]:
        """The forearm with its cuff."""
        colour, edge = (self.skin.base, self.skin.shade) if self.short else (self.cloth, self.edge)
        thick = self.thick * (0.66 if self.short else 0.9)
        (ex, ey), (wx, wy) = elbow, wrist
        bend = ("M", ex, ey, "Q", (ex + wx) / 2, (ey + wy) / 2 + sag, wx, wy)
        length = max(1.0, hypot(wx - ex, wy - ey - 2 * sag))
        across = (-(wy - ey - 2 * sag) / length * (thick / 2), (wx - ex) / length * (thick / 2))
        cuff = ("M", wx - across[0], wy - across[1], "L", wx + across[0], wy + across[1])
        return [
            line(*bend, stroke=edge, width=thick + 5, cap="butt"),
            oval(ex, ey, thick / 2 + 2.5, thick / 2 + 2.5, edge),
            line(*bend, stroke=colour, width=thick, cap="butt"),
            oval(ex, ey, thick / 2, thick / 2, colour),
            *([] if self.short else [line(*cuff, stroke=edge, width=4.5, cap="butt")]),
        ]

    def arm(self, side: int, elbow: Point, wrist: Point, sag: float = 0.0) -> list[Shape]:
        """Both."""
        return [*self.upper(side, elbow), *self.fore(elbow, wrist, sag)]

    def hand(self, at: Point, angle: float, size: float = 1.0, *, up: int = -1, spread: float = 1.0) -> list[Shape]:
        """A flat hand from the wrist along the angle (degrees, 0 to the right); `up` is the thumb's side."""
        put, skin = placed(at, angle, size, up), self.skin
        palm = (
            "M", *put(-14, -12), "C", *put(4, -15), *put(20, -17), *put(30, -13), "C", *put(36, -6),
            *put(36, 8), *put(30, 14), "C", *put(18, 17), *put(2, 14), *put(-14, 12),
        )
        thumb = ("M", *put(8, -8), "Q", *put(17, -20), *put(29, -21))
        fingers = [
            ("M", *put(24, y), "L", *put(tip + 9 * (spread - 1), y * 1.08 * spread))
            for y, tip in ((-9.5, 45), (-3, 49), (3.5, 48), (9.5, 43))
        ]
        return [
            *(line(*finger, stroke=skin.shade, width=10.5 * size) for finger in (thumb, *fingers)),
            line(*palm, stroke=skin.shade, width=3.5),
            filled(*palm, fill=skin.base),
            *(line(*finger, stroke=skin.base, width=7.6 * size) for finger in (thumb, *fingers)),
        ]

    def fist(self, at: Point, angle: float, size: float = 1.0) -> list[Shape]:
        """A closed hand with its knuckles along the angle."""
        put = placed(at, angle, size, -1)
        skin = self.skin
        body = (
            "M", *put(-12, -12), "C", *put(0, -19), *put(16, -18), *put(24, -10), "C", *put(30, -2),
            *put(28, 12), *put(18, 16), "C", *put(6, 20), *put(-8, 18), *put(-12, 12),
        )
        lines = [
            line(
                "M", *put(6 + 1.5 * n, -9 + 7 * n), "L",
                *put(23 - abs(n - 1), -8 + 7.5 * n),
                stroke=skin.line,
                width=2,
                opacity=0.6,
            )
            for n in (0, 1, 2)
        ]
        return [filled(*body, fill=skin.base), line(*body, stroke=skin.shade, width=2.6), *lines]

def placed(at: Point, angle: float, size: float, up: int) -> Callable[[float, float], Point]:
    """From a hand's own measures to the sheet's: turned, sized, and the thumb on the side `up`."""
    turn, (ox, oy) = radians(angle), at

    def put(x: float, y: float) -> Point:
        x, y = x * size, y * size * -up
        return ox + x * cos(turn) - y * sin(turn), oy + x * sin(turn) + y * cos(turn)

    return put
