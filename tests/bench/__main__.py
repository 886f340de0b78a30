"""make bench: measure, print, keep."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import report
from tests.bench.apps import APPS, CHAINLIT_PYTHON, App, app_server, available, provider
from tests.bench.growth import grow
from tests.bench.load import measure
from tests.bench.processes import Server, cores, pin
from tests.measured import speed

CONVERSATION = "talk:300,20,60"
"""300 ms to the first token, 20 ms a token, 60 tokens."""
FAST = "talk:5,1,20"
"""For long conversations: short answers without waiting."""


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What was chosen."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--apps", default="", help=f"of {', '.join(APPS)}; default: all that are there")
    parser.add_argument("--learners", default="1,50", help="how many at once (default %(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="of everything (default %(default)s)")
    parser.add_argument("--turns", type=int, default=3, help="each, of several learners (default %(default)s)")
    parser.add_argument("--turns-alone", type=int, default=6, help="of one learner (default %(default)s)")
    parser.add_argument("--ramp", type=float, default=1.5, help="seconds in which several begin (default %(default)s)")
    parser.add_argument("--think", type=float, default=0.0, help="mean seconds several think before each turn")
    parser.add_argument("--growth", default="attune,gradio", help="apps with a long conversation; - for none")
    parser.add_argument("--out", type=Path, help="file for the results as JSON")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {report.FILE.name}")
    return parser.parse_args(argv)


def chosen(names: str) -> list[App]:
    """The apps to measure, and a sentence for one that is left out."""
    here = available()
    wanted = [APPS[name] for name in names.split(",")] if names else list(APPS.values())
    for app in wanted:
        if app not in here:
            print(f"{app.name} is left out: set {CHAINLIT_PYTHON} to a Python that has it.", flush=True)
    return [app for app in wanted if app in here]


async def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All measurements, the apps in turn, so that whatever slows the machine meets each of them."""
    apps = chosen(options.apps)
    long = [app for app in apps if app.name in options.growth.split(",")]
    counts = [int(count) for count in options.learners.split(",") if count]
    runs: list[dict[str, Any]] = []
    growths: list[dict[str, Any]] = []
    with provider(folder) as source:
        base_url = f"{source.url}/v1"
        for repeat in range(options.repeats):
            for app in apps if counts else []:
                with app_server(app, folder / f"{app.name}-{repeat}", CONVERSATION, base_url) as server:
                    crowd, first = app.crowd(server.url), 0
                    for count in counts:
                        turns = options.turns_alone if count == 1 else options.turns
                        ramp, think = (0.0, 0.0) if count == 1 else (options.ramp, options.think)
                        load = await measure(server, crowd, count, turns, ramp_s=ramp, think_s=think, first=first)
                        first += count
                        row = {"app": app.name, "learners": count, "repeat": repeat, "figures": load.figures()}
                        runs.append({**row, "problems": dict(load.problems)})
                        _say(runs[-1], server)
            for app in long:
                with app_server(app, folder / f"{app.name}-long-{repeat}", FAST, base_url) as server:
                    growth = await grow(server, app.crowd(server.url), 0)
                    growths.append({"app": app.name, "repeat": repeat, "ratio": growth.ratio, **asdict(growth)})
                    _say(growths[-1], server)
    how = {"repeats": options.repeats, "think_s": options.think}
    return {**how, "runs": runs, "growths": growths, "grading": speed.measured()}


def _say(row: dict[str, Any], server: Server) -> None:
    figures = row.get("figures") or {name: row[name] for name in ("early_ms", "late_ms", "ratio")}
    numbers = " ".join(f"{name}={value:.2f}" for name, value in figures.items())
    who = f"{row['learners']} at once" if "learners" in row else "long"
    print(f"[{row['repeat'] + 1}] {row['app']:9} {who:12} {numbers}", flush=True)
    if row["problems"]:
        print(f"    {row['problems']}\n{server.last_words()}", flush=True)


def main() -> int:
    """Measure; 1 when a bar does not hold."""
    options = arguments()
    on = report.machine()
    pin(cores()[1])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="attune-bench-") as folder:
        result = {"machine": on, **asyncio.run(run(options, Path(folder)))}
    out = options.out or Path(tempfile.gettempdir()) / "attune-bench.json"
    out.write_text(json.dumps(result, indent=1), "utf-8")
    print(f"\n{report.for_terminal(result)}\n\nEvery run is in {out} ({time.monotonic() - began:.0f} s).")
    if options.write:
        report.write(result)
    held = [held for _, held in report.bars(report.medians(result["runs"]), report.growth_medians(result["growths"]))]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
