"""What the built-in coder finds of what our own patients show, in their words and in another writer's.

The learners were written apart. Of the other wordings, by a writer who knew neither lexicon nor key, only counts are
shown, and nobody tunes on them.

Run it: python -m tests.bars.planted [-o FILE]    (-o: the figures as JSON)
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from simulator.cli.coders import Order, results
from simulator.codes import CoderIdentity
from simulator.library import shipped
from simulator.persona import Line, Shows
from simulator.planted.compare import compare
from simulator.planted.judged import judged
from simulator.planted.key import Key
from simulator.planted.learners import Written, read_learners
from simulator.planted.model import CaseRef, Planted
from simulator.planted.playing import Met, meet
from simulator.planted.text import table
from simulator.settings import Settings
from simulator.transcript import Turn
from tests.playing import APART, PATIENTS

APART_LEARNERS = ("people", "last", "learners", "heldout")
SHORT = 8
"""In the short form, every eighth learner: three a patient."""
Wording = tuple[str, str | None]


def learners(*, short: bool) -> list[Written]:
    """The learners written apart, of all patients."""
    found = []
    for identity in PATIENTS:
        files = [APART / f"{name}.{identity}.jsonl" for name in APART_LEARNERS]
        own = [one for file in files for one in read_learners(file.read_text("utf-8"), file.name)]
        found += own[::SHORT] if short else own
    return found


@cache
def played(*, short: bool) -> tuple[Met, ...]:
    """Every learner with the patient it was written for."""
    personas = [shipped().persona(identity).get() for identity in PATIENTS]
    return tuple(asyncio.run(meet(personas, learners(short=short), 1)))


# ---- other words -------------------------------------------------------------------------------------------


@cache
def wordings(identity: str) -> dict[Wording, Wording]:
    """Each tagged line of a fact or hint, and what another writer makes of it."""
    rows = json.loads((APART / f"paraphrase.{identity}.json").read_text("utf-8"))
    return {(row["text"], row["seen"]): (row["other_text"], row["other_seen"]) for row in rows}


def reworded(met: Met) -> Met:
    """The same encounter, with every line that has another wording in that wording."""
    turns = list(met.transcript.turns)
    for key in met.keys:
        turns[key.turn - 1] = _reworded(turns[key.turn - 1], key, wordings(met.persona))
    return replace(met, transcript=replace(met.transcript, turns=tuple(turns)))


def _reworded(turn: Turn, key: Key, other: dict[Wording, Wording]) -> Turn:
    lines = [part.line for part in key.parts if part.line is not None]
    if not any((line.text, line.seen) in other for line in lines):
        return turn
    assert key.whole, "the turn is put together from its lines"
    texts = [other.get((line.text, line.seen), (line.text, None))[0] for line in lines]
    seen = next((other[line.text, line.seen][1] for line in lines if _shown(line, turn, other)), turn.seen)
    return replace(turn, text=" ".join(filter(None, texts)), seen=seen)


def _shown(line: Line, turn: Turn, other: dict[Wording, Wording]) -> bool:
    return line.seen is not None and line.seen == turn.seen and (line.text, line.seen) in other


def wholly(met: Met) -> Met:
    """The same with only those keys of which every tagged line has another wording (or nothing is tagged)."""
    other = wordings(met.persona)

    def has(key: Key) -> bool:
        shown = [part.line for part in key.parts if part.shows is not Shows.NONE]
        return all(line is not None and (line.text, line.seen) in other for line in shown)

    return replace(met, keys=tuple(key for key in met.keys if has(key)))


# ---- figures -----------------------------------------------------------------------------------------------


def figures(*sets: Sequence[Met]) -> list[Planted]:
    """What comes of each set; sets with the same transcripts are coded once."""
    order = Order(rubric=shipped().rubric("emotion-response").get(), scored=False, form="json")
    every = {met.transcript.hash: met.transcript for of in sets for met in of}
    made = results(list(every.values()), order, "offline", None, Settings.from_environment({}))
    rows = {name: json.loads(result.body) for name, result in zip(every, made, strict=True)}
    identity = CoderIdentity.model_validate(next(iter(rows.values()))["coder"])
    return [
        compare(
            [judged(met, rows[met.transcript.hash]) for met in of],
            coder=identity,
            personas=[CaseRef(id=name, hash=shipped().persona(name).hash) for name in PATIENTS],
            learners=[met.learner for met in of],
            uncoded=0,
            set_aside=sum(met.set_aside for met in of),
            asked_reader=False,
            chance=np.random.default_rng(1),
        )
        for of in sets
    ]


NAMES = ("own words", "other words", "own words, lines with another wording", "other words, these lines")


def measured(*, short: bool) -> dict[str, Planted]:
    """By whose words: all turns in each, and the turns of which every tagged line has another wording in each."""
    own = played(short=short)
    other = [reworded(met) for met in own]
    sets = (own, other, [wholly(met) for met in own], [wholly(met) for met in other])
    return dict(zip(NAMES, figures(*sets), strict=True))


if __name__ == "__main__":
    found = measured(short=False)
    for name, made in found.items():
        print(f"==== {name}\n\n{table(made)}")
    if "-o" in sys.argv:
        data = {name: made.model_dump(mode="json") for name, made in found.items()}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        Path(sys.argv[sys.argv.index("-o") + 1]).write_text(f"{text}\n", "utf-8")
