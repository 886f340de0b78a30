"""The head: its measures, and how it sits on the neck. Features move over it as it turns and bows."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.encounter.views import Figure, Looks
from simulator.ui.portrait.shapes import SKIN, Skin

# Coordinates are read in pairs and rows.
# fmt: off

NECK: tuple[float, float] = (200, 240)
"""The point the head turns about."""

HALF = {"slight": 57.0, "medium": 60.0, "broad": 64.0}
"""Half the width of the face."""


@dataclass(frozen=True, slots=True, kw_only=True)


class Head:
    """Where things are on this head, in the sheet's units."""

    half: float
    """Half the face's width."""
    dx: float
    """How far the features have moved sideways with the turn."""
    dy: float
    """How far they have moved down with the bow."""
    age: int
    skin: Skin

    def apart(self, side: int) -> float:
        """How far an eye is from the middle line; the one turned away is nearer to it."""
        return 27.0 + (0.22 * self.dx if side < 0 else 0.0)

    @property
    def grown(self) -> float:
        """How marked the lines of age are, 0 to 1."""
        return max(0.0, min(1.0, (self.age - 32) / 42))


def head_of(looks: Looks, age: int, figure: Figure) -> Head:
    """The head of these looks in this posture."""
    posture = figure.posture
    return Head(
        half=HALF[looks.build],
        dx=-15 * posture.turn,
        dy=13 * posture.bow,
        age=age,
        skin=SKIN[looks.skin],
    )


def head_move(figure: Figure) -> str:
    """How the whole head sits on the neck: bowed it comes down, turned it tilts, leaning in it comes nearer."""
    posture = figure.posture
    x, y = NECK
    near = 1 + 0.035 * posture.lean
    tilt = -3.5 * posture.turn - 5 * posture.bow
    down = 15 + 11 * posture.bow + 4 * posture.lean
    return (
        f"translate(0 {down:.1f}) rotate({tilt:.1f} {x} {y}) translate({x} {y}) scale({near:.3f}) translate({-x} {-y})"
    )
