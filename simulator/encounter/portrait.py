"""The portrait of a patient at a moment: looks and age from the case, face and posture from the bearing."""

from __future__ import annotations

from simulator.encounter.story import Story
from simulator.encounter.views import Portrait
from simulator.patient.affect import mood
from simulator.patient.face import figure, visible
from simulator.patient.inner import Affect
from simulator.persona import Affect0, Persona
from simulator.transcript import Side

_UNSEEN = ("telephone", "written")


def at_the_door(persona: Persona) -> Portrait | None:
    """The patient before a word is said."""
    return _portrait(persona, persona.affect, None)


def portrait_of(persona: Persona, story: Story) -> Portrait | None:
    """The patient now. While it has not begun to answer, nothing is in italics yet."""
    last = story.turns[-1].turn
    return _portrait(persona, story.state.affect, last.seen if last.side is Side.PATIENT else None)


def _portrait(persona: Persona, affect: Affect | Affect0, seen: str | None) -> Portrait | None:
    if persona.channel in _UNSEEN:
        return None
    now = visible(mood(persona, affect.trust), affect.distress, affect.feelings, seen)
    drawn = figure(now, persona.looks.in_hands)
    return Portrait(looks=persona.looks, age=persona.age, figure=drawn, hands=persona.channel != "video")
