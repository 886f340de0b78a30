"""The report as data, the same for every format: finished sentences, made by `build.build`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from simulator.codes import Frozen, Outcome

REPORT_FORMAT = "attune.report/1"


class Mark(StrEnum):
    """Why a stretch of a turn is highlighted."""

    NONE = ""
    EXPRESSION = "expression"
    MOVE = "move"


class Piece(Frozen):
    """A stretch of a turn; the pieces of a turn make up its whole text."""

    text: str
    mark: Mark = Mark.NONE
    note: str = ""
    """What the mark says, in plain words."""


class Said(Frozen):
    """One turn as the report shows it."""

    turn: int
    """Position in the transcript, from 1."""
    who: str
    """How the report calls the speaker."""
    side: str
    """learner | patient."""
    text: str
    """The words, verbatim; where only a coding is at hand, the quoted stretches."""
    pieces: tuple[Piece, ...] = ()
    """The words again, cut where something is marked."""
    seen: str | None = None
    """What the page showed with it."""
    seen_marked: bool = False
    """True where what was seen is itself the quote."""
    remark: str = ""
    """Stayed quiet, cut short, stopped by the guard ...: a sentence, or empty."""


class Quoted(Frozen):
    """A quote and what it was taken for, in plain words."""

    turn: int
    quote: str
    label: str
    where: str = "text"
    """Which field of the turn is quoted: "text" or "seen"."""
    words: tuple[str, ...] = ()
    """The words that earned the label."""
    negative: bool = False
    """True only where two independent signs, or both coders, bear it."""


class MomentView(Frozen):
    """A moment in which emotion showed, and what became of it."""

    turn: int
    patient: Said
    """What the patient said."""
    showed: tuple[Quoted, ...]
    """What kind of expression each quote was taken for."""
    learner: tuple[Said, ...]
    """What the learner said next; empty where nothing followed."""
    moves: tuple[Quoted, ...]
    """What the learner's words did."""
    then: Said | None = None
    """What the patient said after that."""
    outcome: Outcome
    ended: str
    """How it ended, in plain words."""
    earned_by: tuple[Quoted, ...] = ()
    """The words that earned the outcome."""
    counted: bool = True
    """False where the moment is shown and counts nowhere."""
    counted_why_not: str = ""
    review: str | None = None
    """Why a person should look at this."""
    thread: str = ""
    """The concern's name within the report, e.g. "Concern 2"."""
    described: tuple[str, ...] = ()
    """Further descriptions by the instruments, never points."""
    authored: bool = False
    """True where the case let an emotion show in this turn."""


class ConcernView(Frozen):
    """One concern over the whole conversation, counted once."""

    name: str
    feeling: str
    turns: tuple[int, ...]
    outcome: Outcome
    ended: str
    counted: bool = True


class ItemView(Frozen):
    """What one item of a rubric came to."""

    id: str
    title: str
    definition: str
    summary: str
    """Counts or a level in words; never a bare number."""
    lines: tuple[str, ...] = ()
    """The counts one by one."""
    reason: str = ""
    """For a level: why this one."""
    unscored: str | None = None
    """Why there is none, in a sentence."""
    review: str | None = None
    """Set where a person should look at it."""
    n: int = 0
    """How many opportunities it rests on."""
    score: float | None = None
    """For machine-readable formats; no page prints it."""
    evidence: tuple[Quoted, ...] = ()
    source: str = ""
    untrusted: str | None = None
    """Set where people who say the same in another way come out too far apart; a sentence."""


class RubricView(Frozen):
    """One instrument's reading."""

    id: str
    version: str
    hash: str
    title: str
    purpose: str
    citations: tuple[str, ...] = ()
    coder: str
    """Who coded for it, in a line."""
    items: tuple[ItemView, ...]
    withheld: str | None = None
    """Why no overall count is drawn."""
    untested: str | None = None
    """Set where nobody has measured whether ways of speaking come out alike; a sentence."""


class SafetyCard(Frozen):
    """Whether safety was asked about: apart from every score, in fixed text that a site can edit."""

    title: str
    asked: tuple[int, ...]
    """Learner turns in which it was asked."""
    statement: str
    """Asked or not asked, and where."""
    warned: str = ""
    """Where the patient let something show that is a reason to ask; empty where nothing did."""
    paragraphs: tuple[str, ...] = ()
    note: str = ""
    """Who answers for this text."""


class Report(Frozen):
    """Everything a report shows, in order."""

    format: str = REPORT_FORMAT
    encounter: str
    title: str
    patient: str
    persona_version: str = ""
    begun: datetime | None = None
    voice: str
    """Which voice spoke, in a line."""
    coders: tuple[str, ...] = ()
    """Who coded: name, version, model."""
    language: str = "en"
    counts: tuple[str, ...] = ()
    """The counts in sentences; first the concerns."""
    counts_untrusted: str | None = None
    """Set where the item these counts belong to is not trusted across ways of speaking."""
    moments: tuple[MomentView, ...] = ()
    concerns: tuple[ConcernView, ...] = ()
    rubrics: tuple[RubricView, ...] = ()
    safety: SafetyCard | None = None
    transcript: tuple[Said, ...] = ()
    unread: str | None = None
    """Why nothing could be read, where that is so."""
    unmarked: tuple[int, ...] = ()
    """Turns in which the case let an emotion show and the coder marked none."""
    pending: tuple[str, ...] = ()
    """Readings that are not there (yet), and why."""
    dropped: tuple[str, ...] = ()
    """What was left out of the coding, and why, counted."""
    closing_words: str | None = None
    """Authored words of the patient, labelled as simulation."""
    has_transcript: bool = True
    """False where only a coding was at hand, and the report shows quotes alone."""
