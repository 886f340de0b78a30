"""Errors of the data model, in an author's words and at their place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap

from simulator.library.problems import Loc, Problem, problem_at
from simulator.library.shape import fields_at

_PLAIN: dict[str, tuple[str, str]] = {
    "string_type": ("text is expected here.", "Put the value in quotes."),
    "tuple_type": ("a list is expected here.", 'Begin each entry with "- ", or write [one, two].'),
    "model_type": ("named fields are expected here.", 'Write them as "name: value", indented.'),
    "bool": ("true or false is expected here.", "Write true or false, without quotes."),
    "int": ("a whole number is expected here.", "Write it in digits, such as 3."),
    "float": ("a number is expected here.", "Write it in digits, such as 0.5."),
}
_SAME = {"list_type": "tuple_type", "dict_type": "model_type"}
_EMPTY = {
    "model_type": "Write its fields on the lines below it, each two spaces further in.",
    "tuple_type": 'Write its entries on the lines below it, each beginning with "- ".',
}
_BOUNDS = {
    "greater_than_equal": ("ge", "small", "Write {:g} or more."),
    "less_than_equal": ("le", "large", "Write {:g} or less."),
    "greater_than": ("gt", "small", "Write more than {:g}."),
    "less_than": ("lt", "large", "Write less than {:g}."),
}


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


def explain(row: Any, root: CommentedMap, name: str, model: type[BaseModel]) -> Problem:
    """A pydantic error in an author's words; `model` is what the document should be."""
    loc: Loc = tuple(part for part in row["loc"] if part != "[key]")
    kind, found = row["type"], row["input"]
    on_key = kind in {"missing", "extra_forbidden"}
    if kind == "missing":
        message, todo = f'the field "{loc[-1]}" is missing.', _add(loc, model)
    elif kind == "extra_forbidden":
        message, todo = f'unknown field "{loc[-1]}".', _known(loc, root, model)
    elif found is None and loc:
        message = f'"{loc[-1]}" is empty.' if isinstance(loc[-1], str) else "an empty entry."
        todo = _EMPTY.get(_SAME.get(kind, kind), "Write a value after the colon, or remove the line.")
    elif kind in {"enum", "literal_error"}:
        expected = row["ctx"]["expected"]
        near = difflib.get_close_matches(str(found), re.findall(r"'([^']*)'", expected), 1)
        message = f'"{found}" is not one of the known words.'
        todo = f'Did you mean "{near[0]}"? ' if near else ""
        todo += f"Known: {expected}."
    elif kind == "string_pattern_mismatch":
        message = f'"{found}" is not a valid name.'
        todo = "Begin with a small letter; use only a-z, 0-9 and the sign that the other ids use."
    elif kind == "value_error":
        message, todo = f"{row['ctx']['error']}.", "Correct it, or add what it names."
    elif kind in {"too_short", "too_long"}:
        message, todo = _count(row)
    elif kind in _BOUNDS:
        bound, what, single = _BOUNDS[kind]
        message = f"{found} is too {what}."
        todo = _range(loc, model) or single.format(row["ctx"][bound])
    else:
        message, todo = _PLAIN.get(_SAME.get(kind, kind)) or _PLAIN.get(
            kind.partition("_")[0], ("this value does not fit here.", "See the field's description in the schema.")
        )
        if not isinstance(found, dict | list) and kind not in _PLAIN and kind not in _SAME:
            message = f'{message[:-1]}, not "{found!s:.40}".'
    return problem_at(root, name, loc, message, todo, on_key=on_key)


def _add(loc: Loc, model: type[BaseModel]) -> str:
    """ "Add it", and what it is."""
    what = fields_at(model, loc[:-1]).get(str(loc[-1]))
    said = " ".join((what.description or "").split()) if what is not None else ""
    return f"Add it: {said}" if said else "Add it."


def _known(loc: Loc, root: CommentedMap, model: type[BaseModel]) -> str:
    """What an unknown field may have been meant to be, or where it may belong."""
    word, siblings = str(loc[-1]), fields_at(model, loc[:-1])
    here = _at(root, loc[:-1])
    for other in siblings:
        if other in here and here[other] is None and word in fields_at(model, (*loc[:-1], other)):
            return f'It belongs under "{other}", which is empty: begin this line two spaces further in.'
    near = difflib.get_close_matches(word.lower(), siblings, 1)
    if near:
        return f'Did you mean "{near[0]}"?'
    known = ", ".join(siblings)
    return f"Remove it, or correct its spelling. Known here: {known}." if known else "Remove it."


def _at(root: Any, loc: Loc) -> dict[Any, Any]:
    for part in loc:
        try:
            root = root[part]
        except (KeyError, IndexError, TypeError):
            return {}
    return _map(root)


def _count(row: Any) -> tuple[str, str]:
    least, most, have = (row["ctx"].get(key) for key in ("min_length", "max_length", "actual_length"))
    if row["type"] == "too_short":
        return f"at least {least} {'entry is' if least == 1 else 'entries are'} needed; here {_is(have)}.", "Add more."
    return f"at most {most} {'entry fits' if most == 1 else 'entries fit'}; here {_is(have)}.", "Remove some."


def _is(n: int | None) -> str:
    return "is none" if not n else "is 1" if n == 1 else f"are {n}"


def _range(loc: Loc, model: type[BaseModel]) -> str:
    """From what to what, where the field says both."""
    field = fields_at(model, loc[:-1]).get(str(loc[-1]))
    bounds: dict[str, Any] = {}
    for rule in field.metadata if field is not None else ():
        bounds |= {key: getattr(rule, key) for key in ("ge", "gt", "le", "lt") if hasattr(rule, key)}
    low, high = bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))
    if low is None or high is None:
        return ""
    least = f"{low:g}" if "ge" in bounds else f"more than {low:g}"
    return f"Write a number from {least} to {high:g}."


def references(root: CommentedMap, name: str) -> Iterator[Problem]:
    """Names in a persona that lead nowhere, each at its own place (the model would stop at the first)."""
    ids: dict[str, set[str]] = {"fact": set(), "hint": set(), "thread": set()}
    used: list[tuple[tuple[str, ...], Loc, Any]] = []
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
            used += [(("fact",), (*loc, "opens", "after", n), other) for n, other in after]
            used += [(("thread",), (*loc, "opens", "thread_met"), opens.get("thread_met"))]
            used += [(("thread",), (*loc, "thread"), row.get("thread"))]
    used += _used(root)
    for kinds, loc, other in used:
        known = {identity for kind in kinds for identity in ids[kind]}
        if isinstance(other, str) and other not in known:
            near = difflib.get_close_matches(other, known, 1)
            todo = f'Did you mean "{near[0]}"?' if near else f"Add the {kinds[0]}, or remove the name."
            yield problem_at(root, name, loc, f'there is no {" or ".join(kinds)} "{other}".', todo)


def _used(root: CommentedMap) -> Iterator[tuple[tuple[str, ...], Loc, Any]]:
    """Names used outside the facts: what kinds they may be of, where, and the name."""
    safety, ideas = _map(root.get("safety")), _map(root.get("ideas"))
    yield from ((("fact",), ("safety", field), safety.get(field)) for field in ("answer", "protects"))
    for n, hint in enumerate(_list(safety.get("warning_hints"))):
        yield ("hint",), ("safety", "warning_hints", n), hint
    for n, other in enumerate(_list(root.get("volunteers"))):
        yield ("fact",), ("volunteers", n), other
    for field in ("ideas", "concerns", "expectations"):
        for n, other in enumerate(_list(ideas.get(field))):
            yield ("fact", "thread") if field == "concerns" else ("fact",), ("ideas", field, n), other
    for n, task in enumerate(_list(root.get("checklist"))):
        for m, other in enumerate(_list(_map(task).get("facts"))):
            yield ("fact",), ("checklist", n, "facts", m), other
    for loc, line in _said(root):
        yield ("fact", "hint"), (*loc, "after"), line.get("after")


def _said(root: CommentedMap) -> Iterator[tuple[Loc, dict[Any, Any]]]:
    """Lines that may refer back."""
    for kind, loc, row in _rows(root):
        for field in {"fact": ("lines", "more"), "thread": ("when_met", "when_declined"), "hint": ("lines",)}[kind]:
            yield from (((*loc, field, n), _map(line)) for n, line in enumerate(_list(row.get(field))))


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
