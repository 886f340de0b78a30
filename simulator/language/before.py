"""What the patient's turn just before means for the learner's answer to it, by the written rules alone."""

from __future__ import annotations

from functools import lru_cache

from simulator.language.asking import strip_lead_in
from simulator.language.expressions import by_rules_alone
from simulator.language.heard import Before
from simulator.language.lexicon import Lexicon, english
from simulator.language.patterns import Line
from simulator.language.segments import segments
from simulator.language.subjects import named_topics
from simulator.transcript import Side, Turn

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
        expressions=by_rules_alone(turn, lex),
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
