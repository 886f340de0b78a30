"""Text into folded characters, sentences and plain words, each with its place in the text as written.

Everything here keeps offsets: fold() changes no length, a Word knows where it came from, and a sentence is a span.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´′＇", "'"),
        **dict.fromkeys("“”„«»＂", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "\u00a0": " ",
    }
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_BREAK = re.compile(r"[,;:.!?()\[\]*\"\n…]|\s-+\s|--|(?<=\w)'(?=\s)|(?<=\s)'(?=\w)")
_SENTENCE_END = re.compile(r"(?P<mark>[.!?…]+)[\"')\]]*(?=\s|$)|(?P<tight>[!?]+)(?=\w)|\n+|(?<=[a-z])\.(?=[A-Z][a-z])")
_LAST_WORD = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)\.?$")


class Word(NamedTuple):
    """One plain word: contractions written out, fillers left out."""

    text: str
    start: int
    end: int
    after_break: bool
    """True when punctuation stands between this word and the one before."""


def fold(text: str) -> str:
    """Lower case, straight quotes and plain hyphens, with every character still in its place."""
    text = text.translate(_SAME)
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # e.g. U+0130 lowers to two


def sentences(text: str, abbreviations: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences, without the white space around them; a piece without a word joins the one before."""
    cuts: list[int] = []
    for match in _SENTENCE_END.finditer(text):
        if match["mark"] is not None and _goes_on(text, match, abbreviations):
            continue
        cuts.append(match.end())
    spans: list[tuple[int, int]] = []
    begin = 0
    for cut in [*cuts, len(text)]:
        piece = text[begin:cut]
        start, end = begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
        begin = cut
        if start >= end:
            continue
        if spans and not _WORD.search(text, start, end):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _goes_on(text: str, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """True when the mark does not end a sentence: an abbreviation, an initial, or dots before a small letter."""
    mark = match["mark"]
    following = text[match.end() :].lstrip()[:1] if match.end() < len(text) else ""
    if not following:
        return False
    if set(mark) <= {".", "…"} and (len(mark) > 1 or mark == "…"):
        return following.islower() or text[match.end() :].lstrip()[:2] in ("I ", "I'", "I’")
    if mark != ".":
        return False
    before = _LAST_WORD.search(text[max(0, match.start() - 12) : match.start()])
    if before is None:
        return False
    word = before[1].lower()
    if word in abbreviations:
        return not (word == "etc" and following.isupper())
    return len(word) == 1 and word.isalpha() and word != "i" and following.isupper()


class Reader:
    """Makes plain words of a text, by one language's table of spellings."""

    def __init__(
        self,
        spelling: Mapping[str, tuple[str, ...]],
        fillers: frozenset[str],
        with_is: frozenset[str],
    ) -> None:
        """`spelling`: written form to plain words; `fillers` are left out; after `with_is`, 's means "is"."""
        self._spelling, self._fillers, self._with_is = spelling, fillers, with_is
        self.words = lru_cache(maxsize=512)(self._words)

    def _words(self, text: str) -> tuple[Word, ...]:
        folded = fold(text)
        out: list[Word] = []
        last, broken = 0, False
        for match in _WORD.finditer(folded):
            start, end = match.span()
            broken = broken or bool(_BREAK.search(folded, max(0, last - 1), min(len(folded), start + 1)))
            last = end
            if match[0] in self._fillers:
                continue
            for plain in self._plain(match[0]):
                if not plain or (out and out[-1].text == plain and len(plain) < 5):
                    continue  # "I, I'm": a stumble in speech, not a word twice
                out.append(Word(plain, start, end, broken))
                broken = False
            if len(out) >= 4 and [w.text for w in out[-4:-2]] == [w.text for w in out[-2:]]:
                del out[-2:]  # "it's, it's", "I was, I was"
        return tuple(out)

    def _plain(self, word: str) -> tuple[str, ...]:
        known = self._spelling.get(word)
        if known is not None:
            return known
        if "'" not in word:
            return (word,)
        base, _, tail = word.rpartition("'")
        if word.endswith("n't"):
            return (word[:-3], "not")
        if tail in _TAILS:
            return (base, _TAILS[tail])
        if tail == "s":
            return (base, "is") if base in self._with_is else (base,)
        return (word.replace("'", ""),)


_TAILS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
