"""A persona or a rubric by what was typed: the id of a shipped one, or the path of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from simulator.cli.files import STDIN, named, read_text
from simulator.errors import BadLibrary, NotFound
from simulator.library import Entry, check, parse_persona, parse_rubric, shipped, text_hash
from simulator.library.problems import Level, Problem
from simulator.persona import Persona
from simulator.rubric.model import Rubric

T = TypeVar("T", bound=BaseModel)
PersonaEntry = Entry[Persona]


def is_path(typed: str) -> bool:
    """A file is meant: ids have no dots and no slashes."""
    return typed == STDIN or typed.endswith((".yaml", ".yml")) or "/" in typed or "\\" in typed


def persona_entry(typed: str) -> PersonaEntry:
    """The persona. Raises NotFound, BadInput, BadLibrary."""
    if not is_path(typed):
        return _usable(shipped().persona(typed))
    text = read_text(typed)
    _refuse(typed, [p for p in check(text, named(typed), "persona") if p.level is Level.ERROR])
    item = parse_persona(text, named(typed))
    return Entry(id=item.id, file=Path(typed).name, text=text, hash=text_hash(text), item=item)


def rubric(typed: str) -> Rubric:
    """The rubric. Raises NotFound, BadInput, BadLibrary."""
    if not is_path(typed):
        return _usable(shipped().rubric(typed)).get()
    text = read_text(typed)
    _refuse(typed, [p for p in check(text, named(typed), "rubric") if p.level is Level.ERROR])
    return parse_rubric(text, named(typed))


def _usable(entry: Entry[T]) -> Entry[T]:
    if entry.item is None:
        _refuse(entry.file, list(entry.problems))
        raise NotFound(f'"{entry.file}" holds nothing.')
    return entry


def _refuse(path: str, problems: list[Problem]) -> None:
    """The first problem in one line, and where to read the others."""
    if not problems:
        return
    first, others = problems[0], len(problems) - 1
    more = f" ({others} more: `attune validate {path}` shows them.)" if others else ""
    raise BadLibrary(first.message, where=first.where, todo=f"{first.todo}{more}")
