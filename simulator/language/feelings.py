"""Emotion words in a text of either side, with idioms set aside and negation marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.codes import Emotion
from simulator.language.lexicon import Lexicon
from simulator.language.patterns import Line
from simulator.language.shapes import Form, NamedFeeling
from simulator.language.text import Word

_REACH = 4
"""How many words back a "not" still governs an emotion word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An emotion word at word positions `start` to `end` (one past), with every way it may stand."""

    start: int
    end: int
    forms: tuple[tuple[Emotion, Form], ...]
    negated: bool


def hits(line: Line, lex: Lexicon) -> tuple[Hit, ...]:
    """The emotion words of a stretch, longest first at each place, without idioms."""
    words = line.words
    raw: list[tuple[int, int, tuple[tuple[Emotion, Form], ...]]] = []
    at = 0
    while at < len(words):
        step = 1
        for entry in lex.feelings.get(words[at].text, ()):
            size = len(entry.words)
            if size == 1 or tuple(w.text for w in words[at : at + size]) == entry.words:
                raw.append((at, at + size, entry.forms))
                step = size
                break
        at += step
    if not raw:
        return ()
    masked: set[int] = set()
    for pattern in lex.idioms:
        for found in line.find_all(pattern):
            masked.update(range(found.start, found.end))
    return tuple(
        Hit(start, end, forms, negated(words, start, lex))
        for start, end, forms in raw
        if masked.isdisjoint(range(start, end))
    )


def negated(words: Sequence[Word], at: int, lex: Lexicon) -> bool:
    """True when a negation governs the word at `at`: "not (really) worried", "no fear", "don't think I'm scared"."""
    nots, people = lex.sets["not_word"], lex.sets["me"] | lex.sets["other_person"]
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = words[back].text
        if word in nots:
            return not _not_a_negation(words, back, at)
        if word in people and word not in ("me", "us", "him", "her"):
            return _raised(words, back, nots)
        if word in ("but", "because", "so", "just", "that") and word != "so" and words[back].after_break:
            return False
        if words[back + 1].after_break and back + 1 == at:
            return False
    return False


def _not_a_negation(words: Sequence[Word], back: int, at: int) -> bool:
    """ "never been so scared", "not only sad", "can't help worrying", "not just angry" affirm."""
    following = words[back + 1].text if back + 1 < len(words) else ""
    between = {w.text for w in words[back + 1 : at]}
    if words[back].text == "never" and between & {"so", "this", "more", "as", "such"}:
        return True
    if words[back].text == "nothing" and "but" in between:
        return True
    return following in {
        "only",
        "just",
        "help",
        "stop",
        "know",
        "sure",
        "knowing",
        "hide",
        "shake",
        "control",
    }


def _raised(words: Sequence[Word], subject: int, nots: frozenset[str]) -> bool:
    """ "I don't think I'm scared": the negation stands before the verb of saying or thinking."""
    start = max(0, subject - 4)
    before = [w.text for w in words[start:subject]]
    if before and before[-1] == "that":
        before.pop()
    if not before or before[-1] not in {
        "think",
        "say",
        "saying",
        "mean",
        "feel",
        "believe",
        "suggesting",
        "like",
    }:
        return False
    return any(w in nots for w in before[-3:-1])


def feelings(text: str, lex: Lexicon) -> tuple[NamedFeeling, ...]:
    """Every emotion word with its emotion, its place, and whether it is denied."""
    out = []
    for line in lex.lines(text):
        for hit in hits(line, lex):
            emotion, form = hit.forms[0]
            start, end = line.words[hit.start].start, line.words[hit.end - 1].end
            out.append(
                NamedFeeling(
                    emotion=emotion,
                    start=start,
                    end=end,
                    word=text[start:end],
                    form=form,
                    negated=hit.negated,
                )
            )
    return tuple(out)
