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


@dataclass(frozen=True, slots=True)
class Linear:
    """One reading: a weight for each place of the hashed words, one for each further number, and an offset."""

    words: tuple[float, ...]
    rest: Numbers
    offset: float

    def chance(self, words: Mapping[int, float], rest: Numbers) -> float:
        """How likely the reading holds, 0 to 1."""
        known = self.words
        score = float(rest @ self.rest) + self.offset
        for place, weight in words.items():
            score += known[place] * weight
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def weight(self, place: int) -> float:
        """What the words at this place count for the reading."""
        return self.words[place]


@dataclass(frozen=True, slots=True)
class Learned:
    """Every reading of one language.

    gives_back: a stretch of a learner's turn gives back what the patient said. closes: the turn, as an answer, closes
    the door on what was shown; closing.KIND: in which way. takes_up: it takes up what was shown and stays with it;
    leaves: it takes nothing of it up. calls: a patient's words call for a reaction to emotion. shows: a patient's turn
    shows one, if only faintly; felt.EMOTION: which.
    """

    readings: Mapping[str, Linear]

    def likeliest(self, group: str, words: Mapping[int, float], rest: Numbers) -> str:
        """The name within a group ("closing", "felt") that fits best."""
        names = [name for name in self.readings if name.startswith(group + ".")]
        best = max(names, key=lambda name: self.readings[name].chance(words, rest))
        return best.removeprefix(group + ".")


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
                tuple((data[f"{name}.words"].astype(np.float64) * float(data[f"{name}.scale"])).tolist()),
                data[f"{name}.rest"].astype(np.float32),
                float(data[f"{name}.offset"]),
            )
            for name in names
        }
    return Learned(found)
