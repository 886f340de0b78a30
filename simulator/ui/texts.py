"""One lookup for every visible string. A language is a file in catalogue/; which one, each request decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

DEFAULT = "en"
_GAP = re.compile(r"\{([a-z_]+)\}")


class Texts:
    """The strings of one language."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, **values: object) -> str:
        """The string at a dotted key, its gaps filled in one pass. Raises KeyError: a missing one is a bug."""
        found = self._at(key)
        if not isinstance(found, str):
            raise KeyError(key)
        return _GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), found)

    def all(self, key: str, **values: object) -> list[str]:
        """The strings of a list."""
        return [_GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), text) for text in self._at(key)]

    def table(self, keys: Iterable[str], **values: object) -> dict[str, str]:
        """Several strings by their last name: what a script needs."""
        return {key.rpartition(".")[2]: self(key, **values) for key in keys}

    def _at(self, key: str) -> Any:
        found: Any = self._table
        for part in key.split("."):
            found = found[part]
        return found


def sentence(message: str) -> str:
    """An error's message as it stands on a page: messages begin small, since a terminal puts a place before them."""
    return message[:1].upper() + message[1:]


@cache
def texts(language: str = DEFAULT) -> Texts:
    """The strings of a language that has a catalogue. Raises FileNotFoundError for another."""
    text = (files("simulator.ui") / "catalogue" / f"{language}.yaml").read_text("utf-8")
    return Texts(language, dict(YAML(typ="safe", pure=True).load(text)))


def for_request(headers: Any) -> Texts:
    """The first language of `Accept-Language` that has a catalogue, else English."""
    for part in str(headers.get("accept-language", "")).split(","):
        tag = part.partition(";")[0].strip().lower()
        for known in (tag, tag.partition("-")[0]):
            if known in available():
                return texts(known)
    return texts(DEFAULT)


@cache
def available() -> frozenset[str]:
    """Languages that have a catalogue."""
    folder = files("simulator.ui") / "catalogue"
    return frozenset(entry.name.removesuffix(".yaml") for entry in folder.iterdir())
