"""The encounters that a coder is held against: every learner meets the patient whose every word is an authored one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.patient.offline import OfflineVoice
from simulator.persona import Persona
from simulator.planted.key import Key, keys
from simulator.planted.learners import Written, WrittenLearner
from simulator.rehearsal.learner import Learner
from simulator.rehearsal.playing import play
from simulator.rehearsal.rehearse import learners_named, scripted
from simulator.transcript import Side, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One encounter, with its key beside it."""

    persona: str
    learner: str
    transcript: Transcript
    """All that a coder is given."""
    keys: tuple[Key, ...]

    @property
    def set_aside(self) -> int:
        """Patient turns that are not whole, and so have no key."""
        return sum(turn.side is Side.PATIENT and turn.flag is not None for turn in self.transcript.turns)


async def meet(personas: Sequence[Persona], written: Sequence[Written] | None, times: int) -> list[Met]:
    """Every encounter, in order: the learners `written` once each; None: the scripted ones, each this many times."""
    met: list[Met] = []
    for persona in personas:
        for name, number, learner in _scripted(times) if written is None else _written(written, persona):
            played = await play(persona, learner, name, number, lambda case: OfflineVoice())
            own = keys(persona, played)
            met.append(Met(persona=persona.id, learner=name, transcript=played.transcript, keys=own))
    return met


def _scripted(times: int) -> Iterator[tuple[str, int, Learner]]:
    for name in learners_named(None):
        for number in range(1, times + 1):
            yield name, number, scripted(name, number)


def _written(written: Sequence[Written], persona: Persona) -> Iterator[tuple[str, int, Learner]]:
    count: Counter[str] = Counter()
    for one in written:
        if one.persona == persona.id:
            count[one.style] += 1
            yield one.style, count[one.style], WrittenLearner(one)
