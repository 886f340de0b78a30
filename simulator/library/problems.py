"""One thing wrong with a file: where it stands, what it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

Loc = tuple[str | int, ...]
"""Path of a field in a document; lists count from 0."""


class Level(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """the file cannot be used"""
    WARNING = "warning"
    """it can, but something in it will not work as its author means"""
    NOTE = "note"
    """good to know; nothing is wrong"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a file: where, what, and what to do."""

    file: str
    line: int
    """From 1."""
    column: int
    """From 1."""
    message: str
    todo: str
    level: Level = Level.ERROR
    field: str = ""
    """Path of the field, e.g. facts.3.kind; lists count from 1. Empty: the file as a whole."""

    @property
    def where(self) -> str:
        """File, line, column and field in words."""
        place = f"{self.file}, line {self.line}, column {self.column}"
        return f"{place}, {self.field}" if self.field else place

    def __str__(self) -> str:
        return f"{self.where}: {self.message} {self.todo}".rstrip()


def problem_at(
    root: CommentedMap,
    name: str,
    loc: Loc,
    message: str,
    todo: str,
    *,
    level: Level = Level.ERROR,
    on_key: bool = False,
) -> Problem:
    """A problem of the field `loc` of the document `root`; `on_key`: of its name rather than its value."""
    line, column = place(root, loc, on_key=on_key)
    return Problem(file=name, line=line, column=column, field=_path(loc), message=message, todo=todo, level=level)


def place(root: Any, loc: Loc, *, on_key: bool = False) -> tuple[int, int]:
    """Line and column, from 1, of the field, or of what should hold it."""
    node, line, column = root, 0, 0
    for depth, part in enumerate(loc, 1):
        if isinstance(node, CommentedMap) and part in node:
            # What is empty has no place of its own: the reader puts it where the next line begins.
            at_key = (on_key and depth == len(loc)) or node[part] is None
            line, column = node.lc.key(part) if at_key else node.lc.value(part)
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, column = node.lc.item(part)
        else:
            break
        node = node[part]
    return line + 1, column + 1


def _path(loc: Loc) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)
