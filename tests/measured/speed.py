"""Learner's turns graded a minute on one core, beside a peer that puts one label on the same turns in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from threadpoolctl import threadpool_limits

from simulator.transcript import Side, Transcript, from_json
from tests.measured.figures import Figures, Table
from tests.measured.grading import EMOTION, graded
from tests.measured.rows import lines
from tests.playing import APART, PATIENTS

REPEATS = 3


def transcripts() -> list[Transcript]:
    """The encounters written apart."""
    return [from_json(row["transcript"]) for who in PATIENTS for row in lines(APART / f"levels.{who}.jsonl")]


def peer() -> Pipeline:
    """Words and pairs of words hashed, and a linear classifier: one label a turn, no quotes, no moments."""
    known = list(lines(APART / "replies.jsonl"))
    made = make_pipeline(HashingVectorizer(ngram_range=(1, 2)), SGDClassifier(random_state=1))
    return made.fit([row["learner"] for row in known], [row["label"] for row in known])


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Processor time, the median of several runs after one to get warm."""
    work()
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times)


def measured(repeats: int = REPEATS) -> Figures:
    """Both, in turns a minute."""
    talks = transcripts()
    said = [turn.text for talk in talks for turn in talk.turns if turn.side is Side.LEARNER]
    yardstick = peer()
    with threadpool_limits(1):
        own = seconds(lambda: [graded(talk, EMOTION) for talk in talks], repeats)
        one_by_one = seconds(lambda: [yardstick.predict([text]) for text in said], repeats)
        at_once = seconds(lambda: yardstick.predict(said), repeats)
    return {
        "learner's turns": len(said),
        "turns a minute": round(60 * len(said) / own),
        "peer, turn by turn: turns a minute": round(60 * len(said) / one_by_one),
        "peer, all at once: turns a minute": round(60 * len(said) / at_once),
        "times the peer's processor time, turn by turn": own / one_by_one,
        "milliseconds a turn": 1000 * own / len(said),
    }


def tables(halves: Sequence[str]) -> list[Table]:
    """These texts have no halves."""
    note = "Processor time on one core, warm; the patient's turns are read in that time too."
    peers = "The peer: scikit-learn, HashingVectorizer and SGDClassifier, one label a turn and nothing else."
    return [Table("speed: grading", {"": measured()}, (note, peers))]
