"""Words as the lint compares them: signs found in a text, and the words by which a text gives itself away."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

GAP = 2
"""Words that may stand between two words of a sign."""
LEAST = 4
"""Letters a word needs in order to tell anything."""
_WORD = re.compile(r"[^\W_]+|\*")


def says(text: str, sign: str) -> bool:
    """Whether the text says the sign: its words in order, few words between, light inflection."""
    words = plain(text)
    return any(_stands(words, _WORD.findall(one.lower())) for one in sign.split("|"))


@lru_cache(maxsize=4096)
def plain(text: str) -> tuple[str, ...]:
    """The words of a text in small letters."""
    return tuple(word for word in _WORD.findall(text.lower().replace("’", "'")) if word != "*")


def telling(text: str) -> dict[str, str]:
    """The words of a text that are not ordinary, by their stems."""
    common = ordinary()
    return {
        stem(word): word
        for word in plain(text)
        if len(word) >= LEAST and not word.isdigit() and word not in common and stem(word) not in common
    }


def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(word) for word in plain(text))


@cache
def ordinary() -> frozenset[str]:
    """Words too ordinary to give anything away, and their stems."""
    text = (files("simulator.library.lint") / "ordinary.txt").read_text("utf-8")
    words = " ".join(line for line in text.splitlines() if not line.startswith("#")).split()
    return frozenset(words) | {stem(word) for word in words}


def stem(word: str) -> str:
    """Without the commonest endings."""
    for tail in ("ing", "ed", "es", "s", "e"):
        if word.endswith(tail) and len(word) - len(tail) > 2:
            return word[: -len(tail)]
    return word


def quoted(names: list[str] | tuple[str, ...]) -> str:
    """Names for a sentence: "a", "b" and "c"."""
    marked = [f'"{name}"' for name in names]
    return " and ".join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)


def _stands(words: tuple[str, ...], sign: list[str]) -> bool:
    reach = set(range(-1, len(words))) if sign else set()
    for n, part in enumerate(sign):
        if part == "*":
            continue
        prefix = sign[n + 1 : n + 2] == ["*"]
        gap = GAP if n else 0
        near = {at for begin in reach for at in range(begin + 1, min(begin + gap + 2, len(words)))}
        reach = {at for at in near if _fits(words[at], part, prefix)}
    return bool(reach)


def _fits(word: str, part: str, prefix: bool) -> bool:
    return word.startswith(part) if prefix else stem(word) == stem(part)
