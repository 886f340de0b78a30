"""The face: outline, ears, nose, mouth, and the lines that age draws."""

from __future__ import annotations

from simulator.encounter.views import Figure, Looks
from simulator.ui.portrait.eyes import brow, eye
from simulator.ui.portrait.head import Head
from simulator.ui.portrait.shapes import Shape, darker, filled, line, oval

# Coordinates are read in pairs and rows.
# fmt: off


def face_path(head: Head, jaw: float) -> tuple[str | float, ...]:
    """The outline of the face: crown, temples, cheeks, jaw, chin."""
    w = head.half
    return (
        *("M", 200 - w, 124, "C", 200 - w, 74, 200 - w * 0.62, 46, 200.0, 46),
        *("C", 200 + w * 0.62, 46, 200 + w, 74, 200 + w, 124),
        *("C", 200 + w, 158, 200 + w * (0.72 + jaw), 190, 200 + w * 0.42, 207),
        *("C", 200 + w * 0.22, 216, 200 - w * 0.22, 216, 200 - w * 0.42, 207),
        *("C", 200 - w * (0.72 + jaw), 190, 200 - w, 158, 200 - w, 124),
    )


def head_shapes(looks: Looks, figure: Figure, head: Head) -> tuple[Shape, ...]:
    """Ears, face and features, without hair."""
    jaw = {"slight": 0.08, "medium": 0.13, "broad": 0.2}[looks.build]
    skin = head.skin
    face = face_path(head, jaw)
    return (
        *_ears(head),
        filled(*face, fill=skin.base),
        *_cheek(head),
        *_age_lines(head, figure),
        *eye(head, figure, -1),
        *eye(head, figure, 1),
        *brow(looks, head, figure, -1),
        *brow(looks, head, figure, 1),
        *_nose(head),
        *_mouth(head, figure),
    )


def _ears(head: Head) -> list[Shape]:
    shapes = []
    for side in (-1, 1):
        x = 200 + side * (head.half + 1) - head.dx * 0.45
        shapes += [
            oval(x, 134, 11, 19, head.skin.base),
            line("M", x + 3 * side, 125, "Q", x + 7 * side, 133, x + side, 143, stroke=head.skin.shade, width=3),
        ]
    return shapes


def _cheek(head: Head) -> list[Shape]:
    """A soft shade on the side away from the light."""
    w, skin = head.half, head.skin
    side = (
        *("M", 200 + w, 118, "C", 200 + w, 158, 200 + w * 0.85, 192, 200 + w * 0.42, 207),
        *("C", 200 + w * 0.22, 214, 200.0, 214, 196.0, 213),
        *("C", 200 + w * 0.5, 200, 200 + w * 0.74, 160, 200 + w * 0.74, 112),
    )
    return [filled(*side, fill=skin.shade, opacity=0.55)]


def _nose(head: Head) -> list[Shape]:
    skin = head.skin
    x, y = 200 + head.dx * 1.35, 159 + head.dy * 1.1
    tip = -1 if head.dx < -4 else 1
    return [
        line(
            "M", 200 + head.dx * 1.15 + tip * 6, 138 + head.dy, "Q", x + tip * 7, y - 12, x + tip * 11, y - 3,
            "Q", x + tip * 12, y + 3, x + tip * 5, y + 4,
            stroke=skin.line,
            width=3,
            opacity=0.75,
        ),
        line(
            "M", x - tip * 9, y + 1, "Q", x - tip * 8, y + 4, x - tip * 4, y + 4,
            stroke=skin.line,
            width=2.6,
            opacity=0.6,
        ),
        line("M", x - 4, y + 5, "Q", x, y + 6.5, x + 4, y + 5, stroke=skin.line, width=2.4, opacity=0.6),
    ]


def _mouth(head: Head, figure: Figure) -> list[Shape]:
    face, skin = figure.face, head.skin
    x, y = 200 + head.dx * 1.1, 182 + head.dy * 0.8
    half = 21 - 4 * face.press + 3 * max(0.0, face.mouth)
    corner = y - 5.6 * face.mouth
    middle = y + 4 * face.mouth
    full = 1 - 0.6 * face.press
    upper = ("M", x - half, corner, "Q", x - half * 0.4, middle - 8 * full, x, middle - 5 * full)
    lower = (
        "M", x - half * 0.8, (corner + middle) / 2, "Q", x, middle + 17 * full, x + half * 0.8,
        (corner + middle) / 2, "Q", x, middle, x - half * 0.8, (corner + middle) / 2,
    )
    top = (
        *upper,
        "Q", x + half * 0.4, middle - 8 * full, x + half, corner, "Q", x, middle + (middle - corner) * 0.6,
        x - half, corner,
    )
    shapes = [
        filled(*lower, fill=skin.lips, opacity=0.85),
        filled(*top, fill=darker(skin.lips, 0.12), opacity=0.85),
        line(
            "M", x - half, corner, "Q", x, middle + (middle - corner) * 0.6, x + half, corner,
            stroke=darker(skin.line, 0.25),
            width=3.6,
        ),
        line(
            "M", x - 9, y + 17 - 3 * face.mouth, "Q", x, y + 20 - 3 * face.mouth, x + 9,
            y + 17 - 3 * face.mouth,
            stroke=skin.shade,
            width=2.6,
        ),
    ]
    if face.mouth > 0.25:  # a smile folds the cheeks
        for side in (-1, 1):
            fold = x + side * (half + 6)
            shapes.append(
                line(
                    "M", fold - side * 3, corner - 10, "Q", fold + side * 3, corner - 1, fold - side * 2,
                    corner + 7,
                    stroke=skin.line,
                    width=2.4,
                    opacity=0.55,
                )
            )
    if face.press > 0.5:  # the jaw set: a dent at each corner
        for side in (-1, 1):
            dent = x + side * (half + 4)
            shapes.append(
                line(
                    "M", dent, corner - 5, "Q", dent + side * 4, corner + 1, dent + side * 1, corner + 8,
                    stroke=skin.line,
                    width=2.6,
                    opacity=0.6,
                )
            )
    return shapes


def _age_lines(head: Head, figure: Figure) -> list[Shape]:
    skin, g = head.skin, head.grown
    if g <= 0.1:
        return []
    x, y = 200 + head.dx, head.dy
    shapes = []
    for side in (-1, 1):
        nose, mouth = x + side * 14, x * 1.0 + head.dx * 0.1 + side * (27 + 2 * g)
        shapes.append(
            line(
                "M", nose, 157 + y, "Q", mouth, 164 + y, mouth, 178 + y,
                stroke=skin.line,
                width=2.4,
                opacity=0.15 + 0.4 * g,
            )
        )
        crow = x + side * 47
        shapes.append(
            line(
                "M", crow, 122 + y, "L", crow + side * 7, 118 + y, "M", crow, 128 + y, "L", crow + side * 8,
                129 + y,
                stroke=skin.line,
                width=1.9,
                opacity=0.15 + 0.4 * g,
            )
        )
    for n in range(1 + round(g + 0.6 * figure.face.brow_lift)):
        top = 84 - 9 * n + y
        shapes.append(
            line(
                "M", x - 26, top + 1, "Q", x, top - 4, x + 26, top + 1,
                stroke=skin.line,
                width=2,
                opacity=0.12 + 0.3 * g,
            )
        )
    return shapes
