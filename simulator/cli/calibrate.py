"""`attune calibrate`: a coder beside several people's ratings of the same transcripts, item by item."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

import numpy as np

from simulator.calibrate.coded import read_row
from simulator.calibrate.compare import compare
from simulator.calibrate.data import Rated, Read
from simulator.calibrate.model import Agreement
from simulator.calibrate.reading import TABLES, Source, read
from simulator.cli import pick
from simulator.cli.coders import Order, results
from simulator.cli.files import named, output, read_text
from simulator.cli.lines import line
from simulator.codes import CoderIdentity
from simulator.errors import BadInput
from simulator.rubric.model import Rubric
from simulator.settings import Settings

SEED = 1
"""Of the draws: the same ratings give the same intervals."""
KINDS = (*TABLES, ".json", ".jsonl", ".txt")
"""Endings of the files that are read from a folder."""


def run(args: argparse.Namespace) -> int:
    """Read and check everything, let the coder read, compare, print."""
    if args.planted:
        from simulator.cli import planted  # brings the patients along

        return planted.run(args)
    _whole(args)
    rubric = pick.rubric(args.rubric)
    rated = read(sources(args.data[0], args.transcripts), rubric)
    made = compare(rubric, rated, *_coded(rated, rubric, args), np.random.default_rng(SEED))
    with output(args.output) as write:
        write(_render(made, args.format))
    return 0


def _whole(args: argparse.Namespace) -> None:
    """Raises BadInput where something that ratings need is missing, or something is there that only a key has."""
    see = "See `attune calibrate --help`."
    if len(args.data) != 1:
        what = "the following arguments are required: DATA" if not args.data else "more than one DATA"
        raise BadInput(f"{what}.", where="calibrate", todo=see)
    if args.rubric is None:
        raise BadInput("the following arguments are required: --rubric.", where="calibrate", todo=see)
    for name, value in (("--learners", args.learners), ("-n", args.times), ("--empty", args.empty)):
        if value is not None:
            raise BadInput(f"{name} without --planted.", where="calibrate", todo=see)


def sources(data: str, transcripts: str | None) -> list[Source]:
    """The files that are meant, read. Raises BadInput."""
    if not Path(data).is_dir():
        if transcripts is None and data.lower().endswith(TABLES):
            raise BadInput(
                "a table of ratings without its transcripts.",
                where=data,
                todo="Name the file that holds them with --transcripts, or give a folder with both.",
            )
        return [Source(named(path), read_text(path)) for path in (data, transcripts) if path is not None]
    if transcripts is not None:
        raise BadInput("--transcripts beside a folder.", where=data, todo="Put the transcripts into the folder.")
    paths = sorted(path for path in Path(data).iterdir() if path.suffix.lower() in KINDS and path.name[0] != ".")
    if not paths:
        raise BadInput("no ratings in this folder.", where=data, todo=f"Files that are read end in {', '.join(KINDS)}.")
    return [Source(str(path), read_text(str(path))) for path in paths]


def _coded(rated: Rated, rubric: Rubric, args: argparse.Namespace) -> tuple[list[Read], CoderIdentity]:
    """What the coder makes of the transcripts, by the way of `attune grade`: what is measured is what is used."""
    order = Order(rubric=rubric, scored=True, form="json")
    made = results(rated.transcripts, order, args.coder, args.jobs, Settings.from_environment())
    found: list[Read] = []
    failed: list[str] = []
    identity: CoderIdentity | None = None
    with closing(made):
        for number, result in enumerate(made, 1):
            row = json.loads(result.body)
            found.append(read_row(row, rubric))
            identity = identity or CoderIdentity.model_validate(row["coder"])
            failed += [] if result.uncoded is None else [result.uncoded]
            _progress(number, len(rated.transcripts))
    if failed:
        print(f"{len(failed)} of {len(found)} could not be coded: {failed[0]}", file=sys.stderr)
    assert identity is not None  # `read` gives no ratings without transcripts
    return found, identity


def _render(made: Agreement, form: str) -> bytes:
    if form == "json":
        return line(made.model_dump(mode="json"))
    if form == "html":
        from simulator.calibrate.html import html

        return html(made).encode("utf-8", "replace")
    from simulator.calibrate.text import table

    return table(made).encode("utf-8", "backslashreplace")


def _progress(done: int, of: int) -> None:
    if of > 1 and sys.stderr.isatty():
        print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
