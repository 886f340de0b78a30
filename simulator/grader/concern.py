"""What a sentence is about: the words and feelings by which two places of a conversation are told to be of
one concern.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from simulator.codes import Emotion, Evidence
from simulator.grader.tables import EMOTION_FAMILY
from simulator.language import Pack
from simulator.transcript import Turn

_WORD = re.compile(r"[^\W\d_]{3,}")
TOPIC = "#"
"""Marks a topic among words."""

_TAILS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")


class Concern(NamedTuple):
    """What a stretch is about."""

    words: frozenset[str]
    """Content words of its sentence, cut to their stem, and the topics they belong to (as "#sleep")."""
    core: frozenset[str]
    """Those of the quoted words alone; or of the sentence, see `about`."""
    families: frozenset[str]
    """Families of emotions named in the sentence."""

    @property
    def topical(self) -> bool:
        """It names a topic of consultations: symptoms, medicines, work ..."""
        return any(word.startswith(TOPIC) for word in self.words)


def about(turn: Turn, place: Evidence, pack: Pack, *, widen: bool = False) -> Concern:
    """What the quoted words, and the sentence around them, are about.

    `widen`: quoted words that name nothing ("it's been a lot") take what their sentence is about as their
    core. For a stated emotion this would make every symptom in the sentence part of the fear.
    """
    text = (turn.seen or "") if place.where == "seen" else turn.text
    sentence = _sentence(text, place, pack)
    families = {EMOTION_FAMILY[feeling.emotion] for feeling in pack.feelings(sentence) if not feeling.negated}
    words = _content(sentence, pack)
    core = words if place.quote == sentence else _content(place.quote, pack)
    return Concern(words, words if widen and not core else core, frozenset(families))


def _content(text: str, pack: Pack) -> frozenset[str]:
    common = common_words(pack.language)
    felt = {_stem(word) for feeling in pack.feelings(text) for word in _WORD.findall(feeling.word.lower())}
    words = {_stem(word) for word in _WORD.findall(text.lower()) if word not in common}
    topics = {f"{TOPIC}{topic.id}" for topic in pack.topics(text)}
    return frozenset((words - felt - common) | topics)


def family(emotion: Emotion) -> str:
    """The family of an emotion: fear and worry are one."""
    return EMOTION_FAMILY[emotion]


def _sentence(text: str, place: Evidence, pack: Pack) -> str:
    """The sentences that `place` reaches into."""
    spans = [(s, e) for s, e in pack.sentences(text) if s < place.end and place.start < e]
    return text[spans[0][0] : spans[-1][1]] if spans else text[place.start : place.end]


def _stem(word: str) -> str:
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 3:
            return word[: -len(tail)]
    return word


@cache
def common_words(language: str) -> frozenset[str]:
    """Words of a language that name no concern. Without a list for it, only the pack's topics link two
    places.
    """
    file = resources.files("simulator.grader") / "common" / f"{language}.txt"
    if not file.is_file():
        return frozenset()
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
