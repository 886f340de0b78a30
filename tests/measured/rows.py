"""Rows of the labelled sets, and the split into the half that is tuned on and the half that is only counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.transcript import Side, Transcript, Turn

Row = dict[str, Any]


def rows(data: Path, name: str) -> Iterator[Row]:
    """The rows of one set, one at a time."""
    with (data / f"{name}.dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def kept_back(row: Row) -> bool:
    """True for the half that nobody reads."""
    return int(hashlib.sha256(str(row["group"]).encode()).hexdigest(), 16) % 2 == 1


def learner(text: str) -> Turn:
    """A learner's turn."""
    return Turn(side=Side.LEARNER, text=text)


def patient(text: str) -> Turn:
    """A patient's turn."""
    return Turn(side=Side.PATIENT, text=text)


def talk(identity: str, *turns: Turn) -> Transcript:
    """A transcript of these turns."""
    return Transcript(id=identity, turns=turns)
