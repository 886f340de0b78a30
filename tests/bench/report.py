"""The figures as a table, as JSON, and as the part of BENCHMARKS.md that is made by measuring."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.processes import ROOT, cores

FILE = ROOT / "BENCHMARKS.md"
BEGIN, END = "<!-- figures: made by `make bench ARGS=--write` -->", "<!-- end of figures -->"
GROWTH_BAR = 1.2

Json = dict[str, Any]
COLUMNS = {
    "cpu_ms": "CPU ms a turn",
    "added_p50": "added p50 ms",
    "added_p95": "added p95 ms",
    "before_p50": "before p50 ms",
    "before_p95": "before p95 ms",
    "words_p50": "first words ms",
    "turns_per_s": "turns/s",
    "cpu_share": "of one core",
    "memory_mb": "memory MB",
}
SMALL = {"cpu_share"}


def machine() -> Json:
    """What the figures were taken on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text("utf-8").splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    apart = cores()[0] != cores()[1]
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "pinned": "app on one core, provider and driver on another" if apart else "all on the same cores",
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }


def medians(runs: Iterable[Json]) -> dict[tuple[int, str], Json]:
    """For each number of learners and app: the median over the repeats; errors and turns are summed."""
    groups: dict[tuple[int, str], list[Json]] = {}
    for run in runs:
        groups.setdefault((run["learners"], run["app"]), []).append(run["figures"])
    out = {}
    for key, figures in groups.items():
        out[key] = {name: median(one[name] for one in figures) for name in figures[0]}
        for name in ("turns", "errors"):
            out[key][name] = sum(one[name] for one in figures)
    return out


def growth_medians(growths: Iterable[Json]) -> dict[str, Json]:
    """For each app: early and late cost and their ratio, medians over the repeats."""
    groups: dict[str, list[Json]] = {}
    for one in growths:
        groups.setdefault(one["app"], []).append(one)
    return {
        app: {
            **{name: median(one[name] for one in some) for name in ("early_ms", "late_ms", "ratio")},
            "errors": sum(len(one["problems"]) for one in some),
        }
        for app, some in groups.items()
    }


def _rows(found: dict[tuple[int, str], Json]) -> list[list[str]]:
    rows = [["learners", "app", *COLUMNS.values(), "errors"]]
    for (learners, app), figures in sorted(found.items(), key=lambda item: item[0][0]):
        numbers = [f"{figures[name]:.2f}" if name in SMALL else f"{figures[name]:.0f}" for name in COLUMNS]
        rows.append([str(learners), app, *numbers, f"{figures['errors']}/{figures['turns']}"])
    return rows


def _growth_rows(found: dict[str, Json]) -> list[list[str]]:
    rows = [["one conversation", "turn 10, CPU ms", "turn 100, CPU ms", "ratio", "errors"]]
    for app, one in found.items():
        rows.append([app, f"{one['early_ms']:.1f}", f"{one['late_ms']:.1f}", f"{one['ratio']:.2f}", str(one["errors"])])
    return rows


def _grading_rows(figures: Json) -> list[list[str]]:
    return [["grading, built-in", "one core, warm"], *([name, f"{value:,.0f}"] for name, value in figures.items())]


def ratios(found: dict[tuple[int, str], Json]) -> list[str]:
    """The product against each peer of the same run, in sentences."""
    out = []
    for (learners, app), peer in sorted(found.items(), key=lambda item: item[0][0]):
        own = found.get((learners, "attune"))
        if app == "attune" or own is None:
            continue
        who = "1 learner" if learners == 1 else f"{learners} learners at once"
        out.append(
            f"{who}, against bare {app}: {own['cpu_ms'] / peer['cpu_ms']:.2f} times the CPU per turn, "
            f"{own['added_p50'] / peer['added_p50']:.2f} times the added delay "
            f"({own['added_p50']:.0f} against {peer['added_p50']:.0f} ms)."
        )
    return out


def bars(found: dict[tuple[int, str], Json], grown: dict[str, Json]) -> list[tuple[str, bool]]:
    """What must hold now, and whether it does."""
    out = []
    if "attune" in grown:
        ratio = grown["attune"]["ratio"]
        out.append(
            (f"CPU per turn from turn 10 to turn 100: {ratio:.2f} times (at most {GROWTH_BAR})", ratio <= GROWTH_BAR)
        )
    most = max((learners for learners, app in found if app == "attune"), default=0)
    if most:
        errors = found[most, "attune"]["errors"] + sum(one["errors"] for one in grown.values())
        out.append((f"errors with {most} learners at once, and in the long conversations: {errors} (none)", not errors))
    return out


def plain(rows: Sequence[Sequence[str]]) -> str:
    """A table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])


def _bar_lines(found: dict[tuple[int, str], Json], grown: dict[str, Json]) -> list[str]:
    return [f"{'holds' if held else 'DOES NOT HOLD'}: {text}" for text, held in bars(found, grown)]


def for_terminal(result: Json) -> str:
    """Everything, for whoever waits."""
    found, grown = medians(result["runs"]), growth_medians(result["growths"])
    parts = []
    if found:
        parts += [plain(_rows(found)), "\n".join(ratios(found))]
    if grown:
        parts.append(plain(_growth_rows(grown)))
    if result.get("grading"):
        parts.append(plain(_grading_rows(result["grading"])))
    return "\n\n".join(filter(None, [*parts, "\n".join(_bar_lines(found, grown))]))


def for_file(result: Json) -> str:
    """Everything, as Markdown."""
    found, grown, on = medians(result["runs"]), growth_medians(result["growths"]), result["machine"]
    parts = [
        f"Taken on {on['date']}: {on['processor']}, {on['cores']} cores, {on['system']}, Python {on['python']}; "
        f"{on['pinned']}; load average {on['load']} before the run. "
        f"Medians of {result['repeats']} runs, the apps in turn."
    ]
    if lines := [*ratios(found), *_bar_lines(found, grown)]:
        parts.append("\n".join(f"- {line}" for line in lines))
    if found:
        parts.append(_markdown(_rows(found)))
    if grown:
        parts.append(_markdown(_growth_rows(grown)))
    if result.get("grading"):
        parts.append(_markdown(_grading_rows(result["grading"])))
    return "\n\n".join(parts)


def write(result: Json) -> None:
    """Put the figures into BENCHMARKS.md, between its two marks."""
    before, found, rest = FILE.read_text("utf-8").partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise SystemExit(f"{FILE.name} has no place for figures: the lines {BEGIN} and {END} are missing.")
    FILE.write_text(f"{before}{BEGIN}\n\n{for_file(result)}\n\n{END}{after}", "utf-8")
