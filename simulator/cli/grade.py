"""`attune code` and `attune grade`: transcripts in, labels (and scores) out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from simulator.cli import pick
from simulator.cli.coders import Order, identities, results
from simulator.cli.files import appended, output
from simulator.cli.spending import Purse, foreseen
from simulator.cli.standing import Standing
from simulator.cli.transcripts import Transcripts
from simulator.errors import BadInput
from simulator.settings import Settings
from simulator.transcript import Transcript

DEFAULT_RUBRIC = "emotion-response"
"""What `attune code` codes for; its items need nothing beyond the labels themselves."""
STOPPED = 1
"""Exit code where the budget was reached and transcripts are left."""


def run(args: argparse.Namespace) -> int:
    """Look at everything, then grade: a mistake in the last file is found before any work is done."""
    scored = args.verb == "grade"
    rubric = pick.rubric(args.rubric if scored else DEFAULT_RUBRIC)
    settings = Settings.from_environment()
    order = Order(rubric=rubric, scored=scored, form=args.format, votes=args.votes, requests=args.concurrency)
    _fit(args)
    # A model that is not set up is said before anything else; a dry run needs none.
    who = None if args.dry_run and not args.resume else identities(order, args.coder, settings)
    with closing(read(args.files)) as transcripts:
        standing = Standing(args.output, rubric if scored else None, who) if args.resume and who else None
        job = Job(transcripts, standing, order, args, settings)
        if job.look() and not args.dry_run:
            return job.grade()
    return 0


def read(paths: Sequence[str]) -> Transcripts:
    """The transcripts of all files, in order. Raises BadInput."""
    return Transcripts(paths)


def _fit(args: argparse.Namespace) -> None:
    """Raises BadInput where options do not go together."""
    if args.resume and (args.output is None or args.format != "json"):
        raise BadInput(
            "--resume goes on with a file of JSON Lines.", todo="Name it: -o FILE --resume (and --format json)."
        )
    given = (("--votes", args.votes != 1), ("--budget", args.budget), ("--concurrency", args.concurrency))
    for name, there in given:
        if there and args.coder == "offline":
            raise BadInput(f"{name} is for a language model.", todo="Add --coder llm or --coder both.")


@dataclass(slots=True)
class Job:
    """One run of the command, once it is known what is wanted."""

    transcripts: Transcripts
    standing: Standing | None
    order: Order
    args: argparse.Namespace
    settings: Settings
    total: int = 0
    left: int = 0

    def look(self) -> bool:
        """Count and check everything, and say what it will take. False where nothing is left to do."""
        from_model = self.args.coder != "offline"
        if from_model:
            from simulator.grader.estimate import NOTHING, estimate

            tokens = NOTHING
        for transcript in self._todo(self._counted()):
            self.left += 1
            if from_model:
                tokens = tokens.plus(estimate(transcript, self.order.rubric, self.order.votes))
        if self.left < self.total:
            _say(f"{self.total - self.left:,} of {self.total:,} stand in {self.args.output} already.")
        if from_model and self.left:
            from simulator.wiring import prices_of

            _say(foreseen(tokens, self.left, prices_of(self.settings, self.settings.coder_model)))
        elif self.args.dry_run:
            _say(f"{self.left:,} to code. The built-in coder uses no tokens.")
        if not self.left and self.standing is not None and not self.args.dry_run:
            self.standing.tidy(self.transcripts)
        # Nothing in the input still makes an (empty) output, as ever.
        return self.left > 0 or self.standing is None

    def grade(self) -> int:
        """Do it. The results are written as they come."""
        purse = self._purse()
        made = results(self._todo(self.transcripts), self.order, self.args.coder, self.args.jobs, self.settings, purse)
        done, failed, reason = 0, 0, ""
        destination = appended(self.args.output) if self.standing else output(self.args.output)
        with destination as write, closing(made):
            for done, result in enumerate(made, 1):
                write(b"\n" + result.body if self.order.form == "text" and done > 1 else result.body)
                if result.uncoded is not None:
                    failed, reason = failed + 1, reason or result.uncoded
                _progress(done, self.left)
        if self.standing is not None:
            self.standing.tidy(self.transcripts)
        if failed:
            _say(f"{failed:,} of {done:,} could not be coded: {reason}")
        if purse.closed is None:
            return 0
        return self._stopped(done, purse)

    def _stopped(self, done: int, purse: Purse) -> int:
        again = "the same command and --resume" if self.args.output else "-o FILE --resume beside the same options"
        again = "the same command" if self.standing else again
        end = "\n" if done and sys.stderr.isatty() else ""
        _say(
            f"{end}Stopped: {purse.closed} ({purse.used} used). {done:,} of {self.left:,} done, {self.left - done:,} "
            f"left. To go on: {again}, with a new budget."
        )
        return STOPPED

    def _purse(self) -> Purse:
        if self.args.coder == "offline":
            return Purse()
        from simulator.wiring import prices_of

        return Purse(self.args.budget, prices_of(self.settings, self.settings.coder_model))

    def _counted(self) -> Iterator[Transcript]:
        for transcript in self.transcripts:
            self.total += 1
            yield transcript

    def _todo(self, transcripts: Iterator[Transcript] | Transcripts) -> Iterator[Transcript]:
        return iter(transcripts) if self.standing is None else self.standing.left(transcripts)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _progress(done: int, of: int) -> None:
    if of > 1 and sys.stderr.isatty():
        print(f"\r{done:,} of {of:,}", end="\n" if done == of else "", file=sys.stderr, flush=True)
