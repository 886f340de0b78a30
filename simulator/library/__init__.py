"""YAML text ↔ Persona, Rubric: what educators write is read here; a mistake gets file, line and column."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap

from simulator.errors import BadLibrary, NotFound
from simulator.library.explain import explain, own_errors, references
from simulator.library.hover import explained
from simulator.library.lint import Words, lint
from simulator.library.problems import Level, Problem, problem_at
from simulator.library.text import BadYaml, load, plain
from simulator.persona import Persona
from simulator.rubric.model import Rubric

__all__ = [
    "Entry",
    "Level",
    "Library",
    "Problem",
    "check",
    "parse_persona",
    "parse_rubric",
    "read_folder",
    "schema",
    "shipped",
    "text_hash",
]

Kind = Literal["persona", "rubric"]
T = TypeVar("T", bound=BaseModel)
MODELS: dict[str, type[Persona] | type[Rubric]] = {"persona": Persona, "rubric": Rubric}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[T]):
    """One file of the library: read, or listed with what is wrong with it."""

    id: str
    """The file's name without its ending."""
    file: str
    text: str
    """Verbatim; empty if it is not text at all."""
    hash: str
    """SHA-256 of the verbatim text: the version."""
    item: T | None
    problems: tuple[Problem, ...] = ()

    def get(self) -> T:
        """The persona or rubric. Raises BadLibrary with all that is wrong."""
        if self.item is None:
            raise _bad(self.problems)
        return self.item


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All personas and rubrics of a place, by file name; invalid ones are listed beside the others."""

    personas: tuple[Entry[Persona], ...]
    rubrics: tuple[Entry[Rubric], ...]

    def persona(self, identity: str) -> Entry[Persona]:
        """The persona's entry. Raises NotFound."""
        return _find(self.personas, identity, "persona")

    def rubric(self, identity: str) -> Entry[Rubric]:
        """The rubric's entry. Raises NotFound."""
        return _find(self.rubrics, identity, "rubric")


def parse_persona(text: str, name: str) -> Persona:
    """Read a persona; `name` is the file in errors. Raises BadLibrary with all that is wrong."""
    return _parse(text, name, Persona)


def parse_rubric(text: str, name: str) -> Rubric:
    """Read a rubric; `name` is the file in errors. Raises BadLibrary with all that is wrong."""
    return _parse(text, name, Rubric)


def check(
    text: str,
    name: str,
    kind: Kind,
    *,
    topics: frozenset[str] = frozenset(),
    moves: frozenset[str] = frozenset(),
    feelings: frozenset[str] = frozenset(),
    notes: bool = False,
) -> list[Problem]:
    """All errors, or else the warnings; with `notes` also what is only good to know.

    Topics, kinds of moves and words that name a feeling are the language pack's; what is empty is not checked.
    """
    if kind == "rubric":
        rubric, root, problems = _read(text, name, Rubric)
        return problems if rubric is None else [*problems, *_misnamed(rubric.id, root, name)]
    persona, root, problems = _read(text, name, Persona)
    if persona is None:
        return problems
    words = Words(topics=topics, moves=moves, feelings=feelings)
    found = [
        problem_at(root, name, loc, message, todo, level=level)
        for loc, message, todo, level in lint(persona, words)
        if notes or level is not Level.NOTE
    ]
    found.sort(key=lambda problem: (problem.line, problem.column))
    return [*problems, *_misnamed(persona.id, root, name), *found]


def _misnamed(identity: str, root: CommentedMap, name: str) -> list[Problem]:
    path = PurePath(name)
    if path.suffix not in {".yaml", ".yml"} or path.stem == identity:
        return []
    message, todo = f'the id is "{identity}".', "Name the file like its id."
    return [problem_at(root, name, ("id",), message, todo, level=Level.WARNING)]


def schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema of a file of that kind, for editors."""
    made = MODELS[kind].model_json_schema()
    if kind == "persona":
        made = explained(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def text_hash(text: str) -> str:
    """The version of a file: SHA-256 of its verbatim text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shipped() -> Library:
    """What comes with Attune: inside the installed package, or the repository's own folders."""
    inside = Path(__file__).resolve().parent.parent / "_data"
    return read_folder(inside if inside.is_dir() else inside.parent.parent)


def read_folder(base: Path) -> Library:
    """The library under `base`: its folders personas and rubrics (either may be missing)."""
    return Library(
        personas=tuple(_entry(path, Persona) for path in sorted((base / "personas").glob("*.yaml"))),
        rubrics=tuple(_entry(path, Rubric) for path in sorted((base / "rubrics").glob("*.yaml"))),
    )


# ---- reading -----------------------------------------------------------------------------------------------


def _entry(path: Path, model: type[T]) -> Entry[T]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        problem = Problem(
            file=path.name,
            line=line,
            column=column,
            message=f"the file is not UTF-8 text (byte {data[error.start]:#04x}).",
            todo="Save it again with the encoding UTF-8.",
        )
        digest = hashlib.sha256(data).hexdigest()
        return Entry(id=path.stem, file=path.name, text="", hash=digest, item=None, problems=(problem,))
    item, _, problems = _read(text, path.name, model)
    found = tuple(problems)
    return Entry(id=path.stem, file=path.name, text=text, hash=text_hash(text), item=item, problems=found)


def _parse(text: str, name: str, model: type[T]) -> T:
    item, _, problems = _read(text, name, model)
    if item is None:
        raise _bad(problems)
    return item


def _read(text: str, name: str, model: type[T]) -> tuple[T | None, CommentedMap, list[Problem]]:
    """The item, or None with every error; the document for places; warnings about the text itself."""
    try:
        root = load(text.removeprefix("\ufeff"), name)
    except BadYaml as bad:
        return None, CommentedMap(), [bad.problem]
    loose = list(references(root, name))
    try:
        item = model.model_validate(plain(root))
    except ValidationError as error:
        rows = [row for row in own_errors(error) if row["loc"] or not loose]
        found = [*loose, *(explain(row, root, name, model) for row in rows)]
        return None, root, sorted(found, key=lambda problem: (problem.line, problem.column))
    if text.startswith("\ufeff"):
        message = "the file begins with an invisible byte order mark."
        todo = 'Save it as "UTF-8", not "UTF-8 with BOM".'
        return item, root, [problem_at(root, name, (), message, todo, level=Level.WARNING)]
    return item, root, []


def _bad(problems: list[Problem] | tuple[Problem, ...]) -> BadLibrary:
    if len(problems) == 1:
        [only] = problems
        return BadLibrary(only.message, where=only.where, todo=only.todo)
    lines = "\n".join(f"  {problem}" for problem in problems)
    return BadLibrary(f"{len(problems)} problems:\n{lines}", where=problems[0].file)


def _find(entries: tuple[Entry[T], ...], identity: str, kind: str) -> Entry[T]:
    for entry in entries:
        if entry.id == identity:
            return entry
    known = ", ".join(entry.id for entry in entries) or "none"
    raise NotFound(f'there is no {kind} "{identity}".', todo=f"Known: {known}.")
