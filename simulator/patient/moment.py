"""Everything that one reply is composed from."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.patient.affect import mood
from simulator.patient.asking import Asked
from simulator.patient.disclosure import Allowed
from simulator.patient.inner import FactState, Heard, Inner
from simulator.patient.threads import Settled
from simulator.patient.wording import known, last_used, order
from simulator.persona import FactKind, Line, Mood, Persona
from simulator.transcript import Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Everything that one reply is composed from."""

    persona: Persona
    before: Inner
    """The state before the learner's turn."""
    inner: Inner
    """The state after it was felt and settled; its turn count includes this turn."""
    heard: Heard
    asked: Asked
    allowed: Allowed
    settled: Settled
    pressed: bool
    peace: bool
    transcript: Transcript
    seed: int

    @property
    def mood(self) -> Mood:
        """How open the patient is now."""
        return mood(self.persona, self.inner.affect.trust)

    def lines(self, lines: tuple[Line, ...], key: str, *, turned: bool = False) -> tuple[Line, ...]:
        """Wordings in order of preference; `turned` lets the seed decide where to begin."""
        seed = self.seed if turned else None
        ledger = self.before.ledger
        said = {*ledger.hints, *(name for name, state in ledger.facts.items() if state is FactState.TOLD)}
        return order(known(lines, said), self.mood, self.inner.ledger.used, key=key, seed=seed)

    def fresh(self, lines: tuple[Line, ...], turns: int = 3) -> bool:
        """True when the first of these was not used within the last few replies."""
        used = last_used(lines[0], self.inner.ledger.used)
        return used == 0 or self.inner.ledger.turns - used >= turns

    def personal(self, name: str) -> bool:
        """True for a fact that is personal."""
        return any(fact.id == name and fact.kind is FactKind.PERSONAL for fact in self.persona.facts)
