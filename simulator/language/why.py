"""The words that weigh most in a learned reading: its reason, as the words of a rule are a rule's."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

from simulator.language.features import BUCKETS
from simulator.language.learned import Linear

MOST = 3


def heaviest(reading: Linear, words: Sequence[str]) -> str:
    """Up to three words or neighbouring pairs that speak most for the reading, in the order in which they stand."""
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    weights = {gram: reading.weight(zlib.crc32(gram.encode()) % BUCKETS) for gram in (*words, *pairs)}
    chosen: list[str] = []
    for gram in sorted(weights, key=lambda g: (-weights[g], g)):
        if weights[gram] <= 0 or len(chosen) == MOST:
            break
        if not any(gram in other or other in gram for other in chosen):
            chosen.append(gram)
    text = " ".join(words)
    return ", ".join(sorted(chosen, key=text.find))
