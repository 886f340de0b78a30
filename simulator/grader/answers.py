"""The forms a language model's answers must have, and their checks. In each the reason comes first, then the
quote, then the labels.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from simulator.codes import Cue, ElicitedBy, Emotion, MoveKind, Strength, When, Whose

NO_OCCASION = "no_occasion"
"""The model's word for "nothing in the conversation called for it"."""


class Answer(BaseModel):
    """Base: unknown fields are an error, and every field must be there (what a strict JSON schema asks
    for).
    """

    model_config = ConfigDict(extra="forbid")


class FoundExpression(Answer):
    """One expression of emotion."""

    turn: int
    reason: str
    quote: str
    strength: Strength
    emotion: Emotion
    whose: Whose
    time: When
    cue: Cue | None
    progress: bool
    challenge: bool
    praise: bool
    elicited_by: ElicitedBy
    concern: str


class FoundExpressions(Answer):
    """Answer to the first pass."""

    expressions: list[FoundExpression]


class FoundMove(Answer):
    """One move within a learner's turn. `about` names moments by their ids."""

    reason: str
    quote: str
    signs: list[str]
    about: list[str]
    kind: MoveKind


class FoundTurn(Answer):
    """A learner's turn with its moves in order."""

    turn: int
    moves: list[FoundMove]


class Verdict(StrEnum):
    """How the model reads an answer as a whole; compared with what the tables make of its moves."""

    TAKEN_UP = "taken_up"
    MOVED_ON = "moved_on"
    TOUCHED = "touched"
    LEFT = "left"
    UNCLEAR = "unclear"


class FoundResponse(Answer):
    """What became of one moment, named by its id; `declined` is the turn in which the patient did."""

    moment: str
    reason: str
    declined: int | None
    answer: Verdict


class FoundResponses(Answer):
    """Answer to the second pass."""

    turns: list[FoundTurn]
    responses: list[FoundResponse]


class FoundQuote(Answer):
    """Words of one turn."""

    turn: int
    quote: str


class FoundRating(Answer):
    """One item's anchor."""

    item: str
    reason: str
    quotes: list[FoundQuote]
    level: str


class FoundRatings(Answer):
    """Answer to the rating pass."""

    ratings: list[FoundRating]


A = TypeVar("A", bound=Answer)


def schema(form: type[Answer]) -> dict[str, Any]:
    """The strict JSON schema of a form: no further properties, every property required, and none of our
    remarks in it.
    """
    bare: dict[str, Any] = _bare(form.model_json_schema())
    return bare


def _bare(node: Any) -> Any:
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):  # what stands here are names, whatever they are called
            out[key] = {name: _bare(inner) for name, inner in value.items()}
        elif key not in ("title", "description"):
            out[key] = _bare(value)
    return out


def ratings_schema(levels: dict[str, list[str]]) -> dict[str, Any]:
    """The schema of FoundRatings with the item ids and anchors' keys spelled out. Never any points."""
    out = schema(FoundRatings)
    keys = list(dict.fromkeys(key for anchors in levels.values() for key in anchors))
    fields = out["$defs"]["FoundRating"]["properties"]
    fields["item"] = {"type": "string", "enum": list(levels)}
    fields["level"] = {"type": "string", "enum": [*keys, NO_OCCASION]}
    return out


def check_ratings(found: FoundRatings, levels: dict[str, list[str]]) -> None:
    """Raises ValueError unless every item is there exactly once, by its id, with one of its own anchors."""
    given = [rating.item for rating in found.ratings]
    unknown = sorted(set(given) - set(levels))
    missing = [item for item in levels if item not in given]
    twice = sorted({item for item in given if given.count(item) > 1})
    faults = [
        *(f'unknown item "{item}"' for item in unknown),
        *(f'item "{item}" is missing' for item in missing),
        *(f'item "{item}" is there twice' for item in twice),
    ]
    for rating in found.ratings:
        anchors = levels.get(rating.item)
        if anchors is not None and rating.level not in (*anchors, NO_OCCASION):
            faults.append(f'item "{rating.item}" has no level "{rating.level}", only {", ".join(anchors)}')
    if faults:
        raise ValueError("; ".join(faults))


def parse(form: type[A], text: str) -> A:
    """The answer as a form; a fence of backticks around it is allowed. Raises pydantic's ValidationError."""
    body = text.strip()
    if body.startswith("```"):
        body = body.removeprefix("```json").removeprefix("```").rstrip().removesuffix("```")
    return form.model_validate_json(body)
