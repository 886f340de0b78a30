"""`attune encounters`: the local person's conversations, newest first."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from simulator.cli.files import output
from simulator.cli.lines import line
from simulator.cli.local import running
from simulator.settings import Settings
from simulator.wiring import build

COLUMNS = ("id", "begun", "persona", "name", "phase", "turns", "voice")


def run(args: argparse.Namespace) -> int:
    """Print the list."""
    with running(build(Settings.from_environment())) as local:
        found = local.run(local.simulator.encounters(local.who))
    rows = [
        {
            "id": row.id,
            "persona": row.persona,
            "name": row.name,
            "phase": row.phase.value,
            "begun": row.begun.isoformat(timespec="seconds"),
            "turns": row.turns,
            "voice": row.voice,
        }
        for row in found
    ]
    if args.format == "json":
        with output(None) as write:
            for row, of in zip(rows, found, strict=True):
                write(line(row | {"usage": of.usage}))
        return 0
    if not rows:
        print("No conversations yet. Begin one with `attune serve` or `attune chat PERSONA`.", file=sys.stderr)
        return 0
    for text in table(rows):
        print(text)
    return 0


def table(rows: list[dict[str, Any]]) -> list[str]:
    """Columns under their names, as wide as they need to be."""
    shown = [dict(zip(COLUMNS, map(str.upper, COLUMNS), strict=True)), *rows]
    wide = {name: max(len(str(row[name])) for row in shown) for name in COLUMNS}
    return ["  ".join(str(row[name]).ljust(wide[name]) for name in COLUMNS).rstrip() for row in shown]
