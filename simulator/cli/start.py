"""From a command line to an exit code."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from simulator.cli.arguments import parser
from simulator.errors import AttuneError

DONE, FINDINGS, BAD = 0, 1, 2
INTERRUPTED = 130
"""What a shell expects of a program that was stopped by Ctrl-C."""

ROOM_OF = {"code": "grade"}
"""Verbs whose work stands in the file of another verb."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. What a person can mend is said in one line; a bug keeps its traceback."""
    _speak_utf8()
    try:
        return _run(parser().parse_args(argv))
    except AttuneError as error:
        print(f"attune: {' '.join(error.message.split())}", file=sys.stderr)
        return BAD
    except BrokenPipeError:
        _nobody_reads()
        return DONE
    except KeyboardInterrupt:
        print("attune: stopped.", file=sys.stderr)
        return INTERRUPTED


def _run(args: argparse.Namespace) -> int:
    """Only the asked verb's file is loaded: nobody waits for what they do not use."""
    room = importlib.import_module(f"simulator.cli.{ROOM_OF.get(args.verb, args.verb)}")
    code: int = room.run(args)
    sys.stdout.flush()  # here, where a closed pipe is still caught
    return code


def _speak_utf8() -> None:
    """The same bytes in every locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _nobody_reads() -> None:
    """Whoever read our output has seen enough (`attune grade ... | head`); do not complain at exit either."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
