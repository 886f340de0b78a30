"""Measure and print."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.measured import (
    annomi,
    decoys,
    eaf,
    epitome,
    levels,
    primary_care,
    replies,
    speed,
    styles,
    trust,
    unhelpful,
)
from tests.measured.figures import Table, printed
from tests.measured.rows import HALVES

OUTSIDE: dict[str, Callable[[Path, Sequence[str]], list[Table]]] = {
    "eaf": eaf.tables,
    "annomi": annomi.tables,
    "epitome": epitome.tables,
    "esconv_failed": unhelpful.tables,
    "primock57": primary_care.tables,
}
"""Needs data that are not part of the project."""
OWN: dict[str, Callable[[Sequence[str]], list[Table]]] = {
    "replies": replies.tables,
    "decoys": decoys.tables,
    "levels": levels.tables,
    "styles": styles.tables,
    "speed": speed.tables,
}
"""Needs nothing but tests/apart."""
NONE = "-"


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What was chosen."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.measured",
        description="The built-in grader measured.",
    )
    parser.add_argument("data", metavar="DATA_FOLDER", help=f"where the labelled sets lie; {NONE} for none")
    parser.add_argument("names", metavar="name", nargs="*", help=f"of {', '.join((*OUTSIDE, *OWN))}; default: all")
    parser.add_argument("--half", choices=HALVES, help="default: both")
    parser.add_argument(
        "--write", action="store_true", help="with styles: keep the figures where reports find them (trust.yaml)"
    )
    options = parser.parse_args(argv)
    unknown = [name for name in options.names if name not in (*OUTSIDE, *OWN)]
    if unknown:
        parser.error(f"no such measurement: {', '.join(unknown)}")
    if options.write and "styles" not in options.names:
        parser.error("only styles can be written: name it")
    if options.data == NONE and any(name in OUTSIDE for name in options.names):
        parser.error("these need the data folder: " + ", ".join(name for name in options.names if name in OUTSIDE))
    if options.data != NONE and not Path(options.data).is_dir():
        parser.error(f"{options.data} is no folder")
    return options


def main() -> int:
    """Print every table as soon as it is there."""
    options = arguments()
    halves = [options.half] if options.half else list(HALVES)
    usual = [*OWN] if options.data == NONE else [*OUTSIDE, *OWN]
    for name in options.names or usual:
        began = time.monotonic()
        tables = OUTSIDE[name](Path(options.data), halves) if name in OUTSIDE else OWN[name](halves)
        print("\n\n".join(printed(table) for table in tables))
        print(f"   ({time.monotonic() - began:.0f} s)\n", flush=True)
    if options.write:
        print(f"Written: {trust.write(styles.measured())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
