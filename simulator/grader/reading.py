"""A transcript as the coders' tables see it: the moves of every learner's turn, and expressions linked into
threads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.codes import Expression, Moment, Move, MoveKind
from simulator.language import TakenUp
from simulator.transcript import Act, Side, Transcript, Turn

Place = tuple[int, int, int]
"""Turn, start and end of a move."""

SAFETY = frozenset({MoveKind.ASKS_SAFETY, MoveKind.ASKS_SAFETY_LEADING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found where. Made once, by whichever coder, and then only read."""

    transcript: Transcript
    moments: tuple[Moment, ...]
    """Patient's turns with emotion, in order; every expression has its thread."""
    by_turn: Mapping[int, tuple[Move, ...]]
    """Learner's turn → its moves in order; at least one for every learner's turn."""
    near: Mapping[int, frozenset[Place]]
    """Moment's turn → the moves that are about its concern or its emotion."""
    topical: frozenset[Place] = frozenset()
    """Moves that name a matter of their own; where they are not near a moment, they lead away from it."""
    declines: frozenset[int] = frozenset()
    """Patient's turns in which they would rather not talk about it."""
    taken: Mapping[int, TakenUp] = field(default_factory=dict)
    """Moment's turn → how likely the answer as a whole takes it up, or leaves it; empty where nobody read it so."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """All moves in order."""
        return tuple(move for number in sorted(self.by_turn) for move in self.by_turn[number])

    @property
    def learner_turns(self) -> tuple[int, ...]:
        """Numbers of the learner's turns."""
        return tuple(sorted(self.by_turn))

    def is_near(self, moment: int, move: Move) -> bool:
        """Whether the move is about what the moment at that turn shows."""
        return place(move) in self.near.get(moment, frozenset())

    def is_off(self, moment: int, move: Move) -> bool:
        """Whether the move is about something else than what that moment shows."""
        return place(move) in self.topical and not self.is_near(moment, move)


def place(move: Move) -> Place:
    """Where a move stands."""
    return move.turn, move.start, move.end


def moments_of(expressions: Sequence[Expression]) -> tuple[Moment, ...]:
    """Expressions gathered by turn, in order."""
    groups: defaultdict[int, list[Expression]] = defaultdict(list)
    for expression in in_order(expressions):
        groups[expression.turn].append(expression)
    return tuple(Moment(turn=number, expressions=tuple(groups[number])) for number in sorted(groups))


def in_order(expressions: Sequence[Expression]) -> tuple[Expression, ...]:
    """Expressions in the order of the conversation; what was seen comes after what was said."""
    return tuple(sorted(expressions, key=lambda e: (e.turn, e.where != "text", e.start, e.end, e.id)))


def moves_by_turn(transcript: Transcript, moves: Sequence[Move]) -> dict[int, tuple[Move, ...]]:
    """Moves by learner's turn, in order. A turn without any gets `other` (or `quiet`): every turn is
    accounted for.
    """
    groups: defaultdict[int, list[Move]] = defaultdict(list)
    for move in sorted(moves, key=lambda m: (m.turn, m.start, m.end)):
        groups[move.turn].append(move)
    out: dict[int, tuple[Move, ...]] = {}
    for number, turn in enumerate(transcript.turns, 1):
        if turn.side is Side.LEARNER:
            out[number] = tuple(groups[number]) or (_unnamed(turn, number),)
    return out


def _unnamed(turn: Turn, number: int) -> Move:
    kind = MoveKind.QUIET if turn.act is Act.QUIET else MoveKind.OTHER
    seen = not turn.text and bool(turn.seen)
    words = (turn.seen or "") if seen else turn.text
    return Move(turn=number, start=0, end=len(words), quote=words, where="seen" if seen else "text", kind=kind)


def safety_turns(reading: Reading) -> tuple[int, ...]:
    """Turns in which a safety question was asked, plainly or leading."""
    return tuple(sorted({move.turn for move in reading.moves if move.kind in SAFETY}))
