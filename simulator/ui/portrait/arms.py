"""Arms in front of the trunk, in seven poses."""

from __future__ import annotations

from simulator.encounter.views import Arms, Figure, Looks
from simulator.ui.portrait.body import Body
from simulator.ui.portrait.limbs import LAP_Y, Limbs
from simulator.ui.portrait.shapes import Shape
from simulator.ui.portrait.things import LARGE, cap, held, in_lap, ring, small

# Coordinates are read in pairs and rows.
# fmt: off


def arms_shapes(looks: Looks, figure: Figure, body: Body) -> list[Shape]:
    """Both arms in front of the trunk, with the hands and what they hold."""
    limbs = Limbs(looks, body, figure.posture.grip)
    return _POSES[figure.posture.arms](limbs)


def _lap_pose(limbs: Limbs) -> list[Shape]:
    left, right = limbs.elbow(-1, -2, 376), limbs.elbow(1, -2, 376)
    if limbs.holds in LARGE:
        high = LAP_Y - 20
        return [
            *in_lap(limbs),
            *limbs.hand((148, high + 6), 14),
            *limbs.arm(-1, left, (140, high + 6)),
            *limbs.hand((252, high + 6), 166, up=1),
            *limbs.arm(1, right, (260, high + 6)),
        ]
    y = LAP_Y + (8 if limbs.holds == "cap" else 0)
    return [
        *(cap(limbs, 212, y - 14) if limbs.holds == "cap" else []),
        *limbs.hand((232, y - 6), 174, up=1),
        *limbs.arm(1, right, (240, y - 8)),
        *(small(limbs, 206, y - 4) if limbs.holds != "cap" else []),
        *limbs.hand((166, y - 8), 8),
        *ring(limbs, 196, y - 4),
        *limbs.arm(-1, left, (156, y - 10)),
    ]


def _clasped_pose(limbs: Limbs) -> list[Shape]:
    y = LAP_Y - 10 - 22 * limbs.grip
    return [
        *(in_lap(limbs) if limbs.holds in LARGE else []),
        *small(limbs, 200, y),
        *limbs.fist((186, y), 5, 1.1),
        *limbs.hand((232, y - 3), 172, up=1),
        *ring(limbs, 196, y - 4),
        *limbs.arm(-1, limbs.elbow(-1, 0, 378), (166, y + 5)),
        *limbs.arm(1, limbs.elbow(1, 0, 378), (240, y + 4)),
    ]


def _folded_pose(limbs: Limbs) -> list[Shape]:
    rise = 12 * limbs.grip
    reach = limbs.body.half - 44
    left, right = limbs.elbow(-1, -6, 366 - rise), limbs.elbow(1, -6, 366 - rise)
    return [
        *in_lap(limbs),
        *limbs.upper(-1, left),
        *limbs.upper(1, right),
        *limbs.hand((200 + reach - 14, 342 - rise), -16, 0.9),
        *limbs.fore(left, (200 + reach - 20, 346 - rise), 10),
        *limbs.hand((200 - reach + 14, 360 - rise), 196, 0.9, up=1),
        *limbs.fore(right, (200 - reach + 20, 362 - rise), 8),
    ]


def _round_pose(limbs: Limbs) -> list[Shape]:
    """Arms round the own body: hands high on the other arm."""
    left, right = limbs.elbow(-1, -10, 378), limbs.elbow(1, -10, 378)
    reach = limbs.body.half - 48
    return [
        *in_lap(limbs),
        *limbs.upper(-1, left),
        *limbs.upper(1, right),
        *limbs.hand((200 + reach + 4, 328), -34),
        *limbs.fore(left, (200 + reach - 2, 332), 14),
        *limbs.hand((200 - reach - 4, 328), 214, up=1),
        *limbs.fore(right, (200 - reach + 2, 332), 14),
    ]


def _shield_pose(limbs: Limbs) -> list[Shape]:
    rise = 16 * limbs.grip
    left, right = limbs.elbow(-1, -4, 372), limbs.elbow(1, -4, 372)
    return [
        *limbs.upper(-1, left),
        *limbs.upper(1, right),
        *held(limbs, 334 - rise),
        *limbs.hand((182, 386 - rise), -4),
        *limbs.fore(left, (172, 388 - rise), 6),
        *limbs.hand((232, 354 - rise), 188, up=1),
        *limbs.fore(right, (242, 356 - rise), 4),
    ]


def _open_pose(limbs: Limbs) -> list[Shape]:
    left, right = limbs.elbow(-1, 8, 378), limbs.elbow(1, 0, 392)
    return [
        *in_lap(limbs),
        *limbs.hand((156, LAP_Y - 4), 12),
        *ring(limbs, 188, LAP_Y + 1),
        *limbs.arm(-1, left, (146, LAP_Y - 6)),
        *limbs.upper(1, right),
        *limbs.hand((271, 350), 308, 1.05, up=-1, spread=1.45),
        *limbs.fore(right, (256, 366), 4),
    ]


def _collar_pose(limbs: Limbs) -> list[Shape]:
    left, right = limbs.elbow(-1, -2, 376), limbs.elbow(1, -4, 386)
    high = limbs.body.top + 48
    return [
        *in_lap(limbs),
        *limbs.hand((170, LAP_Y - 8), 6),
        *ring(limbs, 204, LAP_Y - 4),
        *limbs.arm(-1, left, (160, LAP_Y - 9)),
        *limbs.upper(1, right),
        *limbs.hand((236, high), 205, 1.05, up=1),
        *limbs.fore(right, (246, high + 6), -6),
    ]

_POSES = {
    Arms.FOLDED: _folded_pose,
    Arms.ROUND: _round_pose,
    Arms.SHIELD: _shield_pose,
    Arms.LAP: _lap_pose,
    Arms.CLASPED: _clasped_pose,
    Arms.OPEN: _open_pose,
    Arms.COLLAR: _collar_pose,
}
