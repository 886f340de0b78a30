"""Hostile words written into a copy of a case."""

from __future__ import annotations

from typing import Any

from simulator.persona import Persona
from simulator.probe.suite import Attack


def written_into(persona: Persona, attack: Attack, text: str | None = None, instead_of: str = "") -> Persona:
    """A copy of the case with the attack's words (or `text`) in their field; the case itself where it has no field.

    `instead_of`, for a fact or a line: the words that they replace, wherever they stand.
    """
    words = attack.text if text is None else text
    if attack.field is None or words is None:
        return persona
    if attack.field == "background":
        return persona.model_copy(update={"background": (*persona.background, words)})
    if attack.field == "setting":
        return persona.model_copy(update={"setting": persona.setting.model_copy(update={"place": words})})
    if attack.field in ("fact", "line"):
        old = instead_of or (persona.facts[0].text if attack.field == "fact" else persona.opening.text)
        return Persona.model_validate(_replaced(persona.model_dump(mode="json"), old, words))
    return persona.model_copy(update={attack.field: words})


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, old, new) for one in value]
    return new if value == old else value
