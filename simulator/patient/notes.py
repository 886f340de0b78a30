"""The brief in words: what a language model is told for one answer, and for no other."""

from __future__ import annotations

import math

from simulator.patient.bearing import BODY, UNEASE
from simulator.patient.brief import Brief, Say
from simulator.patient.prompting import fill, words
from simulator.persona import Line, Persona
from simulator.transcript import Side, Transcript

BARE = 8
"""Words allowed for an item that offers no wording of its own and is not content by itself."""
ROUND = 5

_VISIBLE = frozenset([*(text for body in BODY.values() for text in body), *(seen for _, _, seen in UNEASE)])
"""Bearing that words cannot carry: the page shows it."""


def notes(persona: Persona, brief: Brief, transcript: Transcript, already: str = "") -> str:
    """How to come across, what to say and how, how long; and what was wrong with a first try at it."""
    forms, name = words()["notes"], persona.name
    said = [_plain(turn.text) for turn in transcript.turns if turn.side is Side.PATIENT]
    parts = [forms["head"]]
    if audible := [text for text in brief.bearing if text not in _VISIBLE]:
        parts.append(fill(forms["bearing"], bearing="; ".join(audible)))
    if brief.seen:
        parts.append(fill(forms["seen"], seen=brief.seen))
    parts += [f"{number}. {_item(say, said)}" for number, say in enumerate(brief.says, 1)]
    if not brief.says:
        parts.append(forms["nothing"])
    if already:
        parts.append(fill(forms["already"], text=already))
    parts.append(_length(brief))
    if brief.again is not None:
        retry = words()["retry"]
        parts.append(fill(retry.get(brief.again, retry["other"]), name=name))
    return "\n".join(parts)


def _item(say: Say, said: list[str]) -> str:
    """What is so or to do, and how this person would put it, unless they have put it that way already."""
    roles = words()["role"]
    item = fill(roles.get(say.role, roles["other"]), text=say.text.strip()).strip()
    line = _wording(say)
    if line is None:
        return item
    if say.role != "again" and any(_plain(line.text) in text for text in said):
        return f"{item} {roles['used']}"
    return f"{item} {fill(roles['line'], line=line.text)}".strip()


def _wording(say: Say) -> Line | None:
    """The wording that the mind put first; none where the item itself is that wording."""
    first = next(iter(say.lines), None)
    return None if first is None or first.text in say.text else first


def _length(brief: Brief) -> str:
    """A number of words: what this person would say now, and more only where more is to be said."""
    mood = words()["words"][brief.mood.value]
    needed = math.ceil(mood["part"] * sum(_size(say) for say in brief.says) / ROUND) * ROUND
    form = words()["length"]["full" if needed > mood["least"] else brief.mood.value]
    return fill(form, words=str(max(needed, mood["least"])), length=brief.length)


def _size(say: Say) -> int:
    line = _wording(say)
    if line is not None:
        return len(line.text.split())
    return BARE if say.role in ("react", "met", "decline", "improvise") else len(say.text.split())


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())
