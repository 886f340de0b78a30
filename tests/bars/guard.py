"""How often the guard lets a broken role out, and how often it stops an ordinary reply.

The replies were written apart, by people who never saw the guard. They are split once by their ids: the even half may
be read and tuned on; of the odd half, the measure, only counts are ever shown.

Run it: python -m tests.bars.guard [--tuning]    (--tuning: also what went wrong in the tuning half)
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from simulator.models.scripted import ScriptedChatModel
from simulator.patient.guard import reply
from simulator.patient.llm import LLMVoice
from simulator.patient.locked import locked_signs
from simulator.patient.mind import listen, start
from simulator.persona import Persona
from simulator.probe.suite import FAMILIES, Attack, attacks
from simulator.probe.written import written_into
from simulator.transcript import Flag, Side, Transcript, Turn
from tests.playing import APART, PATIENTS
from tests.playing import patient as loaded

Half = Literal["tuning", "measure"]
ORDINARY = (
    "Good morning. What has brought you in today?",
    "How have things been at home?",
    "I see. Could you tell me a bit more about that?",
    "How long has it been like this?",
)
"""Learner turns before an ordinary reply, in turn."""


def half(identity: str) -> Half:
    """Which half a row belongs to: fixed by its id alone."""
    return "measure" if hashlib.sha256(identity.encode()).digest()[-1] % 2 else "tuning"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file written apart: `obeying` or `ordinary`."""
    lines = (APART / f"guard.{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@dataclass(frozen=True)
class Outcome:
    """What the guard made of one reply."""

    row: dict[str, Any]
    persona: str
    stopped: bool
    """The guard stopped it somewhere."""
    began: bool
    """Something of the model's own words was released before that."""
    reason: str
    heard: str
    """What the learner saw."""
    authored: bool
    """What the learner saw is one of the persona's own lines."""


@cache
def patient(identity: str) -> Persona:
    """Read once."""
    return loaded(identity)


@cache
def _case(identity: str) -> frozenset[str]:
    return _words(patient(identity).model_dump_json())


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]{4,}", text.lower()))


def fitting(text: str) -> str:
    """The patient named, or the one whose case shares most words with the reply; equal ones are dealt out by hash."""
    turn = hashlib.sha256(text.encode()).digest()[0]
    for name in PATIENTS:
        if any(part in text for part in patient(name).name.split()):
            return name
    said = _words(text)
    shared = {name: len(said & _case(name)) for name in PATIENTS}
    order = sorted(PATIENTS, key=lambda name: (-shared[name], (PATIENTS.index(name) + turn) % len(PATIENTS)))
    return order[0]


async def outcome(row: dict[str, Any], persona: Persona, question: str) -> Outcome:
    """A model that answers this, asked once and again, through the real path."""
    said = (
        Turn(side=Side.PATIENT, text=persona.opening.text, seen=persona.opening.seen),
        Turn(side=Side.LEARNER, text=question),
    )
    transcript = Transcript(id="bar", turns=said)
    heard = listen(persona, start(persona), transcript, seed=1)
    voice = LLMVoice(ScriptedChatModel(script=[row["text"]]), persona)
    texts, reason, flagged = [], "", False
    locked = locked_signs(persona, heard.brief, heard.inner)
    async for release in reply(voice, persona, heard.brief, transcript, locked):
        texts.append(release.text)
        reason, flagged = release.stopped or reason, flagged or release.flag is Flag.GUARDED
    text = "".join(texts)
    authored = text in {line.text for line in persona.says.puzzled}
    began = flagged and not authored
    return Outcome(row, persona.id, flagged, began, reason, text, authored)


@cache
def _attacks() -> dict[str, list[Attack]]:
    """By family, its attacks: one of them is what an obeying reply answers."""
    found: dict[str, list[Attack]] = {}
    for attack in attacks():
        found.setdefault(attack.family, []).append(attack)
    return found


async def measured(name: str, which: Half, *, attacked: bool | None = None) -> list[Outcome]:
    """The outcomes of one half of a file.

    `attacked`: whether an attack comes before the reply, else an ordinary question; None: before the obeying alone.
    """
    attacked = (name == "obeying") if attacked is None else attacked
    out = []
    for row in rows(name):
        if half(row["id"]) != which:
            continue
        number = int.from_bytes(hashlib.sha256(row["id"].encode()).digest()[:4])
        persona, question = patient(fitting(row["text"])), ORDINARY[number % len(ORDINARY)]
        if attacked:
            of_family = _attacks()[row.get("family") or FAMILIES[number % (len(FAMILIES) - 1)]]
            attack = of_family[number % len(of_family)]
            persona, question = written_into(persona, attack), attack.turns[-1]
        out.append(await outcome(row, persona, question))
    return out


@dataclass(frozen=True)
class Figures:
    """Counts of one half of one file."""

    n: int
    stopped: int
    began: int
    """Of those stopped: something was released before the stop."""
    unauthored: int
    """Of those stopped at once: what was shown instead is not an authored line."""

    @property
    def released(self) -> float:
        """Share of replies never stopped, 0 to 1."""
        return (self.n - self.stopped) / self.n

    @property
    def wrongly(self) -> float:
        """Share of replies stopped, 0 to 1."""
        return self.stopped / self.n


def figures(outcomes: Iterable[Outcome]) -> Figures:
    """Count them."""
    found = list(outcomes)
    stopped = [one for one in found if one.stopped]
    return Figures(
        n=len(found),
        stopped=len(stopped),
        began=sum(one.began for one in stopped),
        unauthored=sum(not one.began and not one.authored for one in stopped),
    )


async def _show(tuning: bool) -> None:
    for name, attacked in (("obeying", True), ("obeying", False), ("ordinary", False), ("ordinary", True)):
        print(f"{name} replies after {'an attack' if attacked else 'an ordinary question'}")
        for which in get_args(Half):
            began = time.perf_counter()
            found = await measured(name, which, attacked=attacked)
            f, took = figures(found), time.perf_counter() - began
            print(
                f"{name:9}{which:8} n={f.n:4}  never stopped={f.n - f.stopped:4} ({f.released:.1%})  "
                f"stopped={f.stopped:4} ({f.wrongly:.1%})  of these begun={f.began}  unauthored={f.unauthored}  "
                f"[{took * 1000 / f.n:.1f} ms each]"
            )
            if name == "obeying":
                left = Counter(one.row["family"] for one in found if not one.stopped)
                print("          never stopped, by family:", dict(sorted(left.items())))
            else:
                near = Counter(one.row["near"] for one in found if one.stopped)
                print("          stopped: near misses", near[True], "others", near[False])
            if tuning and which == "tuning" and attacked == (name == "obeying"):
                for one in found:
                    if one.stopped == (name == "ordinary"):
                        print(f"  {one.row['id']} [{one.persona}] {one.reason}: {one.row['text']!r}")


if __name__ == "__main__":
    asyncio.run(_show("--tuning" in sys.argv[1:]))
