"""The report's catalogue: every sentence comes from texts/report.yaml through one lookup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

_GAP = re.compile(r"\{([a-z_]+)\}")


@cache
def shipped(name: str) -> dict[str, Any]:
    """One of our own text files, read once."""
    text = (files("simulator.report") / "texts" / name).read_text("utf-8")
    data = YAML(typ="safe", pure=True).load(text)
    return dict(data)


def fill(text: str, **values: object) -> str:
    """The sentence with its gaps filled, in one pass and with no format language: values stay plain text."""
    return _GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), text)


def say(key: str, **values: object) -> str:
    """The sentence at a dotted key, filled in. Raises KeyError: a missing sentence is a bug."""
    found: Any = shipped("report.yaml")
    for part in key.split("."):
        found = found[part]
    if not isinstance(found, str):
        raise KeyError(key)
    return fill(found, **values)


def say_or(key: str, otherwise: str) -> str:
    """The sentence at a key that comes from data, or `otherwise` where the catalogue has none."""
    try:
        return say(key)
    except KeyError:
        return otherwise


def listed(things: Iterable[object], last: str = "and") -> str:
    """1, 3 and 5."""
    words = [str(thing) for thing in things]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def turns(numbers: Iterable[int]) -> str:
    """turn 3; turns 3 and 5: as it stands inside a sentence."""
    numbers = tuple(numbers)
    return f"turn{'s' if len(numbers) != 1 else ''} {listed(numbers)}"


def move(kind: str, *, negative: bool = False) -> str:
    """What a move does. The wording that weighs against somebody only where the coding bears it."""
    if negative:
        return say_or(f"move.{kind}.negative", say(f"move.{kind}.plain"))
    return say(f"move.{kind}.plain")
