"""A transcript as the coders' tables see it: moves of every learner's turn, expressions linked into threads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from simulator.codes import Expression, Moment, Move, MoveKind
from simulator.grader.concern import Concern, about
from simulator.grader.threads import link
from simulator.language import Pack
from simulator.transcript import Act, Side, Transcript, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found where. Made once, by whichever coder, and then only read."""

    transcript: Transcript
    moves: tuple[Move, ...]
    """In order; at least one for every learner's turn."""
    moments: tuple[Moment, ...]
    """Patient's turns with emotion, in order; expressions have their threads."""
    concerns: dict[str, Concern]
    """Expression's id → what its sentence is about."""
    said: dict[tuple[int, int, int], Concern]
    """(turn, start, end) of a move → what its sentence is about."""
    by_turn: dict[int, tuple[Move, ...]] = field(default_factory=dict)
    """Turn → its moves, in order."""

    def concern_of(self, move: Move) -> Concern:
        """What the move's sentence is about."""
        return self.said[move.turn, move.start, move.end]

    def learner_turns(self) -> tuple[int, ...]:
        """Numbers of the learner's turns."""
        return tuple(n for n, turn in enumerate(self.transcript.turns, 1) if turn.side is Side.LEARNER)


def read(transcript: Transcript, pack: Pack) -> Reading:
    """Segment by the language pack: its words earn every code. Flagged patient turns give no opportunity."""
    moves: list[Move] = []
    expressions: list[Expression] = []
    for number, turn in enumerate(transcript.turns, 1):
        before = transcript.turns[: number - 1]
        if turn.side is Side.LEARNER:
            moves += pack.moves(turn, number, before)
        elif turn.flag is None:
            expressions += pack.expressions(turn, number, before)
    return assemble(transcript, tuple(moves), tuple(expressions), pack)


def assemble(
    transcript: Transcript,
    moves: tuple[Move, ...],
    expressions: tuple[Expression, ...],
    pack: Pack,
) -> Reading:
    """A reading from moves and expressions in the order of the conversation.

    Expressions without a thread are linked here; those that have one keep it. A learner's turn without a move gets
    `other` (or `quiet`), so that every turn is accounted for.
    """
    ordered = sorted(expressions, key=lambda e: (e.turn, e.where, e.start, e.end))
    shown = [(e, about(transcript.turn(e.turn), e, pack)) for e in ordered]
    linked = tuple(ordered) if ordered and all(e.thread for e in ordered) else link(shown)
    groups: defaultdict[int, list[Expression]] = defaultdict(list)
    for expression in linked:
        groups[expression.turn].append(expression)
    by_turn: defaultdict[int, list[Move]] = defaultdict(list)
    for move in sorted(moves, key=lambda m: (m.turn, m.start, m.end)):
        by_turn[move.turn].append(move)
    for number, turn in enumerate(transcript.turns, 1):
        if turn.side is Side.LEARNER and number not in by_turn:
            by_turn[number].append(_unnamed(turn, number))
    all_moves = tuple(move for number in sorted(by_turn) for move in by_turn[number])
    return Reading(
        transcript=transcript,
        moves=all_moves,
        moments=tuple(Moment(turn=n, expressions=tuple(groups[n])) for n in sorted(groups)),
        concerns={e.id: concern for e, (_, concern) in zip(linked, shown, strict=True)},
        said={(m.turn, m.start, m.end): about(transcript.turn(m.turn), m, pack) for m in all_moves},
        by_turn={number: tuple(found) for number, found in sorted(by_turn.items())},
    )


def _unnamed(turn: Turn, number: int) -> Move:
    kind = MoveKind.QUIET if turn.act is Act.QUIET else MoveKind.OTHER
    seen = not turn.text and bool(turn.seen)
    words = (turn.seen or "") if seen else turn.text
    return Move(turn=number, start=0, end=len(words), quote=words, where="seen" if seen else "text", kind=kind)
