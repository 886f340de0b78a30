"""Whether what a learner says is an attack on the role, rather than talk with a patient: combinations, not words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from simulator.language.meaning import meaning
from simulator.patient.breaks import SCRIPTS, flat, is_foreign, patterns
from simulator.patient.speech import words_of

LOOKED_BACK = 3
"""How many of the learner's turns an attack may be spread over."""
PRESSED = 12
"""Words of a turn that only presses home what came before, at most."""
TERSE = 1.3
"""Pieces a word falls into at most, on average, in a text of words that are known."""

_MARKS = re.compile(r"[^\w\s]")
_HIDDEN = re.compile(r"[\u200b-\u200c\u200e-\u200f\u202a-\u202e\u2060-\u2069\U000e0000-\U000e007f]")


def hostile(said: Sequence[str], language: str = "en") -> bool:
    """Whether the last of the learner's turns is one, or ends one that the turns before it began."""
    if not said:
        return False
    last = said[-1]
    if _in_one(last, language):
        return True
    before = [text for text in said[-LOOKED_BACK:-1] if text.strip()]
    pressing = last.count(" ") < PRESSED and any(p.search(flat(last)) for p in _patterns("after", language))
    return pressing and any(_in_one(text, language) for text in before)


@lru_cache(maxsize=256)
def _in_one(text: str, language: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    if _written(plain, language):
        return True
    said = flat(plain)
    foreign = is_foreign(said, language) and not _only_terse(said, language)
    return foreign or any(p.search(said) for p in _patterns("kind", language))


def _only_terse(said: str, language: str) -> bool:
    """Whether the words are the language's own, though hardly a small one is among them: "operations, admissions"."""
    known = meaning(language)
    return known is not None and len(known.pieces(_MARKS.sub(" ", said))) <= TERSE * len(said.split())


def _written(text: str, language: str) -> bool:
    """Whether it has a form that nobody types who talks: hidden or foreign letters, tags, code."""
    odd = _HIDDEN.search(text) or len(SCRIPTS.findall(text)) > 2
    return bool(odd) or any(p.search(text) for p in _patterns("form", language))


@lru_cache(maxsize=64)
def planted(text: str, language: str = "en") -> bool:
    """Whether words of a case read like orders to the model that is to speak from it."""
    plain = unicodedata.normalize("NFKC", text)
    if (
        _HIDDEN.search(plain)
        or len(SCRIPTS.findall(plain)) > 2
        or any(p.search(plain) for p in _patterns("form", language))
    ):
        return True
    said = flat(plain)
    return is_foreign(said, language) or any(p.search(said) for p in patterns("written", language))


@lru_cache(maxsize=32)
def _patterns(name: str, language: str) -> tuple[re.Pattern[str], ...]:
    lists = words_of(language).get("attack", {})
    rows = lists.get(name, [])
    parts = lists.get("parts", {})
    texts = [text for row in (rows if isinstance(rows, list) else [rows]) for text in row["patterns"]]
    return tuple(re.compile(_filled(text, parts)) for text in texts)


def _filled(text: str, parts: dict[str, str]) -> str:
    """With each part put in its place; parts may stand in parts."""
    for _ in range(2):
        for name, part in parts.items():
            text = text.replace(f"{{{name}}}", part)
    return text
