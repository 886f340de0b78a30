"""A portrait as SVG: groups of shapes from looks and figure, put together by a template."""

from __future__ import annotations

from simulator.encounter.views import Portrait
from simulator.ui.portrait.arms import arms_shapes
from simulator.ui.portrait.body import body_of, body_shapes, chair, lap
from simulator.ui.portrait.face import head_shapes
from simulator.ui.portrait.hair import hair_behind, hair_over
from simulator.ui.portrait.head import head_move, head_of
from simulator.ui.portrait.shapes import HEIGHT, WIDTH, Group
from simulator.ui.portrait.worn import facial_hair, glasses
from simulator.ui.render import render
from simulator.ui.texts import texts


def groups(portrait: Portrait) -> tuple[Group, ...]:
    """The drawing from back to front."""
    looks, figure = portrait.looks, portrait.figure
    head, body = head_of(looks, portrait.age, figure), body_of(looks, figure)
    lean, turn = figure.posture.lean, figure.posture.turn
    size = 1 + (0.07 if lean > 0 else 0.06) * lean
    about = f"translate(200 {HEIGHT}) scale({size:.3f}) translate(-200 -{HEIGHT})"
    whole = f"translate({-9 * turn:.1f} 0) rotate({-2.2 * turn:.1f} 200 {HEIGHT}) {about}"
    moved = f"{whole} {head_move(figure)}"
    return (
        Group(shapes=tuple(chair())),
        Group(shapes=tuple(hair_behind(looks, head)), move=moved),
        Group(shapes=tuple(body_shapes(looks, figure, body)), move=whole),
        Group(
            shapes=(
                *head_shapes(looks, figure, head),
                *facial_hair(looks, head),
                *hair_over(looks, head),
                *glasses(looks, head),
            ),
            move=moved,
        ),
        Group(shapes=(*lap(looks, body), *arms_shapes(looks, figure, body)), move=whole),
    )


def draw(portrait: Portrait) -> str:
    """The portrait as an SVG document."""
    height = HEIGHT if portrait.hands else 352
    return render("portrait.svg", texts(), groups=groups(portrait), width=WIDTH, height=height)
