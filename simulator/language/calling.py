"""Where a patient's words call for a reaction to emotion though none is stated or hinted: the learned reading.

The construct is that of the Empathy Applicability Framework (Randhawa 2026, arXiv:2601.09696): a serious symptom, an
emotion to be inferred, a worry for somebody close. What is found so is *implied*: shown, never counted as passed over.
"""

from __future__ import annotations

from functools import lru_cache

from simulator.language.features import grams, hashed, of_patient, spoken
from simulator.language.learned import learned
from simulator.language.lexicon import english
from simulator.language.why import heaviest

SURE = 0.5
SURE_IF_ASKED = 0.8
SURE_IF_SHORT = 0.75
"""How likely it must be: for what is said unasked, in answer to a question of fact, and in few words."""
SHORT = 25
SHORTEST = 8
"""Words below which a turn is short, and below which it is not read so at all."""


@lru_cache(maxsize=256)
def chance_of_call(text: str) -> float:
    """How likely a patient's words, in which no rule finds anything, call for a reaction to emotion: 0 to 1."""
    whole = spoken(text)
    if not whole.words:
        return 0.0
    sentences = [spoken(text[start:end]) for start, end in english().sentences(text)]
    return learned("en").readings["calls"].chance(hashed(grams(whole.words)), of_patient((), whole, sentences))


def calls(text: str, *, asked_fact: bool) -> tuple[int, int, str] | None:
    """The sentence of a patient's turn that most calls for a reaction, with the words that weigh most; or None.

    To be asked only where the rules find nothing in the turn.
    """
    length = len(spoken(text).words)
    need = SURE_IF_ASKED if asked_fact else SURE_IF_SHORT if length < SHORT else SURE
    if length < SHORTEST or chance_of_call(text) < need:
        return None
    spans = english().sentences(text)
    best = max(spans, key=lambda span: (chance_of_call(text[span[0] : span[1]]), -span[0]))
    return (*best, heaviest(learned("en").readings["calls"], spoken(text[best[0] : best[1]]).words))
