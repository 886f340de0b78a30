"""Whether an answer takes up what the patient showed, read from both sides as a whole."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from simulator.language.before import read_before
from simulator.language.features import grams, hashed, of_turn, spoken
from simulator.language.learned import learned
from simulator.language.lexicon import english
from simulator.language.moves import read
from simulator.transcript import Act, Side, Turn


class TakenUp(NamedTuple):
    """How likely an answer takes up what was shown and stays with it, and how likely it takes nothing of it up."""

    taken: float
    left: float


@lru_cache(maxsize=256)
def taken_up(turn: Turn, before: Turn) -> TakenUp | None:
    """A learner's turn as an answer to the patient's turn before it; None where there are no words on either side."""
    if turn.act is not Act.SAY or before.side is not Side.PATIENT or not (before.text or before.seen):
        return None
    lex, said = english(), spoken(turn.text)
    if not said.words:
        return None
    context = read_before(before, lex)
    kinds = [kind for readings in read(turn.text, before) for kind, _ in readings]
    heard = spoken(f"{before.text} ({before.seen})" if before.seen else before.text)
    features = hashed(grams(said.words)), of_turn(said, context, heard, kinds, lex=lex)
    readings = learned("en").readings
    return TakenUp(readings["takes_up"].chance(*features), readings["leaves"].chance(*features))
