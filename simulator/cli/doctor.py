"""`attune doctor`: what is configured, reachable and missing, and how to get it."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
from collections.abc import Iterator

from simulator import __version__
from simulator.cli.doctor_model import about_models
from simulator.cli.doctor_parts import about_pdf, about_postgres
from simulator.cli.finding import Finding, State, shown_url
from simulator.errors import AttuneError
from simulator.language import pack, topic_meanings
from simulator.library import Entry, shipped
from simulator.persona import Persona
from simulator.rubric.model import Rubric
from simulator.settings import Settings
from simulator.store import open_store

LANGUAGES = ("en",)
"""Languages a pack may exist for."""


def run(args: argparse.Namespace) -> int:
    """Print what was found, line by line as it is found."""
    for finding in findings():
        print(finding.text(), flush=True)
    return 0


def findings() -> Iterator[Finding]:
    """Everything looked at, in a fixed order."""
    yield Finding(State.OK, f"Attune {__version__}")
    yield Finding(State.OK, f"Python {platform.python_version()}")
    try:
        settings = Settings.from_environment()
    except AttuneError as error:
        yield Finding(State.BAD, f"{error.where}: {error.what}", error.todo)
        settings = Settings.from_environment({**os.environ, error.where: ""})
    yield from _about_data(settings)
    yield from _about_library()
    yield from _about_languages()
    yield from about_models(settings)
    yield about_pdf()
    yield about_postgres(settings)


def _about_data(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    try:
        database = asyncio.run(_open(settings))
    except AttuneError as error:
        yield Finding(State.BAD, f"Database: {error.what}", f"{error.where}: {error.todo}")
    else:
        yield Finding(State.OK, f"Database: {database}, open and up to date")
    nearest = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if os.access(nearest, os.W_OK | os.X_OK):
        there = "writable" if folder.is_dir() else "not there yet, made when it is needed"
        yield Finding(State.OK, f"Data directory: {folder} ({there})")
    else:
        todo = "Give this account the right to write there, or set ATTUNE_DATA_DIR to a directory it may write."
        yield Finding(State.BAD, f"Data directory: {folder} cannot be written", todo)


async def _open(settings: Settings) -> str:
    store = await open_store(settings)
    await store.close()
    if settings.database_url is None:
        return str(settings.data_dir / "attune.db")
    return shown_url(settings.database_url)


def _about_library() -> Iterator[Finding]:
    library = shipped()
    yield from _about_files("personas", library.personas)
    yield from _about_files("rubrics", library.rubrics)


def _about_files(what: str, entries: tuple[Entry[Persona], ...] | tuple[Entry[Rubric], ...]) -> Iterator[Finding]:
    usable = [entry.id for entry in entries if entry.item is not None]
    state = State.OK if usable else State.BAD
    todo = "" if usable else "Install Attune again: its files are missing."
    yield Finding(state, f"{what.capitalize()}: {len(usable)} ({', '.join(usable) or 'none'})", todo)
    for entry in entries:
        if entry.item is None:
            first = entry.problems[0] if entry.problems else "empty"
            yield Finding(State.BAD, f"{what}/{entry.file}: {len(entry.problems)} problems", f"First: {first}")


def _about_languages() -> Iterator[Finding]:
    for tag in LANGUAGES:
        found = pack(tag)
        if found is None:
            yield Finding(State.BAD, f"Language pack {tag}: missing", "Install Attune again: its files are missing.")
        else:
            yield Finding(State.OK, f"Language pack {tag}: version {found.version}, {len(topic_meanings())} topics")
