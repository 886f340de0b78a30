"""Rows of the labelled sets, and the split into the half that is tuned on and the half that is only counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.transcript import LABELS, Side, Transcript, Turn

Row = dict[str, Any]

HALVES = {"tuned": False, "kept": True}
"""Name of a half → whether it is the one that nobody reads."""


def rows(data: Path, name: str) -> Iterator[Row]:
    """The rows of one set, one at a time."""
    return lines(data / f"{name}.dev.jsonl")


def lines(path: Path) -> Iterator[Row]:
    """The rows of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def kept_back(row: Row, by: str = "group") -> bool:
    """True for the half that nobody reads."""
    return int(hashlib.sha256(str(row[by]).encode()).hexdigest(), 16) % 2 == 1


def learner(text: str) -> Turn:
    """A learner's turn."""
    return Turn(side=Side.LEARNER, text=text)


def patient(text: str) -> Turn:
    """A patient's turn."""
    return Turn(side=Side.PATIENT, text=text)


def turn(speaker: str, text: str) -> Turn:
    """A turn of whoever this label of a data set stands for."""
    return Turn(side=LABELS[speaker], text=text)


def talk(identity: str, *turns: Turn) -> Transcript:
    """A transcript of these turns."""
    return Transcript(id=identity, turns=turns)
