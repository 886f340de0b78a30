"""The turn before, as the readings of the learner's answer know it. Read by before.py."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.codes import Expression, Strength


@dataclass(frozen=True, slots=True)
class Before:
    """The turn before, read."""

    expressions: tuple[Expression, ...] = ()
    asks_advice: bool = False
    asks: bool = False
    declines: bool = False
    permits: bool = False
    topics: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    """Stems of its content words."""
    raw: frozenset[str] = frozenset()
    """Its words as they stand."""
    text: str = ""

    @property
    def stated(self) -> bool:
        """Some unpleasant emotion was said in so many words, or could be seen."""
        return any(e.strength is Strength.STATED or e.where == "seen" for e in self.expressions)

    @property
    def shown(self) -> tuple[Expression, ...]:
        """The expressions that count: an implied one does not."""
        return tuple(e for e in self.expressions if e.strength is not Strength.IMPLIED)

    @property
    def emotional(self) -> bool:
        """There is an expression that counts."""
        return bool(self.shown)
