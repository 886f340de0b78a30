"""A copy of a case in which all that was not yet told is random text: what a model must not be able to tell apart."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable
from typing import Any

from simulator.patient.brief import Brief
from simulator.persona import Line, Persona

_LETTERS = string.ascii_letters + "  éß☂"


def noise(chance: random.Random, length: int = 60) -> str:
    """Random text of about `length` characters."""
    return "".join(chance.choice(_LETTERS) for _ in range(length)).strip() or "x"


def given_by(briefs: Iterable[Brief]) -> frozenset[str]:
    """Ids of all that was let into these briefs; a cover is named "cover:" and its fact."""
    says = (say for brief in briefs for say in brief.says)
    return frozenset(f"cover:{say.id}" if say.role in ("cover", "half_denial") else say.id for say in says)


def scrambled(persona: Persona, keep: frozenset[str] | set[str], seed: int) -> Persona:
    """The persona with all that is not in `keep` replaced by noise; ids, signs and rules stay."""
    chance = random.Random(seed)

    def lines(old: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(
            line.model_copy(update={"text": noise(chance), "seen": noise(chance) if line.seen else None})
            for line in old
        )

    def told(old: Any) -> Any:
        return old if old.id in keep else old.model_copy(update={"text": noise(chance), "lines": lines(old.lines)})

    def fact(old: Any) -> Any:
        update: dict[str, Any] = {}
        if old.id not in keep:
            update |= {"text": noise(chance), "lines": lines(old.lines), "more": lines(old.more)}
        if old.cover is not None and f"cover:{old.id}" not in keep:
            update["cover"] = noise(chance)
        return old.model_copy(update=update)

    def thread(old: Any) -> Any:
        return old.model_copy(update={"hints": _each(told, old.hints)})

    return persona.model_copy(
        update={
            "author_notes": noise(chance, 200),
            "training_notes": noise(chance, 200),
            "objectives": (noise(chance),),
            "sources": (noise(chance),),
            "closing_words": {mood: noise(chance) for mood in persona.closing_words},
            "facts": _each(fact, persona.facts),
            "threads": _each(thread, persona.threads),
            "asks": _each(told, persona.asks),
        }
    )


def _each(change: Callable[[Any], Any], old: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(map(change, old))
