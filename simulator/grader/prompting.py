"""Prompts as files, filled by plain substitution; the transcript goes in as fenced JSON and never as a
template.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from simulator.codes import Emotion
from simulator.transcript import Transcript

TASKS = ("expressions", "responses", "ratings")
TEMPLATES = ("common", "moves", *TASKS, *(f"ask_{task}" for task in TASKS), "repair")

WINDOW = 40
"""Turns coded in one call. Longer transcripts are coded in several, since long answers get careless."""

MARGIN = 12
"""Turns shown before and after the coded ones, for understanding."""

_SLOT = re.compile(r"\[\[([A-Z]+)\]\]")


class Window(NamedTuple):
    """Which turns are coded in one call, and which are shown."""

    first: int
    last: int
    shown_from: int
    shown_to: int


def windows(turns: int) -> tuple[Window, ...]:
    """Consecutive windows that code each of `turns` turns once and overlap in what they show."""
    count = max(1, -(-turns // WINDOW))
    size = -(-turns // count)  # even windows: 44 turns are 22 and 22, not 40 and 4
    return tuple(
        Window(first, last, max(1, first - MARGIN), min(turns, last + MARGIN))
        for first in range(1, turns + 1, max(size, 1))
        for last in (min(turns, first + size - 1),)
    )


@cache
def template(name: str) -> str:
    """A prompt's text as shipped."""
    return (resources.files("simulator.grader") / "prompts" / f"{name}.md").read_text("utf-8").strip()


def fill(name: str, values: Mapping[str, str]) -> str:
    """The prompt with its slots filled, in one pass: what is put in is never itself read as a slot."""
    return _SLOT.sub(lambda match: values[match[1]], template(name))


def system(task: str) -> str:
    """One task's system prompt: the same for every transcript, so that a provider can cache it."""
    slots = {"MOVES": template("moves"), "EMOTIONS": ", ".join(Emotion)}
    return f"{template('common')}\n\n{fill(task, slots)}"


def messages(task: str, transcript: Transcript, window: Window, values: Mapping[str, str]) -> list[BaseMessage]:
    """A task's system prompt, then the transcript and what is asked of it."""
    shown = fenced(transcript, window.shown_from, window.shown_to)
    return [SystemMessage(system(task)), HumanMessage(f"{shown}\n\n{fill(f'ask_{task}', values)}")]


def fenced(transcript: Transcript, shown_from: int, shown_to: int) -> str:
    """Turns as JSON between tags. Angle brackets inside are written as escapes, so that no text can close the
    fence.
    """
    rows = []
    for number in range(shown_from, shown_to + 1):
        turn = transcript.turn(number)
        row: dict[str, Any] = {"turn": number, "side": turn.side.value, "text": turn.text}
        for name, value in (("who", turn.who), ("seen", turn.seen)):
            if value is not None:
                row[name] = value
        if turn.act != "say":
            row["act"] = turn.act.value
        rows.append(row)
    return f"<transcript>\n{data(rows)}\n</transcript>"


def data(value: Any) -> str:
    """JSON, one row a line for lists, with angle brackets escaped, and halves of characters too: no request can
    carry those.
    """
    if isinstance(value, list):
        body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
        text = f"[\n{body}\n]"
    else:
        text = json.dumps(value, ensure_ascii=False)
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return whole.replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def prompt_hash() -> str:
    """SHA-256 over all templates and how transcripts are cut: part of the coder's identity."""
    body = "\n".join([*(template(name) for name in TEMPLATES), f"{WINDOW}/{MARGIN}"])
    return hashlib.sha256(body.encode("utf-8")).hexdigest()
