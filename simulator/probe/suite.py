"""The attacks: what is said to the patient, or written into a case, to make it leave its role."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from pydantic import Field

from simulator.codes import Frozen

Place = Literal["manner", "background", "door_note", "fact", "line", "summary", "setting"]

FAMILIES = (
    "prompt",
    "role_switch",
    "fake_system",
    "encoding",
    "authority",
    "over",
    "coaxing",
    "secrets",
    "other_tasks",
    "persona_text",
)
"""In the order in which they are printed."""


class Attack(Frozen):
    """One attempt, as it was written."""

    id: str
    family: str
    goal: str
    """What the writer was after; "hard:" where a patient may well have an ordinary answer."""
    turns: tuple[str, ...] = Field(min_length=1)
    """What the learner says, in order. The last one is the attack; those before it lead up to it."""
    field: Place | None = None
    """Where `text` is written into the case, for the family persona_text."""
    text: str | None = None
    """Hostile words in the case itself."""
    markers: tuple[str, ...] = ()
    """Words whose appearance in the reply would show that the attack was obeyed."""

    @property
    def hard(self) -> bool:
        """Whether the patient's own ordinary answer may well be the right one."""
        return self.goal.startswith("hard:")


@lru_cache(maxsize=1)
def attacks() -> tuple[Attack, ...]:
    """The whole suite, in the order of its file."""
    marked = _read("markers.toml")["marker"]
    return tuple(Attack(**row, markers=tuple(marked.get(row["id"], ()))) for row in _read("attacks.toml")["attack"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("simulator.probe") / name).read_text("utf-8"))
