"""The words of the field: what coders label in a transcript, and the coding they hand over.

Facets and moves are coded; the labels of Suchman 1997, ECCS (Bylund & Makoul 2005) and VR-CoDES (Zimmermann 2011,
Del Piccolo 2011) are derived from them by written tables, and may overlap.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

CODING_FORMAT = "attune.coding/1"


class Frozen(BaseModel):
    """Base of authored and coded data: immutable, and unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Strength(StrEnum):
    """How plainly an emotion is expressed."""

    STATED = "stated"
    HINTED = "hinted"
    IMPLIED = "implied"


class Valence(StrEnum):
    """Which way the emotion points."""

    UNPLEASANT = "unpleasant"
    PLEASANT = "pleasant"


class Whose(StrEnum):
    """Whose emotion it is."""

    PATIENT = "patient"
    OTHER = "other"


class When(StrEnum):
    """Whether the emotion is current, past, or without a time frame."""

    NOW = "now"
    PAST = "past"
    OPEN = "open"


class Emotion(StrEnum):
    """Which emotion; `distress` where it is plainly unpleasant and not further named."""

    FEAR = "fear"
    WORRY = "worry"
    SADNESS = "sadness"
    GRIEF = "grief"
    LONELINESS = "loneliness"
    HOPELESSNESS = "hopelessness"
    ANGER = "anger"
    FRUSTRATION = "frustration"
    SHAME = "shame"
    GUILT = "guilt"
    DISTRESS = "distress"
    RELIEF = "relief"
    JOY = "joy"
    PRIDE = "pride"
    GRATITUDE = "gratitude"
    HOPE = "hope"
    LOVE = "love"


class Cue(StrEnum):
    """Kinds of cue, after Zimmermann 2011 (10.1016/j.pec.2010.03.017), in our own words."""

    VAGUE = "a"
    """vague words for an unpleasant feeling"""
    HIDDEN = "b"
    """a verbal hint at something behind: metaphor, emphasis, uncertainty, strong language"""
    BODY = "c"
    """a bodily or mental correlate of emotion stressed: sleep, appetite, concentration"""
    EVENT = "d"
    """a stressful event mentioned neutrally that stands out"""
    REPEATED = "e"
    """the same neutral thing said again unprompted"""
    NONVERBAL = "f"
    """crying, sighing, a look away, a long silence"""
    PAST = "g"
    """a clear emotion in the past or without a time"""


class ElicitedBy(StrEnum):
    """Who brought the emotion up."""

    PATIENT = "patient"
    LEARNER = "learner"


class MoveKind(StrEnum):
    """What a stretch of a learner's turn does."""

    NAMES_FEELING = "names_feeling"
    NAMES_FEELING_WRONGLY = "names_feeling_wrongly"
    REFLECTS = "reflects"
    EXPLORES_FEELING = "explores_feeling"
    EXPLORES_FACT = "explores_fact"
    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    INVITES = "invites"
    CHECKS = "checks"
    """asks whether something was understood, or how to say a name"""
    VALIDATES = "validates"
    SHOWS_CONCERN = "shows_concern"
    SUPPORTS = "supports"
    RESPECTS = "respects"
    ACCEPTS_DECLINE = "accepts_decline"
    APOLOGISES = "apologises"
    SELF_DISCLOSES = "self_discloses"
    INFORMS = "informs"
    ANSWERS = "answers"
    SOLVES = "solves"
    SETS_LIMIT = "sets_limit"
    SIGNPOSTS = "signposts"
    POSTPONES = "postpones"
    ADVISES = "advises"
    ADVISES_UNASKED = "advises_unasked"
    REASSURES_EARLY = "reassures_early"
    MINIMISES = "minimises"
    ARGUES = "argues"
    CHANGES_SUBJECT = "changes_subject"
    JUDGES = "judges"
    PRESSES = "presses"
    JARGON = "jargon"
    STOCK_PHRASE = "stock_phrase"
    BACK_CHANNEL = "back_channel"
    ASKS_SAFETY = "asks_safety"
    ASKS_SAFETY_LEADING = "asks_safety_leading"
    PLANS = "plans"
    GREETS = "greets"
    THANKS = "thanks"
    CLOSES = "closes"
    QUIET = "quiet"
    OTHER = "other"


class Outcome(StrEnum):
    """How a moment or a thread ended."""

    MET = "met"
    MET_LATER = "met_later"
    PARTLY = "partly"
    PASSED = "passed"
    DECLINED = "declined"
    NO_CHANCE = "no_chance"


class Space(StrEnum):
    """Whether the response gave the emotion room, closed it, or first one and then the other (describes only)."""

    PROVIDE = "provide"
    REDUCE = "reduce"
    BOTH = "both"


class Suchman(StrEnum):
    """Response categories after Suchman 1997 (10.1001/jama.1997.03540320082047)."""

    EMPATHIC_RESPONSE = "empathic_response"
    CONTINUER = "continuer"
    TERMINATOR = "terminator"
    MISSED = "missed_opportunity"


class Nurse(StrEnum):
    """The NURSE menu after Back 2005 (10.3322/canjclin.55.3.164): one fitting move is full."""

    NAME = "name"
    UNDERSTAND = "understand"
    RESPECT = "respect"
    SUPPORT = "support"
    EXPLORE = "explore"


class Evidence(Frozen):
    """A verbatim stretch of one turn."""

    turn: int
    """Position of the turn in the input, from 1."""
    start: int
    """First character of the quote in the turn's text (or in `seen`), from 0."""
    end: int
    """One past the last character."""
    quote: str
    """The slice itself, verbatim."""
    where: str = "text"
    """Which field is quoted: "text" or "seen"."""


class Expression(Evidence):
    """An observed emotional expression in a patient's turn, with its facets."""

    id: str
    strength: Strength
    valence: Valence
    emotion: Emotion
    whose: Whose = Whose.PATIENT
    time: When = When.NOW
    cue: Cue | None = None
    """Kind of cue (a-g), or null for a concern or a pleasant emotion."""
    progress: bool = False
    challenge: bool = False
    praise: bool = False
    elicited_by: ElicitedBy = ElicitedBy.PATIENT
    thread: str = ""
    """The concern it belongs to; the same concern raised again has the same thread."""
    why: tuple[str, ...] = ()
    """The words that earned the code."""


class Moment(Frozen):
    """One patient's turn with the emotion it shows."""

    turn: int
    expressions: tuple[Expression, ...]


class Move(Evidence):
    """What a stretch of a learner's turn does."""

    kind: MoveKind
    negative: bool = False
    """True only where the code counts against the learner and two independent signs, or both coders, bear it."""
    why: tuple[str, ...] = ()
    """The words that earned the code."""


class Response(Frozen):
    """The learner's turns after a moment, and what they did with it."""

    moment: int
    turns: tuple[int, ...] = ()
    outcome: Outcome = Outcome.NO_CHANCE
    eccs: int | None = Field(default=None, ge=0, le=5)
    shared_experience: bool = False
    suchman: Suchman | None = None
    space: Space | None = None
    explicit: bool | None = None
    nurse: tuple[Nurse, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    review: str | None = None
    """Why a person should look at it; it then leaves numerator and denominator."""


class ThreadOutcome(Frozen):
    """One concern over the whole conversation, counted once."""

    id: str
    moments: tuple[int, ...]
    outcome: Outcome
    emotion: Emotion | None = None


class Rating(Frozen):
    """A coder's level on one whole-conversation item, named by its anchor; points come later, elsewhere."""

    item: str
    level: str
    """Anchor's key. A fractional position between neighbouring anchors may be given in `between`."""
    between: float = Field(default=0.0, ge=0.0, lt=1.0)
    """How far towards the next higher anchor, 0 to below 1."""
    reason: str = ""
    """Why this level, in one or two sentences that name the words."""
    evidence: tuple[Evidence, ...] = ()
    n: int = Field(default=0, ge=0)
    """How many opportunities it rests on: emotional moments, or learner turns for items that need none."""


class CoderIdentity(Frozen):
    """Who coded: enough to know whether two codings are comparable."""

    name: str
    version: str
    model: str | None = None
    prompt_hash: str | None = None
    weights_hash: str | None = None


class TranscriptRef(Frozen):
    """Which transcript was coded."""

    id: str
    turns: int
    hash: str


class Coding(Frozen):
    """All labels of one transcript by one coder."""

    format: str = CODING_FORMAT
    transcript: TranscriptRef
    coder: CoderIdentity
    language: str
    moments: tuple[Moment, ...] = ()
    moves: tuple[Move, ...] = ()
    responses: tuple[Response, ...] = ()
    threads: tuple[ThreadOutcome, ...] = ()
    ratings: tuple[Rating, ...] = ()
    """Levels on whole-conversation items, where the rubric has such items."""
    unscored: dict[str, str] = {}
    """What could not be coded, and why: item id, or "*" for everything."""
    review: dict[str, str] = {}
    """Items whose rating a person should look at, and why (coders disagree)."""
    dropped: dict[str, int] = {}
    """How many codes were dropped, by reason."""
    safety_turns: tuple[int, ...] = ()
    """Learner turns in which a safety question was asked; shown on its own card, in no score."""

    def to_json(self) -> dict[str, Any]:
        """The documented JSON object (JSON types only)."""
        return self.model_dump(mode="json")
