"""An answer that, taken whole, closes the door on what the patient showed: the learned reading of both sides together.

It costs a learner something, so it is the second of two signs: the first is that the patient's words show emotion, or
may call for a reaction to it; the fainter that is, the surer the reading must be. In doubt nothing is coded. The
thresholds were chosen on the half of the answers written apart that may be read (docs/researchers.md has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.codes import Move, MoveKind
from simulator.language.calling import chance_of_call
from simulator.language.features import grams, hashed, of_turn, spoken
from simulator.language.heard import Before
from simulator.language.learned import learned
from simulator.language.lexicon import Lexicon
from simulator.language.showing import hinted
from simulator.language.why import heaviest

SURE = 0.55
"""How likely it must be that the answer closes, after words that show something."""
SURE_IF_FAINT = 0.6
"""The same after words that only may."""
PLAIN, FAINT = 0.5, 0.15
"""How likely words in which no rule finds anything must call for a reaction, to show something, or to be faint."""
TAKEN_UP = 0.65
"""An answer at least this likely to take up what was shown does not close."""
SHORTEST = 3
"""Words from which an answer is read so: less is a sound."""

AFTER = "taken whole, as an answer to what the patient said"


def with_closing(
    moves: tuple[Move, ...], kinds: Sequence[MoveKind], context: Before, text: str, lex: Lexicon
) -> tuple[Move, ...]:
    """The moves, with a negative one where the answer closes; `kinds` are those that the rules read, in order."""
    said = spoken(text)
    if not context.text or not moves or len(said.words) < SHORTEST or any(move.negative for move in moves):
        return moves
    if any(_never_closes(move) for move in moves):
        return moves
    if any(line.any(lex.groups["context.unsaid"]) for line in lex.lines(text)):
        return moves  # "I'm not saying that ..."
    features = hashed(grams(said.words)), of_turn(said, context, spoken(context.text), kinds, lex=lex)
    known = learned("en")
    reading = known.readings["closes"]
    called = chance_of_call(context.text)
    shown = context.emotional or called >= PLAIN or hinted(context.text, "", "") is not None
    need = SURE if shown else SURE_IF_FAINT if called >= FAINT else 1.0
    if reading.chance(*features) < need or known.readings["takes_up"].chance(*features) >= TAKEN_UP:
        return moves
    kind = MoveKind(known.likeliest("closing", *features))
    places = list(dict.fromkeys((move.start, move.end) for move in moves))
    weigh = {place: _weight(text, place) for place in places}
    start, end = max(places, key=lambda place: weigh[place])
    why = tuple(word for word in (heaviest(reading, spoken(text[start:end]).words), AFTER) if word)
    same = next((m for m in moves if m.kind is kind and (m.start, m.end) == (start, end)), None)
    if same is not None:
        counted = same.model_copy(update={"negative": True, "why": (*same.why, AFTER)})
        return tuple(counted if move is same else move for move in moves)
    added = Move(turn=moves[0].turn, start=start, end=end, quote=text[start:end], kind=kind, negative=True, why=why)
    at = max(n for n, move in enumerate(moves) if (move.start, move.end) == (start, end)) + 1
    return (*moves[:at], added, *moves[at:])


def _never_closes(move: Move) -> bool:
    """A safety question is never prying, taking a "no" is no turning away, and a limit may stand with its reason."""
    reasoned = move.kind is MoveKind.SETS_LIMIT and any("|" in word for word in move.why)
    return reasoned or move.kind in (MoveKind.ASKS_SAFETY, MoveKind.ASKS_SAFETY_LEADING, MoveKind.ACCEPTS_DECLINE)


def _weight(text: str, place: tuple[int, int]) -> float:
    """How much the words of a stretch speak for closing."""
    reading = learned("en").readings["closes"]
    words = hashed(grams(spoken(text[place[0] : place[1]]).words))
    return sum(reading.weight(gram) * weight for gram, weight in words.items())
