"""JSON Lines: one object per line, whatever the words in it hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from simulator.codes import Coding
from simulator.rubric.output import to_contract
from simulator.rubric.scorecard import Scorecard

# Readers that split text into lines split here too; inside JSON they can be written without it.
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x7f\x85\u2028\u2029"}


def line(row: Mapping[str, Any]) -> bytes:
    """One object as one line. Halves of characters (lone surrogates) become \\u escapes, which JSON knows."""
    text = json.dumps(row, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def coding_line(coding: Coding, card: Scorecard | None) -> bytes:
    """A coding in the documented form (`attune.coding/1`)."""
    return line(to_contract(coding, card))
