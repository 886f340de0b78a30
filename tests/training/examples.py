"""Labelled examples as features: stretches that give back, answers that close, and words that call for a reaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from simulator.codes import MoveKind
from simulator.language.before import Before, read_before
from simulator.language.expressions import by_rules
from simulator.language.features import BUCKETS, grams, hashed, of_patient, of_stretch, of_turn, spoken
from simulator.language.lexicon import english
from simulator.language.moves import read
from tests.measured.rows import kept_back, patient, rows

TEXTS = Path(__file__).parent / "texts"
ORDINARY = 0.1
"""What a turn of an ordinary consultation counts beside a written example."""
MOST_ORDINARY = 900
"""So many turns of each set of ordinary consultations."""


@dataclass
class Examples:
    """Rows of features with their labels (a class each), weights, and groups that stay together."""

    words: list[dict[int, float]] = field(default_factory=list)
    rest: list[np.ndarray] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add(self, words: dict[int, float], rest: np.ndarray, label: str, group: str, weight: float = 1.0) -> None:
        self.words.append(words)
        self.rest.append(rest)
        self.labels.append(label)
        self.weights.append(weight)
        self.groups.append(group)

    @property
    def matrix(self) -> csr_matrix:
        """One row an example: the hashed words, then the further numbers."""
        at = np.cumsum([0, *(len(row) for row in self.words)])
        places = [place for row in self.words for place in row]
        values = [weight for row in self.words for weight in row.values()]
        sparse = csr_matrix((values, places, at), shape=(len(self.words), BUCKETS))
        return hstack([sparse, csr_matrix(np.array(self.rest))]).tocsr()


def lines(name: str) -> Iterator[dict[str, Any]]:
    """What was written here."""
    yield from map(json.loads, (TEXTS / f"{name}.jsonl").read_text("utf-8").splitlines())


def stretches() -> Examples:
    """Each stretch of the written sessions: "yes" where it gives back."""
    lex = english()
    out = Examples()
    for row in lines("talk"):
        before, heard = _heard(row["patient"])
        for place, (text, codes) in enumerate(row["learner"]):
            if not text.strip():
                continue
            said = spoken(text)
            kinds = [kind for readings in read(text, before, lex) for kind, _ in readings]
            numbers = of_stretch(said, before, heard, kinds, place=place, of=len(row["learner"]), lex=lex)
            label = "yes" if "reflects" in codes else "no"
            out.add(hashed(grams(said.words)), numbers, label, f"{row['patient'][:20]}{place}")
    return out


def answers(data: Path) -> Examples:
    """Whole answers: the kind of closing, or "fine"; and turns of ordinary consultations, all taken for fine."""
    out = Examples()
    for n, row in enumerate(lines("pairs")):
        _answer(out, row["patient"], row["learner"], row["kind"] if row["label"] == "negative" else "fine", f"pair{n}")
    for row in lines("talk"):
        codes = {code for _, found in row["learner"] for code in found}
        if "confronts" not in codes and "advises" not in codes:
            text = " ".join(text for text, _ in row["learner"])
            _answer(out, row["patient"], text, "fine", row["patient"][:30], ORDINARY)
    for name in ("primock57", "acibench"):
        for group, before, text in ordinary(data, name):
            _answer(out, before, text, "fine", group, ORDINARY)
    return out


def ordinary(data: Path, name: str) -> list[tuple[str, str, str]]:
    """Group, patient's words and the answer to them, from consultations whose half may be read; evenly drawn."""
    found = []
    for row in rows(data, name):
        before = ""
        for turn in row["turns"] if not kept_back(row) else ():
            if turn["speaker"] == "patient":
                before = turn["text"]
            elif before and len(turn["text"].split()) > 2:
                found.append((row["group"], before, turn["text"]))
    step = max(1, len(found) // MOST_ORDINARY)
    return found[::step][:MOST_ORDINARY]


def queries(data: Path) -> Examples:
    """Patients' queries, twice each: one row an annotator, "yes" where they call for an emotional reaction."""
    lex = english()
    out = Examples()
    for row in rows(data, "eaf"):
        whole = spoken(row["text"])
        sentences = [spoken(row["text"][start:end]) for start, end in lex.sentences(row["text"])]
        found = by_rules(row["text"], False, lex)
        numbers = of_patient([shown.strength for shown in found], whole, sentences)
        for label in row["labels"]["EA"]:
            out.add(hashed(grams(whole.words)), numbers, "yes" if label == "Applicable" else "no", row["group"])
    return out


def _heard(text: str) -> tuple[Before, Any]:
    return read_before(patient(text), english()), spoken(text)


def _answer(out: Examples, before: str, text: str, label: str, group: str, weight: float = 1.0) -> None:
    lex = english()
    context, heard = _heard(before)
    said = spoken(text)
    kinds: Sequence[MoveKind] = [kind for readings in read(text, context, lex) for kind, _ in readings]
    out.add(hashed(grams(said.words)), of_turn(said, context, heard, kinds, lex=lex), label, group, weight)


def of_class(labels: Iterable[str], one: str) -> np.ndarray:
    """1 where the label is this one."""
    return np.array([label == one for label in labels], dtype=int)
