"""What a page or a terminal may know of an encounter: plain frozen data, nothing of the patient's inside."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from simulator.patient.bearing import Eyes as Eyes
from simulator.patient.brief import VoiceIdentity
from simulator.patient.face import Arms as Arms
from simulator.patient.face import Figure as Figure
from simulator.patient.face import every_visible
from simulator.patient.face import figure as figure_of
from simulator.persona.looks import Looks as Looks
from simulator.transcript import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is asking. Every handler gets one from `identify(request)`."""

    id: str
    """UUIDv7 as text."""
    name: str
    """How the page addresses them."""


class Phase(StrEnum):
    """Where an encounter stands."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """How the patient is drawn now: only what the learner would see."""

    looks: Looks
    age: int
    figure: Figure
    hands: bool = True
    """The hands are in sight: not over video."""

    def every(self) -> tuple[Portrait, ...]:
        """Every portrait there can be of this patient, whatever is felt."""
        hold = self.looks.in_hands
        return tuple(replace(self, figure=one) for one in dict.fromkeys(figure_of(v, hold) for v in every_visible()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A patient as anybody may see them before the encounter."""

    id: str
    name: str
    age: int
    summary: str
    content_note: str
    door_note: str
    place: str
    when: str
    learner_role: str
    level: str
    minutes: int
    channel: str
    language: str
    version: str
    """Short form of the hash of the persona's verbatim text."""
    reviewers: tuple[str, ...] = ()
    """Empty: not yet reviewed."""
    pronoun: str = ""
    objectives: tuple[str, ...] = ()
    """What may be practised here; for educators."""
    portrait: Portrait | None = None
    """As the patient sits there before a word is said; None where patient and learner cannot see each other."""
    chart: tuple[tuple[str, str], ...] = ()
    """What the learner may look up: title and text of each entry."""
    results: tuple[str, ...] = ()
    """Results that are the learner's to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A library file that cannot be used, and why."""

    file: str
    problem: str
    """Where, what and what to do, one line per problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCard:
    """A rubric as the library shows it."""

    id: str
    title: str
    purpose: str
    version: str
    items: tuple[tuple[str, str], ...]
    """Title and definition of each item."""
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The library as a page shows it."""

    patients: tuple[Card, ...]
    rubrics: tuple[RubricCard, ...]
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTurn:
    """A turn of the transcript with its place."""

    number: int
    """Position in the transcript, from 1."""
    seq: int
    """Place in the encounter's events; grows with every turn."""
    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Why no reply came: a plain sentence, and whether trying again can help. Never patient speech."""

    text: str
    retryable: bool
    kind: str
    """A stable word for tests and logs (ProviderFailed.kind, or "interrupted" after a restart)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An encounter as its learner sees it."""

    id: str
    card: Card
    voice: VoiceIdentity
    phase: Phase
    turns: tuple[SeenTurn, ...]
    seq: int
    """Last event seen; a submit carries it, so that a stale page is noticed."""
    replying: bool = False
    """A reply is being made now: follow it."""
    notice: Notice | None = None
    """The last reply broke off or never began."""
    begun: datetime | None = None
    portrait: Portrait | None = None
    """As the patient sits there now; None where patient and learner cannot see each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The learner's turn is stored; the reply is on its way."""

    number: int
    seq: int
    repeated: bool = False
    """The same key was sent before: this is the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The growing reply: all that is released so far."""

    text: str
    seen: str | None = None
    done: bool = False
    """The reply ended; `turn` is the finished turn, unless nothing was released."""
    turn: SeenTurn | None = None
    notice: Notice | None = None
    seq: int = 0
    portrait: Portrait | None = None
    """As the patient sits there while it speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterRow:
    """One line of a learner's list of encounters."""

    id: str
    persona: str
    name: str
    phase: Phase
    begun: datetime
    turns: int
    voice: str
    usage: dict[str, float | None] = field(default_factory=dict)
    """Of all requests to models, gradings too: calls, tokens_in, tokens_cached, tokens_out, cost; empty: none made.

    None where no provider said, and for the cost where no price was known either.
    """


class JobPhase(StrEnum):
    """States of a grading that was asked for."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """One grading: which rubric, which coder, and how far it is."""

    id: str
    rubric: str
    coder: str
    phase: JobPhase
    reason: str | None = None
    """Why it failed, in a sentence for a person."""
