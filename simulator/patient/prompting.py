"""The texts of the prompt: read once, filled in once, and known by their hash."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import lru_cache
from importlib import resources
from string import Template
from typing import Any

from simulator.persona import Persona

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@lru_cache(maxsize=1)
def _template() -> str:
    return (resources.files("simulator.patient") / "prompts" / "voice.en.md").read_text("utf-8")


@lru_cache(maxsize=1)
def _notes_text() -> str:
    return (resources.files("simulator.patient") / "prompts" / "brief.en.toml").read_text("utf-8")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The forms of the notes and of the history."""
    return tomllib.loads(_notes_text())


@lru_cache(maxsize=1)
def prompt_hash() -> str:
    """SHA-256 of the prompt's texts."""
    return hashlib.sha256(f"{_template()}\n{_notes_text()}".encode()).hexdigest()


def system_text(persona: Persona) -> str:
    """The message that stays the same through the encounter: who this is, how to speak, how to read the notes."""
    forms, setting = words(), persona.setting
    where = fill(forms["where"][persona.channel], place=setting.place, when=setting.when)
    return Template(_template()).substitute(
        name=persona.name,
        age=persona.age,
        learner_role=setting.learner_role,
        where=where,
        background="\n".join(f"- {item}" for item in persona.background) or "-",
        manner=persona.manner.strip(),
        language=forms["language"].get(persona.language.partition("-")[0], persona.language),
    )


def fill(form: str, **values: str) -> str:
    """Put values into a text of ours, each only once: what they hold is never read as a form."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), form)


def one_line(text: str) -> str:
    """The text on one line, without what nobody sees or hears."""
    return " ".join(_CONTROL.sub("", text).split())
