"""What is locked at a moment, as the guard needs it; and the versions of the rules an encounter rests on."""

from __future__ import annotations

from simulator.language import pack
from simulator.patient.affect import mood
from simulator.patient.brief import Brief
from simulator.patient.guard import LockedSigns
from simulator.patient.inner import FactState, Inner
from simulator.patient.rules import RULE_VERSION
from simulator.persona import FactKind, Mood, Persona

_TELLS = ("tell", "again", "answer_safety")
_GUARDED = (FactKind.PERSONAL, FactKind.SAFETY, FactKind.HELD)


def locked_signs(persona: Persona, brief: Brief, inner: Inner) -> tuple[LockedSigns, ...]:
    """The signs of every personal, safety or held fact that is neither told nor in the brief.

    Clinical facts are left out: nothing is lost when one is told a turn before it is asked for.
    """
    given = {say.id for say in brief.says if say.role in _TELLS}
    return tuple(
        LockedSigns(id=fact.id, signs=fact.signs)
        for fact in persona.facts
        if fact.kind in _GUARDED and fact.id not in given and inner.ledger.facts.get(fact.id) is not FactState.TOLD
    )


def mood_of(persona: Persona, inner: Inner) -> Mood:
    """How open the patient is now."""
    return mood(persona, inner.affect.trust)


def rules(persona: Persona) -> dict[str, str]:
    """Versions of what decides, frozen when an encounter begins."""
    language = pack(persona.language)
    return {"patient": RULE_VERSION, "language": language.version if language is not None else "none"}
