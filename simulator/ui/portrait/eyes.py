"""Eyes and brows: where most of a bearing is read."""

from __future__ import annotations

from simulator.encounter.views import Eyes, Figure, Looks
from simulator.ui.portrait.head import Head
from simulator.ui.portrait.shapes import EYE_WHITE, HAIR, INK, Shape, darker, filled, line, oval

# Coordinates are read in pairs and rows.
# fmt: off


def eye(head: Head, figure: Figure, side: int) -> list[Shape]:
    """One eye; `side` is -1 on the left of the sheet and 1 on its right."""
    face, skin = figure.face, head.skin
    x, y = 200 + head.dx + side * head.apart(side), 128 + head.dy
    half, up = 14.5, 11.5 * face.lids
    down = 5.5 - 1.2 * (1 - face.lids)
    look_x = {Eyes.AT: 0.0, Eyes.ASIDE: -5.5, Eyes.DOWN: -1.0}[face.eyes]
    lowered = face.eyes is Eyes.DOWN
    up = up * (0.35 if lowered else 1.0)
    inner, outer = x - side * half, x + side * half
    corner = y + 1.5 + (1.5 * head.grown if side else 0)
    eye = ("M", inner, y + 2, "Q", x - side * 1, y - up * 1.5, outer, corner, "Q", x, y + down * 1.6 + 1, inner, y + 2)
    lid = ("M", inner, y + 2, "Q", x - side * 1, y - up * 1.5, outer, corner)
    socket = ("M", inner, y + 1, "Q", x, y - 27, outer + side * 1, y, "Q", x, y - up, inner, y + 1)
    shapes = [filled(*socket, fill=skin.shade, opacity=0.75 if lowered else 0.45)]
    if lowered:  # the lid covers the eye: a curve with the lashes below
        shapes.append(filled("M", inner, y + 1, "Q", x, y - 15, outer, y, "Q", x, y + 13, inner, y + 1, fill=skin.base))
        shapes.append(
            filled(
                "M", inner + side, y + 4, "Q", x, y + 12, outer, y + 3, "Q", x, y + 20, inner + side, y + 4,
                fill=EYE_WHITE,
            )
        )
        shapes.append(
            filled(
                "M", x - 7, y + 6, "Q", x, y + 10, x + 7, y + 6, "Q", x + 6, y + 12, x, y + 12, "Q", x - 6,
                y + 12, x - 7, y + 6,
                fill=INK,
            )
        )
        shapes.append(line("M", inner, y + 3, "Q", x, y + 11, outer, y + 1.5, stroke=INK, width=4))
        shapes.append(
            line("M", inner + side * 2, y - 4, "Q", x, y - 10, outer, y - 3, stroke=skin.line, width=2, opacity=0.7)
        )
    else:
        shapes.append(filled(*eye, fill=EYE_WHITE))
        shapes += _iris(x + look_x, y + 1, up, down, y)
        shapes.append(line(*lid, stroke=INK, width=4))
        shapes.append(
            line(
                "M", inner + side * 3, y - up - 3, "Q", x, y - up * 1.4 - 6, outer, y - up * 0.5 - 2,
                stroke=skin.line,
                width=1.8,
                opacity=0.6,
            )
        )
    bag = 0.25 + 0.5 * head.grown + 0.25 * face.brow_lift
    shapes.append(
        line(
            "M", inner + side * 4, y + 14, "Q", x + side * 2, y + 19, outer - side * 2, y + 14,
            stroke=skin.shade,
            width=2.6,
            opacity=min(1.0, bag),
        )
    )
    return shapes


def _iris(x: float, y: float, up: float, down: float, middle: float) -> list[Shape]:
    top, bottom = middle - up * 0.7, middle + down * 1.1
    radius = 7.2
    ry = min(radius, (bottom - top) / 2)
    centre = max(top + ry, min(bottom - ry, y))
    return [oval(x, centre, radius, ry, INK), oval(x + 2, centre - ry * 0.35, 1.7, 1.7, "#ffffff", 0.85)]


def brow(looks: Looks, head: Head, figure: Figure, side: int) -> list[Shape]:
    """One brow, with the crease beside it."""
    face = figure.face
    colour = HAIR[looks.hair_colour]
    if looks.hair_colour in ("white", "blond"):
        colour = darker(colour, 0.28)
    if looks.skin in ("brown", "dark") and looks.hair_colour not in ("white", "grey"):
        colour = INK
    x, y = 200 + head.dx + side * head.apart(side), 104 + head.dy
    lift, low = face.brow_lift, face.brow_low
    inner_x = x - side * (16.5 + 3.5 * low)
    inner_y = y + 3 + 9 * low - 12.5 * lift
    mid_x, mid_y = x + side * 3, y - 6.5 + 6 * low + 1.5 * lift
    outer_x, outer_y = x + side * 20, y + 3 + 2 * low + 5 * lift
    width = 6.4 if looks.facial_hair != "none" or looks.build == "broad" else 4.8
    shapes = [line("M", inner_x, inner_y, "Q", mid_x, mid_y, outer_x, outer_y, stroke=colour, width=width)]
    if low > 0.5 or lift > 0.5:  # the crease between the brows
        strength = max(low - 0.3, lift - 0.4)
        crease = 200 + head.dx + side * 5
        shapes.append(
            line(
                "M", crease, y - 3 + 4 * low, "L", crease - side * 1, y + 8 + 4 * low,
                stroke=head.skin.line,
                width=2.2,
                opacity=strength,
            )
        )
    return shapes
