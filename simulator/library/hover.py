"""The schema as editors show it: every field explained, and every word that may be chosen with what it means."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

Help = dict[str, dict[str, str]]


@cache
def texts() -> Help:
    """What is said of fields and words, by model (or list of words, or model and field) and name."""
    return tomllib.loads((files("simulator.library") / "help.toml").read_text("utf-8"))


def explained(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a persona with its explanations. Editors show `description`, some also `enumDescriptions`."""
    help_ = texts()
    named = {schema["title"]: schema, **schema["$defs"]}
    for name, part in named.items():
        if "enum" in part:
            _words(part, help_.get(name, {}))
        for field, rules in part.get("properties", {}).items():
            text = help_.get(name, {}).get(field)
            if text is not None:
                rules["description"] = text
            if "enum" in rules:
                _words(rules, help_.get(f"{name}.{field}", {}))
            if chosen := _chosen(rules, schema["$defs"]):
                rules["description"] = f"{rules['description']}{_listed(help_.get(chosen, {}))}"
    return schema


def _words(part: dict[str, Any], meanings: dict[str, str]) -> None:
    part["enumDescriptions"] = [meanings.get(word, "") for word in part["enum"]]
    part["description"] = part.get("description", "") + _listed({word: meanings.get(word, "") for word in part["enum"]})


def _chosen(rules: dict[str, Any], kinds: dict[str, Any]) -> str | None:
    """The list from which a field's word, or its names, are chosen: a hover shows the field, not what it refers to."""
    options = [rules, *rules.get("anyOf", ()), rules.get("propertyNames", {})]
    names = (str(one.get("$ref", "")).rpartition("/")[2] for one in options)
    return next((name for name in names if "enum" in kinds.get(name, {})), None)


def _listed(meanings: dict[str, str]) -> str:
    return "".join(f"\n- {word}: {text}" for word, text in meanings.items())
