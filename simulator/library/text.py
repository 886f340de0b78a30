"""YAML text as a document with places: only plain YAML 1.2, refused with reasons where it is not."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
)
from ruamel.yaml.reader import ReaderError

from simulator.library.mistakes import mistake
from simulator.library.problems import Problem

MOST_CHARACTERS = 1_000_000
"""Longest text read; a persona is about a tenth of it."""
DEEPEST = 20
"""Most levels of nesting; a persona has about seven."""


class BadYaml(Exception):
    """The text is not the plain YAML that a persona or rubric needs."""

    def __init__(self, name: str, mark: Any, message: str, todo: str) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        self.problem = Problem(file=name, line=line, column=column, message=message, todo=todo)
        super().__init__(message)


def load(text: str, name: str) -> CommentedMap:
    """The document. Raises BadYaml."""
    if len(text) > MOST_CHARACTERS:
        raise BadYaml(name, None, f"the file has more than {MOST_CHARACTERS:,} characters.", "Shorten it.")
    try:
        _only_plain_yaml(text, name)
        root = YAML(typ="rt").load(text)
    except ReaderError as error:
        before = text[: error.position]
        at = f"line {before.count(chr(10)) + 1}"
        message = f"the character {error.character!r} on {at} is not allowed in YAML."
        raise BadYaml(name, None, message, "Delete it; it may be invisible in your editor.") from None
    except MarkedYAMLError as error:
        found = mistake(error, text)
        raise BadYaml(name, found, found.message, found.todo) from None
    except YAMLError as error:
        raise BadYaml(name, None, f"not valid YAML ({error}).", "Compare with a persona that works.") from None
    except ValueError as error:  # such as the date 2020-13-01, which YAML reads as a date
        raise BadYaml(name, None, f"a value cannot be read ({error}).", "Put it in quotes.") from None
    if not isinstance(root, CommentedMap):
        raise BadYaml(name, None, "the file holds no fields.", 'Begin with "schema_version: 1".')
    return root


def _only_plain_yaml(text: str, name: str) -> None:
    """Refuse, before anything is built, what could blow up or mean something else than it says."""
    depth = documents = 0
    for event in YAML(typ="rt").parse(text):
        if isinstance(event, AliasEvent):
            todo = "Write the text out in both places."
            raise BadYaml(name, event.start_mark, f"aliases (*{event.anchor}) are not read.", todo)
        if isinstance(event, NodeEvent) and getattr(event, "tag", None):
            todo = "Delete the word that begins with an exclamation mark, or put the text in quotes."
            raise BadYaml(name, event.start_mark, "tags (!) are not read.", todo)
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1 or event.version:
                todo = "Delete the lines that begin with --- or %."
                raise BadYaml(name, event.start_mark, "one plain YAML document is expected.", todo)
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise BadYaml(name, event.start_mark, f"nested more than {DEEPEST} levels deep.", "Flatten it.")


def plain(value: Any) -> Any:
    """Ruamel's types, which remember comments and quotes, as plain Python."""
    if isinstance(value, dict):
        return {plain(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    for base in (str, bool, int, float):
        if isinstance(value, base):
            return base(value)
    return value
