"""What a check of the lint hands back, and the walk over all lines of a persona that several checks share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel

from simulator.library.problems import Level, Loc
from simulator.persona import Line, Persona

TURNS_A_MINUTE = 3
"""More turns of the learner in a minute there are not: what waits longer than the encounter lasts never comes."""


class Finding(NamedTuple):
    """Something suspicious: its place, what it is, and what to do."""

    loc: Loc
    message: str
    todo: str
    level: Level = Level.WARNING


Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the lint knows of the persona's language. Empty: what needs it is not checked."""

    topics: frozenset[str] = frozenset()
    """Ids of what can be asked about."""
    moves: frozenset[str] = frozenset()
    """Kinds of what a learner can do."""
    feelings: frozenset[str] = frozenset()
    """Words that name an emotion."""


def last_turn(persona: Persona) -> int:
    """The last turn of the learner that an encounter of this length can have."""
    return persona.setting.minutes * TURNS_A_MINUTE


def every_line(persona: Persona) -> Iterator[tuple[Loc, Line]]:
    """Every line of the persona, wherever it stands, with its place."""
    yield from _lines(persona, ())


def every_list(persona: Persona) -> Iterator[tuple[Loc, tuple[Line, ...]]]:
    """Every list of lines with its place."""
    found: dict[Loc, list[Line]] = {}
    for loc, line in every_line(persona):
        if isinstance(loc[-1], int):
            found.setdefault(loc[:-1], []).append(line)
    yield from ((loc, tuple(lines)) for loc, lines in found.items())


def _lines(node: object, loc: Loc) -> Iterator[tuple[Loc, Line]]:
    if isinstance(node, Line):
        yield loc, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _lines(getattr(node, name), (*loc, name))
    elif isinstance(node, tuple):
        for n, entry in enumerate(node):
            yield from _lines(entry, (*loc, n))
