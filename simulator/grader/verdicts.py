"""What the tables make of a model's moves, held against what the model itself says of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.codes import Outcome, Response
from simulator.grader.answers import FoundResponse, Verdict
from simulator.transcript import Side, Transcript

DISAGREE = "the coded moves and the coder's reading of the answer do not agree"
CANNOT_TELL = "the coder could not tell"
NOT_ANSWERED = "the coder's answer on this moment could not be used"

FITS: dict[Verdict, frozenset[Outcome]] = {
    Verdict.TAKEN_UP: frozenset({Outcome.MET, Outcome.PARTLY}),
    Verdict.MOVED_ON: frozenset({Outcome.MET, Outcome.PARTLY, Outcome.PASSED, Outcome.MET_LATER}),
    Verdict.TOUCHED: frozenset({Outcome.MET, Outcome.PARTLY, Outcome.PASSED, Outcome.MET_LATER}),
    Verdict.LEFT: frozenset({Outcome.PASSED, Outcome.MET_LATER, Outcome.PARTLY}),
}
"""Which outcomes agree with which verdict. Only met against left, and taken up against passed, is a
conflict.
"""

SOFTENED = frozenset({Verdict.MOVED_ON, Verdict.TOUCHED})
"""With these verdicts a passing over in the tables becomes "partly": the kinder reading of the two."""


def compare(answered: Sequence[Response], verdicts: Mapping[int, FoundResponse]) -> tuple[Response, ...]:
    """Responses with a review where tables and model conflict, or where the model did not say. `verdicts` by the
    moment's turn.
    """
    return tuple(_compare(response, verdicts.get(response.moment)) for response in answered)


def _compare(response: Response, verdict: FoundResponse | None) -> Response:
    if response.outcome is Outcome.NO_CHANCE:
        return response
    if verdict is None:
        return response.model_copy(update={"review": NOT_ANSWERED})
    if response.outcome is Outcome.DECLINED:
        return response
    if verdict.answer is Verdict.UNCLEAR:
        kept = response.outcome in (Outcome.MET, Outcome.MET_LATER)
        return response if kept else response.model_copy(update={"review": CANNOT_TELL})
    if response.outcome not in FITS.get(verdict.answer, frozenset(Outcome)):
        return response.model_copy(update={"review": DISAGREE})
    if response.outcome is Outcome.PASSED and verdict.answer in SOFTENED:
        return response.model_copy(update={"outcome": Outcome.PARTLY, "review": None})
    return response


def declines(verdicts: Mapping[int, FoundResponse], transcript: Transcript) -> frozenset[int]:
    """Patient's turns, from the moment on, that the model calls a decline. `verdicts` by the moment's turn."""
    named = ((moment, verdict.declined) for moment, verdict in verdicts.items())
    return frozenset(
        turn
        for moment, turn in named
        if turn is not None and moment <= turn <= len(transcript.turns) and transcript.turn(turn).side is Side.PATIENT
    )
