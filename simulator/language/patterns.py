"""The little language in which the data files say what words earn a code, and its compiled form.

A pattern is a line of plain words (contractions may be written either way) with these signs:

    (a|b c|d)   one of these (may nest)  <name>   one of a word class of words.toml
    x?          may be missing          word*    any word that begins so
    ~  ~6       up to 3 (6) words       ^  $     begin, end of the stretch looked at
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.language.text import Word

_TOKEN = re.compile(r"[()|?^$]|<[a-z_]+>|~\d*|[^\s()|?^$]+")
_COMMON = frozenset(
    [
        "i",
        "you",
        "it",
        "is",
        "a",
        "the",
        "that",
        "to",
        "and",
        "of",
        "in",
        "was",
        "are",
        "am",
        "be",
        "have",
        "do",
        "not",
        "so",
        "this",
        "your",
        "my",
        "me",
        "for",
        "on",
        "with",
        "can",
        "what",
        "how",
    ]
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern."""

    source: str
    regex: re.Pattern[str]
    gate: frozenset[str]
    """A stretch without any of these words cannot match; empty: always try."""


class Group(tuple[Pattern, ...]):
    """Patterns of which any one will do, with an index of those that the words of a line let through."""

    @cached_property
    def _index(self) -> tuple[dict[str, list[int]], frozenset[str], list[int]]:
        by_word: dict[str, list[int]] = {}
        always: list[int] = []
        for place, pattern in enumerate(self):
            for word in pattern.gate:
                by_word.setdefault(word, []).append(place)
            if not pattern.gate:
                always.append(place)
        return by_word, frozenset(by_word), always

    def possible(self, words: frozenset[str]) -> Sequence[Pattern]:
        """The patterns that could match a line of these words, in their order."""
        by_word, known, always = self._index
        there = words & known
        if not there:
            return [self[place] for place in always]
        places = set(always)
        for word in there:
            places.update(by_word[word])
        return [self[place] for place in sorted(places)]


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
        return self._found(match) if match is not None else None

    def find_all(self, pattern: Pattern) -> tuple[Found, ...]:
        """Every match, from left to right, without overlap."""
        if pattern.gate and self.has.isdisjoint(pattern.gate):
            return ()
        return tuple(f for m in pattern.regex.finditer(self.text) if (f := self._found(m)) is not None)

    def _found(self, match: re.Match[str]) -> Found | None:
        if match.end() <= match.start():
            return None
        first = bisect_right(self._offsets, match.start()) - 1
        last = bisect_right(self._offsets, match.end() - 1)
        return Found(first, last)

    def any(self, patterns: Iterable[Pattern]) -> Found | None:
        """The first match of the first pattern that matches."""
        for pattern in patterns.possible(self.has) if isinstance(patterns, Group) else patterns:
            found = self.find(pattern)
            if found is not None:
                return found
        return None


def compile_pattern(
    source: str, classes: Mapping[str, Sequence[str]], plain: Callable[[str], Sequence[str]]
) -> Pattern:
    """Compile one line. `plain` writes out contractions as in the texts. Raises ValueError on a bad line."""
    compiler = _Compiler(source, classes, plain)
    regex, gate = compiler.choices()
    if compiler.at < len(compiler.tokens):
        raise ValueError(f"pattern {source!r}: a bracket too many")
    return Pattern(source, re.compile(r"(?<!\S)" + regex), gate)


Part = tuple[str, frozenset[str]]
"""A regex, and words one of which must be there for it to match (empty when that cannot be said)."""


class _Compiler:
    """Reads one pattern from left to right."""

    def __init__(
        self, source: str, classes: Mapping[str, Sequence[str]], plain: Callable[[str], Sequence[str]]
    ) -> None:
        self.source, self.classes, self.plain = source, classes, plain
        self.tokens = _TOKEN.findall(source)
        self.at = 0

    def choices(self) -> Part:
        parts = [self.sequence()]
        while self.at < len(self.tokens) and self.tokens[self.at] == "|":
            self.at += 1
            parts.append(self.sequence())
        if len(parts) == 1:
            return parts[0]
        return _either(parts)

    def sequence(self) -> Part:
        regex: list[str] = []
        gates: list[frozenset[str]] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("|", ")"):
            piece, gate = self.piece()
            if self.at < len(self.tokens) and self.tokens[self.at] == "?":
                self.at += 1
                regex.append(f"(?:{piece})?")
                continue
            regex.append(piece)
            if gate:
                gates.append(gate)
        if not regex:
            raise ValueError(f"pattern {self.source!r}: an empty choice")
        return "".join(regex), min(gates, key=lambda g: (len(g & _COMMON), len(g)), default=frozenset())

    def piece(self) -> Part:
        token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            inner = self.choices()
            if self.at >= len(self.tokens) or self.tokens[self.at] != ")":
                raise ValueError(f"pattern {self.source!r}: a bracket is missing")
            self.at += 1
            return f"(?:{inner[0]})", inner[1]
        if token in ("^", "$"):
            return (r"\A" if token == "^" else r"\Z"), frozenset()
        if token.startswith("~"):
            return rf"(?:\S+ ){{0,{token[1:] or 3}}}?", frozenset()
        if token.startswith("<"):
            words = self.classes.get(token[1:-1])
            if words is None:
                raise ValueError(f"pattern {self.source!r}: no word class {token!r}")
            return _either([self.word(w) for w in words])
        return self.word(token)

    def word(self, written: str) -> Part:
        if written.endswith("*"):
            return re.escape(written[:-1]) + r"\S* ", frozenset()
        words = [w for piece in written.split() for w in self.plain(piece)]
        if not words or written in "?)":
            raise ValueError(f"pattern {self.source!r}: cannot read {written!r}")
        return "".join(re.escape(w) + " " for w in words), frozenset(words[:1])


def _either(parts: Sequence[Part]) -> Part:
    """One of several; longer ones are tried first, so that a quote is as long as it can be."""
    ordered = sorted({p[0] for p in parts}, key=lambda r: (-len(r), r))
    gates = [p[1] for p in parts]
    gate: frozenset[str] = frozenset().union(*gates) if all(gates) else frozenset()
    return f"(?:{'|'.join(ordered)})", gate
