"""A standardized patient as an educator writes one: the case, the person, and what opens when they are met."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from simulator.codes import Emotion, Frozen

Unit = Field(ge=0.0, le=1.0)


class FactKind(StrEnum):
    """How a fact is told."""

    CLINICAL = "clinical"
    """told to any civil, understandable question"""
    PERSONAL = "personal"
    """meaning, fear, hope, shame: told more fully the better the patient is met"""
    SAFETY = "safety"
    """told truthfully at any trust when asked plainly"""
    HELD = "held"
    """not told today, whoever asks"""


class Shows(StrEnum):
    """What a line, fact or hint shows of emotion when it is released: the answer key, never sent to a grader."""

    NONE = "none"
    CUE = "cue"
    CONCERN = "concern"
    PROGRESS = "progress"
    CHALLENGE = "challenge"


class WayIn(StrEnum):
    """What being met can mean to a person."""

    FEELING_NAMED = "feeling_named"
    STORY_TAKEN_SERIOUSLY = "story_taken_seriously"
    PLAIN_INFORMATION = "plain_information"
    PRACTICAL_HELP = "practical_help"
    RESPECT = "respect"
    FAMILY_OR_FAITH = "family_or_faith"
    HUMOUR_RETURNED = "humour_returned"
    LEFT_IN_PEACE = "left_in_peace"


class Mood(StrEnum):
    """How open the patient is at a moment, by trust: which of the authored wordings fits."""

    GUARDED = "guarded"
    EVEN = "even"
    OPEN = "open"


class Line(Frozen):
    """Words of the patient, used by the offline voice."""

    text: str
    """The words, first person, as this person would say them."""
    seen: str | None = None
    """What the page shows with it: visible behaviour, never the feeling's name."""
    mood: Mood | None = None
    """Only fitting in this mood; null fits any."""
    shows: Shows = Shows.NONE
    """What it shows of emotion (answer key)."""
    after: str | None = None
    """Id of a hint that must have been shown, or a fact told, before: for words that refer back to it. Leave at least
    one line of a list without."""


class Opens(Frozen):
    """When a locked personal fact is allowed. All that is given must hold."""

    trust: float = Field(default=0.0, ge=0, le=1)
    """Least trust, 0 to 1."""
    after: tuple[str, ...] = ()
    """Facts that must have been told before."""
    thread_met: str | None = None
    """A thread that must have been met, at least once."""
    unasked: bool = False
    """True: once allowed it is told even if nobody asks (when the thread is being met)."""


class Fact(Frozen):
    """Something the patient knows."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Stable name."""
    kind: FactKind
    """How it is told."""
    about: tuple[str, ...] = ()
    """Topics (of the language pack) whose asking asks for this fact; most specific first."""
    asked_by: tuple[str, ...] = ()
    """Further phrases by which it may be asked for: words in order, "*" at a word's end, "|" between alternatives."""
    text: str
    """What is so, third person, for the LLM voice; sent only once allowed."""
    lines: tuple[Line, ...] = Field(min_length=1)
    """How this person says it; the first is the usual wording, later ones for when asked again."""
    more: tuple[Line, ...] = ()
    """What follows when invited to say more about it."""
    cover: str | None = None
    """What the patient says instead when asked while it is locked: a denial or a deflection that gives nothing away."""
    signs: tuple[str, ...] = Field(min_length=1)
    """Phrases of which any one, in the patient's released words, means that it was told."""
    opens: Opens = Opens()
    """For personal facts: when it is allowed."""
    shows: Shows = Shows.NONE
    """What telling it shows of emotion (answer key)."""
    thread: str | None = None
    """The thread it belongs to."""

    @model_validator(mode="after")
    def _covered(self) -> Fact:
        if self.kind in (FactKind.PERSONAL, FactKind.HELD) and not self.cover:
            raise ValueError(f'fact "{self.id}": a {self.kind.value} fact needs a cover')
        return self


class Due(Frozen):
    """When a hint is due. It is raised at the first turn at which all that is given holds."""

    turn: int = Field(default=0, ge=0)
    """Not before this many learner turns."""
    on: tuple[str, ...] = ()
    """If given: only in answer to one of these topics, or in telling one of these facts."""
    after_passed: int = Field(default=0, ge=0)
    """Only when the thread has been passed over at least this often."""


class Hint(Frozen):
    """An authored device by which the patient lets an emotion show."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    """What to let show, third person, for the LLM voice; sent only when due."""
    lines: tuple[Line, ...] = Field(min_length=1)
    """How it sounds and looks."""
    signs: tuple[str, ...] = ()
    """Phrases of which any one, released (in words or in what is seen), means that it was shown."""
    due: Due = Due()
    shows: Shows = Shows.CUE
    """cue, concern, progress or challenge (answer key)."""


class Thread(Frozen):
    """One concern the patient raises again, plainer or sharper, until it is met or falls silent."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    emotion: Emotion
    """What is felt."""
    about: tuple[str, ...] = ()
    """Topics that touch it, so that asking about them takes it up."""
    named_by: tuple[str, ...] = ()
    """Phrases (beside the emotion's own words) with which a learner would name or take up this concern."""
    hints: tuple[Hint, ...] = Field(min_length=1)
    """In order: each plainer or sharper than the one before."""
    when_met: tuple[Line, ...] = Field(min_length=1)
    """What the patient says and shows when it is met and no fact is ready to be told."""
    when_declined: tuple[Line, ...] = ()
    """How the patient declines to talk about it while trust is low or when pressed."""


class Affect0(Frozen):
    """The patient's state when the encounter begins, and its bounds."""

    trust: float = Unit
    distress: float = Unit
    feelings: dict[Emotion, float] = Field(default_factory=dict)
    """Named emotions at the start, 0 to 1; pleasant ones too."""
    floor: float = Field(default=0.1, ge=0, le=1)
    """Trust never falls below this."""
    cap: float = Field(default=0.12, gt=0, le=0.5)
    """Most that trust may rise in one turn."""
    open_at: float = Field(default=0.6, ge=0, le=1)
    """Trust from which the mood is open."""
    guarded_below: float = Field(default=0.35, ge=0, le=1)
    """Trust below which the mood is guarded."""


class Safety(Frozen):
    """What is so about risk. Never method, means, place or date."""

    risk: Literal["none", "passive", "thoughts"]
    """None; passive wish not to wake; thoughts without a plan."""
    warning_hints: tuple[str, ...] = ()
    """Ids of hints that let it show; at least two where there is risk."""
    answer: str
    """Id of the safety fact told when asked plainly, at any trust."""
    half_denial: Line
    """What is said when asked in a leading way; asked plainly again, the answer is told."""
    protects: str | None = None
    """Id of the fact that names what protects them."""

    @model_validator(mode="after")
    def _warned(self) -> Safety:
        if self.risk != "none" and len(self.warning_hints) < 2:
            raise ValueError("safety: where there is risk, at least two warning hints are needed")
        return self


class Question(Frozen):
    """A question the patient will put to the learner."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    """What the patient wants to know, third person, for the LLM voice."""
    lines: tuple[Line, ...] = Field(min_length=1)
    turn: int = Field(default=0, ge=0)
    """Not before this many learner turns."""
    on: tuple[str, ...] = ()
    """If given: when one of these topics or move kinds is heard."""
    settled_by: tuple[str, ...] = ()
    """What answers it, asked or not: topics, move kinds, or phrases. Heard once, it is not put (again)."""


class Says(Frozen):
    """Lines for what happens in any conversation, in this person's words, a few of each; used by the offline voice."""

    greeting: tuple[Line, ...] = Field(min_length=1)
    """answer to a greeting or introduction"""
    small_yes: tuple[Line, ...] = Field(min_length=1)
    """to a statement that asks nothing: nods along"""
    go_on: tuple[Line, ...] = Field(min_length=1)
    """invited to say more when nothing more is ready"""
    do_not_know: tuple[Line, ...] = Field(min_length=1)
    """asked something ordinary that the case does not hold"""
    nothing_like_that: tuple[Line, ...] = Field(min_length=1)
    """asked for a symptom or habit the case does not hold: no"""
    puzzled: tuple[Line, ...] = Field(min_length=1)
    """cannot make out what is meant"""
    jargon: tuple[Line, ...] = Field(min_length=1)
    """a word the patient does not know"""
    silence: tuple[Line, ...] = Field(min_length=1)
    """the learner stays quiet; by mood"""
    touched: tuple[Line, ...] = Field(min_length=1)
    """an apt, kind word that opens no thread; by mood"""
    stock: tuple[Line, ...] = Field(min_length=1)
    """a stock phrase, again"""
    reassured: tuple[Line, ...] = Field(min_length=1)
    """reassured too early or told it could be worse"""
    judged: tuple[Line, ...] = Field(min_length=1)
    """judged, lectured, argued with"""
    pressed: tuple[Line, ...] = Field(min_length=1)
    """pressed on what was declined"""
    left_in_peace: tuple[Line, ...] = Field(min_length=1)
    """the decline was accepted"""
    apology: tuple[Line, ...] = Field(min_length=1)
    """the learner apologised"""
    informed: tuple[Line, ...] = Field(min_length=1)
    """given information or an answer"""
    advised: tuple[Line, ...] = Field(min_length=1)
    """advised"""
    limit: tuple[Line, ...] = Field(min_length=1)
    """a limit with its reason; by mood"""
    limit_bare: tuple[Line, ...] = Field(min_length=1)
    """a bare no"""
    plan: tuple[Line, ...] = Field(min_length=1)
    """a next step is offered; by mood"""
    thanked: tuple[Line, ...] = Field(min_length=1)
    """thanked or complimented"""
    again: tuple[Line, ...] = Field(min_length=1)
    """asked again what was told already, before saying it again"""
    closing: tuple[Line, ...] = Field(min_length=1)
    """the learner closes the conversation; by mood"""


class Setting(Frozen):
    """Where and when, and in what part the learner meets the patient."""

    place: str
    """e.g. "GP surgery"."""
    when: str
    """e.g. "Tuesday, 10:40"."""
    learner_role: str
    """Who the learner is to the patient."""
    level: str = "any health profession"
    """For whom the case was written."""
    minutes: int = Field(default=15, ge=1, le=120)
    """How long the encounter is meant to last."""


class Persona(Frozen):
    """The authored case. Its version is the hash of its verbatim text."""

    schema_version: Literal[1]
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Stable name, equal to the file's name."""
    name: str
    """As the learner would address the patient."""
    age: int = Field(ge=0, le=120)
    pronoun: str
    """How the page speaks of the patient: he, she, they."""
    summary: str
    """One sentence for the card; what anybody may know beforehand."""
    content_note: str
    """What difficult subjects may come up, without giving the case away."""
    language: str = "en"
    channel: Literal["room", "telephone", "video", "written"] = "room"
    setting: Setting
    door_note: str
    """What the learner reads before going in."""
    objectives: tuple[str, ...] = ()
    """What a learner may practise here; shown to educators."""
    opening: Line
    """The patient's first words, verbatim, said before the learner speaks (or after the greeting)."""
    manner: str
    """How this person talks and carries themselves; always sent to the LLM voice, so it gives nothing away."""
    background: tuple[str, ...] = ()
    """Plain circumstances anyone may know from the start; always sent."""
    author_notes: str = ""
    """For educators: what is going on, how it tends to go; never sent to any model."""
    ways_in: dict[WayIn, float] = Field(min_length=2)
    """What being met means to this person: weights 0 to 1."""
    affect: Affect0
    facts: tuple[Fact, ...]
    threads: tuple[Thread, ...] = Field(min_length=1)
    asks: tuple[Question, ...] = ()
    """Questions the patient will put."""
    safety: Safety
    says: Says
    closing_words: dict[Mood, str]
    """The patient's words in the debrief, by how open they were at the end; no rating."""
    sources: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    """Who reviewed the case; empty: not yet reviewed."""

    @model_validator(mode="after")
    def _whole(self) -> Persona:
        facts = [fact.id for fact in self.facts]
        hints = [hint.id for thread in self.threads for hint in thread.hints]
        threads = [thread.id for thread in self.threads]
        for kind, ids in (("fact", facts), ("hint", hints), ("thread", threads)):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f"two {kind}s have the id {twice[0]!r}")
        self._known(facts, hints, threads)
        if sum(fact.kind is FactKind.PERSONAL for fact in self.facts) < 5:
            raise ValueError("a persona needs at least five personal facts")
        return self

    def _known(self, facts: list[str], hints: list[str], threads: list[str]) -> None:
        wanted = [("safety.answer", self.safety.answer, facts)]
        if self.safety.protects:
            wanted.append(("safety.protects", self.safety.protects, facts))
        wanted += [("safety.warning_hints", hint, hints) for hint in self.safety.warning_hints]
        for fact in self.facts:
            wanted += [(f"fact {fact.id}: opens.after", other, facts) for other in fact.opens.after]
            if fact.opens.thread_met:
                wanted.append((f"fact {fact.id}: opens.thread_met", fact.opens.thread_met, threads))
            if fact.thread:
                wanted.append((f"fact {fact.id}: thread", fact.thread, threads))
        lines = [line for fact in self.facts for line in fact.lines]
        lines += [line for thread in self.threads for line in (*thread.when_met, *thread.when_declined)]
        wanted += [("after", line.after, [*facts, *hints]) for line in lines if line.after is not None]
        for place, name, known in wanted:
            if name not in known:
                raise ValueError(f"{place} names {name!r}, which does not exist")

    def fact(self, identity: str) -> Fact:
        """The fact of that id. Raises KeyError."""
        for fact in self.facts:
            if fact.id == identity:
                return fact
        raise KeyError(identity)

    def thread(self, identity: str) -> Thread:
        """The thread of that id. Raises KeyError."""
        for thread in self.threads:
            if thread.id == identity:
                return thread
        raise KeyError(identity)
