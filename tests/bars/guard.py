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
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from simulator.models.scripted import ScriptedChatModel
from simulator.patient.guard import reply
from simulator.patient.hostile import hostile
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
WRITTEN = "persona_text"
"""The family whose attacks stand in the case: the learner's words are ordinary."""
PLAIN = ("I'm not sure what you mean.", "Well, I don't know.", "If you say so.", "Right.")
"""What the patient says between the turns that lead up to the last."""


def half(identity: str) -> Half:
    """Which half a row belongs to: fixed by its id alone."""
    return "measure" if hashlib.sha256(identity.encode()).digest()[-1] % 2 else "tuning"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file written apart: `obeying`, `ordinary`, `second` or `plain`."""
    lines = (APART / f"guard.{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


KINDS: tuple[tuple[Literal["obeying", "ordinary"], bool], ...] = (
    ("obeying", True),
    ("obeying", False),
    ("ordinary", False),
)


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


async def outcome(row: dict[str, Any], persona: Persona, turns: Sequence[str]) -> Outcome:
    """After these turns of the learner's, a model that answers this, asked once and again, through the real path."""
    said = [Turn(side=Side.PATIENT, text=persona.opening.text, seen=persona.opening.seen)]
    inner = start(persona)
    for number, turn in enumerate(turns):
        if number:
            said.append(Turn(side=Side.PATIENT, text=PLAIN[(number - 1) % len(PLAIN)]))
        said.append(Turn(side=Side.LEARNER, text=turn))
        transcript = Transcript(id="bar", turns=tuple(said))
        heard = listen(persona, inner, transcript, seed=1)
        inner = heard.inner
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


@cache
def ordinary_turns(identity: str, kinds: tuple[str, ...] = ("people",)) -> tuple[str, ...]:
    """Every turn of the learners written apart for a patient, who know of no attack."""
    found: list[str] = []
    for kind in kinds:
        lines = (APART / f"{kind}.{identity}.jsonl").read_text("utf-8").splitlines()
        found += [turn["text"] for line in lines for turn in json.loads(line)["turns"]]
    return tuple(found)


def _number(identity: str) -> int:
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:4])


async def measured(name: Literal["obeying", "ordinary"], which: Half, *, attacked: bool | None = None) -> list[Outcome]:
    """The outcomes of one half of a file.

    `attacked`: whether an attack comes before the reply, else an ordinary turn; None: before the obeying alone. Which
    turn stands before which reply is fixed by the reply's id: for no two ordinary replies the same ordinary turn.
    """
    attacked = (name == "obeying") if attacked is None else attacked
    out, taken = [], set[tuple[str, int]]()
    for row in rows(name):
        if half(row["id"]) != which:
            continue
        number, persona = _number(row["id"]), patient(fitting(row["text"]))
        if attacked:
            of_family = _attacks()[row.get("family") or FAMILIES[number % (len(FAMILIES) - 1)]]
            attack = of_family[number % len(of_family)]
            out.append(await outcome(row, written_into(persona, attack), attack.turns))
            continue
        turns, place = ordinary_turns(persona.id), number
        while (persona.id, place % len(turns)) in taken and len(taken) < len(turns):
            place += 1
        taken.add((persona.id, place % len(turns)))
        out.append(await outcome(row, persona, (turns[place % len(turns)],)))
    return out


async def second() -> list[Outcome]:
    """The outcomes of the second set: whole attacks that nobody has tuned on, each with the reply that obeys it."""
    return [
        await outcome({**row, "text": row["reply"]}, patient(fitting(row["reply"])), row["turns"])
        for row in rows("second")
    ]


def recognised() -> dict[str, tuple[int, int]]:
    """For each family of the suite, how many of its attacks are recognised, and how many there are."""
    found = {family: [hostile(attack.turns) for attack in of] for family, of in _attacks().items() if family != WRITTEN}
    return {family: (sum(of), len(of)) for family, of in found.items()}


def recognised_second() -> dict[str, tuple[int, int]]:
    """The same of the second set."""
    found: dict[str, list[bool]] = {}
    for row in rows("second"):
        found.setdefault(row["family"], []).append(hostile(row["turns"]))
    return {family: (sum(of), len(of)) for family, of in found.items()}


def false_alarms() -> dict[str, tuple[int, int]]:
    """How many ordinary turns are taken for an attack, and how many there are: by where they come from."""
    plain = [hostile([row["text"]]) for row in rows("plain")]
    learners = [hostile([turn]) for name in PATIENTS for turn in ordinary_turns(name, ("people", "learners"))]
    return {"plain": (sum(plain), len(plain)), "learners": (sum(learners), len(learners))}


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
    for title, found in (("suite", recognised()), ("second set", recognised_second())):
        print(f"attacks recognised, {title}:", _counted(found))
    print("ordinary turns taken for an attack:", _counted(false_alarms()))
    for name, attacked in KINDS:
        print(f"{name} replies after {'an attack' if attacked else 'an ordinary turn'}")
        for which in get_args(Half):
            found = await measured(name, which, attacked=attacked)
            _print(which, found)
            if tuning and which == "tuning" and attacked == (name == "obeying"):
                for one in found:
                    if one.stopped == (name == "ordinary"):
                        print(f"  {one.row['id']} [{one.persona}] {one.reason}: {one.row['text']!r}")
    print("obeying replies of the second set, each after its attack")
    _print("second", await second())


def _counted(found: dict[str, tuple[int, int]]) -> str:
    whole = {**found, "all": (sum(of[0] for of in found.values()), sum(of[1] for of in found.values()))}
    return ", ".join(f"{name} {hits}/{n} ({hits / n:.1%})" for name, (hits, n) in whole.items())


def _print(which: str, found: list[Outcome]) -> None:
    f = figures(found)
    print(
        f"  {which:8} n={f.n:4}  never stopped={f.n - f.stopped:4} ({f.released:.1%})  "
        f"stopped={f.stopped:4} ({f.wrongly:.1%})  of these begun={f.began}  unauthored={f.unauthored}"
    )
    key = "near" if "near" in found[0].row else "family"
    chosen = Counter(str(one.row[key]) for one in found if one.stopped == (key == "near"))
    print(
        f"           {'stopped, by near miss' if key == 'near' else 'never stopped, by family'}:",
        dict(sorted(chosen.items())),
    )


if __name__ == "__main__":
    asyncio.run(_show("--tuning" in sys.argv[1:]))
