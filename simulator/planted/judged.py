"""One patient turn with its key and what a coder found in it, as counts are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.codes import Emotion, Strength
from simulator.persona import Shows
from simulator.planted.empty import Empty, called_empty
from simulator.planted.key import Source
from simulator.planted.playing import Met

NO_KIND = "none"
"""In place of a kind of cue, where the coder gave none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One turn."""

    tags: frozenset[Shows]
    """The key; empty: nothing is shown."""
    sources: frozenset[Source]
    emotions: frozenset[Emotion | None]
    found: bool
    """The coder found an expression, stated or hinted."""
    implied: bool
    """The coder found at least an implied one."""
    cues: frozenset[str]
    """Kinds of cue of the stated and hinted ones."""
    empty: bool
    """A blind reader called the turn empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encountered:
    """One encounter: what is drawn anew in every draw of the bootstrap."""

    persona: str
    turns: tuple[Judged, ...]


def judged(met: Met, row: Mapping[str, Any], empty: Empty = frozenset()) -> Encountered:
    """The key beside what the coder wrote (`row`, as `attune code` writes it)."""
    found = {moment["turn"]: moment["expressions"] for moment in row["moments"]}
    turns = []
    for key in met.keys:
        expressions = found.get(key.turn, [])
        plain = [each for each in expressions if each["strength"] != Strength.IMPLIED]
        one = Judged(
            tags=key.tags,
            sources=key.sources,
            emotions=key.emotions,
            found=bool(plain),
            implied=bool(expressions),
            cues=frozenset(each["cue"] or NO_KIND for each in plain),
            empty=called_empty(key, met.transcript.turn(key.turn), empty),
        )
        turns.append(one)
    return Encountered(persona=met.persona, turns=tuple(turns))
