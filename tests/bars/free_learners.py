"""What differently spoken learners get told: those written apart beside those scripted here.

Run it: python -m tests.bars.free_learners [--kept-back]    (--kept-back: the four a patient that nobody tuned on)
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.grader.builtin import BuiltinCoder
from simulator.library import shipped
from simulator.persona import FactKind, Persona
from tests.playing import PATIENTS, Played, asked, patient, people, play

SCRIPTED = Path(__file__).parent / "scripted_learners.json"
Wanted = list[list[str]]
"""For each turn, what it plainly asks for: each inner list holds facts of which one is a full answer."""


@dataclass(frozen=True)
class Row:
    """One learner's encounter in figures."""

    persona: str
    style: str
    source: str
    personal: int
    personal_of: int
    clinical: int
    clinical_asked: int
    safety: int
    safety_asked: int
    held: int
    threads: int
    threads_of: int
    coded_met: int
    coded_of: int
    trust: float
    missing: tuple[str, ...] = ()


def scripted(identity: str) -> dict[str, list[dict[str, Any]]]:
    """Learners scripted here: style → turns (each with the facts it asks for)."""
    return dict(json.loads(SCRIPTED.read_text("utf-8"))[identity])


async def row(
    persona: Persona,
    style: str,
    source: str,
    turns: list[dict[str, Any]],
    wanted: list[Wanted],
    *,
    coded: bool = True,
) -> tuple[Row, Played]:
    """Play one learner and count; `coded`: what the built-in grader makes of it too, which takes longest."""
    played = await play(persona, turns)
    kinds = {fact.id: fact.kind for fact in persona.facts}
    told = played.all_told
    needs = {tuple(sorted(fact for fact in need if fact in kinds)) for turn in wanted for need in turn} - {()}
    clinical = {need for need in needs if all(kinds[fact] is FactKind.CLINICAL for fact in need)}
    safety = {need for need in needs if all(kinds[fact] is FactKind.SAFETY for fact in need)}
    missing = {need for need in clinical | safety if told.isdisjoint(need)}
    outcomes: list[str] = []
    if coded:
        rubric = shipped().rubric("emotion-response").get()
        coding = await BuiltinCoder().code(played.transcript, rubric)
        outcomes = [thread.outcome.value for thread in coding.threads]
    counted = [outcome for outcome in outcomes if outcome not in ("no_chance", "declined")]
    return (
        Row(
            persona=persona.id,
            style=style,
            source=source,
            personal=len(played.kind_told(FactKind.PERSONAL)),
            personal_of=sum(kind is FactKind.PERSONAL for kind in kinds.values()),
            clinical=len(clinical - missing),
            clinical_asked=len(clinical),
            safety=len(safety - missing),
            safety_asked=len(safety),
            held=len(played.kind_told(FactKind.HELD)),
            threads=played.threads_met,
            threads_of=len(persona.threads),
            coded_met=sum(outcome in ("met", "met_later") for outcome in counted),
            coded_of=len(counted),
            trust=played.trust[-1],
            missing=tuple(sorted("|".join(need) for need in missing)),
        ),
        played,
    )


async def rows(name: str = "people", *, labelled: bool = True, free_only: bool = False) -> list[Row]:
    """All learners of the file `name` on all patients, and beside them those scripted here.

    `free_only`: without the latter, and without what the grader makes of it.
    """
    out = []
    for identity in PATIENTS:
        persona = patient(identity)
        labels = asked(identity, name) if labelled else {}
        for style, turns in people(identity, name).items():
            wanted = labels.get(style, [[]] * len(turns))
            out.append((await row(persona, style, "free", turns, wanted, coded=not free_only))[0])
        for style, turns in scripted(identity).items() if labelled and not free_only else ():
            needs = [[[fact] for fact in turn.get("facts", [])] for turn in turns]
            out.append((await row(persona, style, "scripted", turns, needs))[0])
    return out


def table(all_rows: list[Row]) -> str:
    """The figures side by side."""
    head = f"{'patient':18}{'learner':14}{'source':10}{'personal':>9}{'clinical':>10}{'safety':>8}"
    lines = [head + f"{'held':>6}{'threads':>9}{'coded':>8}{'trust':>7}  not told"]
    for r in all_rows:
        lines.append(
            f"{r.persona:18}{r.style:14}{r.source:10}{r.personal:>6}/{r.personal_of}"
            f"{r.clinical:>7}/{r.clinical_asked:<2}{r.safety:>5}/{r.safety_asked}{r.held:>6}"
            f"{r.threads:>7}/{r.threads_of}{r.coded_met:>6}/{r.coded_of}{r.trust:>7.2f}  {', '.join(r.missing)}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    kept_back = "--kept-back" in sys.argv
    print(table(asyncio.run(rows("last", labelled=False) if kept_back else rows())))
