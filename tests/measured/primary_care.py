"""Mock primary-care consultations, as they are spoken: how much is asked of a reviewer, and of whom ill is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.codes import Strength
from simulator.transcript import Side
from tests.measured.figures import Figures, Table, by_half
from tests.measured.grading import EMOTION, each, graded, negatives
from tests.measured.rows import Row, kept_back, rows, talk, turn


class Consultation(NamedTuple):
    """One consultation in counts."""

    doctor_turns: int
    doctor_negative: int
    patient_turns: int
    strengths: dict[Strength, int]
    """Patient's turns with such an expression."""
    answers: int
    review: int
    kept: bool


def consultation(row: Row) -> Consultation:
    """The consultation graded."""
    said = talk(row["id"], *(turn(one["speaker"], one["text"]) for one in row["turns"]))
    coding = graded(said, EMOTION).coding
    doctors = sum(one.side is Side.LEARNER for one in said.turns)
    return Consultation(
        doctors,
        len({move.turn for move in negatives(coding)}),
        len(said.turns) - doctors,
        {s: sum(any(e.strength is s for e in m.expressions) for m in coding.moments) for s in Strength},
        len(coding.responses),
        sum(response.review is not None for response in coding.responses),
        kept_back(row),
    )


def figures(consultations: list[Consultation]) -> Figures:
    """Shares over all of them."""
    doctors = sum(c.doctor_turns for c in consultations)
    patients = sum(c.patient_turns for c in consultations)
    answers = sum(c.answers for c in consultations)
    out: Figures = {"consultations": len(consultations), "doctors' turns": doctors, "patients' turns": patients}
    if not (doctors and patients and answers):
        return out
    out["answers under review: share"] = sum(c.review for c in consultations) / answers
    out["doctors' turns with a negative code: share"] = sum(c.doctor_negative for c in consultations) / doctors
    for strength in Strength:
        out[f"patients' turns, {strength.value}: share"] = sum(c.strengths[strength] for c in consultations) / patients
    return out


def tables(data: Path, halves: Sequence[str]) -> list[Table]:
    """The measurement, half by half."""
    consultations = each(consultation, rows(data, "primock57"))
    return [by_half("primock57: mock consultations in primary care", consultations, figures, halves)]
