"""The answer key of an encounter: which authored lines were really released in each turn, and what they show.

It is read off after the encounter, beside the transcript and never in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from simulator.codes import Emotion
from simulator.patient.brief import Say
from simulator.patient.offline import cut
from simulator.persona import Line, Persona, Shows
from simulator.rehearsal.playing import Encounter, Step
from simulator.transcript import Side, Turn


class Source(StrEnum):
    """Whose tag it is."""

    LINE = "line"
    FACT = "fact"
    """the line has none, and its fact has"""
    HINT = "hint"
    """the line has none, and its hint has"""


FACT = ("tell", "again", "answer_safety")
"""Roles of the brief that tell a fact."""
ABOUT_A_FACT = (*FACT, "cover", "half_denial")
ABOUT_A_THREAD = ("met", "decline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One authored thing that was released in a turn."""

    id: str
    """Of the fact, hint, thread or question, or the name of an everyday line."""
    line: Line | None
    """The authored wording; None where a fact or hint was released in other words."""
    shows: Shows
    source: Source
    """Whose tag that is."""
    emotion: Emotion | None
    """Of the thread it belongs to; None where it belongs to none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What one patient turn shows, by its authors."""

    turn: int
    """Position in the transcript, from 1."""
    parts: tuple[Part, ...]
    whole: bool
    """Whether every word of the turn is an authored line's, so that the key is known to the line."""

    @property
    def tags(self) -> frozenset[Shows]:
        """What it shows; empty: it is tagged nothing."""
        return frozenset(part.shows for part in self.parts) - {Shows.NONE}

    @property
    def sources(self) -> frozenset[Source]:
        """Whose tags these are."""
        return frozenset(part.source for part in self.parts if part.shows is not Shows.NONE)

    @property
    def emotions(self) -> frozenset[Emotion | None]:
        """The emotions of the threads of what it shows; None among them: something of no thread."""
        return frozenset(part.emotion for part in self.parts if part.shows is not Shows.NONE)


def keys(persona: Persona, encounter: Encounter) -> tuple[Key, ...]:
    """The key of every patient turn that is whole. A turn the guard stopped or cut short gives no opportunity."""
    found: list[Key] = []
    before: tuple[Part, ...] = ()
    for step in encounter.all_steps:
        turn = encounter.transcript.turn(step.turn)
        assert turn.side is Side.PATIENT
        parts = tuple(_parts(persona, step, turn, before))
        whole = not _left(parts, turn.text)
        if not whole:
            parts = (*parts, *_by_signs(persona, step, parts))
        if turn.flag is None:
            found.append(Key(turn=step.turn, parts=parts, whole=whole))
        before = parts
    return tuple(found)


def _parts(persona: Persona, step: Step, turn: Turn, before: tuple[Part, ...]) -> Iterator[Part]:
    """The lines of the brief that stand in the turn. A feeling only seen counts where it is a hint's."""
    if step.brief is None:
        opening = persona.opening
        yield Part(id="opening", line=opening, shows=opening.shows, source=Source.LINE, emotion=None)
    for say in step.brief.says if step.brief else ():
        if say.id == "repeat":  # what was said before, asked for again
            yield from (part for part in before if part.line is not None and _spoken(part.line, turn.text))
            continue
        line = next((line for line in say.lines if _spoken(line, turn.text)), None)
        if line is None and say.role == "hint" and turn.seen is not None:
            line = next((line for line in say.lines if line.seen == turn.seen), None)
        if line is not None:
            shows, source = _shows(persona, say, line)
            yield Part(id=say.id, line=line, shows=shows, source=source, emotion=_emotion(persona, say))


def _spoken(line: Line, text: str) -> bool:
    """A sentence that stands in the reply already is not said twice, so the line is looked for by sentence."""
    return all(sentence in text for sentence in cut(line.text))


def _left(parts: tuple[Part, ...], text: str) -> str:
    """What of the turn's words is no authored line's."""
    for sentence in sorted({each for part in parts if part.line for each in cut(part.line.text)}, key=len)[::-1]:
        text = text.replace(sentence, " ")
    return text.strip()


def _by_signs(persona: Persona, step: Step, parts: tuple[Part, ...]) -> Iterator[Part]:
    """Facts told and hints shown in words that are not the authored ones."""
    known = {part.id for part in parts}
    for name in step.told:
        if name not in known:
            fact = persona.fact(name)
            emotion = persona.thread(fact.thread).emotion if fact.thread else None
            yield Part(id=name, line=None, shows=fact.shows, source=Source.FACT, emotion=emotion)
    for thread in persona.threads:
        for hint in thread.hints:
            if hint.id in step.shown and hint.id not in known:
                yield Part(id=hint.id, line=None, shows=hint.shows, source=Source.HINT, emotion=thread.emotion)


def _shows(persona: Persona, say: Say, line: Line) -> tuple[Shows, Source]:
    """The line's own tag; where it has none, that of its fact or hint."""
    if line.shows is Shows.NONE and say.role in FACT:
        return persona.fact(say.id).shows, Source.FACT
    if line.shows is Shows.NONE and say.role == "hint":
        own = next(hint.shows for thread in persona.threads for hint in thread.hints if hint.id == say.id)
        return own, Source.HINT
    return line.shows, Source.LINE


def _emotion(persona: Persona, say: Say) -> Emotion | None:
    """That of the thread it belongs to."""
    if say.role == "hint":
        return next(thread.emotion for thread in persona.threads for hint in thread.hints if hint.id == say.id)
    if say.role in ABOUT_A_THREAD:
        return persona.thread(say.id).emotion
    if say.role in ABOUT_A_FACT:
        thread = persona.fact(say.id).thread
        return persona.thread(thread).emotion if thread else None
    return None
