"""`attune case`: the case as a sheet that a human actor could play."""

from __future__ import annotations

import argparse

from simulator.cli import pick
from simulator.cli.files import output
from simulator.cli.sheet import sheet
from simulator.language import pack, topic_meanings


def run(args: argparse.Namespace) -> int:
    """Print the sheet."""
    entry = pick.persona_entry(args.persona)
    persona = entry.get()
    topics = {} if pack(persona.language) is None else topic_meanings()
    with output(None) as write:
        write(sheet(persona, entry.hash[:12], topics).encode("utf-8", "backslashreplace"))
    return 0
