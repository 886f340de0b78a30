"""Where a patient's words call for a reaction to emotion though none is stated or hinted: the learned reading.

The construct is that of the Empathy Applicability Framework (Randhawa 2026, arXiv:2601.09696): a serious symptom, an
emotion to be inferred, a worry for somebody close. What is found so is *implied*: shown, never counted as passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.language.features import grams, hashed, of_patient, spoken
from simulator.language.learned import learned
from simulator.language.why import heaviest

SURE = 0.5
SURE_IF_ASKED = 0.8
"""How likely it must be: for what is said unasked, and in answer to a question of fact."""
SHORTEST = 8
"""Words from which a turn is read so."""


def calls(text: str, spans: Sequence[tuple[int, int]], *, asked_fact: bool) -> tuple[int, int, str] | None:
    """The sentence of a patient's turn that most calls for a reaction, with the words that weigh most; or None.

    To be asked only where the rules find nothing in the turn.
    """
    whole = spoken(text)
    if len(whole.words) < SHORTEST or not spans:
        return None
    reading = learned("en").readings["calls"]
    sentences = [spoken(text[start:end]) for start, end in spans]
    chance = reading.chance(hashed(grams(whole.words)), of_patient((), whole, sentences))
    if chance < (SURE_IF_ASKED if asked_fact else SURE):
        return None
    each = [reading.chance(hashed(grams(one.words)), of_patient((), one, (one,))) for one in sentences]
    best = max(range(len(spans)), key=lambda n: (each[n], -n))
    return (*spans[best], heaviest(reading, sentences[best].words))
