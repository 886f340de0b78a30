"""A learner's turn: what it does, as an ordered list of moves.

Each stretch of the turn (segments.py) is read on its own and may earn several moves: what the words do by the
rules of en/moves.toml, how it asks (open or closed, after feelings, facts or safety), which feeling it names, what
of the patient's words it gives back. What the patient said just before decides between doubtful readings.
Nothing here is good or bad; `negative` is set in harm.py only, and only where two independent signs bear it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from simulator.codes import Move, MoveKind
from simulator.language.asking import Asking
from simulator.language.before import read_before
from simulator.language.closing import with_closing
from simulator.language.giving_back import giving_back
from simulator.language.harm import with_harm
from simulator.language.heard import Before
from simulator.language.lexicon import Lexicon, english
from simulator.language.reading import reads_as
from simulator.language.segments import Segment
from simulator.language.turns import stretches
from simulator.transcript import Act, Turn

Kind = MoveKind
Reading = tuple[MoveKind, str]
"""A move and the words that earned it."""

_GIVES_BACK = frozenset({Kind.REFLECTS, Kind.NAMES_FEELING, Kind.NAMES_FEELING_WRONGLY})
"""In a statement spoken as a question ("So it's the nights that are worst?") these stand instead of what is asked."""
_ORDER = {kind: n for n, kind in enumerate(MoveKind)}


def moves(turn: Turn, number: int, before: Turn | None, lex: Lexicon) -> tuple[Move, ...]:
    """The moves of a learner's turn, in order; `before` is the patient's turn it answers, if any."""
    if turn.act is Act.QUIET:
        return _quiet(number)
    context = read_before(before, lex)
    parts = [part.segment for part in stretches(turn.text, lex)]
    by_rules = read(turn.text, before)
    found = _placed(turn, number, giving_back(turn.text, parts, by_rules, context, lex), lex)
    kinds = [kind for readings in by_rules for kind, _ in readings]
    return with_closing(with_harm(found, context, lex), kinds, context, turn.text, lex)


def moves_by_rules(turn: Turn, number: int, before: Turn | None, lex: Lexicon) -> tuple[Move, ...]:
    """The same by the written rules alone, without what is learned: what a patient hears."""
    if turn.act is Act.QUIET:
        return _quiet(number)
    return with_harm(_placed(turn, number, read(turn.text, before), lex), read_before(before, lex), lex)


def _quiet(number: int) -> tuple[Move, ...]:
    return (Move(turn=number, start=0, end=0, quote="", kind=Kind.QUIET, why=("stays quiet",)),)


def _placed(turn: Turn, number: int, each: Iterable[Iterable[Reading]], lex: Lexicon) -> tuple[Move, ...]:
    """The readings of each stretch as moves, in order; one for a turn without words."""
    out = [
        _move(turn.text, number, part.segment, kind, why)
        for part, readings in zip(stretches(turn.text, lex), each, strict=True)
        for kind, why in sorted(readings, key=_place)
    ]
    return tuple(out or _wordless(turn, number))


@lru_cache(maxsize=256)
def read(text: str, before: Turn | None) -> tuple[tuple[Reading, ...], ...]:
    """What the rules read in each stretch of a learner's words in answer to a patient's turn, in order."""
    lex = english()
    context = read_before(before, lex)
    return tuple(
        tuple(sorted(_distinct(_segment(part.segment, part.how, context, text, lex)), key=_place))
        for part in stretches(text, lex)
    )


def _segment(segment: Segment, how: Asking, context: Before, text: str, lex: Lexicon) -> list[Reading]:
    if how.repeat:
        return [(Kind.OTHER, "asks to hear it again")]
    if how.is_question:
        found = reads_as(segment, how, context, text, lex)
        gives_back = how.statement and not how.safety and any(kind in _GIVES_BACK for kind, _ in found)
        form = (Kind.CLOSED_QUESTION, how.why)
        return [*found, form] if gives_back else [*_question(how), *found]
    found = reads_as(segment, how, context, text, lex)
    return found or [(Kind.OTHER, "")]


def _question(how: Asking) -> list[Reading]:
    """Form and content of a question: each question has one of either."""
    form = Kind.OPEN_QUESTION if how.open else Kind.CLOSED_QUESTION
    if how.safety:
        return [(Kind.ASKS_SAFETY_LEADING if how.leading else Kind.ASKS_SAFETY, how.why), (form, how.why)]
    content = Kind.EXPLORES_FEELING if how.feelings else Kind.EXPLORES_FACT
    return [(content, how.why), (form, how.why)]


def _distinct(readings: Iterable[Reading]) -> list[Reading]:
    seen: dict[MoveKind, str] = {}
    for kind, why in readings:
        seen.setdefault(kind, why)
    return list(seen.items())


def _place(reading: Reading) -> int:
    return _ORDER[reading[0]]


def _move(text: str, number: int, segment: Segment, kind: MoveKind, why: str) -> Move:
    return Move(
        turn=number,
        start=segment.start,
        end=segment.end,
        quote=text[segment.start : segment.end],
        kind=kind,
        why=(why,) if why else (),
    )


def _wordless(turn: Turn, number: int) -> list[Move]:
    """A turn without words: "...", an emoji, or a gesture."""
    if not turn.text.strip():
        return []
    return [Move(turn=number, start=0, end=len(turn.text), quote=turn.text, kind=Kind.OTHER)]
