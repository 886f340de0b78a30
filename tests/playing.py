"""A conversation played through the patient's mind and a voice, without store or page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.library import shipped
from simulator.patient.answering import answer
from simulator.patient.brief import Brief, Voice
from simulator.patient.mind import Inner, start
from simulator.patient.offline import OfflineVoice
from simulator.persona import FactKind, Persona
from simulator.transcript import Act, Side, Transcript, Turn

APART = Path(__file__).parent / "apart"
PATIENTS = ("tom-reeve", "adaeze-okoro", "george-lindqvist")


@dataclass
class Played:
    """What came of it."""

    persona: Persona
    transcript: Transcript
    inner: Inner
    told: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Facts told, by number of the learner's turn that they answered."""
    shown: dict[int, tuple[str, ...]] = field(default_factory=dict)
    trust: list[float] = field(default_factory=list)
    briefs: list[Brief] = field(default_factory=list)

    @property
    def all_told(self) -> set[str]:
        return {fact for facts in self.told.values() for fact in facts}

    def kind_told(self, kind: FactKind) -> set[str]:
        return {fact.id for fact in self.persona.facts if fact.kind is kind and fact.id in self.all_told}

    @property
    def threads_met(self) -> int:
        return sum(state.stand.value in ("met", "met_later") for state in self.inner.threads.values())


def patient(identity: str) -> Persona:
    return shipped().persona(identity).get()


def people(identity: str, name: str = "people") -> dict[str, list[dict[str, Any]]]:
    """Learners written apart: style → turns."""
    lines = (APART / f"{name}.{identity}.jsonl").read_text("utf-8").splitlines()
    return {row["style"]: row["turns"] for row in map(json.loads, lines)}


def asked(identity: str, name: str = "people") -> dict[str, list[list[list[str]]]]:
    """For each learner and turn what it plainly asks for, labelled by a third party: facts of which one is enough."""
    labels = json.loads((APART / f"asked.{name}.{identity}.json").read_text("utf-8"))
    return {
        style: [[need if isinstance(need, list) else [need] for need in must] for must, _ in turns]
        for style, turns in labels.items()
    }


async def play(
    persona: Persona,
    turns: Iterable[Mapping[str, Any]],
    *,
    seed: int = 1,
    voice: Callable[[Persona], Voice] = lambda persona: OfflineVoice(),
    always_ask: bool = False,
) -> Played:
    """Say each turn in order and let the patient answer; `always_ask`: put attacks to the voice too."""
    inner, speaker = start(persona), voice(persona)
    said = [Turn(side=Side.PATIENT, text=persona.opening.text, seen=persona.opening.seen)]
    out = Played(persona, Transcript(id="played", turns=tuple(said)), inner)
    for number, row in enumerate(turns):
        said.append(Turn(side=Side.LEARNER, text=row["text"], act=Act(row.get("act", "say"))))
        transcript = Transcript(id="played", turns=tuple(said))
        made = await answer(persona, inner, transcript, speaker, seed=seed, always_ask=always_ask)
        inner = made.inner
        said.append(made.turn)
        out.told[number], out.shown[number] = made.released.told, made.released.shown
        out.trust.append(inner.affect.trust)
        out.briefs.append(made.brief)
    out.transcript, out.inner = Transcript(id="played", turns=tuple(said)), inner
    return out
