"""What the patient's turn just before means for the learner's answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from simulator.codes import Expression, Strength
from simulator.language.asking import strip_lead_in
from simulator.language.expressions import expressions
from simulator.language.lexicon import Lexicon, english
from simulator.language.patterns import Line
from simulator.language.segments import segments
from simulator.language.subjects import named_topics
from simulator.transcript import Side, Turn


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


_EMPTY = Before()


def read_before(turn: Turn | None, lex: Lexicon) -> Before:
    """Read the turn before; a learner's own turn, or none, tells nothing."""
    if turn is None or turn.side is not Side.PATIENT:
        return _EMPTY
    return _read(turn)


@lru_cache(maxsize=128)
def _read(turn: Turn) -> Before:
    lex = english()
    lines = lex.lines(turn.text)
    groups = lex.groups
    names: set[str] = set()
    for segment in segments(turn.text, lex):
        names.update(named_topics(segment, lex))
    words = [w.text for line in lines for w in line.words]
    return Before(
        expressions=expressions(turn, 1, None, lex),
        asks_advice=any(line.any(groups["context.asks_advice"]) for line in lines),
        asks=any(_asks(line, turn.text, lex) for line in lines),
        declines=any(line.any(groups["context.declines"]) for line in lines),
        permits=len(words) <= 8 and any(line.any(groups["context.permission"]) for line in lines),
        topics=frozenset(names),
        words=frozenset(lex.phrases.stem(w) for w in words if w not in lex.stop),
        raw=frozenset(words),
        text=turn.text,
    )


def _asks(line: Line, text: str, lex: Lexicon) -> bool:
    core = Line(strip_lead_in(tuple(line.words), lex))
    marked = text[line.words[-1].end : line.words[-1].end + 2].startswith("?")
    return marked or core.any(lex.groups["context.asks"]) is not None
