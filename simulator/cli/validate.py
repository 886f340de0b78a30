"""`attune validate`: what is wrong in personas and rubrics, where, and what to do."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from simulator.cli.files import STDIN, named, read_bytes
from simulator.codes import MoveKind
from simulator.errors import BadInput
from simulator.language import Pack, pack, topic_meanings
from simulator.library import check
from simulator.library.problems import Level, Problem

FINDINGS = 1
Kind = Literal["persona", "rubric"]
FIELDS: dict[Kind, frozenset[str]] = {
    "persona": frozenset(
        ("name", "age", "door_note", "opening", "manner", "ways_in", "affect", "facts", "threads", "safety", "says")
    ),
    "rubric": frozenset(("title", "purpose", "citations", "items", "total")),
}
"""Fields at the left margin by which a file is known, even one that is not valid YAML."""
_FIELD = re.compile(r"^[\"']?([a-z_]+)[\"']?[ ]*:(?:\s|$)", re.MULTILINE)
_LANGUAGE = re.compile(r"^language:[ ]*[\"']?([A-Za-z-]+)", re.MULTILINE)


def run(args: argparse.Namespace) -> int:
    """Print every problem; 1 where there is an error, and 0 where there are only warnings and notes."""
    files = list(_files(args.paths))
    count = dict.fromkeys(Level, 0)
    for path in files:
        for problem in problems(read_bytes(path), named(path)):
            print(_line(problem))
            count[problem.level] += 1
    shown = {level.value: n for level, n in count.items() if n or level is not Level.NOTE}
    said = (_many(len(files), "file"), *(_many(n, what) for what, n in shown.items()))
    print(f"{', '.join(said)}.", file=sys.stderr)
    return FINDINGS if count[Level.ERROR] else 0


def problems(data: bytes, name: str) -> list[Problem]:
    """All that is wrong with one file: errors, or else warnings."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        place = (data.count(b"\n", 0, error.start) + 1, error.start - start + 1)
        message = f"the file is not UTF-8 text (byte {data[error.start]:#04x})."
        return [_problem(name, place, message, "Save it again with the encoding UTF-8.")]
    kind = kind_of(text)
    if kind is None:
        message = "neither a persona nor a rubric: none of their fields stands at the left margin."
        return [_problem(name, (1, 1), message, "A persona has facts and threads; a rubric has items.")]
    moves = frozenset(move.value for move in MoveKind)
    return check(text, name, kind, topics=_topics(text), moves=moves, feelings=_feelings(text), notes=True)


def kind_of(text: str) -> Kind | None:
    """What a text is meant to be, by the fields it has."""
    found = set(_FIELD.findall(text))
    hits: dict[Kind, int] = {kind: len(found & fields) for kind, fields in FIELDS.items()}
    if hits["persona"] == hits["rubric"]:
        return None
    return "persona" if hits["persona"] > hits["rubric"] else "rubric"


def _topics(text: str) -> frozenset[str]:
    """What the patient can be asked about in the file's language; empty where no pack knows it: not checked."""
    return frozenset() if _pack(text) is None else frozenset(topic_meanings())


def _feelings(text: str) -> frozenset[str]:
    """Words that name a feeling in the file's language, and hardly ever anything else; empty: not checked."""
    words = _pack(text)
    return frozenset() if words is None else frozenset(words.lexicon.classes["feel_word"])


def _pack(text: str) -> Pack | None:
    named_language = _LANGUAGE.search(text)
    return pack(named_language[1] if named_language else "en")


def _files(paths: Sequence[str]) -> Iterator[str]:
    """Every file meant, folders opened up, each in a fixed order. Raises BadInput."""
    for path in paths:
        place = Path(path)
        if path == STDIN or not place.is_dir():
            yield path
            continue
        inside = sorted(str(one) for one in place.rglob("*") if one.suffix in (".yaml", ".yml") and one.is_file())
        if not inside:
            raise BadInput("the folder holds no .yaml file.", where=path, todo="Name a folder of personas or rubrics.")
        yield from inside


def _problem(name: str, place: tuple[int, int], message: str, todo: str) -> Problem:
    return Problem(file=name, line=place[0], column=place[1], message=message, todo=todo)


def _line(problem: Problem) -> str:
    """file:line:column, as editors and other tools read it."""
    field = f"{problem.field}: " if problem.field else ""
    said = f"{problem.level.value}: {field}{problem.message} {problem.todo}"
    return f"{problem.file}:{problem.line}:{problem.column}: {' '.join(said.split())}"


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
