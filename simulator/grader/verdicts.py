"""What the tables make of a model's moves, held against what the model itself says of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from simulator.codes import Outcome, Response
from simulator.grader.answers import FoundResponse, Verdict
from simulator.rubric.evidence import DUPLICATE, MOMENT_UNKNOWN, TURN_UNKNOWN, WRONG_SIDE
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


OUTSIDE = "moment_outside_window"


def gather(
    found: Iterable[FoundResponse],
    known: Mapping[str, int],
    own: Iterable[str],
    transcript: Transcript,
    dropped: Counter[str],
) -> dict[int, FoundResponse]:
    """One verdict for each moment asked about, by the moment's turn; the others are counted. `known`: id → turn;
    `own`: ids asked about.

    Two verdicts that contradict each other are no verdict.
    """
    out: dict[int, FoundResponse] = {}
    split: set[int] = set()
    asked = set(own)
    for one in found:
        if one.moment not in known or one.moment not in asked:
            dropped[OUTSIDE if one.moment in known else MOMENT_UNKNOWN] += 1
            continue
        moment, checked = known[one.moment], _declined(one, known[one.moment], transcript, dropped)
        if moment not in out:
            out[moment] = checked
            continue
        dropped[DUPLICATE] += 1
        if (checked.answer, checked.declined) != (out[moment].answer, out[moment].declined):
            split.add(moment)
    return {moment: one for moment, one in out.items() if moment not in split}


def _declined(one: FoundResponse, moment: int, transcript: Transcript, dropped: Counter[str]) -> FoundResponse:
    """The verdict without a decline that is no patient's turn from the moment on."""
    if one.declined is None:
        return one
    if not moment <= one.declined <= len(transcript.turns):
        fault = TURN_UNKNOWN
    elif transcript.turn(one.declined).side is not Side.PATIENT:
        fault = WRONG_SIDE
    else:
        return one
    dropped[fault] += 1
    return one.model_copy(update={"declined": None})


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


def declines(verdicts: Mapping[int, FoundResponse]) -> frozenset[int]:
    """Patient's turns that the model calls a decline. `verdicts` as gathered."""
    return frozenset(verdict.declined for verdict in verdicts.values() if verdict.declined is not None)
