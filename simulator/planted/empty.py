"""Turns that a blind reader called empty: the lines in which somebody who knows no key saw no emotion."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from simulator.errors import BadInput
from simulator.planted.key import Key
from simulator.planted.learners import json_of
from simulator.transcript import Turn

Empty = Set[tuple[str, str | None]]
"""Wordings, each with what is seen with it."""
EXAMPLE = 'Example: {"text": "I take them every morning.", "seen": null}.'


def read_empty(text: str, where: str) -> Empty:
    """The wordings of a file: JSON Lines, or one list, of objects with `text` and, where there is one, `seen`.

    Raises BadInput.
    """
    if text.lstrip("\ufeff \r\n\t").startswith("["):
        rows = [(row, f"{where}, entry {n}") for n, row in enumerate(json_of(text.removeprefix("\ufeff"), where), 1)]
    else:
        lines = [(line, f"{where}, line {n}") for n, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1)]
        rows = [(json_of(line, at), at) for line, at in lines if line.strip()]
    if not rows:
        raise BadInput("nothing in it.", where=where, todo=EXAMPLE)
    return frozenset(_wording(row, at) for row, at in rows)


def _wording(row: Any, where: str) -> tuple[str, str | None]:
    if isinstance(row, dict) and isinstance(row.get("text"), str):
        seen = row.get("seen")
        if seen is None or isinstance(seen, str):
            return row["text"], seen or None
    raise BadInput('expected an object with "text" and, where there is one, "seen".', where=where, todo=EXAMPLE)


def called_empty(key: Key, turn: Turn, empty: Empty) -> bool:
    """Whether the whole turn was, or every line of it, and nothing is seen that the reader was not shown."""
    if (turn.text, turn.seen) in empty:
        return True
    lines = [part.line for part in key.parts if part.line is not None]
    listed = [any(text == line.text and seen in (None, line.seen) for text, seen in empty) for line in lines]
    shown = {seen for line in lines for text, seen in empty if text == line.text} | {None}
    return key.whole and bool(lines) and all(listed) and turn.seen in shown
