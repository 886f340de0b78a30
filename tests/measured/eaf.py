"""Is there an opportunity? Any expression in a patient's query against two annotators' "calls for a reaction"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.codes import Strength
from simulator.grader.builtin import read
from tests.measured.figures import Figures, Table, by_half, kappa, macro_f1, share
from tests.measured.grading import each, english
from tests.measured.rows import Row, kept_back, patient, rows, talk

PLAIN = frozenset({Strength.STATED, Strength.HINTED})


class Query(NamedTuple):
    """One query: what two people said of it, and how strongly the coder found emotion in it."""

    one: bool
    other: bool
    strengths: frozenset[Strength]
    kept: bool


def query(row: Row) -> Query:
    """The query read as a patient's turn."""
    one, other = (label == "Applicable" for label in row["labels"]["EA"])
    moments = read(talk(row["id"], patient(row["text"])), english()).moments
    return Query(one, other, frozenset(e.strength for m in moments for e in m.expressions), kept_back(row))


def figures(queries: list[Query]) -> Figures:
    """Agreement with each annotator and between them."""
    one, other = [float(q.one) for q in queries], [float(q.other) for q in queries]
    out: Figures = {"queries": len(queries), "kappa between the annotators": kappa(one, other)}
    agreed = [q for q in queries if q.one == q.other]
    for name, strengths in {"any expression": frozenset(Strength), "stated or hinted": PLAIN}.items():
        found = [float(bool(q.strengths & strengths)) for q in queries]
        out[f"{name}: kappa with annotator 1"] = kappa(found, one)
        out[f"{name}: kappa with annotator 2"] = kappa(found, other)
        both = [bool(q.strengths & strengths) for q in agreed]
        out[f"{name}: macro-F1 where both agree"] = macro_f1([q.one for q in agreed], both)
        out[f"{name}: share of queries"] = share(value > 0 for value in found)
    neither = [q for q in agreed if not q.one]
    out["both say no: share with a stated or hinted one"] = share(bool(q.strengths & PLAIN) for q in neither)
    return out


def tables(data: Path, halves: Sequence[str]) -> list[Table]:
    """The measurement, half by half."""
    queries = each(query, rows(data, "eaf"))
    return [
        by_half(
            "eaf: does the query call for an emotional reaction?",
            queries,
            figures,
            halves,
            "What is learned in the pack was trained on these rows, both halves: its own cross-validated figures are",
            "printed by the script that trains it. Read these as a check that coder and labels mean the same thing.",
        )
    ]
