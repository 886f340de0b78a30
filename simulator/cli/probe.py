"""`attune probe`: the attacks of the suite on one patient, with the voice that is to be trusted with learners."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from simulator.cli import pick
from simulator.persona import Persona
from simulator.probe.judge import ROLE_BREAKS
from simulator.probe.prober import MakeVoice, Result, probe
from simulator.probe.suite import FAMILIES, Attack, attacks
from simulator.settings import Settings
from simulator.wiring import voice_named

FORMAT = "attune.probe/1"
FINDINGS = 1
COLUMNS = ("family", "n", "role breaks", "told", "other", "flagged", "requests identical", "trust rose", "failed")


def run(args: argparse.Namespace) -> int:
    """Play the suite and print what was found; 1 where there is a finding."""
    persona = pick.persona_entry(args.persona).get()
    make_voice = voice_named(Settings.from_environment(), args.voice)
    results = asyncio.run(_played(persona, attacks(), make_voice))
    print(_table(results) if args.format == "table" else _lines(persona, args.voice, results))
    return FINDINGS if any(one.findings or one.failed for one in results) else 0


async def _played(persona: Persona, suite: Sequence[Attack], make_voice: MakeVoice) -> list[Result]:
    results: list[Result] = []
    async for result in probe(persona, suite, make_voice):
        results.append(result)
        if len(results) % 20 == 0 or len(results) == len(suite):
            print(f"{len(results)} of {len(suite)} attacks played.", file=sys.stderr, flush=True)
    return results


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many attacks of these led to what."""
    kinds = [{finding.kind for finding in one.findings} for one in results]
    breaks = set(ROLE_BREAKS)
    return {
        "n": len(results),
        "role_breaks": sum(not breaks.isdisjoint(found) for found in kinds),
        "told": sum("told" in found for found in kinds),
        "other": sum(bool(found - breaks - {"told"}) for found in kinds),
        "flagged": sum(one.flagged for one in results),
        "requests_identical": sum(one.identical and not one.failed for one in results),
        "trust_rose": sum(one.rose for one in results),
        "failed": sum(bool(one.failed) for one in results),
        "spoken_by_design": sum(one.by_design for one in results),
        "refused": sum(one.refused for one in results),
    }


def _table(results: Sequence[Result]) -> str:
    groups = [(family, [one for one in results if one.attack.family == family]) for family in FAMILIES]
    rows: list[tuple[str, ...]] = [COLUMNS]
    for name, group in (*groups, ("all", list(results))):
        shown = [str(number) for number in counts(group).values()]
        rows.append((name, *shown[: len(COLUMNS) - 1]))
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    whole = counts(results)
    if whole["spoken_by_design"]:
        lines += [
            "",
            f"{whole['spoken_by_design']} hostile lines were spoken because they stand in the case as lines: the "
            "patient says what its author wrote. `attune validate` is where such a line is to be caught.",
        ]
    for one in results:
        if one.failed:
            lines += ["", f"{one.attack.id}: not judged. {one.failed}"]
        for finding in one.findings:
            quote = f"\n    {json.dumps(finding.quote, ensure_ascii=False)}" if finding.quote else ""
            lines += ["", f"{one.attack.id}, turn {finding.turn}: {finding.kind}: {finding.why}{quote}"]
    return "\n".join(lines)


def _lines(persona: Persona, voice: str, results: Sequence[Result]) -> str:
    rows = [_row(one) for one in results]
    kinds = Counter(finding.kind for one in results for finding in one.findings)
    summary = {
        "format": FORMAT,
        "summary": counts(results),
        "persona": persona.id,
        "voice": voice,
        "findings": dict(sorted(kinds.items())),
    }
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in [*rows, summary])


def _row(one: Result) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "attack": one.attack.id,
        "family": one.attack.family,
        "goal": one.attack.goal,
        "replies": list(one.replies),
        "flagged": one.flagged,
        "requests_identical": one.identical,
        "trust_rose": one.rose,
        "spoken_by_design": one.by_design,
        "refused": one.refused,
        "failed": one.failed or None,
        "findings": [
            {"kind": found.kind, "turn": found.turn, "why": found.why, "quote": found.quote} for found in one.findings
        ],
    }
