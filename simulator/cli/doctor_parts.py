"""The doctor on the optional parts: PDF reports and PostgreSQL."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec

from simulator.cli.finding import Finding, State
from simulator.errors import AttuneError
from simulator.report.pdf import pdf
from simulator.settings import Settings

GET_POSTGRES = 'To use PostgreSQL: pip install "attune-simulator[postgres]", then set ATTUNE_DATABASE_URL.'


def about_pdf() -> Finding:
    """By making a small one: that the parts are installed does not mean that they work."""
    chatter = io.StringIO()  # what WeasyPrint says about missing libraries is said better by the error
    try:
        with redirect_stdout(chatter), redirect_stderr(chatter):
            made = pdf("<!doctype html><html lang=en><title>Attune</title><p>Attune</p></html>")
    except AttuneError as error:
        return Finding(State.OPTIONAL, f"PDF reports: {error.what}", error.todo)
    return Finding(State.OK if made.startswith(b"%PDF") else State.BAD, "PDF reports: work")


def about_postgres(settings: Settings) -> Finding:
    """Whether its driver is there."""
    if find_spec("psycopg") is not None:
        return Finding(State.OK, "PostgreSQL driver: installed")
    wanted = settings.database_url is not None and settings.database_url.startswith("postgres")
    state = State.BAD if wanted else State.OPTIONAL
    return Finding(state, "PostgreSQL driver: not installed", GET_POSTGRES)
