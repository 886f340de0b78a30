"""How it ends, and how moods sound: a warm conversation and a cold one must not come to the same words."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.library.lint.finding import Finding, Findings, every_list
from simulator.library.lint.words import plain, stem
from simulator.persona import Line, Mood, Persona

ALIKE = 0.6
"""Share of their words in common from which two endings are nearly the same."""


def check(persona: Persona) -> Findings:
    """Endings that are alike, and lists that have no words for one of the moods."""
    yield from _moods(persona)
    closing = persona.says.closing
    cold, warm = _fitting(closing, Mood.GUARDED), _fitting(closing, Mood.OPEN)
    if cold and warm and any(_alike(one, other) for one in cold for other in warm):
        message = "a warm conversation and a cold one can close with the same words, or nearly so."
        todo = "Write a line with mood: guarded and one with mood: open that differ in more than a word."
        yield Finding(("says", "closing"), message, todo)
    words = persona.closing_words
    missing = [mood.value for mood in Mood if mood not in words]
    if missing:
        message = f"there are no closing words for the mood {' and '.join(missing)}."
        yield Finding(("closing_words",), message, "Write what the patient says afterwards in each mood.")
    if Mood.GUARDED in words and Mood.OPEN in words and _alike(words[Mood.GUARDED], words[Mood.OPEN]):
        message = "after a warm conversation the patient says the same as after a cold one, or nearly so."
        yield Finding(("closing_words", "open"), message, "Let the two look back on different conversations.")


def _moods(persona: Persona) -> Findings:
    for loc, lines in every_list(persona):
        moods = {line.mood for line in lines}
        missing = [mood.value for mood in Mood if mood not in moods]
        if lines and None not in moods and missing:
            message = f"every line here is for one mood only, and none fits when the patient is {' or '.join(missing)}."
            yield Finding(loc, message, 'Add a line for it, or leave "mood" out of one.')


def _fitting(lines: Sequence[Line], mood: Mood) -> list[str]:
    """What can be said in this mood; a line without one fits beside those that are written for it."""
    return [line.text for line in lines if line.mood in (None, mood)]


def _alike(one: str, other: str) -> bool:
    few, many = ({stem(word) for word in plain(text)} for text in (one, other))
    return len(few & many) >= ALIKE * len(few | many)
