"""The built-in coder: small, fast, explainable; each code names the words that earned it. No model, no network."""

from __future__ import annotations

import asyncio

from simulator.codes import CoderIdentity, Coding, MoveKind
from simulator.grader.coder import reference, uncoded
from simulator.grader.ratings import rate
from simulator.grader.reading import Reading, read
from simulator.grader.responses import responses, threads
from simulator.language import Pack, pack
from simulator.rubric.model import Rubric
from simulator.transcript import Transcript

NAME = "built-in"
RULES_VERSION = "1"
"""Raised whenever the tables or formulas of this room change what is coded."""

NO_PACK = "language: there is no language pack for "

SAFETY = frozenset({MoveKind.ASKS_SAFETY, MoveKind.ASKS_SAFETY_LEADING})


class BuiltinCoder:
    """Codes by the words a language pack knows and by this room's written tables."""

    def __init__(self, language: str = "en") -> None:
        """`language`: whose pack the identity names; a transcript is read with the pack of its own language."""
        self._identity = _identity(pack(language))

    @property
    def identity(self) -> CoderIdentity:
        """Rules, lexicon and their versions."""
        return self._identity

    async def code(self, transcript: Transcript, rubric: Rubric) -> Coding:
        """All labels; everything unscored where no pack knows the language."""
        return await asyncio.to_thread(code, transcript, rubric)


def code(transcript: Transcript, rubric: Rubric) -> Coding:
    """The same as a plain function: equal input, equal coding."""
    found = pack(transcript.language)
    if found is None:
        return uncoded(transcript, _identity(None), f'{NO_PACK}"{transcript.language}"')
    return from_reading(read(transcript, found), rubric, _identity(found))


def from_reading(reading: Reading, rubric: Rubric, identity: CoderIdentity) -> Coding:
    """Responses, threads and levels from what was read."""
    answered = responses(reading)
    ratings, unscored = rate(reading, rubric)
    return Coding(
        transcript=reference(reading.transcript),
        coder=identity,
        language=reading.transcript.language,
        moments=reading.moments,
        moves=reading.moves,
        responses=answered,
        threads=threads(reading, answered),
        ratings=ratings,
        unscored=unscored,
        safety_turns=tuple(sorted({move.turn for move in reading.moves if move.kind in SAFETY})),
    )


def _identity(found: Pack | None) -> CoderIdentity:
    if found is None:
        return CoderIdentity(name=NAME, version=RULES_VERSION)
    return CoderIdentity(
        name=NAME, version=f"{RULES_VERSION}+{found.version}", weights_hash=found.lexicon_hash
    )
