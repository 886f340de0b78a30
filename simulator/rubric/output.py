"""The documented JSON of a coding and, where graded, its scorecard (`attune.coding/1`)."""

from __future__ import annotations

from typing import Any

from simulator.codes import CODING_FORMAT, Coding, Evidence, Expression, Move, Response
from simulator.rubric.scorecard import Scorecard


def to_contract(coding: Coding, scorecard: Scorecard | None = None) -> dict[str, Any]:
    """One JSON object per transcript; without a scorecard the form of `attune code`, with one that of `attune
    grade`.

    Keys stand in a fixed order, so that equal input gives equal bytes.
    """
    out: dict[str, Any] = {
        "format": CODING_FORMAT,
        "transcript": coding.transcript.model_dump(mode="json"),
        "coder": coding.coder.model_dump(mode="json", exclude_none=True),
        "language": coding.language,
        "moments": [
            {"turn": moment.turn, "expressions": [_expression(e) for e in moment.expressions]}
            for moment in coding.moments
        ],
        "moves": [_move(move) for move in coding.moves],
        "responses": [_response(response) for response in coding.responses],
        "threads": [thread.model_dump(mode="json") for thread in coding.threads],
        "safety_turns": list(coding.safety_turns),
        "unscored": dict(coding.unscored),
        "dropped": dict(coding.dropped),
    }
    if scorecard is not None:
        out["rubric"] = scorecard.rubric.model_dump(mode="json")
        out["items"] = [_item(item.model_dump(mode="json")) for item in scorecard.items]
        out["total"] = scorecard.total
        out["total_withheld"] = scorecard.total_withheld
    return out


def _evidence(evidence: Evidence) -> dict[str, Any]:
    fields = {"turn": evidence.turn, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}
    return fields if evidence.where == "text" else {**fields, "where": evidence.where}


def _expression(e: Expression) -> dict[str, Any]:
    place = _evidence(e)
    del place["turn"]  # stands on the moment
    return {
        "id": e.id,
        **place,
        "strength": e.strength.value,
        "valence": e.valence.value,
        "emotion": e.emotion.value,
        "whose": e.whose.value,
        "time": e.time.value,
        "cue": None if e.cue is None else e.cue.value,
        "progress": e.progress,
        "challenge": e.challenge,
        "praise": e.praise,
        "elicited_by": e.elicited_by.value,
        "thread": e.thread,
        "why": list(e.why),
    }


def _move(move: Move) -> dict[str, Any]:
    return {**_evidence(move), "kind": move.kind.value, "negative": move.negative, "why": list(move.why)}


def _response(response: Response) -> dict[str, Any]:
    out = response.model_dump(mode="json")
    out["evidence"] = [_evidence(e) for e in response.evidence]
    return out


def _item(item: dict[str, Any]) -> dict[str, Any]:
    item["evidence"] = [{k: v for k, v in quote.items() if k != "where" or v != "text"} for quote in item["evidence"]]
    return item
