"""Neck, trunk and clothes, the chair and the lap."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.encounter.views import Figure, Looks
from simulator.ui.portrait.shapes import (
    CLOTH,
    DARK_SHIRT,
    HEIGHT,
    SHIRT,
    SKIN,
    TROUSERS,
    Shape,
    darker,
    filled,
    line,
    mirrored,
    oval,
    path,
)

# Coordinates are read in pairs and rows.
# fmt: off

_HALF = {"slight": (104.0, 77.0), "medium": (110.0, 84.0), "broad": (124.0, 100.0)}
"""Half the width at shoulders and waist, by build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Where things are on this body, in the sheet's units."""

    half: float
    """Half the width of the shoulders."""
    waist: float
    top: float
    """Height of the shoulders; smaller is higher."""
    cloth: str
    clothing: str
    skin: str

    @property
    def edge(self) -> str:
        """The clothes' darker tone."""
        return darker(self.cloth, 0.2 if self.cloth != CLOTH["white"] else 0.16)


def body_of(looks: Looks, figure: Figure) -> Body:
    """The body of these looks in this posture."""
    half, waist = _HALF[looks.build]
    if looks.clothing in ("coat", "jacket"):
        half, waist = half + 5, waist + 6
    raised = figure.posture.shoulders
    return Body(
        half=half - 7 * raised,
        waist=waist,
        top=264 - 25 * raised,
        cloth=CLOTH[looks.clothing_colour],
        clothing=looks.clothing,
        skin=looks.skin,
    )


def chair() -> list[Shape]:
    """The chair's back, behind everything."""
    back = (
        "M", 82.0, HEIGHT, "L", 82.0, 270, "C", 82.0, 236, 100.0, 226, 128.0, 224, "L", 272.0, 224, "C", 300.0,
        226, 318.0, 236, 318.0, 270, "L", 318.0, HEIGHT, "Z",
    )
    return [Shape(d=path(*back), kind="chair")]


def body_shapes(looks: Looks, figure: Figure, body: Body) -> list[Shape]:
    """Neck, trunk and what is worn."""
    return [*_trunk(body), *_inner(body), *_neck(body, figure), *_WORN[looks.clothing](body)]


def _trunk(body: Body) -> list[Shape]:
    h, w, y = body.half, body.waist, body.top
    left = (
        "M", 168.0, 244, "C", 158.0, 256, 200 - h + 34, y - 12, 200 - h + 16, y, "C", 200 - h, y + 10,
        200 - h - 4, y + 42, 200 - h + 8, y + 70, "C", 200 - w - 10, 350, 200 - w - 4, 390, 200 - w - 8, HEIGHT,
    )
    outline = (
        *left,
        "L", 200 + w + 8, HEIGHT, "C", 200 + w + 4, 390, 200 + w + 10, 350, 200 + h - 8, y + 70, "C",
        200 + h + 4, y + 42, 200 + h, y + 10, 200 + h - 16, y, "C", 200 + h - 34, y - 12, 242.0, 256, 232.0,
        244,
    )
    shade = (
        "M", 232.0, 250, "C", 242.0, 258, 200 + h - 34, y - 12, 200 + h - 16, y, "C", 200 + h, y + 10,
        200 + h + 4, y + 42, 200 + h - 8, y + 70, "C", 200 + w + 10, 350, 200 + w + 4, 390, 200 + w + 8, HEIGHT,
        "L", 200 + w - 34, HEIGHT, "C", 200 + w - 20, 370, 200 + w - 26, 320, 240.0, 262,
    )
    return [filled(*outline, fill=body.cloth), filled(*shade, fill=body.edge, opacity=0.4)]


def _neck(body: Body, figure: Figure) -> list[Shape]:
    skin = SKIN[body.skin]
    open_neck = {"blouse": 288, "tunic": 272, "gown": 278, "shirt": 270, "jacket": 264, "coat": 262}.get(
        body.clothing, 260
    )
    neck = (
        "M", 173.0, 190, "L", 172.0, 240, "C", 170.0, 250, 164.0, 252, 160.0, 254, "Q", 182.0, 266, 200.0,
        open_neck, "Q", 218.0, 266, 240.0, 254, "C", 236.0, 252, 230.0, 250, 228.0, 240, "L", 227.0, 190,
    )
    down = 8 * figure.posture.bow
    chin = ("M", 173.0, 200, "L", 227.0, 200, "L", 228.0, 226 + down, "Q", 200.0, 250 + down, 172.0, 226 + down)
    return [filled(*neck, fill=skin.base), filled(*chin, fill=skin.shade)]


def _inner(body: Body) -> list[Shape]:
    """What shows under an open garment."""
    if body.clothing not in ("jacket", "coat", "cardigan"):
        return []
    colour = SHIRT if body.clothing == "cardigan" else DARK_SHIRT if body.cloth != CLOTH["grey"] else SHIRT
    low, wide = {"cardigan": (330, 4), "coat": (352, 2)}.get(body.clothing, (HEIGHT, 24))
    return [filled("M", 160.0, 252, "L", 240.0, 252, "L", 200.0 + wide, low, "L", 200.0 - wide, low, fill=colour)]


def _both(*parts: str | float, fill: str) -> list[Shape]:
    return [filled(*parts, fill=fill), filled(*mirrored(parts), fill=fill)]


def _collar(colour: str, low: float = 292) -> list[Shape]:
    """A shirt's collar: two flaps."""
    flap = ("M", 164.0, 242, "L", 199.0, 274, "L", 182.0, low, "L", 154.0, 260)
    edge = darker(colour, 0.3)
    line_ = ("M", *flap[4:9])
    return [
        *_both(*flap, fill=colour),
        line(*line_, stroke=edge, width=2.4),
        line(*mirrored(line_), stroke=edge, width=2.4),
    ]


def _buttons(body: Body, x: float, ys: tuple[float, ...], radius: float = 3.4) -> list[Shape]:
    return [oval(x, y, radius, radius, darker(body.cloth, 0.45)) for y in ys]


def _jumper(body: Body) -> list[Shape]:
    ring = ("M", 160.0, 250, "Q", 200.0, 284, 240.0, 250)
    return [line(*ring, stroke=body.edge, width=13), line(*ring, stroke=darker(body.cloth, 0.08), width=8)]


def _shirt(body: Body) -> list[Shape]:
    return [
        line("M", 200.0, 276, "L", 200.0, HEIGHT, stroke=body.edge, width=3),
        *_buttons(body, 200, (306, 342, 378)),
        *_collar(darker(body.cloth, -0.12)),
    ]


def _cardigan(body: Body) -> list[Shape]:
    front = ("M", 158.0, 252, "L", 200.0, 336, "L", 200.0, HEIGHT)
    band = darker(body.cloth, 0.12)
    return [
        line("M", 200.0, 276, "L", 200.0, 330, stroke=darker(SHIRT, 0.2), width=2.5),
        *_collar(SHIRT, 288),
        line(*front, stroke=band, width=11),
        line(*mirrored(front), stroke=band, width=11),
        *_buttons(body, 200, (350, 382), 4),
    ]


def _jacket(body: Body) -> list[Shape]:
    """A work jacket: turned-down collar, a zip on each side, a chest pocket."""
    edge, light = body.edge, darker(body.cloth, -0.1)
    flap = ("M", 162.0, 240, "L", 178.0, 262, "L", 168.0, 300, "L", 132.0, 268, "Q", 146.0, 250, 162.0, 240)
    ring = ("M", 164.0, 256, "Q", 200.0, 284, 236.0, 256)
    side = ("M", 176.0, 276, "L", 174.0, HEIGHT)
    pocket = ("M", 118.0, 322, "L", 156.0, 322, "L", 156.0, 352, "L", 118.0, 352, "Z")
    return [
        line(*ring, stroke=darker(DARK_SHIRT, 0.2), width=5),
        line(*side, stroke=edge, width=7),
        line(*mirrored(side), stroke=edge, width=7),
        *_both(*flap, fill=light),
        line("M", 178.0, 262, "L", 168.0, 300, "L", 132.0, 268, stroke=edge, width=3),
        line(*mirrored(("M", 178.0, 262, "L", 168.0, 300, "L", 132.0, 268)), stroke=edge, width=3),
        line(*pocket, stroke=edge, width=3),
    ]


def _coat(body: Body) -> list[Shape]:
    """A winter coat kept on: wide lapels, big buttons."""
    edge, light = body.edge, darker(body.cloth, -0.1)
    lapel = (
        "M", 158.0, 238, "L", 178.0, 268, "L", 198.0, 356, "L", 142.0, 312, "L", 154.0, 296, "L", 122.0, 282,
        "Q", 136.0, 252, 158.0, 238,
    )
    outline = ("M", 178.0, 268, "L", 198.0, 356, "L", 142.0, 312, "L", 154.0, 296, "L", 122.0, 282)
    return [
        line("M", 198.0, 350, "L", 196.0, HEIGHT, stroke=edge, width=3.5),
        *_both(*lapel, fill=light),
        line(*outline, stroke=edge, width=3),
        line(*mirrored(outline), stroke=edge, width=3),
        *_buttons(body, 210, (376, 412), 5.5),
    ]


def _blouse(body: Body) -> list[Shape]:
    edge = body.edge
    fold = ("M", 160.0, 252, "Q", 178.0, 276, 200.0, 294)
    return [
        line(*fold, stroke=edge, width=6),
        line(*mirrored(fold), stroke=edge, width=6),
        *(
            line(
                "M", 200.0 + 9 * n,
                298 - abs(n) * 3,
                "Q", 200.0 + 14 * n, 330, 200 + 12.0 * n, 366,
                stroke=edge,
                width=2.4,
                opacity=0.7,
            )
            for n in (-2, -1, 0, 1, 2)
        ),
    ]


def _gown(body: Body) -> list[Shape]:
    ring = ("M", 158.0, 252, "Q", 200.0, 306, 242.0, 252)
    dots = [
        oval(200 + x, y, 2.6, 2.6, body.edge)
        for row, y in enumerate(range(306, 436, 22))
        for x in range(-78 + 13 * (row % 2), 90, 26)
    ]
    return [*dots, line(*ring, stroke=body.edge, width=6)]


def _tunic(body: Body) -> list[Shape]:
    edge, light = body.edge, darker(body.cloth, -0.25)
    ring = ("M", 160.0, 252, "Q", 200.0, 278, 240.0, 252)
    return [
        line(*ring, stroke=light, width=7),
        line("M", 200.0, 270, "L", 200.0, 344, stroke=light, width=9),
        line("M", 200.0, 274, "L", 200.0, 340, stroke=edge, width=2.5),
    ]


_WORN = {
    "jacket": _jacket,
    "coat": _coat,
    "shirt": _shirt,
    "jumper": _jumper,
    "cardigan": _cardigan,
    "blouse": _blouse,
    "gown": _gown,
    "tunic": _tunic,
}


def lap(looks: Looks, body: Body) -> list[Shape]:
    """The thighs, seen from the front."""
    colour = TROUSERS if looks.clothing not in ("gown", "tunic", "coat") else body.cloth
    if colour == TROUSERS and looks.clothing_colour == "grey":
        colour = "#474a60"
    w = body.waist + 16
    return [
        filled(
            "M", 200 - w, HEIGHT, "C", 200 - w - 2, 412, 200 - w + 20, 398, 150.0, 400, "C", 180.0, 400, 194.0,
            408, 200.0, 422, "C", 206.0, 408, 220.0, 400, 250.0, 400, "C", 200 + w - 20, 398, 200 + w + 2, 412,
            200 + w, HEIGHT,
            fill=darker(colour, 0.06),
        ),
        line("M", 200.0, 424, "L", 200.0, HEIGHT, stroke=darker(colour, 0.35), width=3),
    ]
