"""Authored phrases found in text: the small search used for facts' signs and the questions that ask for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from simulator.language.text import Word

GAP = 2
"""At most this many words may stand between two words of a phrase."""

_END = (("", ""),) * (GAP + 1)
"""Stands between sentences: wider than any gap."""

_VOWEL = re.compile(r"[aeiouy]")
_SPACE = re.compile(r"[\s\-‐‑‒–—−]+")


def stem(word: str, irregular: Mapping[str, str]) -> str:
    """A light stem: plural, -ing, -ed and their spelling changes; irregular forms by table."""
    word = irregular.get(word, word)
    if len(word) > 3:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        for tail in ("ing", "ed"):
            base = word[: -len(tail)]
            if word.endswith(tail) and len(base) > 2 and _VOWEL.search(base):
                word = base
                break
        else:
            word = word[:-1] if word.endswith("e") and len(word) > 3 else word
        if len(word) > 3 and word[-1] == word[-2]:
            word = word[:-1]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 2 else word


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a phrase."""

    stem: str
    prefix: bool
    word: str = ""
    """Where set, this very word and no other form of it."""


class Phrases:
    """Compiles and finds authored phrases."""

    def __init__(
        self,
        words: Callable[[str], tuple[Word, ...]],
        irregular: Mapping[str, str],
        numbers: Mapping[str, str],
        sentences: Callable[[str], Sequence[tuple[int, int]]],
    ) -> None:
        """`words` reads a text; `irregular` maps forms to a base; `numbers` maps number words to digits."""
        self._words, self._irregular, self._numbers, self._sentences = words, irregular, numbers, sentences
        self.compile = lru_cache(maxsize=4096)(self._compile)
        self.stems = lru_cache(maxsize=256)(self._stems)

    def stem(self, word: str) -> str:
        """The stem under which a plain word is compared."""
        return stem(self._numbers.get(word, word), self._irregular)

    def _stems(self, text: str) -> tuple[tuple[str, str], ...]:
        out: list[tuple[str, str]] = []
        for start, end in self._sentences(text):
            out += _END if out else ()
            out += ((w.text, self.stem(w.text)) for w in self._words(text[start:end]))
        return tuple(out)

    def _compile(self, phrase: str) -> tuple[tuple[Part, ...], ...]:
        out = []
        for alternative in phrase.split("|"):
            parts: list[Part] = []
            for written in _SPACE.split(alternative.strip()):
                prefix, exact = written.endswith("*"), written.endswith("!")
                plain = [w.text for w in self._words(written.rstrip("*!"))]
                for n, word in enumerate(plain):
                    last = n == len(plain) - 1
                    stemmed = self.stem(word)
                    if last and prefix:
                        parts.append(Part(word, prefix=True))
                    else:
                        parts.append(Part(stemmed, prefix=False, word=word if last and exact else ""))
            if parts:
                out.append(tuple(parts))
        return tuple(out)

    def find(self, text: str, phrase: str) -> tuple[int, int] | None:
        """Positions (one past the end) of the first place inside a sentence where any alternative stands, or None."""
        stems = self.stems(text)
        for parts in self.compile(phrase):
            for at in range(len(stems)):
                end = match_at(parts, stems, at)
                if end is not None:
                    return at, end
        return None


def match_at(parts: Sequence[Part], stems: Sequence[tuple[str, str]], at: int, gap: int = GAP) -> int | None:
    """Where the phrase ends if its first word stands at `at`; tries every allowed gap."""
    if not parts or not _fits(parts[0], stems[at]):
        return None
    reach = {at}
    for part in parts[1:]:
        reach = {
            place
            for begin in reach
            for place in range(begin + 1, min(begin + gap + 2, len(stems)))
            if _fits(part, stems[place])
        }
        if not reach:
            return None
    return min(reach) + 1


def _fits(part: Part, word: tuple[str, str]) -> bool:
    if part.prefix:
        return word[0].startswith(part.stem)
    return word[1] == part.stem and (not part.word or word[0] == part.word)
