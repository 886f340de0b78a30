"""What the hands hold, or what lies in the lap."""

from __future__ import annotations

from simulator.ui.portrait.limbs import LAP_Y, Limbs
from simulator.ui.portrait.shapes import Shape, darker, filled, line, oval

# Coordinates are read in pairs and rows.
# fmt: off

LARGE = frozenset({"folder", "bag"})

_BAG, _CAP = "#6d4b3a", "#6a6a5c"


def in_lap(limbs: Limbs) -> list[Shape]:
    """What lies in the lap."""
    return _LYING[limbs.holds](limbs) if limbs.holds in _LYING else []


def small(limbs: Limbs, x: float, y: float) -> list[Shape]:
    """What fits between the hands."""
    return _SMALL[limbs.holds](limbs, x, y) if limbs.holds in _SMALL else []


def ring(limbs: Limbs, x: float, y: float) -> list[Shape]:
    """The ring on a hand."""
    if limbs.holds != "ring":
        return []
    return [oval(x, y, 4.2, 4.2, "#d9b44a"), oval(x, y, 1.8, 1.8, limbs.skin.base)]


def held(limbs: Limbs, y: float) -> list[Shape]:
    """What is held upright against the chest."""
    if limbs.holds == "bag":
        return [
            line(
                "M", 172.0, y - 30, "C", 172.0, y - 66, 228.0, y - 66, 228.0, y - 30, stroke=darker(_BAG, 0.25), width=7
            ),
            filled("M", 142.0, y - 34, "L", 258.0, y - 34, "L", 268.0, y + 70, "L", 132.0, y + 70, fill=_BAG),
        ]
    sheet = ("M", 150.0, y - 62, "L", 252.0, y - 66, "L", 256.0, y + 68, "L", 154.0, y + 72)
    return [
        filled("M", 156.0, y - 68, "L", 246.0, y - 72, "L", 250.0, y, "L", 158.0, y, fill="#f4f0e6"),
        filled(*sheet, fill=limbs.folder),
        line(*sheet, "Z", stroke=darker(limbs.folder, 0.25), width=3),
        line("M", 226.0, y - 64, "L", 230.0, y + 68, stroke=darker(limbs.folder, 0.25), width=2.5),
    ]


def _folder(limbs: Limbs) -> list[Shape]:
    y = LAP_Y
    sheet = ("M", 128.0, y - 26, "L", 272.0, y - 26, "L", 296.0, y + 22, "L", 104.0, y + 22)
    return [
        filled("M", 132.0, y - 31, "L", 266.0, y - 31, "L", 272.0, y - 20, "L", 128.0, y - 20, fill="#f4f0e6"),
        filled(*sheet, fill=limbs.folder),
        line(*sheet, "Z", stroke=darker(limbs.folder, 0.25), width=3),
    ]


def _bag(limbs: Limbs) -> list[Shape]:
    y = LAP_Y
    return [
        line("M", 164.0, y - 20, "C", 164.0, y - 58, 236.0, y - 58, 236.0, y - 20, stroke=darker(_BAG, 0.25), width=7),
        filled(
            "M", 134.0, y - 24, "Q", 200.0, y - 34, 266.0, y - 24, "L", 280.0, y + 40, "L", 120.0, y + 40, fill=_BAG
        ),
    ]


def cap(limbs: Limbs, x: float = 252.0, y: float = LAP_Y + 8) -> list[Shape]:
    """A flat cap."""
    colour = _CAP if limbs.dull not in ("green", "grey") else "#54473e"
    return [
        filled(
            "M", x - 46, y + 8, "C", x - 44, y - 26, x + 34, y - 30, x + 42, y + 6, "C", x + 20, y + 14, x - 24,
            y + 16, x - 46, y + 8,
            fill=colour,
        ),
        filled(
            "M", x - 44, y + 4, "C", x - 60, y + 8, x - 64, y + 18, x - 54, y + 20, "C", x - 30, y + 22, x - 4,
            y + 18, x + 6, y + 12, "C", x - 12, y + 12, x - 32, y + 10, x - 44, y + 4,
            fill=darker(colour, 0.25),
        ),
    ]


def _phone(limbs: Limbs, x: float = 236.0, y: float = LAP_Y + 8) -> list[Shape]:
    return [
        filled("M", x - 13, y - 26, "L", x + 13, y - 24, "L", x + 10, y + 24, "L", x - 16, y + 22, fill="#2b2d31"),
        filled("M", x - 10, y - 22, "L", x + 10, y - 20, "L", x + 8, y + 19, "L", x - 13, y + 17, fill="#5d6670"),
    ]


def _tissue(limbs: Limbs, x: float = 232.0, y: float = LAP_Y + 6) -> list[Shape]:
    parts = (
        "M", x - 20, y + 6, "L", x - 12, y - 18, "L", x, y - 8, "L", x + 10, y - 22, "L", x + 22, y + 2, "L",
        x + 8, y + 16,
    )
    return [filled(*parts, fill="#f6f4ef"), line(*parts, "Z", stroke="#cfcac0", width=2)]

_LYING = {"folder": _folder, "bag": _bag, "cap": cap, "phone": _phone, "tissue": _tissue}

_SMALL = {
    "cap": lambda limbs, x, y: cap(limbs, x + 8, y + 22),
    "phone": lambda limbs, x, y: _phone(limbs, x, y - 14),
    "tissue": lambda limbs, x, y: _tissue(limbs, x + 4, y - 12),
}
