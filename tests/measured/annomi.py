"""Counselling sessions: questions and reflections turn by turn, and whether good sessions look better than bad ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from simulator.codes import Coding, Move, MoveKind
from tests.measured.figures import Figures, Table, auc, by_half, f1, mean, share
from tests.measured.grading import LISTENING, each, graded
from tests.measured.rows import Row, kept_back, rows, talk, turn

K = MoveKind
QUESTIONS = frozenset(
    {
        *(K.OPEN_QUESTION, K.CLOSED_QUESTION, K.EXPLORES_FEELING, K.EXPLORES_FACT, K.CHECKS),
        *(K.ASKS_SAFETY, K.ASKS_SAFETY_LEADING),
    }
)
REFLECTIONS = frozenset({K.REFLECTS, K.NAMES_FEELING, K.NAMES_FEELING_WRONGLY})
LONGER = 3
"""So many times as long as the questions, reflections are what a turn mainly is."""

WANTED = ("validating_emotions", "encouraging_elaboration", "demonstrating_understanding")
DISMISSING = "dismissing_emotions"
A_LOT = 3
LOWEST = 1.0


class Said(NamedTuple):
    """One therapist's turn, by people and by the coder."""

    question: bool
    main: str
    coded_question: bool
    coded_main: str
    mark: bool
    kept: bool


class Session(NamedTuple):
    """One whole session."""

    high: bool
    items: dict[str, float | None]
    turns: tuple[Said, ...]
    kept: bool


def session(dialogue: list[Row]) -> Session:
    """The session graded, and its therapist's turns one by one."""
    said = talk(dialogue[0]["group"], *(turn(row["speaker"], _words(row)) for row in dialogue))
    found = graded(said, LISTENING)
    items = {item.id: item.score for item in found.cards[LISTENING].items}
    return Session(
        dialogue[0]["labels"]["mi_quality"] == "high",
        items,
        tuple(_turns(dialogue, found.coding)),
        kept_back(dialogue[0]),
    )


def _words(row: Row) -> str:
    """A therapist's row holds the client's words before it too."""
    return row["response" if row["speaker"] == "therapist" else "seeker"] or ""


def _turns(dialogue: list[Row], coding: Coding) -> Iterator[Said]:
    for number, row in enumerate(dialogue, 1):
        if row["speaker"] != "therapist":
            continue
        moves = [move for move in coding.moves if move.turn == number]
        votes = [one["question_exists"] == "True" for one in row["annotators"]]
        yield Said(
            question=sum(votes) * 2 > len(votes),
            main=row["labels"]["main_therapist_behaviour"],
            coded_question=any(move.kind in QUESTIONS for move in moves),
            coded_main=main_of(moves),
            mark="?" in _words(row),
            kept=kept_back(row),
        )


def main_of(moves: Sequence[Move]) -> str:
    """What a turn mainly is: a question, a reflection, or something else."""
    asked, given = (_length(move for move in moves if move.kind in kinds) for kinds in (QUESTIONS, REFLECTIONS))
    if asked and given < LONGER * asked:
        return "question"
    return "reflection" if given else "other"


def _length(moves: Iterable[Move]) -> int:
    return sum(end - start for start, end in {(move.start, move.end) for move in moves})


def turn_figures(turns: list[Said]) -> Figures:
    """Questions and reflections found."""
    asked, main = [t.question for t in turns], [t.main for t in turns]
    return {
        "therapist's turns": len(turns),
        "question there: F1": f1(asked, [t.coded_question for t in turns]),
        "question there: F1 of the bare question mark": f1(asked, [t.mark for t in turns]),
        "mainly a question: F1": f1(main, [t.coded_main for t in turns], "question"),
        "mainly a reflection: F1": f1(main, [t.coded_main for t in turns], "reflection"),
        "mainly a reflection: share, people": share(one == "reflection" for one in main),
        "mainly a reflection: share, coder": share(t.coded_main == "reflection" for t in turns),
    }


def session_figures(sessions: list[Session]) -> Figures:
    """Good sessions against bad ones."""
    high = [s.high for s in sessions]
    scored = [s for s in sessions if any(s.items[item] is not None for item in WANTED)]
    out: Figures = {
        "sessions, high quality": sum(high),
        "sessions, low quality": len(high) - sum(high),
        "high quality: share with dismissing at 3 or more": share(_dismisses(s) for s in sessions if s.high),
        "low quality: share with dismissing at 3 or more": share(_dismisses(s) for s in sessions if not s.high),
        "three wanted items, AUC": auc(high, [wanted(s, LOWEST) for s in sessions]),
        "three wanted items, AUC, unscored left out": auc([s.high for s in scored], [wanted(s, None) for s in scored]),
        "reflections alone, AUC, coder": auc(high, [_reflective(t.coded_main for t in s.turns) for s in sessions]),
        "reflections alone, AUC, people": auc(high, [_reflective(t.main for t in s.turns) for s in sessions]),
    }
    low = [t for s in sessions if not s.high for t in s.turns]
    out["low quality: share of turns mainly reflections, people"] = _reflective(t.main for t in low)
    out["low quality: share of turns mainly reflections, coder"] = _reflective(t.coded_main for t in low)
    for item in WANTED:
        out[f"{item}, AUC"] = auc(high, [_or_lowest(s.items[item]) for s in sessions])
    return out


def wanted(found: Session, unscored: float | None) -> float:
    """Mean of the wanted items; what is unscored stands as `unscored`, or is left out."""
    given = [found.items[item] for item in WANTED]
    values = [unscored if value is None else value for value in given]
    return mean([value for value in values if value is not None]) or 0.0


def _or_lowest(value: float | None) -> float:
    return LOWEST if value is None else value


def _dismisses(found: Session) -> bool:
    value = found.items[DISMISSING]
    return value is not None and value >= A_LOT


def _reflective(mains: Iterable[str]) -> float:
    return share(main == "reflection" for main in mains) or 0.0


def tables(data: Path, halves: Sequence[str]) -> list[Table]:
    """Turns, then sessions, half by half."""
    in_order = sorted(rows(data, "annomi"), key=lambda row: (row["dialogue"], row["turn"]))
    dialogues = [list(some) for _, some in groupby(in_order, key=lambda row: row["dialogue"])]
    sessions = each(session, dialogues)
    turns = [one for some in sessions for one in some.turns]
    beside = (
        "Beside it: one rater against the majority of the others reaches F1 .86 (Fleiss .87 question, .66 reflection)."
    )
    return [
        by_half("annomi: therapists' turns", turns, turn_figures, halves, beside),
        by_half("annomi: whole sessions, graded with listening", sessions, session_figures, halves),
    ]
