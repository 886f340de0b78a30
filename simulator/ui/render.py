"""Templates of the pages. Autoescaped files of ours; whatever comes from outside goes in as a variable."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.ui.texts import Texts


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("simulator.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, texts: Texts, **values: Any) -> str:
    """One template, with `t` for the strings."""
    return _environment().get_template(template).render(t=texts, **values)


@cache
def static_url(name: str) -> str:
    """Address of a static file; it changes with its content, so that a browser may keep it."""
    digest = hashlib.sha256((files("simulator.ui") / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"
