"""What a patient's turn shows that no rule finds: hints read from words, looks, and what was asked, together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from simulator.codes import Emotion, Strength
from simulator.language.features import grams, hashed, of_shown, seen_grams, spoken
from simulator.language.learned import Linear, learned
from simulator.language.lexicon import english
from simulator.language.why import heaviest

if TYPE_CHECKING:
    from simulator.language.features import Numbers

SURE = 0.5
"""How likely it must be that something is shown, where the rules find nothing."""
LONG = 60
SURE_IF_LONG = 0.7
"""The same from so many words on: a long report holds much that weighs a little."""
SHORT = 14
"""In fewer words, one of them a word of feeling that the rules did not take for one ("not worried"), nothing shows."""
UNLIKELY = 0.15
"""Below this, a hint that the rules found is none."""


class Hinted(NamedTuple):
    """A hint: the stretch of words, or of what was seen, that shows it; the emotion; the words that weigh most."""

    start: int
    end: int
    where: str
    emotion: Emotion
    why: str


class Look(NamedTuple):
    """A patient's turn as the reading sees it."""

    words: dict[int, float]
    rest: Numbers


def look(text: str, seen: str, asked: str, strengths: Sequence[Strength]) -> Look:
    """The features of a turn; `strengths`: of what the rules found in its words."""
    whole, sight = spoken(text), spoken(seen)
    sentences = [spoken(text[start:end]) for start, end in english().sentences(text)]
    words = hashed([*grams(whole.words), *seen_grams(sight)])
    return Look(words, of_shown(strengths, whole, sentences, sight, spoken(asked) if asked else None))


def chance_of_showing(text: str, seen: str, asked: str, strengths: Sequence[Strength]) -> float:
    """How likely the turn shows an emotion, if only faintly: 0 to 1; read both by itself and as an answer."""
    reading = learned("en").readings["shows"]
    alone = reading.chance(*look(text, seen, "", strengths))
    return (alone + reading.chance(*look(text, seen, asked, strengths))) / 2 if asked else alone


@lru_cache(maxsize=256)
def hinted(text: str, seen: str, asked: str) -> Hinted | None:
    """The hint in a turn in which the rules find nothing, or None."""
    lex, said = english(), spoken(text).words
    if len(said) < SHORT and any(word in lex.feelings for word in said):
        return None
    if chance_of_showing(text, seen, asked, ()) < (SURE_IF_LONG if len(said) >= LONG else SURE):
        return None
    known = learned("en")
    emotion = Emotion(known.likeliest("felt", *look(text, seen, asked, ())))
    spans = lex.sentences(text)
    places = [(start, end, "text", text[start:end]) for start, end in spans]
    if seen:
        places.append((0, len(seen), "seen", seen))
    reading = known.readings["shows"]
    start, end, where, words = max(places, key=lambda place: _weight(place[3], place[2], reading))
    return Hinted(start, end, where, emotion, heaviest(reading, spoken(words).words))


def _weight(words: str, where: str, reading: Linear) -> float:
    """How much one sentence, or the look, speaks for something being shown."""
    if where == "seen":
        return reading.chance(*look("", words, "", ()))
    return reading.chance(*look(words, "", "", ()))
