"""The patient's whole inner state: what is felt, where each concern stands, what has been said."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.codes import Emotion, Frozen, MoveKind
from simulator.patient.brief import Brief
from simulator.patient.rules import KIND
from simulator.transcript import Act


class Stand(StrEnum):
    """Where a thread stands."""

    RESTING = "resting"
    """not yet raised"""
    OPEN = "open"
    """raised, and not yet answered"""
    PARTLY = "partly"
    """acknowledged, then moved on from; it may be raised again"""
    PASSED = "passed"
    """passed over at least once; it may come back plainer or sharper"""
    DECLINED = "declined"
    """the patient would rather not talk about it now"""
    SILENT = "silent"
    """given up on: it is not raised again, but may still be taken up"""
    MET = "met"
    """taken up at once"""
    MET_LATER = "met_later"
    """taken up after it had been passed over or declined"""


class FactState(StrEnum):
    """How far a fact has come. Ids that do not appear in the ledger are locked."""

    LOCKED = "locked"
    ALLOWED = "allowed"
    TOLD = "told"


class Affect(Frozen):
    """What the patient feels now. All numbers are 0 to 1."""

    trust: float
    """How safe it feels to talk to this learner; never below the persona's floor."""
    distress: float
    """How hard it is to bear just now."""
    feelings: dict[Emotion, float] = Field(default_factory=dict)
    """Named emotions, pleasant ones too."""
    hurt: float = 0.0
    """Trust lost and not yet repaired: what an apology or coming back can give back in part."""


class ThreadState(Frozen):
    """Where one thread stands."""

    stand: Stand = Stand.RESTING
    rung: int = 0
    """How many of its hints have been shown; the next one due is the hint at this index."""
    passed: int = 0
    """How often it was passed over."""
    met: int = 0
    """In how many moments it was met."""
    raised: int = 0
    """Learner turn in whose reply a hint of it was last given; 0: never."""
    tried: int = 0
    """How often the next hint was given to the voice without being recognised in what it said."""


class Ledger(Frozen):
    """What has passed between the two so far. Everything here is bounded by the size of the persona."""

    turns: int = 0
    """Learner turns heard."""
    facts: dict[str, FactState] = Field(default_factory=dict)
    """Fact id to state; what is not here is locked."""
    hints: dict[str, int] = Field(default_factory=dict)
    """Hint id to the learner turn in whose reply it was shown."""
    questions: dict[str, int] = Field(default_factory=dict)
    """Question id to how often the patient has put it."""
    put: str | None = None
    """The question put in the reply before this, while it waits for an answer."""
    put_at: int = 0
    """Learner turn in whose reply it was put."""
    covered: dict[str, int] = Field(default_factory=dict)
    """Locked fact id to how often it was covered or declined."""
    given: tuple[str, ...] = ()
    """Results the learner has given."""
    cues: tuple[str, ...] = ()
    """Time cues the patient has given."""
    declined: str | None = None
    """Fact or thread on which the patient's last reply declined or covered."""
    declined_openly: bool = False
    """True when that was a plain "I'd rather not", not a cover."""
    volunteered: int = 0
    """Clinical facts told to open questions without a topic."""
    pending: tuple[str, ...] = ()
    """Facts asked for that did not fit into the last reply."""
    safety_half_denied: bool = False
    safety_asked: int = 0
    """How often risk was asked about, plainly or leading."""
    improvised: dict[str, str] = Field(default_factory=dict)
    """Topic to what the patient said when asked something the case does not hold."""
    used: dict[str, int] = Field(default_factory=dict)
    """Fingerprint of a line to the learner turn in whose reply it was last used."""
    settled: tuple[str, ...] = ()
    """Questions of the patient's that were answered, whether put or not."""
    earned: dict[str, int] = Field(default_factory=dict)
    """Group of moves that wear by repetition (see rules.SATURATES) to the turns in which one was heard."""
    phrases: dict[str, int] = Field(default_factory=dict)
    """Fingerprint of a learner's kind phrase to how often it was heard."""
    told_feelings: tuple[int, ...] = ()
    """The last learner turns in which a feeling was put into words for the patient, at most four."""
    stock: int = 0
    """Stock phrases heard."""
    concern: int = 0
    """Turns with a show of concern heard."""
    quiet: int = 0
    """Silences of the learner in a row."""
    greeted: bool = False
    closed: bool = False
    personal_at: int = -9
    """Learner turn in whose reply something personal was last told; long ago at first."""
    spoken: tuple[str, ...] = ()
    """Facts told, or told again, in the last reply."""
    last_told: str | None = None
    """The fact told last, for "tell me more"."""
    more_used: dict[str, int] = Field(default_factory=dict)
    """Fact id to how many of its `more` lines were used."""
    last_thread: str | None = None
    """The thread that the last reply was about, by a hint, a met line or a personal fact."""
    last_seen: int = 0
    """Learner turn in whose reply something was last shown to the eye."""


class Inner(Frozen):
    """The patient's whole inner state; JSON-able."""

    rule: str
    """Version of the rule that made it."""
    affect: Affect
    threads: dict[str, ThreadState]
    ledger: Ledger


class HeardMove(Frozen):
    """One move, by kind and place in the learner's turn."""

    kind: MoveKind
    start: int
    end: int
    negative: bool = False


class HeardTopic(Frozen):
    """One topic, asked about or merely touched."""

    id: str
    start: int
    end: int
    asked: bool = True
    leading: bool = False
    taken: bool = False
    """True when its words belong to a fact's own phrase, which then stands for it."""


class Likely(Frozen):
    """A fact or a topic that a question is like in meaning; exactly one of the two is given."""

    start: int
    """Where the question's sentence begins."""
    likeness: float
    """-1 to 1."""
    fact: str | None = None
    topic: str | None = None


class Heard(Frozen):
    """What the patient heard in one learner turn; stored, not shown to learners."""

    act: Act = Act.SAY
    moves: tuple[HeardMove, ...] = ()
    topics: tuple[HeardTopic, ...] = ()
    named: tuple[Emotion, ...] = ()
    """Feelings named, in order; negated ones left out."""
    facts: tuple[str, ...] = ()
    """Ids of facts asked for in their own phrases (`asked_by`)."""
    facts_at: tuple[int, ...] = ()
    """Where the sentence of each of these begins."""
    likely: tuple[Likely, ...] = ()
    """What each of its questions is like in meaning, likeliest first within a question."""
    touched: tuple[str, ...] = ()
    """Ids of threads taken up in their own phrases (`named_by`)."""
    spoken_of: tuple[str, ...] = ()
    """Those of them that were taken up in words that tell something, not only in a question."""
    settles: tuple[str, ...] = ()
    """Ids of questions of the patient's that it answers (`settled_by`)."""
    mistakes: tuple[str, ...] = ()
    """Ids of the likely mistakes that it makes, in the case's own words for them."""
    given: tuple[str, ...] = ()
    """Ids of the results that it gives."""
    yes_no: bool = False
    """All it asks is for symptoms or habits, to be answered yes or no."""
    which: bool = False
    """Asks who, what, when or why, so that yes or no is no answer."""
    prints: tuple[str, ...] = ()
    """Fingerprints of the kind phrases, so that a repeated one can be known."""
    general: tuple[MoveKind, ...] = ()
    """Kinds of kind moves in it that take up nothing particular: they could be said to anybody."""
    too_much: bool = False
    """Tells the patient what they feel, large and as a fact, in words outside the lexicon of feelings."""
    playful: bool = False
    """Laughs along, or returns a joke."""
    feelings: int = 0
    """Words for feelings in what it states, whosever they are."""
    worn: tuple[MoveKind, ...] = ()
    """Kinds of kind moves in it that are stock phrases again, or were heard before in the same words."""
    sentences: tuple[tuple[int, int], ...] = ()
    """Spans of its sentences."""
    questions: int = 0
    """Sentences that ask."""
    words: int = 0
    """Length in words."""
    repeat: bool = False
    """The learner did not catch it and asks for it again."""
    reason: bool = False
    """Gives a reason ("because", "so that")."""
    follows: bool = False
    """Follows on from what was just said ("why?", "tell me more about that")."""
    proposed: tuple[int, ...] = ()
    """Where the sentences begin that put a proposal as a question ("shall we say Tuesday?")."""
    unsure: bool = False
    """Nothing was recognised: the patient stays as it was."""

    @property
    def kinds(self) -> frozenset[MoveKind]:
        """The kinds of moves in it."""
        return frozenset(move.kind for move in self.moves)

    @property
    def puts_feelings(self) -> bool:
        """True when it puts a feeling into words for the patient."""
        return self.feelings > 0 or self.too_much

    @property
    def proposes(self) -> bool:
        """True when it puts a proposal as a question."""
        return bool(self.proposed)

    @property
    def stale(self) -> bool:
        """True when there is a kind word in it, and every one of them is worn out."""
        kind = self.kinds & KIND
        return bool(kind) and kind <= set(self.worn)

    @property
    def asked(self) -> tuple[str, ...]:
        """Topics asked about, in order, each once."""
        return tuple(dict.fromkeys(topic.id for topic in self.topics if topic.asked))

    def has(self, *kinds: MoveKind) -> bool:
        """True if any of these moves is in it."""
        return not self.kinds.isdisjoint(kinds)


class Listened(Frozen):
    """What one learner turn did: the new inner state, what was heard, and the brief for the reply."""

    inner: Inner
    heard: Heard
    brief: Brief


class Released(Frozen):
    """What one released reply did."""

    inner: Inner
    told: tuple[str, ...] = ()
    """Facts told in it for the first time."""
    shown: tuple[str, ...] = ()
    """Ids of hints and facts in it that show an emotion: the answer key."""
