"""Which of the authored wordings is used: one that fits the mood and was used longest ago, never by what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence

from simulator.patient.hearing import fingerprint
from simulator.persona import Line, Mood


def known(lines: Sequence[Line], said: Container[str]) -> tuple[Line, ...]:
    """The lines that refer back to nothing that was not `said` (ids of hints shown and facts told)."""
    return tuple(line for line in lines if line.after is None or line.after in said) or tuple(lines)


def fitting(lines: Sequence[Line], mood: Mood) -> list[tuple[int, Line]]:
    """The lines for this mood with their places; those without a mood if none fits; all, if there is nothing else."""
    fit = [(n, line) for n, line in enumerate(lines) if line.mood in (None, mood)]
    if not fit:
        fit = [(n, line) for n, line in enumerate(lines) if line.mood is Mood.EVEN]
    return fit or list(enumerate(lines))


def order(
    lines: Sequence[Line], mood: Mood, used: dict[str, int], *, key: str = "", seed: int | None = None
) -> tuple[Line, ...]:
    """Lines in order of preference: never used before used, longest ago before lately, then by place.

    With a `seed` the places are turned by a hash of seed and key, so that two encounters do not sound alike.
    """
    fit = fitting(lines, mood)
    if all(last_used(line, used) for _, line in fit):
        more = [(n, line) for n, line in enumerate(lines) if line.mood is Mood.EVEN]
        fit += [entry for entry in more if entry not in fit]  # all said already: an even word is better than an echo
    turn = 0 if seed is None else _number(f"{seed}:{key}") % max(1, len(lines))

    def rank(entry: tuple[int, Line]) -> tuple[int, bool, int]:
        place, line = entry
        return (used.get(fingerprint(line.text), 0), line.mood is None, (place - turn) % len(lines))

    return tuple(line for _, line in sorted(fit, key=rank))


def last_used(line: Line, used: dict[str, int]) -> int:
    """Learner turn in whose reply the line was last used; 0 if never."""
    return used.get(fingerprint(line.text), 0)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
