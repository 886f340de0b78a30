"""What is worn on the head: headscarf, cap, spectacles; and the beard."""

from __future__ import annotations

from simulator.encounter.views import Looks
from simulator.ui.portrait.head import Head
from simulator.ui.portrait.shapes import CLOTH, HAIR, Shape, darker, filled, line

# Coordinates are read in pairs and rows.
# fmt: off


def cloth_of(looks: Looks) -> str:
    """A headscarf or cap goes with the clothes without being lost in them."""
    return darker(CLOTH[looks.clothing_colour], -0.3 if looks.clothing_colour != "white" else 0.35)


def headscarf(looks: Looks, head: Head) -> list[Shape]:
    """A headscarf round the face."""
    cloth, w, x, y = cloth_of(looks), head.half, 200 + head.dx * 0.5, head.dy * 0.8
    shade = darker(cloth, 0.2)
    return [
        filled(
            *(
                "M", 200 - w - 14, 128, "C", 200 - w - 18, 52, 160.0, 24, 200.0, 24, "C", 240.0, 24,
                200 + w + 18, 52, 200 + w + 14, 128,
            ),
            *(
                "C", 200 + w + 12, 180, 200 + w - 2, 226, 214.0, 250, "C", 190.0, 252, 200 - w - 4, 236,
                200 - w - 14, 128,
            ),
            *(
                "M", 200 - w + 4, 126, "C", 200 - w + 4, 176, x - 30, 212, x, 214, "C", x + 30, 212,
                200 + w - 4, 176, 200 + w - 4, 126,
            ),
            *(
                "C", x + w * 0.9, 92 + y, x + w * 0.5, 66 + y, x, 66 + y, "C", x - w * 0.5, 66 + y, x - w * 0.9,
                92 + y, 200 - w + 4, 126,
            ),
            fill=cloth,
        ),
        line("M", 200 + w - 2, 150, "C", 200 + w - 6, 190, x + 24, 218, x - 4, 224, stroke=shade, width=3, opacity=0.7),
        line("M", 200 - w - 2, 90, "C", 200 - w + 12, 58, x - 14, 46, x + 18, 46, stroke=shade, width=3, opacity=0.6),
    ]


def cap(looks: Looks, head: Head) -> list[Shape]:
    """A cap with its peak."""
    cloth, w, x, y = darker(cloth_of(looks), 0.25), head.half, 200 + head.dx, head.dy * 0.8
    return [
        filled(
            *(
                "M", 200 - w - 9, 86 + y, "C", 200 - w - 14, 36, 164.0, 18, 200.0, 18, "C", 236.0, 18,
                200 + w + 14, 36, 200 + w + 9, 86 + y,
            ),
            *("C", 232.0, 74 + y, 168.0, 74 + y, 200 - w - 9, 86 + y),
            fill=cloth,
        ),
        filled(
            "M", x - w - 2, 84 + y, "C", x - 30, 70 + y, x + 30, 70 + y, x + w + 2, 84 + y, "C", x + 34, 98 + y,
            x - 34, 98 + y, x - w - 2, 84 + y,
            fill=darker(cloth, 0.25),
        ),
    ]


def facial_hair(looks: Looks, head: Head) -> list[Shape]:
    """Stubble, moustache or beard, below the mouth's line so that it still shows."""
    if looks.facial_hair == "none":
        return []
    w, x, y = head.half, 200 + head.dx * 1.1, head.dy * 0.8
    colour = HAIR[looks.hair_colour]
    jaw = (
        *("M", 200 - w + 1, 134, "C", 200 - w, 160, 200 - w * 0.84, 192, 200 - w * 0.42, 208),
        *("C", 200 - w * 0.22, 218, 200 + w * 0.22, 218, 200 + w * 0.42, 208),
        *("C", 200 + w * 0.84, 192, 200 + w, 160, 200 + w - 1, 134),
        *("C", 200 + w * 0.86, 160, x + 34, 164 + y, x + 18, 166 + y),
        *(
            "C", x + 8, 163 + y, x - 8, 163 + y, x - 18, 166 + y, "C", x - 34, 164 + y, 200 - w * 0.86, 160,
            200 - w + 1, 134,
        ),
    )
    if looks.facial_hair == "stubble":
        return [filled(*jaw, fill=darker(colour, 0.1), opacity=0.22)]
    if looks.facial_hair == "beard":
        return [filled(*jaw, fill=colour)]
    top = 166 + y
    return [
        filled(
            *(
                "M", x, top + 1, "C", x - 12, top - 4, x - 27, top + 4, x - 30, top + 15, "C", x - 20, top + 14,
                x - 9, top + 13, x, top + 9,
            ),
            *(
                "C", x + 9, top + 13, x + 20, top + 14, x + 30, top + 15, "C", x + 27, top + 4, x + 12, top - 4,
                x, top + 1,
            ),
            fill=colour,
        )
    ]


def glasses(looks: Looks, head: Head) -> list[Shape]:
    """Plain spectacles."""
    if not looks.glasses:
        return []
    y, frame = 130 + head.dy, "#3c3a38" if looks.skin in ("pale", "fair", "olive") else "#1d1a19"
    shapes = []
    for side in (-1, 1):
        x = 200 + head.dx + side * (head.apart(side) + 1)
        rim = (
            "M", x - 21, y - 14, "Q", x, y - 18, x + 21, y - 14, "Q", x + 24, y + 2, x + 16, y + 15, "Q", x,
            y + 20, x - 16, y + 15, "Q", x - 24, y + 2, x - 21, y - 14,
        )
        shapes.append(filled(*rim, fill="#ffffff", opacity=0.13))
        shapes.append(line(*rim, stroke=frame, width=3))
        arm = 200 + side * (head.half - 1)
        shapes.append(line("M", x + side * 21, y - 8, "L", arm, y - 6, stroke=frame, width=3))
    shapes.append(
        line("M", 200 + head.dx - 7, y - 6, "Q", 200 + head.dx, y - 10, 200 + head.dx + 7, y - 6, stroke=frame, width=3)
    )
    return shapes
