"""Learners of your own, from a file: each says its turns in order, whatever the patient answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.errors import BadInput
from simulator.rehearsal.playing import MOST_TURNS
from simulator.rehearsal.sight import Sight
from simulator.transcript import Act, Side, Transcript, Turn

EXAMPLE = 'Example: {"persona": "tom-reeve", "style": "warm", "turns": [{"text": "Good morning."}]}.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One learner of the file."""

    persona: str
    """Id of the patient it was written for."""
    style: str
    turns: tuple[Turn, ...]


class WrittenLearner:
    """Says what is written, turn by turn. A Learner."""

    def __init__(self, written: Written) -> None:
        self._left = list(written.turns)

    async def say(self, sight: Sight, transcript: Transcript) -> Turn | None:
        """The next of its turns."""
        return self._left.pop(0) if self._left else None


def read_learners(text: str, where: str) -> list[Written]:
    """The learners of a file of JSON Lines, in order. Raises BadInput."""
    found = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            found.append(_written(line, f"{where}, line {number}"))
    if not found:
        raise BadInput("no learners.", where=where, todo=EXAMPLE)
    return found


def json_of(text: str, where: str) -> Any:
    """What the text holds. Raises BadInput."""
    try:
        return json.loads(text)
    except (RecursionError, ValueError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error).partition(":")[0]
        raise BadInput(f"not usable JSON ({why}).", where=where, todo="Give one JSON object per line.") from None


def _written(line: str, where: str) -> Written:
    row = json_of(line, where)
    named = isinstance(row, dict) and isinstance(row.get("persona"), str) and isinstance(row.get("style"), str)
    if not named or not isinstance(row.get("turns"), list) or not row["turns"]:
        raise BadInput('expected an object with "persona", "style" and a list "turns".', where=where, todo=EXAMPLE)
    if len(row["turns"]) > MOST_TURNS:
        raise BadInput(f"{len(row['turns'])} turns.", where=where, todo=f"A conversation has {MOST_TURNS} at most.")
    turns = tuple(_turn(turn, f"{where}, turn {number}") for number, turn in enumerate(row["turns"], 1))
    return Written(persona=row["persona"], style=row["style"], turns=turns)


def _turn(row: Any, where: str) -> Turn:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadInput('a turn must be an object with "text".', where=where, todo=EXAMPLE)
    act = row.get("act", Act.SAY.value)
    if act not in list(Act):
        raise BadInput(f'unknown act "{act}".', where=where, todo=f"Known acts: {', '.join(Act)}.")
    return Turn(side=Side.LEARNER, text=row["text"], act=Act(act))
