"""What the patient made up in answer to an ordinary question nobody authored, kept so that it stays so.

A question of a known topic is remembered under the topic. Any other is remembered under the words that say what it is
about, and found again by those that a later question shares with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from simulator.patient.brief import Say
from simulator.patient.hearing import language
from simulator.persona import Persona

QUESTION = "question"
WORDS, LETTERS = 6, 20
"""Most words a question is remembered by, and letters of one: names of things, never a learner's sentence."""
MOST, LONGEST = 40, 300
"""Answers remembered, and characters of each."""
ALIKE = 0.5
"""Part of the fewer words that two questions must share."""


def named(persona: Persona, text: str) -> str:
    """The id of an improvised answer to this question: "question:" and what it is about; bare if that is nothing."""
    asks = " ".join(part for part in re.split(r"(?<=[.!?])\s+", text) if part.endswith("?")) or text
    common = language(persona).lexicon.stop
    words = [word for word in re.findall(r"[^\W\d_]+", asks.lower()) if 2 < len(word) <= LETTERS]
    about = list(dict.fromkeys(word for word in words if word not in common))
    return f"{QUESTION}:{' '.join(about[:WORDS])}" if about else QUESTION


def recalled(before: Mapping[str, str], name: str) -> str | None:
    """What was answered before to this or a like question, in a sentence for the notes."""
    if name in before:
        return f'Earlier the answer was: "{before[name]}". Keep to it.'
    now = _about(name)
    alike = [(len(now & _about(old)) / min(len(now), len(_about(old))), old) for old in before if _about(old) and now]
    best = max(reversed(alike), default=(0.0, ""), key=lambda one: one[0])
    if best[0] < ALIKE:
        return None
    asked = best[1].partition(":")[2]
    return f'Earlier, asked about "{asked}", the answer was: "{before[best[1]]}". If this is the same, keep to it.'


def _about(name: str) -> set[str]:
    kind, _, words = name.partition(":")
    return {word.removesuffix("s") for word in words.split()} if kind == QUESTION else set()


def improvise(before: Mapping[str, str], name: str, plain: Say) -> Say:
    """The brief's item: answer as `plain` says, or as it was answered before."""
    earlier = recalled(before, name)
    text = plain.text if earlier is None else f"{plain.text} {earlier}"
    return Say(id=name, role="improvise", text=text, lines=plain.lines)


def remembered(before: Mapping[str, str], says: Iterable[Say], text: str) -> dict[str, str]:
    """The answers with those just given; a first answer stands, since the later ones keep to it."""
    now = dict(before)
    for say in says:
        if say.role == "improvise" and say.id != QUESTION and text.strip():
            now.setdefault(say.id, text.strip()[:LONGEST])
    return dict(list(now.items())[-MOST:])
