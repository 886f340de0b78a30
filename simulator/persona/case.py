"""The case as a whole."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from simulator.codes import Emotion, Frozen
from simulator.persona.facts import Fact, FactKind
from simulator.persona.looks import Looks
from simulator.persona.parts import Line, Mood, Unit, WayIn
from simulator.persona.setting import ChartEntry, Ideas, Result, Setting, Task
from simulator.persona.talk import Mistake, Question, Says, TimeCue
from simulator.persona.threads import Thread


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
    chart: tuple[ChartEntry, ...] = ()
    """What the learner may look up; open beside the conversation. Nothing of it is sent to a model."""
    results: tuple[Result, ...] = ()
    """Results the learner has to give."""
    objectives: tuple[str, ...] = ()
    """What a learner may practise here; shown to educators."""
    opening: Line
    """The patient's first words, verbatim, said before the learner speaks (or after the greeting)."""
    manner: str
    """How this person talks and carries themselves; always sent to the LLM voice, so it gives nothing away."""
    never: tuple[str, ...] = ()
    """What this patient never does, whatever happens; always sent, so it gives nothing away."""
    looks: Looks = Looks()
    """How the patient is drawn."""
    background: tuple[str, ...] = ()
    """Plain circumstances anyone may know from the start; always sent."""
    author_notes: str = ""
    """For educators: what is going on, how it tends to go; never sent to any model."""
    training_notes: str = ""
    """For the human actor and whoever trains them: pace, pitfalls, how to play the turning points; never sent."""
    checklist: tuple[Task, ...] = ()
    """A short list of tasks apart from empathy; kept out of every empathy score."""
    ideas: Ideas = Ideas()
    """Ideas, concerns and expectations, by the facts that hold them."""
    ways_in: dict[WayIn, float] = Field(min_length=2)
    """What being met means to this person: weights 0 to 1."""
    affect: Affect0
    volunteers: tuple[str, ...] = ()
    """Clinical facts offered to an open question that names no topic, in this order; empty: the first ones listed."""
    facts: tuple[Fact, ...]
    threads: tuple[Thread, ...] = Field(min_length=1)
    asks: tuple[Question, ...] = ()
    """Questions the patient will put."""
    time_cues: tuple[TimeCue, ...] = ()
    """What the patient says about time as the encounter goes on."""
    mistakes: tuple[Mistake, ...] = ()
    """How likely mistakes are taken."""
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
        asks, cues = [ask.id for ask in self.asks], [cue.id for cue in self.time_cues]
        results, mistakes = [result.id for result in self.results], [mistake.id for mistake in self.mistakes]
        named = {"fact": facts, "hint": hints, "thread": threads, "question": asks, "time cue": cues}
        for kind, ids in {**named, "result": results, "mistake": mistakes}.items():
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
        wanted += [("volunteers", name, facts) for name in self.volunteers]
        wanted += [("ideas.ideas", name, facts) for name in self.ideas.ideas]
        wanted += [("ideas.concerns", name, [*facts, *threads]) for name in self.ideas.concerns]
        wanted += [("ideas.expectations", name, facts) for name in self.ideas.expectations]
        for task in self.checklist:
            wanted += [(f"checklist {task.id}: facts", name, facts) for name in task.facts]
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
