"""How near two short texts are in meaning, by word vectors distilled from a sentence encoder.

The vectors are plain numbers beside this file (en/meaning.npz; en/meaning.md says where they come from and how good
they are). Nothing is learned or fetched when the program runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_SLIP = 5
"""Letters from which an unknown word is looked at as a slip of the finger."""
MIXED = 70
"""Examples from which a name stands for things of many kinds, so that their middle means nothing."""
MIXED_SHARE = 0.92
"""What the likeness to one example of these counts, since there are many to be like by chance."""
MOST_TOKENS = 64
"""Word pieces of a text that are looked at."""
_PIECES = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Moves:
    """A linear reading of the vectors as kinds of moves, learned from en/moves_like.toml."""

    kinds: tuple[str, ...]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]


class Meaning:
    """The vectors of one language."""

    def __init__(
        self, pieces: Sequence[str], table: NDArray[np.int8], scale: NDArray[np.float16], moves: Moves | None = None
    ) -> None:
        """`pieces` are word pieces ("##" before those inside a word), one row of `table` each, times its scale."""
        import numpy as np

        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._words = tuple(pieces)
        self._table, self._scale, self._moves = table, scale.astype(np.float32), moves

    def vector(self, text: str) -> Vector:
        """The text's direction, of length 1; all zero when no word of it is known."""
        import numpy as np

        ids = self.pieces(text)
        if not ids:
            return np.zeros(self._table.shape[1], dtype=np.float32)
        total = (self._table[ids].astype(np.float32) * self._scale[ids][:, None]).sum(axis=0)
        length = float(np.linalg.norm(total))
        vector: Vector = (total / length if length else total).astype(np.float32)
        return vector

    def move(self, text: str) -> tuple[str, float]:
        """The kind of move a sentence of a clinician is most like, and how surely (0 to 1); "" and 0 if unknown."""
        import numpy as np

        vector = self.vector(text)
        if self._moves is None or not vector.any():
            return "", 0.0
        scores = vector @ self._moves.weights + self._moves.offsets
        scores = np.exp(scores - scores.max())
        best = int(scores.argmax())
        return self._moves.kinds[best], round(float(scores[best] / scores.sum()), 4)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        import numpy as np

        rows = [self.vector(text) for text in texts]
        return np.vstack(rows) if rows else np.zeros((0, self._table.shape[1]), dtype=np.float32)

    def pieces(self, text: str) -> list[int]:
        """The word pieces of a text, the longest known first, as WordPiece does (Wu 2016, arXiv:1609.08144)."""
        flat = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
        flat = "".join(char for char in flat if unicodedata.category(char) != "Mn")
        found: list[int] = []
        for word in _PIECES.findall(flat):
            found += self._of_word(word if word in self._ids else self.mended(word))
            if len(found) >= MOST_TOKENS:
                break
        return found[:MOST_TOKENS]

    def mended(self, word: str) -> str:
        """The commonest known word one slip of the finger away, for a word that is not known; else the word itself."""
        if len(word) < SHORTEST_SLIP or not word.isalpha():
            return word
        cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
        near = [a + b[1:] for a, b in cuts if b]
        near += [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
        near += [a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS]
        near += [a + letter + b for a, b in cuts for letter in _LETTERS]
        known = [self._ids[one] for one in near if one in self._ids]
        return self._words[min(known)] if known else word

    def _of_word(self, word: str) -> list[int]:
        out, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._ids.get(("##" if start else "") + word[start:end])
                if number is not None:
                    out.append(number)
                    start = end
                    break
            else:
                return []
        return out


class Nearest:
    """Example texts, several for each name, to be searched by meaning."""

    def __init__(self, meaning: Meaning, examples: Mapping[str, Sequence[str]]) -> None:
        """`examples`: for each name at least one text."""
        import numpy as np

        self.names = tuple(name for name, texts in examples.items() if texts)
        groups = [meaning.vectors(examples[name]) for name in self.names]
        self._rows = np.vstack(groups) if groups else meaning.vectors([])
        self._starts = np.cumsum([0, *(len(group) for group in groups)])[:-1]
        middles = np.array([group.mean(axis=0) for group in groups]) if groups else self._rows
        lengths = np.linalg.norm(middles, axis=1, keepdims=True)
        self._middles = (middles / np.maximum(lengths, 1e-9)).astype(np.float32)
        self._mixed = np.array([len(group) > MIXED for group in groups])

    def near(self, vector: Vector) -> list[tuple[str, float]]:
        """Names with their likeness (-1 to 1) to a text's vector, most alike first.

        The likeness is the mean of that to the nearest example and that to the middle of all of them: the one sees
        an odd wording, the other does not fall for a single shared word.
        """
        import numpy as np

        if not self.names:
            return []
        most = np.maximum.reduceat(self._rows @ vector, self._starts)
        scores = np.where(self._mixed, most * MIXED_SHARE, (most + self._middles @ vector) / 2)
        order = np.argsort(-scores, kind="stable")
        return [(self.names[n], round(float(scores[n]), 4)) for n in order]


@cache
def meaning(language: str) -> Meaning | None:
    """The vectors of a language, or None where there are none."""
    if language.partition("-")[0].lower() != "en":
        return None
    import numpy as np

    with (files("simulator.language") / "en" / "meaning.npz").open("rb") as file:
        data = np.load(file)
        moves = None
        if "kinds" in data:
            moves = Moves(tuple(str(data["kinds"]).split("\n")), data["weights"], data["offsets"])
        return Meaning(str(data["pieces"]).split("\n"), data["table"], data["scale"], moves)


@lru_cache(maxsize=64)
def nearest(language: str, examples: tuple[tuple[str, tuple[str, ...]], ...]) -> Nearest | None:
    """A search among these examples (names and texts), kept for the next time."""
    known = meaning(language)
    return None if known is None else Nearest(known, dict(examples))
