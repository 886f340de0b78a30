"""`attune report`: of a conversation of one's own, or from what `attune code` or `attune grade` wrote."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from simulator.cli.files import STDIN, named, output, read_text
from simulator.cli.lines import line
from simulator.errors import BadInput, NotFound
from simulator.library import shipped
from simulator.report import Report, from_coding_json, render
from simulator.settings import Settings

WHOLE = ("html", "pdf")
"""Formats of which one file holds one report."""
ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".jsonl": "json", ".csv": "csv", ".pdf": "pdf"}
"""Endings of files and the format each stands for."""


def run(args: argparse.Namespace) -> int:
    """Write the report or reports."""
    form = args.format or ENDINGS.get(Path(args.output or "").suffix.lower(), "text")
    if form == "pdf" and args.output is None and sys.stdout.isatty():
        raise BadInput("a terminal cannot show a PDF.", where="--format pdf", todo="Name a file with -o.")
    body = rendered(reports(args.source, args.id), form)
    with output(args.output) as write:
        write(body)
    return 0


def reports(source: str, only: str | None) -> tuple[Report, ...]:
    """The reports that a file or an id stands for. Raises BadInput, NotFound."""
    if source != STDIN and not _is_file(source):
        return (_of_encounter(source),)
    text = read_text(source)
    rubrics = {entry.id: entry.item for entry in shipped().rubrics if entry.item is not None}
    try:
        found = from_coding_json(text, rubrics=rubrics, name=named(source))
    except RecursionError:
        raise BadInput("nested too deep.", where=named(source), todo="Give what `attune grade` wrote.") from None
    if only is None:
        return found
    chosen = tuple(report for report in found if report.encounter == only)
    if not chosen:
        raise NotFound(f'no coding of a transcript "{only}".', where=named(source), todo="Give the id of one in it.")
    return chosen


def rendered(found: Sequence[Report], form: str) -> bytes:
    """All reports in one format. Raises BadInput where the format holds one and there are several."""
    if len(found) == 1:
        return render(found[0], form).body
    if form in WHOLE:
        raise BadInput(
            f"{len(found)} codings, and {form} holds one.", where="--format", todo="Choose one with --id, or text."
        )
    if form == "json":
        return b"".join(line(report.model_dump(mode="json")) for report in found)
    bodies = [render(report, form).body for report in found]
    if form == "csv":  # one row of column names is enough
        return b"".join(body if n == 0 else body.partition(b"\r\n")[2] for n, body in enumerate(bodies))
    return b"\n".join(bodies)


def _is_file(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False


def _of_encounter(identity: str) -> Report:
    try:
        encounter_id = str(UUID(identity))
    except ValueError:
        raise NotFound(
            "neither a file nor the id of a conversation.",
            where=identity,
            todo="Look at the path, or at the ids that `attune encounters` lists.",
        ) from None
    from simulator.cli.local import graded, running
    from simulator.wiring import build

    with running(build(Settings.from_environment())) as local:
        local.run(graded(local, encounter_id))
        return local.run(local.simulator.report(local.who, encounter_id))
