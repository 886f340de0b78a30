"""What a question asks for by its likeness in meaning to example questions, where words alone do not tell."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from simulator.codes import MoveKind
from simulator.language import question_examples
from simulator.language.meaning import Nearest, meaning, nearest
from simulator.patient.inner import HeardMove, Likely
from simulator.persona import Persona

KEPT = 12
"""How many of the likeliest are looked at."""
FIRST, LATER = 0.97, 0.9
"""What the likeness to a topic counts for a fact that is about it, first of all or among other things."""
_PARTS = re.compile(
    r"(?:[,;:]|\band\b|\bor\b|\bbut\b)[\s,]+(?:and\s+|or\s+|but\s+|also\s+)?"
    r"(?=(?:how|what|when|where|why|who|do|does|did|have|has|is|are|was|were|can|could|any|would)\b)",
    re.IGNORECASE,
)
SHORTEST = 3
"""Words from which a sentence says enough to be compared."""


def prepare(persona: Persona) -> None:
    """Read the vectors and place the examples now, so that no learner waits for it at the first question."""
    nearest(persona.language, _own(persona))
    _topics(persona.language)


def _own(persona: Persona) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((fact.id, fact.asked_like) for fact in persona.facts if fact.asked_like)


def likely(persona: Persona, text: str, start: int, end: int) -> tuple[Likely, ...]:
    """What a question, at `start` to `end` of the text, is most like: facts, and topics the case holds nothing of.

    Each part of a question of several parts is looked at by itself. Empty where the language has no vectors.
    """
    facts, topics = nearest(persona.language, _own(persona)), _topics(persona.language)
    known = meaning(persona.language)
    if known is None or facts is None or topics is None:
        return ()
    out: list[Likely] = []
    for a, b in parts(text, start, end):
        vector = known.vector(text[a:b])
        found = dict(facts.near(vector))
        free: list[Likely] = []
        for name, likeness in topics.near(vector)[:KEPT]:
            holding = [(fact.id, fact.about.index(name)) for fact in persona.facts if name in fact.about]
            for fact, place in holding:
                found[fact] = max(found.get(fact, -1.0), round(likeness * (FIRST if place == 0 else LATER), 4))
            if not holding:
                free.append(Likely(start=a, topic=name, likeness=likeness))
        best = sorted(found.items(), key=lambda one: -one[1])[:KEPT]
        ranked = [*(Likely(start=a, fact=name, likeness=likeness) for name, likeness in best), *free]
        out += sorted(ranked, key=lambda one: -one.likeness)
    return tuple(out)


def parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a question that ask each for itself: "how are you sleeping, and does the pain wake you"."""
    cuts = [start, *(start + match.end() for match in _PARTS.finditer(text[start:end])), end]
    found = [(a, b) for a, b in pairwise(cuts) if len(text[a:b].split()) >= SHORTEST]
    return found or [(start, end)]


@lru_cache(maxsize=8)
def _topics(language: str) -> Nearest | None:
    return nearest(language, question_examples(language))


FELT: frozenset[MoveKind] = frozenset(
    {
        *(MoveKind.NAMES_FEELING, MoveKind.REFLECTS, MoveKind.VALIDATES, MoveKind.SHOWS_CONCERN, MoveKind.SUPPORTS),
        *(MoveKind.RESPECTS, MoveKind.ACCEPTS_DECLINE, MoveKind.INVITES),
        *(MoveKind.APOLOGISES, MoveKind.SOLVES),
    }
)
"""Moves that are heard by meaning too. None of them costs anything: what is only likely never accuses."""
SURE = 0.75
"""How surely a sentence must be like a move."""
SURE_TOO_MUCH = 0.6
"""The same for telling the patient what they feel: by itself it costs nothing, only at nearly every turn."""
SURE_ASKS = 0.4
"""How surely a sentence must be like a question to be taken for one."""
_QUESTIONS = ("explores_fact", "explores_feeling", "invites")


@dataclass(frozen=True, slots=True)
class Sensed:
    """What a turn's sentences are like, beside what their words are known for."""

    moves: tuple[HeardMove, ...] = ()
    asking: tuple[tuple[int, int], ...] = ()
    """Sentences that are like questions."""
    playful: bool = False
    too_much: bool = False


def sensed(language: str, text: str, spans: Sequence[tuple[int, int]], asking: Container[tuple[int, int]]) -> Sensed:
    """Moves by the likeness of each sentence to sentences of clinicians. Nothing where the language has no vectors."""
    known = meaning(language)
    if known is None:
        return Sensed()
    moves: list[HeardMove] = []
    asks: list[tuple[int, int]] = []
    playful = too_much = False
    for span in spans:
        start, end = span
        if len(text[start:end].split()) < SHORTEST:
            continue
        name, sure = known.move(text[start:end])
        if name in _QUESTIONS and sure >= SURE_ASKS:
            asks.append(span)
        too_much |= name == "names_too_much" and sure >= SURE_TOO_MUCH
        if sure < SURE:
            continue
        playful |= name == "playful"
        kind = next((each for each in FELT if each.value == name), None)
        if kind is not None and span not in asking:
            moves.append(HeardMove(kind=kind, start=start, end=end))
    return Sensed(tuple(moves), tuple(asks), playful, too_much)
