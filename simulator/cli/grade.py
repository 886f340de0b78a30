"""`attune code` and `attune grade`: transcripts in, labels (and scores) out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from simulator.cli import pick
from simulator.cli.coders import Order, results
from simulator.cli.files import STDIN, named, output, read_text
from simulator.errors import BadInput
from simulator.settings import Settings
from simulator.transcript import Transcript, parse

DEFAULT_RUBRIC = "emotion-response"
"""What `attune code` codes for; its items need nothing beyond the labels themselves."""


def run(args: argparse.Namespace) -> int:
    """Read everything, then grade: a mistake in the last file is found before any work is done."""
    scored = args.verb == "grade"
    rubric = pick.rubric(args.rubric if scored else DEFAULT_RUBRIC)
    transcripts = read(args.files)
    order = Order(rubric=rubric, scored=scored, form=args.format)
    made = results(transcripts, order, args.coder, args.jobs, Settings.from_environment())
    failed: list[str] = []
    with output(args.output) as write, closing(made):
        for number, result in enumerate(made, 1):
            write(b"\n" + result.body if args.format == "text" and number > 1 else result.body)
            if result.uncoded is not None:
                failed.append(result.uncoded)
            _progress(number, len(transcripts))
    if failed:
        print(f"{len(failed)} of {len(transcripts)} could not be coded: {failed[0]}", file=sys.stderr)
    return 0


def read(paths: Sequence[str]) -> list[Transcript]:
    """The transcripts of all files, in order. Raises BadInput."""
    if paths.count(STDIN) > 1:
        raise BadInput('"-" stands twice.', todo="Standard input can be read once.")
    return [transcript for path in paths for transcript in _read_one(path)]


def _read_one(path: str) -> tuple[Transcript, ...]:
    text = read_text(path)
    try:
        return parse(text, name=named(path))
    except (RecursionError, ValueError) as error:  # JSON nested too deep, or a number of thousands of digits
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        raise BadInput(f"not usable JSON ({why}).", where=named(path), todo="Give transcripts only.") from None


def _progress(done: int, of: int) -> None:
    if of > 1 and sys.stderr.isatty():
        print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
