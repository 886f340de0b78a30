"""One encounter of a learner with the patient, through the patient's own mind and voice, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.errors import ProviderFailed
from simulator.patient.answering import Answer, answer
from simulator.patient.brief import Brief, Voice
from simulator.patient.inner import FactState, Inner
from simulator.patient.mind import start
from simulator.persona import Persona
from simulator.rehearsal.learner import Learner
from simulator.rehearsal.sight import sight
from simulator.transcript import Side, Transcript, Turn

MakeVoice = Callable[[Persona], Voice]
PATIENT_SEED = 1
"""The patient's own chance is the same in every rehearsal: what differs between two, the learner brought about."""
MOST_TURNS = 40
"""A learner that never comes to an end is ended here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One learner turn and what came of it in the patient."""

    turn: int
    """Position of the patient's reply in the transcript, from 1."""
    heard: tuple[str, ...]
    """Kinds of moves that the patient heard, sorted."""
    unsure: bool
    """Nothing was recognised in what the learner said."""
    told: tuple[str, ...]
    """Facts told in the reply for the first time."""
    shown: tuple[str, ...]
    """Hints shown in it."""
    trust: float
    distress: float
    mood: str
    threads: Mapping[str, str]
    """Thread to where it stands."""
    put: str | None
    """The question of its own that the patient put."""
    brief: Brief | None = None
    """What the voice was given; None for the opening words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """What became of one conversation."""

    learner: str
    number: int
    """Which of this learner's conversations, from 1."""
    transcript: Transcript
    begins: Step
    """As the patient begins: turn 1, with what the opening words tell."""
    steps: tuple[Step, ...]
    failed: str = ""
    """Why it could not be played to its end; empty: it was."""

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The beginning and every reply."""
        return (self.begins, *self.steps)

    @property
    def last(self) -> Step:
        """How it stood at the end."""
        return self.all_steps[-1]

    @property
    def told(self) -> dict[str, int]:
        """Fact to the turn in which it was told, in order."""
        return {fact: step.turn for step in self.all_steps for fact in step.told}

    @property
    def shown(self) -> dict[str, int]:
        """Hint to the turn in which it was first shown."""
        found: dict[str, int] = {}
        for step in self.all_steps:
            for hint in step.shown:
                found.setdefault(hint, step.turn)
        return found


async def play(persona: Persona, learner: Learner, name: str, number: int, make_voice: MakeVoice) -> Encounter:
    """From the opening words to the learner's last turn. A provider's failure ends it and is kept as its reason."""
    inner, voice, seen = start(persona), make_voice(persona), sight(persona)
    identity = f"{persona.id}.{name}.{number}"
    said = [Turn(side=Side.PATIENT, text=persona.opening.text, seen=persona.opening.seen)]
    opening = tuple(fact for fact, state in inner.ledger.facts.items() if state is FactState.TOLD)
    begins, steps, failed = _step(1, inner, told=opening), list[Step](), ""
    try:
        while len(steps) < MOST_TURNS:
            turn = await learner.say(seen, Transcript(id=identity, turns=tuple(said), language=persona.language))
            if turn is None:
                break
            said.append(turn)
            transcript = Transcript(id=identity, turns=tuple(said), language=persona.language)
            made = await answer(persona, inner, transcript, voice, seed=PATIENT_SEED, cut_at_length=True)
            said.append(made.turn)
            hints = tuple(name for name in made.released.shown if name in _hints(persona))
            steps.append(_step(len(said), made.inner, told=made.released.told, shown=hints, made=made))
            inner = made.inner
    except ProviderFailed as failure:
        failed = failure.message
    return Encounter(
        learner=name,
        number=number,
        transcript=Transcript(id=identity, turns=tuple(said), language=persona.language),
        begins=begins,
        steps=tuple(steps),
        failed=failed,
    )


def _step(
    turn: int,
    inner: Inner,
    *,
    told: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
    made: Answer | None = None,
) -> Step:
    brief = made.brief if made else None
    heard = made.listened.heard if made else None
    return Step(
        turn=turn,
        heard=tuple(sorted(kind.value for kind in heard.kinds)) if heard else (),
        unsure=heard is not None and heard.unsure,
        told=told,
        shown=shown,
        trust=inner.affect.trust,
        distress=inner.affect.distress,
        mood=brief.mood.value if brief else "",
        threads={name: state.stand.value for name, state in inner.threads.items()},
        put=next((say.id for say in brief.says if say.role == "ask"), None) if brief else None,
        brief=brief,
    )


def _hints(persona: Persona) -> set[str]:
    return {hint.id for thread in persona.threads for hint in thread.hints}
