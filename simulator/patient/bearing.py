"""How the patient is seen and heard now: behaviour, never the name of a feeling."""

from __future__ import annotations

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
