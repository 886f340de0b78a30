"""Hair: what lies behind the head, and what lies over it."""

from __future__ import annotations

from simulator.encounter.views import Looks
from simulator.ui.portrait.head import Head
from simulator.ui.portrait.shapes import HAIR, Shape, darker, filled, line, oval
from simulator.ui.portrait.worn import cap, cloth_of, headscarf

# Coordinates are read in pairs and rows.
# fmt: off

_FALLS = {"long": 268.0, "bob": 196.0}
"""How far down hair reaches, where it falls."""


def hair_behind(looks: Looks, head: Head) -> list[Shape]:
    """What lies behind the head and neck."""
    colour, w = darker(HAIR[looks.hair_colour], 0.18), head.half
    if looks.headwear == "headscarf":
        cloth = darker(cloth_of(looks), 0.15)
        return [
            filled(
                *(
                    "M", 200 - w - 14, 120, "C", 200 - w - 18, 50, 200 - 40, 24, 200.0, 24, "C", 240.0, 24,
                    200 + w + 18, 50, 200 + w + 14, 120,
                ),
                *("C", 200 + w + 14, 190, 200 + w + 22, 230, 200 + w + 34, 286, "L", 200 - w - 34, 286),
                *("C", 200 - w - 22, 230, 200 - w - 14, 190, 200 - w - 14, 120),
                fill=cloth,
            )
        ]
    if looks.hair in _FALLS:
        low = _FALLS[looks.hair]
        return [
            filled(
                *(
                    "M", 200 - w - 12, 118, "C", 200 - w - 12, 50, 160.0, 26, 200.0, 26, "C", 240.0, 26,
                    200 + w + 12, 50, 200 + w + 12, 118,
                ),
                *(
                    "C", 200 + w + 14, 160, 200 + w + 12, low - 30, 200 + w + 8, low, "Q", 200.0, low + 14,
                    200 - w - 8, low,
                ),
                *("C", 200 - w - 12, low - 30, 200 - w - 14, 160, 200 - w - 12, 118),
                fill=colour,
            )
        ]
    if looks.hair == "braids":
        shapes = []
        for side in (-1, 1):
            for n in range(5):
                x = 200 + side * (w - 10 + 6 * n)
                end = 270 - 9 * n
                shapes.append(
                    line(
                        "M", x - side * 10, 96 + 4 * n, "C", x + side * 8, 150, x + side * 4, 210, x + side * 2,
                        end,
                        stroke=darker(colour, -0.06 * (n % 2)),
                        width=11,
                    )
                )
        return shapes
    if looks.hair == "curly":
        return [
            oval(200 + x, y, r, r, colour)
            for x, y, r in ((-w + 4, 92, 30), (w - 4, 92, 30), (-w, 130, 22), (w, 130, 22))
        ]
    if looks.hair == "bun":
        return [oval(200, 30, 27, 24, colour)]
    return []


def hair_over(looks: Looks, head: Head) -> list[Shape]:
    """What lies over the head."""
    if looks.headwear == "headscarf":
        return headscarf(looks, head)
    shapes = _STYLES[looks.hair](HAIR[looks.hair_colour], head)
    if looks.headwear == "cap":
        shapes += cap(looks, head)
    return shapes


def _crown(
    head: Head, top: float, side: float, brow: float, dip: float, *, part: float = 0.0
) -> tuple[str | float, ...]:
    """A cap of hair: outside from one side over the crown to the other, inside along the hairline."""
    w, x, y = head.half, 200 + head.dx * 0.55, head.dy * 0.9
    return (
        *("M", 200 - w - 3, side, "C", 200 - w - 9, 72, 200 - w * 0.66, top, 200.0, top),
        *("C", 200 + w * 0.66, top, 200 + w + 9, 72, 200 + w + 3, side),
        *("C", 200 + w - 2, side - 14, x + w * 0.86, brow + 12 + y, x + w * 0.62, brow + y),
        *("C", x + w * 0.3, dip + y, x - w * 0.3 + part, dip + y - part * 0.3, x - w * 0.62, brow + y),
        *("C", x - w * 0.86, brow + 12 + y, 200 - w + 2, side - 14, 200 - w - 3, side),
    )


def _short(colour: str, head: Head) -> list[Shape]:
    shade = darker(colour, 0.16)
    return [
        filled(*_crown(head, 32, 122, 78, 66, part=14), fill=colour),
        line(
            "M", 168 + head.dx * 0.5, 68 + head.dy, "C", 190.0, 52, 226.0, 50, 246.0, 64,
            stroke=shade,
            width=3,
            opacity=0.7,
        ),
        line("M", 160.0, 58 + head.dy, "C", 180.0, 44, 214.0, 40, 234.0, 48, stroke=shade, width=3, opacity=0.7),
    ]


def _cropped(colour: str, head: Head) -> list[Shape]:
    return [filled(*_crown(head, 38, 116, 76, 70), fill=colour)]


def _thinning(colour: str, head: Head) -> list[Shape]:
    """Hair at the sides, a little over the top."""
    w, shapes = head.half, []
    for side in (-1, 1):
        shapes.append(
            filled(
                *(
                    "M", 200 + side * (w + 4), 134, "C", 200 + side * (w + 14), 108, 200 + side * (w + 8), 72,
                    200 + side * (w - 22), 58,
                ),
                *(
                    "C", 200 + side * (w - 12), 76, 200 + side * (w - 13), 98, 200 + side * (w - 6), 116, "L",
                    200 + side * (w + 4), 134,
                ),
                fill=colour,
            )
        )
    x, y = 200 + head.dx * 0.5, head.dy * 0.6
    for n, reach in enumerate((36, 40, 38)):
        shapes.append(
            line(
                "M", x - reach, 66 + y - 5 * n, "C", x - 14, 42 + y - 3 * n, x + 18, 42 + y - 3 * n, x + reach,
                60 + y - 4 * n,
                stroke=colour,
                width=4,
                opacity=0.9,
            )
        )
    return shapes


def _bald(colour: str, head: Head) -> list[Shape]:
    return [
        line(
            "M", 172 + head.dx * 0.4, 66.0, "Q", 184 + head.dx * 0.4, 54, 202.0, 53,
            stroke="#ffffff",
            width=6,
            opacity=0.22,
        )
    ]


def _curly(colour: str, head: Head) -> list[Shape]:
    w, y = head.half, head.dy * 0.7
    curls = [
        (-0.9, 84, 22), (-0.62, 58, 24), (-0.22, 44, 25), (0.22, 44, 25), (0.62, 58, 24), (0.9, 84, 22),
        (-0.4, 70, 15), (0.0, 64, 16), (0.4, 70, 15), (-0.98, 108, 15), (0.98, 108, 15),
    ]
    shapes = [oval(200 + head.dx * 0.3 + x * w, top + y, r, r, colour) for x, top, r in curls]
    light = darker(colour, -0.14)
    return shapes + [
        line(
            "M", 200 + x * w - 9, top + y, "Q", 200 + x * w, top + y - 11, 200 + x * w + 9, top + y,
            stroke=light,
            width=3,
            opacity=0.6,
        )
        for x, top, _ in curls[:6]
    ]


def _braids(colour: str, head: Head) -> list[Shape]:
    x, y = 200 + head.dx * 0.4, head.dy * 0.8
    rows = [
        line(
            "M", x + 2 + 4 * n,
            36 + abs(n) * 3,
            "Q", x + 13 * n, 48.0 + y, x + 15 * n,
            68 + y + abs(n) * 4,
            stroke=darker(colour, -0.2),
            width=2.6,
            opacity=0.9,
        )
        for n in range(-3, 4)
    ]
    return [filled(*_crown(head, 30, 124, 82, 68), fill=colour), *rows]


def _bob(colour: str, head: Head) -> list[Shape]:
    w, x, y = head.half, 200 + head.dx * 0.5, head.dy * 0.8
    low = 190.0
    return [
        filled(
            *(
                "M", 200 - w - 12, low, "C", 200 - w - 18, 120, 200 - w - 8, 28, 202.0, 28, "C", 200 + w + 8,
                28, 200 + w + 18, 120, 200 + w + 12, low,
            ),
            *(
                "C", 200 + w - 4, low - 20, 200 + w - 2, 120, x + w * 0.74, 98 + y, "C", x + w * 0.3, 90 + y,
                x - 6, 78 + y, x - 18, 62 + y,
            ),
            *(
                "C", x - 26, 84 + y, 200 - w + 4, 110 + y, 200 - w + 2, 132, "C", 200 - w + 2, 150, 200 - w + 2,
                low - 20, 200 - w - 12, low,
            ),
            fill=colour,
        ),
        line(
            "M", x - 18, 60 + y, "C", x - 4, 40, 226.0, 40, 244.0, 60, stroke=darker(colour, 0.2), width=3, opacity=0.6
        ),
    ]


def _long(colour: str, head: Head) -> list[Shape]:
    w, x, y = head.half, 200 + head.dx * 0.5, head.dy * 0.8
    shapes = []
    for side in (-1, 1):
        shapes.append(
            filled(
                *(
                    "M", x, 60 + y, "C", x + side * w * 0.5, 70 + y, 200 + side * (w - 2), 96 + y,
                    200 + side * (w - 1), 136,
                ),
                *(
                    "C", 200 + side * (w + 1), 180, 200 + side * (w + 6), 220, 200 + side * (w - 6), 262, "Q",
                    200 + side * (w + 16), 262, 200 + side * (w + 14), 230,
                ),
                *("C", 200 + side * (w + 14), 180, 200 + side * (w + 18), 28, 200.0, 28),
                fill=colour,
            )
        )
    return [*shapes, line("M", x, 60 + y, "L", 200.0, 32, stroke=darker(colour, 0.25), width=2.5, opacity=0.7)]


def _bun(colour: str, head: Head) -> list[Shape]:
    shade = darker(colour, 0.18)
    x, y = 200 + head.dx * 0.5, head.dy * 0.8
    return [
        filled(*_crown(head, 34, 122, 80, 64), fill=colour),
        *(
            line(
                "M", x + 20 * n,
                68 + y + 3 * abs(n),
                "Q", x + 12 * n, 48 + y * 0.6, 200 + 5 * n, 38.0,
                stroke=shade,
                width=2.6,
                opacity=0.6,
            )
            for n in (-2, -1, 0, 1, 2)
        ),
    ]

_STYLES = {
    "bald": _bald,
    "thinning": _thinning,
    "short": _short,
    "curly": _curly,
    "cropped": _cropped,
    "braids": _braids,
    "bob": _bob,
    "long": _long,
    "bun": _bun,
}
