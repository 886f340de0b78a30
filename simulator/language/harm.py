"""Where a move leaves the patient's subject, and the only place where `negative` is set.

A negative code needs two independent signs: the words themselves, and that they follow an expressed emotion which
nothing in the turn acknowledges. In doubt it is withheld: published judges see dismissal where experts do not.
"""

from __future__ import annotations

from simulator.codes import Emotion, Move, MoveKind
from simulator.language.heard import Before
from simulator.language.lexicon import Lexicon
from simulator.language.topics import topics

Kind = MoveKind

ACKNOWLEDGES = frozenset(
    {Kind.NAMES_FEELING, Kind.REFLECTS, Kind.EXPLORES_FEELING, Kind.VALIDATES, Kind.SHOWS_CONCERN, Kind.SUPPORTS,
     Kind.RESPECTS, Kind.ACCEPTS_DECLINE, Kind.APOLOGISES, Kind.INVITES, Kind.SELF_DISCLOSES, Kind.ASKS_SAFETY,
     Kind.ASKS_SAFETY_LEADING, Kind.STOCK_PHRASE, Kind.POSTPONES, Kind.ANSWERS, Kind.SOLVES, Kind.SETS_LIMIT,
     Kind.THANKS}
)  # fmt: skip
"""Moves of which any one shows that the patient was heard, however briefly."""

_HARD = frozenset({Kind.MINIMISES, Kind.JUDGES, Kind.ARGUES, Kind.REASSURES_EARLY, Kind.CHANGES_SUBJECT, Kind.PRESSES})


_ASKS = "asks about"
_APART = frozenset(
    {"work", "school", "money", "hobbies", "faith", "alcohol", "smoking", "drugs", "who", "travel", "driving", "diet",
     "salt", "exercise", "allergies", "sex", "partner", "children", "home", "typical_day", "check_ups"}
)  # fmt: skip
"""Topics that leave a worry about health."""


def with_harm(moves: tuple[Move, ...], context: Before, lex: Lexicon) -> tuple[Move, ...]:
    """The moves with changes of subject marked, and `negative` set where two signs bear it."""
    moves = _leaving(moves, context, lex)
    acknowledged = any(m.kind in ACKNOWLEDGES for m in moves)
    out: list[Move] = []
    for move in moves:
        second = _second_sign(move, context, acknowledged)
        if second:
            move = move.model_copy(update={"negative": True, "why": (*move.why, second)})
        out.append(move)
    return tuple(out)


def _second_sign(move: Move, context: Before, acknowledged: bool) -> str:
    """What bears the code besides its own words; empty when nothing does."""
    if move.kind not in _HARD:
        return ""
    if move.kind is Kind.PRESSES:
        return "" if acknowledged or not context.declines else "after the patient declined, and nothing accepts it"
    if acknowledged or not context.emotional:
        return ""
    if move.kind is Kind.CHANGES_SUBJECT and (not context.stated or move.why[0].startswith(_ASKS)):
        return ""  # a question elsewhere may still serve the worry; only words that leave the subject count
    return "after an expressed emotion that nothing in the turn acknowledges"


def _leaving(moves: tuple[Move, ...], context: Before, lex: Lexicon) -> tuple[Move, ...]:
    """Add changes_subject to a question of fact that follows an emotion and shares no topic and no word with it."""
    if not context.emotional or any(m.kind is Kind.CHANGES_SUBJECT for m in moves):
        return moves
    worried = all(e.emotion in (Emotion.WORRY, Emotion.FEAR) for e in context.expressions)
    out: list[Move] = []
    marked = False
    for move in moves:
        out.append(move)
        if marked or move.kind is not Kind.EXPLORES_FACT:
            continue
        asked = {t.id for t in topics(move.quote, lex)}
        stems = {lex.phrases.stem(w.text) for w in lex.reader.words(move.quote) if w.text not in lex.stop}
        follow_on = asked & _STAYS or asked & context.topics or stems & context.words
        if worried and asked - _APART:
            follow_on = asked  # a question about symptoms follows a worry about health
        if asked and not follow_on:
            marked = True
            out.append(
                move.model_copy(update={"kind": Kind.CHANGES_SUBJECT, "why": (f"{_ASKS} {', '.join(sorted(asked))}",)})
            )
    return tuple(out)


_STAYS = frozenset(
    {"onset", "duration", "opening", "timing", "agenda", "understanding", "coping", "support", "expectations", "ideas",
     "meaning", "effect_on_life", "worries", "hopes", "feelings_today", "hardest", "mood", "anxiety", "sleep",
     "appetite", "home", "treated_before", "aggravating", "relieving", "triggers", "loss", "tearfulness", "evenings"}
)  # fmt: skip
"""Topics by which a question of fact stays with what was said: when did it begin, who helps, how are the nights."""
