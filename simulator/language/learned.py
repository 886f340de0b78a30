"""Linear readings learned from labelled talk: plain weights in en/learned.npz, with their card, en/learned.md.

They stand beside the written rules: a rule names the words that earn a code, these weigh all words of a stretch
together with what was said before it. Nothing is learned when the program runs.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

READINGS = ("gives_back", "closes", "calls")
"""gives_back: a stretch of the learner's turn gives back what the patient said. closes: the turn, as an answer, closes
the door on what was shown. calls: the patient's turn calls for a reaction to emotion, stated or not."""


@dataclass(frozen=True, slots=True)
class Linear:
    """One reading: a weight for each place of the hashed words, one for each further number, and an offset."""

    words: NDArray[np.int8]
    scale: float
    rest: Numbers
    offset: float

    def chance(self, words: Mapping[int, float], rest: Numbers) -> float:
        """How likely the reading holds, 0 to 1."""
        score = self.scale * sum(float(self.words[place]) * weight for place, weight in words.items())
        score += float(rest @ self.rest) + self.offset
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def weight(self, place: int) -> float:
        """What the words at this place count for the reading."""
        return self.scale * float(self.words[place])


@dataclass(frozen=True, slots=True)
class Learned:
    """Every reading of one language, with the kinds into which an answer that closes is sorted."""

    readings: Mapping[str, Linear]
    kinds: Mapping[str, Linear]
    """Kind of move → how like it an answer that closes is."""


@cache
def weights_hash(language: str) -> str:
    """SHA-256 over the weights of a language."""
    folder = files("simulator.language") / language
    digest = hashlib.sha256()
    for name in ("learned.npz", "meaning.npz"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


@cache
def learned(language: str) -> Learned:
    """The readings of a language that has them ("en")."""
    import numpy as np

    with (files("simulator.language") / language / "learned.npz").open("rb") as file:
        data = np.load(file)
        names = str(data["names"]).split("\n")
        found = {
            name: Linear(
                data[f"{name}.words"],
                float(data[f"{name}.scale"]),
                data[f"{name}.rest"].astype(np.float32),
                float(data[f"{name}.offset"]),
            )
            for name in names
        }
    return Learned(
        {name: found[name] for name in READINGS}, {name: one for name, one in found.items() if name not in READINGS}
    )
