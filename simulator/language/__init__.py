"""What English clinical talk shows: expressions of emotion on one side, moves on the other.

`pack("en")` gives the rules; a language without a pack gives None, and what needs one is then left unscored.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files

from simulator.language.learned import weights_hash
from simulator.language.lexicon import english
from simulator.language.pack import Pack
from simulator.language.shapes import Form, NamedFeeling, Topic, valence
from simulator.language.taking_up import TakenUp

RULES_VERSION = "3"
"""Version of the rules written in code; raised whenever a reading may change."""

__all__ = [
    "RULES_VERSION",
    "Form",
    "NamedFeeling",
    "Pack",
    "TakenUp",
    "Topic",
    "pack",
    "question_examples",
    "topic_meanings",
    "valence",
]


def pack(language: str) -> Pack | None:
    """The pack for a BCP 47 tag ("en", "en-GB", "EN_us"), or None."""
    primary = language.replace("_", "-").split("-")[0].strip().lower()
    return _english() if primary == "en" else None


@cache
def _english() -> Pack:
    lex = english()
    both = hashlib.sha256(f"{lex.hash} {weights_hash('en')}".encode()).hexdigest()
    return Pack(language="en", version=f"{RULES_VERSION}.{lex.version}", lexicon_hash=both, lexicon=lex)


def topic_meanings() -> dict[str, str]:
    """Every topic id of the English pack with its meaning in one line."""
    return {identity: entry.about for identity, entry in english().topic_ids.items()}


@cache
def question_examples(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each topic, and for "nothing", example sentences of learners; empty for a language without a pack."""
    if pack(language) is None:
        return ()
    text = (files("simulator.language") / "en" / "asked_like.toml").read_text("utf-8")
    return tuple((name, tuple(texts)) for name, texts in tomllib.loads(text).items())
