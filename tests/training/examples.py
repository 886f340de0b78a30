"""Labelled examples as features: stretches that give back, answers that close, and words that call for a reaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from simulator.codes import Emotion, MoveKind, Strength
from simulator.language.before import read_before
from simulator.language.expressions import by_rules
from simulator.language.features import BUCKETS, grams, hashed, of_patient, of_stretch, of_turn, spoken
from simulator.language.lexicon import english
from simulator.language.moves import read
from simulator.language.showing import look
from tests.measured.rows import kept_back, patient, rows

TEXTS = Path(__file__).parent / "texts"
ORDINARY = 0.1
"""What a turn of an ordinary consultation counts beside a written example."""
LIKE = {
    **dict.fromkeys((Emotion.FEAR, Emotion.WORRY), "worry"),
    **dict.fromkeys((Emotion.SADNESS, Emotion.GRIEF, Emotion.LONELINESS, Emotion.HOPELESSNESS), "sadness"),
    **dict.fromkeys((Emotion.ANGER, Emotion.FRUSTRATION), "frustration"),
    **dict.fromkeys((Emotion.SHAME, Emotion.GUILT), "shame"),
    **dict.fromkeys((Emotion.JOY, Emotion.PRIDE, Emotion.LOVE), "pride"),
    **dict.fromkeys((Emotion.RELIEF, Emotion.HOPE, Emotion.GRATITUDE), "relief"),
    Emotion.DISTRESS: "distress",
}
"""The emotion that stands for its family: a hint seldom tells more."""
TAKEN = 0.5
"""What an answer that takes up what was shown counts among those that do not close."""
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
        turn, heard = patient(row["patient"]), spoken(row["patient"])
        before = read_before(turn, lex)
        for place, (text, codes) in enumerate(row["learner"]):
            if not text.strip():
                continue
            said = spoken(text)
            kinds = [kind for readings in read(text, turn) for kind, _ in readings]
            numbers = of_stretch(said, before, heard, kinds, place=place, of=len(row["learner"]), lex=lex)
            label = "yes" if "reflects" in codes else "no"
            out.add(hashed(grams(said.words)), numbers, label, f"{row['patient'][:20]}{place}")
    return out


def answers(data: Path) -> Examples:
    """Whole answers: the kind of closing, or "fine"; and turns of ordinary consultations, all taken for fine."""
    out = Examples()
    for n, row in enumerate(lines("pairs")):
        _answer(out, row["patient"], row["learner"], row["kind"] if row["label"] == "negative" else "fine", f"pair{n}")
    for n, row in enumerate(lines("taken")):
        if row["answer"] != "passed":
            _answer(out, row["patient"], row["learner"], "fine", f"taken{n}", TAKEN)
    for row in lines("talk"):
        codes = {code for _, found in row["learner"] for code in found}
        if "confronts" not in codes and "advises" not in codes:
            text = " ".join(text for text, _ in row["learner"])
            _answer(out, row["patient"], text, "fine", row["patient"][:30], ORDINARY)
    for name in ("primock57", "acibench"):
        for group, before, text in ordinary(data, name):
            _answer(out, before, text, "fine", group, ORDINARY)
    return out


def ordinary(data: Path, name: str, answers: str = "doctor") -> list[tuple[str, str, str]]:
    """Group, one side's words and the answer of the other, from the half of the consultations that may be read; evenly
    drawn."""
    found = []
    for row in rows(data, name):
        before = ""
        for turn in row["turns"] if not kept_back(row) else ():
            if turn["speaker"] != answers:
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
        numbers = of_patient(_strengths(row["text"]), whole, sentences)
        for label in row["labels"]["EA"]:
            out.add(hashed(grams(whole.words)), numbers, "yes" if label == "Applicable" else "no", row["group"])
    return out


def shown(data: Path) -> Examples:
    """Patients' turns written here: the family of the emotion, or "none"; and those of ordinary consultations in which
    the rules find nothing, all taken for none."""
    out = Examples()
    for n, row in enumerate(lines("lines")):
        strengths = _strengths(row["text"])
        seen = look(row["text"], row["seen"] or "", row["asked"] or "", strengths)
        label = "none" if row["shows"] == "none" else LIKE[Emotion(row["emotion"] or "distress")]
        out.add(seen.words, seen.rest, label, f"line{n}")
    for name in ("primock57", "acibench"):
        for group, asked, text in ordinary(data, name, answers="patient"):
            if not _strengths(text):
                seen = look(text, "", asked, ())
                out.add(seen.words, seen.rest, "none", group, ORDINARY)
    return out


def _strengths(text: str) -> list[Strength]:
    return [found.strength for found in by_rules(text, False, english())]


def taken() -> Examples:
    """Answers written here to what patients showed: met, partly, passed."""
    out = Examples()
    for n, row in enumerate(lines("taken")):
        heard = f"{row['patient']} ({row['seen']})" if row["seen"] else row["patient"]
        _answer(out, row["patient"], row["learner"], row["answer"], f"taken{n}", heard=heard)
    return out


def _answer(
    out: Examples, before: str, text: str, label: str, group: str, weight: float = 1.0, heard: str = ""
) -> None:
    lex = english()
    context = read_before(patient(before), lex)
    said = spoken(text)
    kinds: Sequence[MoveKind] = [kind for readings in read(text, patient(before)) for kind, _ in readings]
    numbers = of_turn(said, context, spoken(heard or before), kinds, lex=lex)
    out.add(hashed(grams(said.words)), numbers, label, group, weight)


def of_class(labels: Iterable[str], one: str) -> np.ndarray:
    """1 where the label is this one."""
    return np.array([label == one for label in labels], dtype=int)
