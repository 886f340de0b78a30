"""Reports from the JSON that grading writes (`attune.coding/1`), with no encounter at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simulator.codes import CODING_FORMAT, Coding
from simulator.errors import BadInput
from simulator.report.build import build
from simulator.report.safety import safety_card
from simulator.report.view import Report
from simulator.report.words import say
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.transcript import Transcript

_CARD = ("rubric", "items", "total", "total_withheld")


def from_coding_json(
    text: str,
    *,
    rubrics: Mapping[str, Rubric] | None = None,
    transcripts: Mapping[str, Transcript] | None = None,
    name: str = "coding",
) -> tuple[Report, ...]:
    """One report per coding in a JSON document, list, or JSON Lines. Raises BadInput: file, line and field.

    `rubrics` (by id) adds definitions and anchors where the wording is the very same; `transcripts` (by id)
    adds the conversation where its hash is the one that was coded. Both are optional: a coding holds quotes.
    """
    return tuple(_report(row, where, rubrics or {}, transcripts or {}) for row, where in _rows(text, name))


def _rows(text: str, name: str) -> list[tuple[Any, str]]:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise BadInput("the input is empty.", where=name, todo="Give what `attune code` or `attune grade` wrote.")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        return [
            (_line(line, f"{name}, line {n}"), f"{name}, line {n}")
            for n, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    rows = whole if isinstance(whole, list) else [whole]
    return [(row, name if len(rows) == 1 else f"{name}, entry {n}") for n, row in enumerate(rows, 1)]


def _line(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"not valid JSON ({error.msg})."
        raise BadInput(problem, where=f"{where}, column {error.colno}", todo="One JSON object per line.") from None


def _report(row: Any, where: str, rubrics: Mapping[str, Rubric], transcripts: Mapping[str, Transcript]) -> Report:
    if not isinstance(row, dict) or row.get("format") != CODING_FORMAT:
        raise BadInput(
            f'not a coding: expected an object with "format": "{CODING_FORMAT}".',
            where=where,
            todo="Give what `attune code` or `attune grade` wrote.",
        )
    coding, card = _parse(row, where)
    rubric = rubrics.get(card.rubric.id) if card else None
    if rubric is not None and card is not None and rubric.hash != card.rubric.hash:
        rubric = None  # another wording must not explain these scores
    transcript = transcripts.get(coding.transcript.id)
    if transcript is not None and transcript.hash != coding.transcript.hash:
        transcript = None
    return build(
        transcript=transcript,
        persona_name=say("patient"),
        voice_label="",
        graded=[(rubric, coding, card)],
        safety=safety_card(asked=coding.safety_turns, own=False),
        encounter=coding.transcript.id,
        own=False,
    )


def _parse(row: dict[str, Any], where: str) -> tuple[Coding, Scorecard | None]:
    body = {key: value for key, value in row.items() if key in Coding.model_fields}
    try:
        body["moments"] = [
            {**moment, "expressions": [{"turn": moment["turn"], **e} for e in moment["expressions"]]}
            for moment in body.get("moments", ())
        ]
        coding = Coding.model_validate(body)
        card = None
        if row.get("items") is not None and row.get("rubric") is not None:
            own = {key: row.get(key) for key in _CARD}
            card = Scorecard.model_validate({**own, "transcript": body["transcript"], "coder": body["coder"]})
    except (KeyError, TypeError) as error:
        raise BadInput(f"a moment is not whole ({error}).", where=where) from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{field}: {first['msg']}.", where=where, todo="Was this file written by Attune?") from None
    return coding, card
