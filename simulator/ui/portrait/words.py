"""The portrait in words: what is visible, never the name of a feeling. Words and drawing read the same numbers."""

from __future__ import annotations

from simulator.encounter.views import Arms, Portrait
from simulator.ui.texts import Texts


def alternative(t: Texts, name: str, portrait: Portrait) -> str:
    """The text alternative of a portrait."""
    return t("portrait.alt", name=name, seen=", ".join(seen(t, portrait)))


def seen(t: Texts, portrait: Portrait) -> list[str]:
    """What can be seen, from the whole to the hands."""
    face, posture = portrait.figure.face, portrait.figure.posture
    lean = "back" if posture.lean < -0.3 else "in" if posture.lean > 0.3 else "still"
    parts = [t(f"portrait.lean.{lean}"), t(f"portrait.eyes.{face.eyes.value}")]
    if posture.shoulders >= 0.6:
        parts.append(t("portrait.shoulders"))
    if face.brow_lift >= 0.6 or face.brow_low >= 0.5:
        parts.append(t("portrait.brows"))
    if face.mouth >= 0.3:
        parts.append(t("portrait.mouth.smile" if face.mouth >= 0.5 else "portrait.mouth.up"))
    elif face.press >= 0.6:
        parts.append(t("portrait.mouth.pressed"))
    elif face.mouth <= -0.4:
        parts.append(t("portrait.mouth.down"))
    return [*parts, *_hands(t, portrait)] if portrait.hands else parts


def _hands(t: Texts, portrait: Portrait) -> list[str]:
    arms, held = portrait.figure.posture.arms, portrait.looks.in_hands
    thing = "" if held == "none" else t(f"portrait.thing.{held}")
    if thing and arms in (Arms.SHIELD, Arms.LAP, Arms.CLASPED):
        return [t(f"portrait.holding.{arms.value}", thing=thing)]
    return [t(f"portrait.arms.{arms.value}")]
