"""What was said, by whom, in order: the only thing that patient and grader share."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from simulator.errors import BadInput


class Side(StrEnum):
    """The two sides of an encounter."""

    LEARNER = "learner"
    PATIENT = "patient"


class Act(StrEnum):
    """What a turn is: speech, staying quiet on purpose, or a gesture without words."""

    SAY = "say"
    QUIET = "quiet"
    GESTURE = "gesture"


class Flag(StrEnum):
    """Why a patient's turn is not whole: it gives no opportunity and no score."""

    CUT_SHORT = "cut_short"
    GUARDED = "guarded"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One contribution to the conversation."""

    side: Side
    """Who is speaking: learner or patient (with those who come with the patient)."""
    text: str
    """The words, verbatim; empty when the turn is silence."""
    who: str | None = None
    """The person on that side, where it is not the obvious one: mother, child, interpreter ..."""
    act: Act = Act.SAY
    """Said, stayed quiet, or a gesture."""
    seen: str | None = None
    """What the page showed with it, e.g. "looks at the floor"; part of the transcript, quotable."""
    flag: Flag | None = None
    """Set when a patient's reply was cut short or stopped by the guard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """An ordered conversation. Turn numbers are positions from 1; neighbours of one side are never merged."""

    id: str
    turns: tuple[Turn, ...]
    language: str = "en"
    """BCP 47 tag of the language spoken."""

    def turn(self, number: int) -> Turn:
        """The turn at position `number`, counted from 1. Raises IndexError beyond either end."""
        if number < 1:
            raise IndexError(number)
        return self.turns[number - 1]

    def to_json(self) -> dict[str, Any]:
        """The documented input form; `None` fields are left out."""
        turns = []
        for turn in self.turns:
            row: dict[str, Any] = {"side": turn.side.value, "text": turn.text}
            if turn.who is not None:
                row["who"] = turn.who
            if turn.act is not Act.SAY:
                row["act"] = turn.act.value
            if turn.seen is not None:
                row["seen"] = turn.seen
            if turn.flag is not None:
                row["flag"] = turn.flag.value
            turns.append(row)
        return {"id": self.id, "language": self.language, "turns": turns}

    @property
    def hash(self) -> str:
        """SHA-256 over language and turns (not the id): equal conversations have equal hashes."""
        body = {k: v for k, v in self.to_json().items() if k != "id"}
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


LABELS: dict[str, Side] = {
    **dict.fromkeys(
        (
            "learner",
            "doctor",
            "clinician",
            "nurse",
            "therapist",
            "counsellor",
            "counselor",
            "supporter",
            "student",
        ),
        Side.LEARNER,
    ),
    **dict.fromkeys(("patient", "client", "seeker", "parent", "carer"), Side.PATIENT),
}
"""Known speaker labels and the side each stands for. `who` keeps a label that says more than its side."""

_LINE = re.compile(r"^\s*(?P<label>[A-Za-z][A-Za-z ]{0,30}?)\s*:\s*(?P<text>.*)$")


def parse(text: str, *, name: str = "transcript") -> tuple[Transcript, ...]:
    """Read transcripts from JSON, JSON Lines, or plain text with a label and a colon on each turn.

    `name` is used in errors and as the id where the input has none. Raises BadInput with the place.
    """
    text = text.removeprefix("\ufeff")
    stripped = text.lstrip()
    if not stripped:
        raise BadInput("the input is empty.", where=name, todo="Give JSON, JSON Lines or labelled plain text.")
    if stripped[0] in "{[":
        return _parse_json(text, name)
    return (_parse_plain(text, name),)


def _parse_json(text: str, name: str) -> tuple[Transcript, ...]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as whole_error:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2:
            raise _bad_json(whole_error, name) from None
        out = []
        for number, line in lines:
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadInput(
                    f"not valid JSON ({error.msg}).",
                    where=f"{name}, line {number}, column {error.colno}",
                    todo="Give one JSON object per line, or one JSON document.",
                ) from None
            out.append(from_json(row, name=f"{name}, line {number}", default_id=f"{name}:{number}"))
        return tuple(out)
    if isinstance(whole, list):
        return tuple(
            from_json(row, name=f"{name}, entry {n}", default_id=f"{name}:{n}") for n, row in enumerate(whole, 1)
        )
    return (from_json(whole, name=name, default_id=name),)


def _bad_json(error: json.JSONDecodeError, name: str) -> BadInput:
    return BadInput(
        f"not valid JSON ({error.msg}).",
        where=f"{name}, line {error.lineno}, column {error.colno}",
        todo="Check the quotes and commas there.",
    )


def from_json(row: Any, *, name: str = "transcript", default_id: str = "transcript") -> Transcript:
    """One transcript from its JSON object. Unknown keys (such as times) are ignored. Raises BadInput."""
    if not isinstance(row, dict) or not isinstance(row.get("turns"), list):
        raise BadInput('expected an object with a list "turns".', where=name, todo='Example: {"id":"a","turns":[...]}.')
    turns = tuple(_turn(item, f"{name}, turn {n}") for n, item in enumerate(row["turns"], 1))
    identity = row.get("id", default_id)
    language = row.get("language", "en")
    if not isinstance(identity, str | int) or not isinstance(language, str):
        raise BadInput('"id" and "language" must be text.', where=name)
    return Transcript(id=str(identity), turns=turns, language=language)


def _turn(item: Any, where: str) -> Turn:
    if not isinstance(item, dict):
        raise BadInput("a turn must be an object.", where=where, todo='Example: {"side":"patient","text":"..."}.')
    label = item.get("side", item.get("speaker"))
    if not isinstance(label, str):
        raise BadInput('a turn needs "side" (or "speaker").', where=where, todo=f"Known labels: {_known()}.")
    act = item.get("act", "say")
    if act not in list(Act):
        raise BadInput(f'unknown act "{act}".', where=where, todo=f"Known acts: {', '.join(Act)}.")
    text = item.get("text", "")
    if not isinstance(text, str):
        raise BadInput('"text" must be text.', where=where)
    flag = item.get("flag")
    if flag is not None and flag not in list(Flag):
        raise BadInput(f'unknown flag "{flag}".', where=where, todo=f"Known flags: {', '.join(Flag)}.")
    return Turn(
        side=_side(label, where),
        text=text,
        who=_optional(item.get("who"), "who", where),
        act=Act(act),
        seen=_optional(item.get("seen"), "seen", where),
        flag=None if flag is None else Flag(flag),
    )


def _optional(value: Any, field: str, where: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise BadInput(f'"{field}" must be text.', where=where)


def _side(label: str, where: str) -> Side:
    side = LABELS.get(label.strip().lower())
    if side is None:
        raise BadInput(f'unknown speaker "{label}".', where=where, todo=f"Known labels: {_known()}.")
    return side


def _known() -> str:
    return ", ".join(LABELS)


def _parse_plain(text: str, name: str) -> Transcript:
    turns: list[Turn] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.match(line)
        known = match is not None and match["label"].strip().lower() in LABELS
        if match is not None and (known or not turns or len(match["label"].split()) == 1):
            side = _side(match["label"], f"{name}, line {number}")
            turns.append(Turn(side=side, text=match["text"].strip()))
        elif turns:  # a line without a label goes on with the turn before it
            last = turns[-1]
            turns[-1] = Turn(side=last.side, text=f"{last.text}\n{line.strip()}")
        else:
            raise BadInput(
                "the first line has no speaker.",
                where=f"{name}, line {number}",
                todo=f'Begin each turn with a label and a colon, e.g. "Patient: ...". Known labels: {_known()}.',
            )
    return Transcript(id=name, turns=tuple(turns))
