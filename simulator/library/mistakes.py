"""What is wrong with text that is not YAML: the place an author has to look at, and what to do, in plain words."""

from __future__ import annotations

import re
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError

_KEY = re.compile(r"^ *(?:- +)*[\"']?[A-Za-z_][\w -]*[\"']? *:(?=\s|$)")
"""A field's name at the beginning of a line."""
_GLUED = re.compile(r"^ *(?:- +)*([A-Za-z_]\w*):([^\s].*)$")
_DASH = re.compile(r"^ *-([^\s-].*)$")


class Mistake(NamedTuple):
    """Line and column from 0, what it is, and what to do."""

    line: int
    column: int
    message: str
    todo: str


def mistake(error: MarkedYAMLError, text: str) -> Mistake:
    """The mistake behind an error of the YAML reader, which often notices it only later."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    begun = (error.context_mark.line, error.context_mark.column) if error.context_mark is not None else (line, column)
    problem = " ".join(str(error.problem or error.context or "").split())
    context = str(error.context or "")
    lines = text.splitlines()
    if "duplicate key" in problem:
        key = re.search(r'duplicate key "([^"]*)"', problem)
        return Mistake(line, column, f'the field "{key[1] if key else "?"}" is written twice.', "Keep one of them.")
    if "'\\t'" in problem or "tab" in problem.lower():
        return Mistake(line, column, "a tab is used to indent.", "Use spaces.")
    glued = _glued(lines, line)
    if glued is not None:
        return glued
    if "mapping values are not allowed" in problem:
        return _colon(lines, line, column)
    if "could not find expected ':'" in problem:
        todo = 'Write "name: value", and indent a text that goes on.'
        return Mistake(*begun, "a line without a field's name.", todo)
    if "unexpected end of stream" in problem and "quoted" in context:
        return Mistake(*begun, "a quote is opened here and closed nowhere.", "Close it at the end of the text.")
    if "flow" in context:
        return Mistake(*begun, "a bracket is opened here and not closed.", "Close it, with commas between the entries.")
    if "expected '<document start>'" in problem:
        message = "this line begins further left than the first line of the file."
        return Mistake(line, column, message, "Begin both at the margin, without spaces.")
    if "expected <block end>" in problem:
        return _indent(lines, line, column, scalar="<scalar>" in problem)
    todo = "Check quotes, colons, dashes and indentation there."
    return Mistake(line, column, f"not valid YAML: {problem or 'not readable'}.", todo)


def _glued(lines: list[str], line: int) -> Mistake | None:
    """A missing space, in this line or the last one before it that is not empty."""
    for at in (line, _before(lines, line)):
        if at is None or at >= len(lines):
            continue
        if found := _DASH.match(lines[at]):
            todo = f'Write "- {found[1].strip()[:30]}".'
            return Mistake(at, lines[at].index("-"), "there is no space after the dash.", todo)
        found = _GLUED.match(lines[at])
        if found and "//" not in found[2][:3]:
            todo = f'Write "{found[1]}: {found[2].strip()[:30]}".'
            return Mistake(at, found.start(1), "there is no space after the colon.", todo)
    return None


def _colon(lines: list[str], line: int, column: int) -> Mistake:
    """A colon where none may be: the line is too far in, or the colon stands in the middle of a text."""
    found = _KEY.match(lines[line]) if line < len(lines) else None
    before = _before(lines, line)
    if found and found.end() == column + 1 and before is not None:
        start = _start(lines[line])
        message = "this line begins further in than the line above it allows."
        return Mistake(line, start, message, _aligned(lines, line))
    return Mistake(line, column, "a colon in the middle of a text.", "Put the whole text in double quotes.")


def _indent(lines: list[str], line: int, column: int, *, scalar: bool) -> Mistake:
    here = lines[line] if line < len(lines) else ""
    start, before = _start(here), _before(lines, line)
    if scalar and column > start:
        message = "the text goes on after its closing quote."
        return Mistake(line, column, message, "Put double quotes around the whole text, and single ones inside it.")
    if scalar:
        message = "this line belongs to the text above and does not begin as far in."
        far = _start(lines[before]) if before is not None else 0
        return Mistake(line, column, message, f"Begin it after {far} spaces, like the line above.")
    above = lines[before] if before is not None else ""
    if here.lstrip().startswith("-") and _start(above) == start and not above.lstrip().startswith("-"):
        message = "a line with a dash stands beside lines without one."
        todo = 'Begin every entry with "- ", or line the dash up with the dashes above.'
        return Mistake(line, column, message, todo)
    message = "the indentation does not fit: this line does not begin where the lines above begin that belong with it."
    return Mistake(line, column, message, _aligned(lines, line))


def _aligned(lines: list[str], line: int) -> str:
    """Where the line could begin: as the lines above it do."""
    here = _start(lines[line])
    dashed = lines[line].lstrip().startswith("-")
    above: dict[int, str] = {}
    least = 10_000
    for text in reversed(lines[:line]):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        entry = text.lstrip().startswith("- ")
        start = _start(text) + (2 if entry and not dashed else 0)
        if start < least and (entry or not dashed):
            above.setdefault(start, text.strip().removeprefix("- ").partition(":")[0][:30])
        least = min(least, _start(text) + 1 if entry else _start(text))
        if _start(text) == 0:
            break
    if not above:
        return "Line this up with the lines above that belong with it."
    nearest = min(above, key=lambda start: abs(start - here))  # of equal ones the last above
    spaces = "at the margin" if nearest == 0 else f"after {nearest} space{'' if nearest == 1 else 's'}"
    return f'Begin it {spaces}, like "{above[nearest]}" above (it begins after {here}).'


def _before(lines: list[str], line: int) -> int | None:
    return next((at for at in range(min(line, len(lines)) - 1, -1, -1) if lines[at].strip()), None)


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
