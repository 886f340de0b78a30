"""Errors of the data model, in an author's words and at their place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap

from simulator.library.problems import Loc, Problem, problem_at


def own_errors(error: ValidationError) -> list[Any]:
    """The errors that an author made; a list that is too short only since its entries are broken is left out."""
    rows = error.errors(include_url=False)
    return [
        row
        for row in rows
        if row["type"] != "too_short" or not any(len(o["loc"]) > len(row["loc"]) and _under(o, row) for o in rows)
    ]


def _under(one: Any, other: Any) -> bool:
    return bool(one["loc"][: len(other["loc"])] == other["loc"])


def explain(row: Any, root: CommentedMap, name: str) -> Problem:
    """A pydantic error in an author's words."""
    loc: Loc = tuple(part for part in row["loc"] if part != "[key]")
    kind, message, todo = row["type"], row["msg"], "See the field's description in the schema."
    on_key = kind in {"missing", "extra_forbidden"}
    if kind == "missing":
        message, todo = f'the field "{loc[-1]}" is missing.', "Add it."
    elif kind == "extra_forbidden":
        message, todo = f'unknown field "{loc[-1]}".', "Remove it, or correct its spelling."
    elif kind == "string_type":
        message, todo = "text is expected here.", "Put the value in quotes."
    elif kind in {"tuple_type", "list_type"}:
        message, todo = "a list is expected here.", 'Begin each entry with "- ", or write [one, two].'
    elif kind in {"model_type", "dict_type"}:
        message, todo = "named fields are expected here.", 'Write them as "name: value", indented.'
    elif kind in {"enum", "literal_error"}:
        expected = row["ctx"]["expected"]
        near = difflib.get_close_matches(str(row["input"]), re.findall(r"'([^']*)'", expected), 1)
        message = f'"{row["input"]}" is not one of the known words.'
        todo = f'Did you mean "{near[0]}"? ' if near else ""
        todo += f"Known: {expected}."
    elif kind == "string_pattern_mismatch":
        message = f'"{row["input"]}" is not a valid name.'
        todo = "Begin with a small letter; use only a-z, 0-9 and the sign that the other ids use."
    elif kind == "value_error":
        message = f"{row['ctx']['error']}."
        todo = "Correct it, or add what it names."
    else:
        message = f"{message[0].lower()}{message[1:]} (found {row['input']!r:.40})."
        todo = "Correct the value."
    return problem_at(root, name, loc, message, todo, on_key=on_key)


def references(root: CommentedMap, name: str) -> Iterator[Problem]:
    """Names in a persona that lead nowhere, each at its own place (the model would stop at the first)."""
    ids: dict[str, set[str]] = {"fact": set(), "hint": set(), "thread": set()}
    used: list[tuple[str, Loc, Any]] = []
    for kind, loc, row in _rows(root):
        identity = row.get("id")
        if isinstance(identity, str):
            if identity in ids[kind]:
                message = f'two {kind}s have the id "{identity}".'
                yield problem_at(root, name, (*loc, "id"), message, "Rename one of them.")
            ids[kind].add(identity)
        if kind == "fact":
            opens = _map(row.get("opens"))
            after = enumerate(_list(opens.get("after")))
            used += [("fact", (*loc, "opens", "after", n), other) for n, other in after]
            used += [("thread", (*loc, "opens", "thread_met"), opens.get("thread_met"))]
            used += [("thread", (*loc, "thread"), row.get("thread"))]
    safety = _map(root.get("safety"))
    used += [("fact", ("safety", field), safety.get(field)) for field in ("answer", "protects")]
    hints = enumerate(_list(safety.get("warning_hints")))
    used += [("hint", ("safety", "warning_hints", n), hint) for n, hint in hints]
    for kind, loc, other in used:
        if isinstance(other, str) and other not in ids[kind]:
            near = difflib.get_close_matches(other, ids[kind], 1)
            todo = f'Did you mean "{near[0]}"?' if near else f"Add the {kind}, or remove the name."
            yield problem_at(root, name, loc, f'there is no {kind} "{other}".', todo)


def _rows(root: CommentedMap) -> Iterator[tuple[str, Loc, Any]]:
    """Facts, threads and hints of a document that may be broken anywhere."""
    for kind, field in (("fact", "facts"), ("thread", "threads")):
        for n, row in enumerate(_list(root.get(field))):
            yield kind, (field, n), _map(row)
            if kind == "thread":
                for m, hint in enumerate(_list(_map(row).get("hints"))):
                    yield "hint", (field, n, "hints", m), _map(hint)


def _map(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
