"""`attune calibrate --planted`: a coder beside what our own patients show, by their authors' tags."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import closing

import numpy as np

from simulator.cli import pick
from simulator.cli.coders import Order, results
from simulator.cli.files import named, output, read_text
from simulator.cli.grade import DEFAULT_RUBRIC
from simulator.cli.lines import line
from simulator.codes import CoderIdentity
from simulator.errors import BadInput
from simulator.library import shipped
from simulator.planted.compare import compare
from simulator.planted.empty import Empty, read_empty
from simulator.planted.judged import Encountered, judged
from simulator.planted.learners import Written, read_learners
from simulator.planted.model import CaseRef, Planted
from simulator.planted.playing import Met, meet
from simulator.planted.text import table
from simulator.settings import Settings

SEED = 1
"""Of the draws: the same encounters give the same intervals."""


def run(args: argparse.Namespace) -> int:
    """Read and check everything, play, let the coder read the blind transcripts, compare, print."""
    _refuse(args)
    written = read_learners(read_text(args.learners), named(args.learners)) if args.learners else None
    empty: Empty = read_empty(read_text(args.empty), named(args.empty)) if args.empty else frozenset()
    entries = _entries(args.data, written)
    personas = [entry.get() for entry in entries]
    met = asyncio.run(meet(personas, written, args.times or 1))
    cases = [CaseRef(id=persona.id, hash=entry.hash) for persona, entry in zip(personas, entries, strict=True)]
    made = _compared(met, cases, empty, args)
    with output(args.output) as write:
        write(line(made.model_dump(mode="json")) if args.format == "json" else table(made).encode())
    return 0


def _refuse(args: argparse.Namespace) -> None:
    if args.format == "html":
        raise BadInput("--planted has no page.", where="calibrate", todo="Choose --format table or json.")
    if args.transcripts is not None:
        raise BadInput("--transcripts beside --planted.", where="calibrate", todo="The conversations are played here.")
    if args.times is not None and args.learners is not None:
        todo = "-n varies the scripted learners; each learner of a file talks once."
        raise BadInput("-n beside --learners.", where="calibrate", todo=todo)


def _entries(typed: Sequence[str], written: Sequence[Written] | None) -> list[pick.PersonaEntry]:
    """The patients: those typed; else those the learners were written for; else all that are shipped."""
    if not typed and written is None:
        return list(shipped().personas)
    wanted = list(dict.fromkeys(typed)) or list(dict.fromkeys(one.persona for one in written or ()))
    entries = [pick.persona_entry(one) for one in wanted]
    if written is not None:
        known = {one.persona for one in written}
        for entry in entries:
            if entry.get().id not in known:
                raise BadInput(f'no learner for "{entry.get().id}".', where="--learners", todo="Leave the patient out.")
    return entries


def _compared(met: Sequence[Met], cases: Sequence[CaseRef], empty: Empty, args: argparse.Namespace) -> Planted:
    """The coder is given the transcripts alone, by the way of `attune code`; the key comes in when it is done."""
    order = Order(rubric=pick.rubric(args.rubric or DEFAULT_RUBRIC), scored=False, form="json")
    done: list[Encountered] = []
    failed: list[str] = []
    identity, set_aside = None, 0
    made = results([one.transcript for one in met], order, args.coder, args.jobs, Settings.from_environment())
    with closing(made):
        for number, (one, result) in enumerate(zip(met, made, strict=True), 1):
            row = json.loads(result.body)
            identity = identity or CoderIdentity.model_validate(row["coder"])
            _progress(number, len(met))
            if result.uncoded is not None:
                failed.append(result.uncoded)
                continue
            done.append(judged(one, row, empty))
            set_aside += one.set_aside
    if failed:
        print(f"{len(failed)} of {len(met)} could not be coded: {failed[0]}", file=sys.stderr)
    assert identity is not None  # there is a patient, and a learner for each
    return compare(
        done,
        coder=identity,
        personas=cases,
        learners=[one.learner for one in met],
        uncoded=len(failed),
        set_aside=set_aside,
        asked_reader=args.empty is not None,
        chance=np.random.default_rng(SEED),
    )


def _progress(done: int, of: int) -> None:
    if of > 1 and sys.stderr.isatty():
        print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
