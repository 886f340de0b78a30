"""How the patient is seen and heard now: behaviour, never the name of a feeling."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from simulator.patient.affect import mood
from simulator.patient.inner import Inner
from simulator.persona import Mood, Persona

VOICE: dict[Mood, tuple[str, ...]] = {
    Mood.GUARDED: ("short answers", "leaves pauses unfilled"),
    Mood.EVEN: ("answers readily enough", "ordinary pace"),
    Mood.OPEN: ("talks more freely", "comes back to things unprompted"),
}
"""What is heard, by mood."""

BODY: dict[Mood, tuple[str, ...]] = {
    Mood.GUARDED: ("sits back", "looks past the clinician more than at them"),
    Mood.EVEN: ("sits still", "looks up when spoken to"),
    Mood.OPEN: ("leans in a little", "holds the clinician's eye"),
}
"""What is seen, by mood; left out where nothing can be seen."""

UNEASE: tuple[tuple[float, str, str], ...] = (
    (0.75, "voice unsteady, stops mid-sentence", "breath high, hands never still"),
    (0.5, "voice tight", "hands busy with something small"),
    (0.25, "a sigh now and then", "shifts in the chair"),
    (0.0, "voice level", "hands at rest"),
)
"""From this much distress: what is heard, and what is seen."""

CHANGES: dict[tuple[Mood, Mood], str] = {
    (Mood.GUARDED, Mood.EVEN): "shoulders come down a little",
    (Mood.EVEN, Mood.OPEN): "looks up, and stays looking",
    (Mood.GUARDED, Mood.OPEN): "looks up, and stays looking",
    (Mood.OPEN, Mood.EVEN): "sits back a little",
    (Mood.EVEN, Mood.GUARDED): "sits back, arms folded",
    (Mood.OPEN, Mood.GUARDED): "turns a little away",
}
"""What the page shows when the mood changes, where the patient can be seen."""


Kind = TypeVar("Kind")


class Eyes(StrEnum):
    """Where the eyes go."""

    AT = "at"
    """at the one opposite"""
    ASIDE = "aside"
    """past them"""
    DOWN = "down"


class Mouth(StrEnum):
    """What the mouth does, apart from the mood."""

    SMILE = "smile"
    TIGHT = "tight"


_EYES: tuple[tuple[Eyes, str], ...] = (
    (Eyes.AT, r"\blooks? (?:straight )?at you\b|\byour (?:eye|face)\b|\b(?:looks?|glances) up\b|\blevel look\b"),
    (Eyes.ASIDE, r"\blooks? (?:away|aside|past)\b|\b(?:looks?|looking|eyes) (?:at|on) the (?:window|door|wall)\b"),
    (Eyes.DOWN, r"\b(?:looks?|looking|eyes|smiles) (?:down|at|on) (?!you\b|the (?:window|door|wall)\b)|\bhead down\b"),
)
_MOUTH: tuple[tuple[Mouth, str], ...] = (
    (Mouth.TIGHT, r"\b(?:jaw|mouth tight|lips|has stopped smiling|the smile goes)\b"),
    (Mouth.SMILE, r"\b(?:smiles?|laughs?)\b|\bcorner of (?:his|her|their) mouth\b"),
)
_LAP = r"\b(?:knees?|lap|folder|sheet|cap|ring|bag|phone|tissue)\b"
_NOT = r"\b(?:does not look away|laughs, then doesn't)\b"


def glance(seen: str | None) -> tuple[Eyes | None, Mouth | None]:
    """What a line in italics says of eyes and mouth, so that the portrait does not contradict it; None: nothing.

    The first thing told counts, since the line stands at the head of the reply. English words; others say nothing.
    """
    text = re.sub(_NOT, "", (seen or "").lower())
    return _first(_EYES, text), _first(_MOUTH, text)


def hands_low(seen: str | None) -> bool:
    """Whether a line in italics tells of the knees, or of what the hands do with what they hold: both are low then."""
    return re.search(_LAP, (seen or "").lower()) is not None


def _first(table: tuple[tuple[Kind, str], ...], text: str) -> Kind | None:
    found = [(hit.start(), -rank, kind) for rank, (kind, words) in enumerate(table) if (hit := re.search(words, text))]
    return min(found, default=(0, 0, None), key=lambda one: one[:2])[2]


LENGTH: dict[Mood, str] = {
    Mood.GUARDED: "one or two short sentences",
    Mood.EVEN: "one to three sentences",
    Mood.OPEN: "two to four sentences",
}


def bearing(persona: Persona, inner: Inner) -> tuple[str, ...]:
    """What can be seen and heard now, for the brief and for the portrait's text alternative."""
    now = mood(persona, inner.affect.trust)
    heard, seen = next((h, s) for least, h, s in UNEASE if inner.affect.distress >= least)
    if persona.channel == "written":
        return (VOICE[now][0],)
    if persona.channel == "telephone":
        return (*VOICE[now], heard)
    return (*BODY[now], seen, *VOICE[now], heard)


def change(persona: Persona, before: Mood, after: Mood) -> str | None:
    """The visible change of bearing when the mood changes; None when it does not, or nothing can be seen."""
    if persona.channel in ("telephone", "written"):
        return None
    return CHANGES.get((before, after))
