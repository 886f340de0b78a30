"""Stretches of talk as numbers for the linear readings of learned.py: words, word pairs, meaning, and what is known.

Plain functions that training and reading share, so that what was learned is what is asked.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator.codes import MoveKind, Strength
from simulator.language.lexicon import Lexicon, english
from simulator.language.meaning import meaning

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from simulator.language.heard import Before

    Numbers = NDArray[np.float32]

BUCKETS = 1 << 13
"""Words and pairs fall into so many places by their CRC-32; a clash of two costs little."""
KINDS = tuple(MoveKind)
_PLACE = {kind: n for n, kind in enumerate(KINDS)}
_GRAMS = 1.5
_MEANING = 3.0
_TOGETHER = 30.0
"""How much words, meaning, and likeness of both sides weigh against the rest; chosen once, on the tuned half."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words under reading: the text as written, its plain words, and its vector."""

    text: str
    words: tuple[str, ...]
    vector: Numbers


@lru_cache(maxsize=512)
def spoken(text: str) -> Spoken:
    """An English text made ready."""
    known = meaning("en")
    assert known is not None
    return Spoken(text, tuple(word.text for word in english().reader.words(text)), known.vector(text))


def grams(words: Sequence[str]) -> list[str]:
    """Words, neighbouring pairs (the ends too), and the first three together."""
    bounded = ["^", *words, "$"]
    pairs = [f"{a} {b}" for a, b in pairwise(bounded)]
    return [*words, *pairs, " ".join(bounded[1:4]) + "^^"]


def hashed(found: Iterable[str]) -> dict[int, float]:
    """Place to weight: the logarithm of how often, all together of length 1.5."""
    counts = Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in found)
    weights = {place: 1.0 + math.log(count) for place, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {place: _GRAMS * weight / length for place, weight in weights.items()}


def of_stretch(
    said: Spoken,
    before: Before,
    heard: Spoken | None,
    kinds: Iterable[MoveKind],
    *,
    place: int,
    of: int,
    lex: Lexicon,
) -> Numbers:
    """A stretch of a learner's turn, the `place`-th (from 0) of so many, beside what the patient said before it.

    `kinds`: what the rules read it as; `heard`: the patient's words, or None where nobody spoke before.
    """
    import numpy as np

    known = np.zeros(len(KINDS), dtype=np.float32)
    for kind in kinds:
        known[_PLACE[kind]] = 1.0
    words = said.words
    content = {lex.phrases.stem(word) for word in words if word not in lex.stop}
    shared = len(content & before.words)
    asks = bool(known[_PLACE[MoveKind.OPEN_QUESTION]] or known[_PLACE[MoveKind.CLOSED_QUESTION]])
    rest = np.array(
        [
            asks,
            min(len(words), 30) / 10,
            shared / max(len(content), 1),
            min(shared, 4) / 2,
            0.0 if heard is None else float(said.vector @ heard.vector),
            place == 0,
            place == of - 1,
            "you" in words or "your" in words,
            "i" in words,
            "we" in words,
            min(len(before.words), 20) / 10,
            said.text.rstrip().endswith("?"),
        ],
        dtype=np.float32,
    )
    return np.concatenate([known, rest, said.vector * _MEANING])


def of_turn(said: Spoken, before: Before, heard: Spoken, kinds: Sequence[MoveKind], *, lex: Lexicon) -> Numbers:
    """A learner's whole turn as an answer: `kinds` of its moves in order, by the rules alone."""
    import numpy as np

    ends = np.zeros(2 * len(KINDS), dtype=np.float32)
    if kinds:
        ends[_PLACE[kinds[0]]] = 1.0
        ends[len(KINDS) + _PLACE[kinds[-1]]] = 1.0
    rest = np.array(
        [
            len(before.shown),
            any(e.strength is Strength.STATED for e in before.expressions),
            heard.text.rstrip().endswith("?"),
            "?" in heard.text,
            len(heard.words) / 30,
        ],
        dtype=np.float32,
    )
    stretch = of_stretch(said, before, heard, kinds, place=0, of=1, lex=lex)
    return np.concatenate([stretch, ends, rest, said.vector * heard.vector * _TOGETHER])


def of_patient(strengths: Iterable[Strength], whole: Spoken, sentences: Sequence[Spoken]) -> Numbers:
    """A patient's turn: how much the rules found in it, its length, and the meaning of its sentences and of all."""
    import numpy as np

    found = Counter(strengths)
    counts = [found[Strength.STATED], found[Strength.HINTED], found[Strength.IMPLIED], min(len(whole.words) / 100, 2)]
    middle = np.mean([one.vector for one in sentences or [whole]], axis=0)
    return np.concatenate([np.array(counts, dtype=np.float32), middle * _MEANING, whole.vector * 2])


def of_shown(
    strengths: Iterable[Strength], text: Spoken, sentences: Sequence[Spoken], seen: Spoken, asked: Spoken | None
) -> Numbers:
    """A patient's turn with what was seen, beside what the learner said before it."""
    import numpy as np

    question = np.zeros_like(text.vector) if asked is None else asked.vector
    rest = [
        float(question @ text.vector),
        bool(seen.words),
        len(text.words) <= 4,
        text.text.rstrip().endswith("?"),
        "?" in (asked.text if asked else ""),
        min(len(asked.words) if asked else 0, 30) / 10,
    ]
    own = of_patient(strengths, text, sentences)
    return np.concatenate([own, np.array(rest, dtype=np.float32), seen.vector * 2, question])


def seen_grams(seen: Spoken) -> list[str]:
    """Words of what was seen, kept apart from words that were said."""
    return [f"({word})" for word in seen.words]
