"""Turns as the report shows them: speakers named, silences said, quotes highlighted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from simulator.codes import Evidence, Expression, Move, MoveKind, Strength, Valence, When, Whose
from simulator.report.view import Mark, Piece, Quoted, Said
from simulator.report.words import move as move_words
from simulator.report.words import say, say_or
from simulator.transcript import Act, Side, Transcript, Turn

Marked = tuple[Evidence, Mark, str]
"""A quote, why it is highlighted, and what the highlight says."""

GAP = " … "


class Speakers:
    """How the report calls people."""

    def __init__(self, patient: str, learner: str) -> None:
        self._names = {Side.PATIENT: patient, Side.LEARNER: learner}

    def name(self, turn: Turn) -> str:
        return f"{self._names[turn.side]} ({turn.who})" if turn.who else self._names[turn.side]

    def side(self, side: Side) -> str:
        return self._names[side]


def showed(expression: Expression) -> Quoted:
    """An expression in plain words."""
    emotion = say_or(f"emotion.{expression.emotion.value}", expression.emotion.value)
    parts = [say(f"strength.{expression.strength.value}", emotion=emotion)]
    if expression.cue is not None and expression.strength is not Strength.IMPLIED:
        parts.append(say(f"cue.{expression.cue.value}"))
    parts += [say(f"facet.{name}") for name in ("progress", "challenge", "praise") if getattr(expression, name)]
    if expression.whose is Whose.OTHER:
        parts.append(say("facet.other"))
    if expression.time is When.PAST and expression.valence is Valence.UNPLEASANT:
        parts.append(say("facet.past"))
    return Quoted(
        turn=expression.turn,
        quote=expression.quote,
        label="; ".join(dict.fromkeys(parts)),
        where=expression.where,
        words=expression.why,
    )


def did(move: Move) -> Quoted:
    """A move in plain words."""
    label = move_words(move.kind.value, negative=move.negative)
    return Quoted(
        turn=move.turn,
        quote=move.quote,
        label=label,
        where=move.where,
        words=move.why,
        negative=move.negative,
    )


def grouped(quotes: Iterable[Quoted]) -> tuple[Quoted, ...]:
    """One entry per quote: what several labels say of the same words stands together."""
    merged: dict[tuple[int, str, str], Quoted] = {}
    for quote in quotes:
        key = (quote.turn, quote.quote, quote.where)
        if (before := merged.get(key)) is None:
            merged[key] = quote
            continue
        labels = "; ".join(dict.fromkeys([*before.label.split("; "), *quote.label.split("; ")]))
        words = (*before.words, *(w for w in quote.words if w not in before.words))
        negative = before.negative or quote.negative
        merged[key] = before.model_copy(update={"label": labels, "words": words, "negative": negative})
    return tuple(merged.values())


def bare(evidence: Evidence, moves: Sequence[Move]) -> Quoted:
    """A quote the outcome rests on, with what the overlapping move does."""
    over = [m for m in moves if m.turn == evidence.turn and m.start < evidence.end and evidence.start < m.end]
    label = "; ".join(dict.fromkeys(did(m).label for m in over if m.kind is not MoveKind.OTHER))
    return Quoted(turn=evidence.turn, quote=evidence.quote, label=label, where=evidence.where)


def teller(transcript: Transcript | None, speakers: Speakers, marked: Iterable[Marked]) -> Callable[[int, Side], Said]:
    """A function from turn number (and whose turn it would be) to the turn as the report shows it."""
    by_turn: dict[int, list[Marked]] = {}
    for mark in marked:
        by_turn.setdefault(mark[0].turn, []).append(mark)

    def tell(number: int, side: Side) -> Said:
        marks = by_turn.get(number, [])
        if transcript is None:
            return _from_quotes(number, side, speakers, marks)
        return _from_turn(number, transcript.turn(number), speakers, marks)

    return tell


def _from_turn(number: int, turn: Turn, speakers: Speakers, marks: list[Marked]) -> Said:
    remark = ""
    if turn.flag is not None:
        remark = say(f"flag.{turn.flag.value}")
    elif turn.act is not Act.SAY:
        remark = say(turn.act.value)
    return Said(
        turn=number,
        who=speakers.name(turn),
        side=turn.side.value,
        text=turn.text,
        pieces=_pieces(turn.text, [m for m in marks if m[0].where == "text"]),
        seen=turn.seen,
        seen_marked=any(m[0].where == "seen" for m in marks),
        remark=remark,
    )


def _from_quotes(number: int, side: Side, speakers: Speakers, marks: list[Marked]) -> Said:
    """Without a transcript the quotes are all there is; the gaps between them are shown as gaps."""
    quotes = sorted({(m[0].start, m[0].end, m[0].quote): m for m in marks if m[0].where == "text"}.items())
    pieces: list[Piece] = []
    upto = 0
    for (start, end, quote), (_, mark, note) in quotes:
        if end <= upto:
            continue
        pieces += [Piece(text=GAP)] if start else []
        pieces.append(Piece(text=quote, mark=mark, note=note))
        upto = end
    seen = next((m[0].quote for m in marks if m[0].where == "seen"), None)
    return Said(
        turn=number,
        who=speakers.side(side),
        side=side.value,
        text="".join(p.text for p in pieces).strip(),
        pieces=tuple(pieces),
        seen=seen,
        seen_marked=seen is not None,
    )


def _pieces(text: str, marks: list[Marked]) -> tuple[Piece, ...]:
    """The text cut at every quote's ends. A quote that is not literally there highlights nothing."""
    held = [m for m in marks if m[0].start < m[0].end and text[m[0].start : m[0].end] == m[0].quote]
    cuts = sorted({0, len(text), *(m[0].start for m in held), *(m[0].end for m in held)})
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        over = [m for m in held if m[0].start <= start and end <= m[0].end]
        # An expression is what the report is about, so it wins over a move on the same words.
        mark = next((m[1] for m in over if m[1] is Mark.EXPRESSION), over[0][1] if over else Mark.NONE)
        note = "; ".join(dict.fromkeys(m[2] for m in over if m[2]))
        if pieces and (pieces[-1].mark, pieces[-1].note) == (mark, note):
            pieces[-1] = Piece(text=pieces[-1].text + text[start:end], mark=mark, note=note)
        else:
            pieces.append(Piece(text=text[start:end], mark=mark, note=note))
    return tuple(pieces)
