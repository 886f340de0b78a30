"""The built-in coder: small, fast, explainable; each code names the words that earned it. No model, no
network.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from simulator.codes import CoderIdentity, Coding, Expression, Move, Strength
from simulator.grader.addressed import passed_over
from simulator.grader.coder import reference, uncoded
from simulator.grader.concern import Concern, about, family
from simulator.grader.ratings import rate
from simulator.grader.reading import Place, Reading, in_order, moments_of, moves_by_turn, place, safety_turns
from simulator.grader.responses import responses, run_of, threads
from simulator.grader.threads import link
from simulator.language import Pack, TakenUp, pack
from simulator.rubric.model import Rubric
from simulator.transcript import Side, Transcript, Turn

NAME = "built-in"
RULES_VERSION = "3"
"""Raised whenever the tables or formulas of this room change what is coded."""

LIKELY = 0.6
"""From here on an answer is taken to be about what was shown."""

NO_PACK = "language: there is no language pack for "


class BuiltinCoder:
    """Codes by the words a language pack knows and by this room's written tables."""

    def __init__(self, language: str = "en") -> None:
        """`language`: whose pack the identity names; a transcript is read with the pack of its own
        language.
        """
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


def read(transcript: Transcript, pack: Pack) -> Reading:
    """Segment by the language pack: its words earn every code. Flagged patient turns give no opportunity, and words
    that speak to whoever codes are passed over.
    """
    meant = replace(transcript, turns=tuple(passed_over(turn) for turn in transcript.turns))
    moves: list[Move] = []
    expressions: list[Expression] = []
    declines: set[int] = set()
    last: dict[Side, Turn] = {}
    for number, turn in enumerate(meant.turns, 1):
        if turn.side is Side.LEARNER:
            moves += (m for m in pack.moves(turn, number, last.get(Side.PATIENT)) if m.quote)
        elif turn.flag is None:
            expressions += pack.expressions(turn, number, last.get(Side.LEARNER))
            if pack.declines(turn):
                declines.add(number)
        last[turn.side] = turn
    ordered = in_order(expressions)
    concerns = [about(transcript.turn(e.turn), e, pack, widen=e.strength is not Strength.STATED) for e in ordered]
    linked = link(zip(ordered, concerns, strict=True))
    by_turn = moves_by_turn(transcript, moves)
    moments = moments_of(linked)
    taken = {m.turn: found for m in moments if (found := _taken(meant, m.turn, pack)) is not None}
    subjects: dict[Place, Concern] = {}
    for move in (m for found in by_turn.values() for m in found):
        if place(move) not in subjects:  # several moves may stand in the same words
            subjects[place(move)] = about(meant.turn(move.turn), move, pack)
    near: dict[int, set[Place]] = {}
    for expression, concern in zip(linked, concerns, strict=True):
        later = (p for p, own in subjects.items() if p[0] > expression.turn and _near(expression, concern, own))
        near.setdefault(expression.turn, set()).update(later)
    for moment, answer in taken.items():
        if answer.taken >= LIKELY:  # read as a whole it is about what was shown, whatever words it shares
            near.setdefault(moment, set()).update(place(m) for n in run_of(transcript, moment) for m in by_turn[n])
    return Reading(
        transcript=transcript,
        moments=moments,
        by_turn=by_turn,
        near={turn: frozenset(places) for turn, places in near.items()},
        topical=frozenset(p for p, own in subjects.items() if own.topical),
        declines=frozenset(declines),
        taken=taken,
    )


def _taken(transcript: Transcript, moment: int, pack: Pack) -> TakenUp | None:
    """The likeliest of the answers in the run after a moment."""
    before = transcript.turn(moment)
    found = [pack.taken_up(transcript.turn(number), before) for number in run_of(transcript, moment)]
    return max((one for one in found if one is not None), default=None)


def _near(expression: Expression, shown: Concern, said: Concern) -> bool:
    """About the same: a content word or topic of the emotion's own words, or an emotion of its family
    named.
    """
    return bool(said.words & shown.core) or family(expression.emotion) in said.families


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
        safety_turns=safety_turns(reading),
    )


def _identity(found: Pack | None) -> CoderIdentity:
    if found is None:
        return CoderIdentity(name=NAME, version=RULES_VERSION)
    return CoderIdentity(name=NAME, version=f"{RULES_VERSION}+{found.version}", weights_hash=found.lexicon_hash)
