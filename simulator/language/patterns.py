"""The little language in which the data files say what words earn a code, and its compiled form.

A pattern is a line of plain words (contractions may be written either way) with these signs:

    (a|b c|d)   one of these            <name>   one of a word class of words.toml
    x?          may be missing          word*    any word that begins so
    ~  ~6       up to 3 (6) words       ^  $     begin, end of the stretch looked at
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.language.text import Word

_PIECE = re.compile(r"\s*(?:(?P<group>\([^()]*\))|(?P<cls><[a-z_]+>)|(?P<gap>~\d*)|(?P<edge>[\^$])|(?P<word>[^\s?]+))(?P<opt>\?)?")
_COMMON = frozenset(
    "i you it is a the that to and of in was are am be have do not so this your my me for on with can what how".split()
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern."""

    source: str
    regex: re.Pattern[str]
    gate: frozenset[str]
    """A stretch without any of these words cannot match; empty: always try."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern matched: word positions, `end` one past the last."""

    start: int
    end: int


class Line:
    """A stretch of words prepared for patterns."""

    def __init__(self, words: Sequence[Word]) -> None:
        """`words`: the stretch, usually one sentence or a part of one."""
        self.words = words
        self.text = "".join(w.text + " " for w in words)
        self.has = frozenset(w.text for w in words)
        offsets, at = [], 0
        for word in words:
            offsets.append(at)
            at += len(word.text) + 1
        self._offsets = offsets

    def find(self, pattern: Pattern) -> Found | None:
        """The first match, or None."""
        if pattern.gate and self.has.isdisjoint(pattern.gate):
            return None
        match = pattern.regex.search(self.text)
        if match is None or match.end() <= match.start():
            return None
        first = bisect_right(self._offsets, match.start()) - 1
        last = bisect_right(self._offsets, match.end() - 1)
        return Found(first, last)

    def any(self, patterns: Iterable[Pattern]) -> Found | None:
        """The first match of the first pattern that matches."""
        for pattern in patterns:
            found = self.find(pattern)
            if found is not None:
                return found
        return None


def compile_pattern(
    source: str, classes: Mapping[str, Sequence[str]], plain: Callable[[str], Sequence[str]]
) -> Pattern:
    """Compile one line. `plain` writes out contractions as in the texts. Raises ValueError on a bad line."""
    out: list[str] = [r"(?<!\S)"]
    gates: list[frozenset[str]] = []
    at = 0
    while at < len(source.rstrip()):
        match = _PIECE.match(source, at)
        if match is None:
            raise ValueError(f"pattern {source!r}: cannot read {source[at:]!r}")
        at = match.end()
        regex, gate = _piece(match, source, classes, plain)
        if match["opt"]:
            out.append(f"(?:{regex})?")
        else:
            out.append(regex)
            if gate:
                gates.append(gate)
    best = min(gates, key=lambda g: (len(g & _COMMON), len(g)), default=frozenset())
    return Pattern(source, re.compile("".join(out)), best)


def _piece(
    match: re.Match[str],
    source: str,
    classes: Mapping[str, Sequence[str]],
    plain: Callable[[str], Sequence[str]],
) -> tuple[str, frozenset[str]]:
    """Regex of one piece, and the words one of which must be there (empty when that cannot be said)."""
    if match["edge"]:
        return (r"\A" if match["edge"] == "^" else r"\Z"), frozenset()
    if match["gap"]:
        return rf"(?:\S+ ){{0,{match['gap'][1:] or 3}}}?", frozenset()
    if match["cls"]:
        name = match["cls"][1:-1]
        if name not in classes:
            raise ValueError(f"pattern {source!r}: no word class {name!r}")
        choices: Sequence[str] = classes[name]
    elif match["group"]:
        choices = match["group"][1:-1].split("|")
    else:
        choices = [match["word"]]
    parts: list[str] = []
    firsts: set[str] = set()
    open_ended = False
    for choice in choices:
        words = [w for piece in choice.split() for w in ([piece] if piece.endswith("*") else plain(piece))]
        if not words:
            raise ValueError(f"pattern {source!r}: an empty choice")
        open_ended = open_ended or words[0].endswith("*")
        firsts.add(words[0])
        parts.append("".join(re.escape(w[:-1]) + r"\S* " if w.endswith("*") else re.escape(w) + " " for w in words))
    parts.sort(key=len, reverse=True)
    regex = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return regex, frozenset() if open_ended else frozenset(firsts)
