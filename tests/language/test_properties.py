"""What holds for any text whatever."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.codes import Evidence
from simulator.language import pack
from simulator.transcript import Act, Side, Turn

ENGLISH = pack("en")
assert ENGLISH is not None

WORDS = st.lists(
    st.sampled_from(
        [
            "I",
            "you",
            "my",
            "husband",
            "died",
            "scared",
            "not",
            "worried",
            "so",
            "how are",
            "sleeping",
            "?",
            ".",
            ",",
            "...",
            "sorry to hear that",
            "don't worry",
            "at least",
            "can't prescribe",
            "because",
            "anyway",
            '"',
            "*",
            "(",
            ")",
            "😢",
            "it’s",
            "like",
            "feel",
            "low",
            "and",
            "but",
            "what",
            "is it cancer",
            "ending your life",
        ]
    ),
    max_size=40,
).map(" ".join)
TEXT = st.one_of(st.text(max_size=200), WORDS)


def literal(items: tuple[Evidence, ...], turn: Turn) -> bool:
    for item in items:
        source = turn.text if item.where == "text" else turn.seen or ""
        if not 0 <= item.start <= item.end <= len(source) or source[item.start : item.end] != item.quote:
            return False
    return True


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, st.sampled_from(Act))
def test_a_learners_text_never_breaks_the_reading_and_quotes_are_literal(text: str, before: str, act: Act) -> None:
    turn = Turn(side=Side.LEARNER, text=text, act=act)
    found = ENGLISH.moves(turn, 2, Turn(side=Side.PATIENT, text=before))
    assert literal(found, turn)
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert found == ENGLISH.moves(turn, 2, Turn(side=Side.PATIENT, text=before))


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_a_patients_text_never_breaks_the_reading_and_quotes_are_literal(text: str, seen: str, before: str) -> None:
    turn = Turn(side=Side.PATIENT, text=text, seen=seen)
    found = ENGLISH.expressions(turn, 5, Turn(side=Side.LEARNER, text=before))
    assert literal(found, turn)
    assert len({e.id for e in found}) == len(found)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT)
def test_topics_feelings_sentences_and_phrases_take_any_text(text: str, phrase: str) -> None:
    assert all(0 <= t.start < t.end <= len(text) for t in ENGLISH.topics(text))
    assert all(text[f.start : f.end] == f.word for f in ENGLISH.feelings(text))
    spans = ENGLISH.sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[s:e].strip() == text[s:e] for s, e in spans)
    ENGLISH.mentions(text, phrase)
    ENGLISH.asks_repeat(text)
    ENGLISH.is_question(text)


SCRIPT = """
from simulator.language import pack
from simulator.transcript import Side, Turn
p = pack("en")
b = Turn(side=Side.PATIENT, text="My brother died and I'm scared, I can't sleep for thinking.", seen="looks away")
t = Turn(side=Side.LEARNER, text="I'm so sorry. You sound scared - how are you sleeping? Any fever? Don't worry.")
print(p.moves(t, 2, b), p.expressions(b, 1, t), p.topics(t.text), p.feelings(b.text), p.lexicon_hash)
"""


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8"])
def test_the_reading_depends_on_neither_hash_seed_nor_locale(locale: str) -> None:
    outputs = set()
    for seed in ("0", "1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "1"}
        run = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_hearing_a_turn_takes_about_a_millisecond_of_cpu() -> None:
    before = Turn(side=Side.PATIENT, text="My brother died in March and I can't sleep.")
    turns = [
        Turn(side=Side.LEARNER, text=f"I'm so sorry, that must be hard number {n}. How are you sleeping, and eating?")
        for n in range(200)
    ]
    ENGLISH.moves(turns[0], 2, before)
    start = time.process_time()
    for turn in turns:
        ENGLISH.moves(turn, 2, before)
    assert (time.process_time() - start) / len(turns) < 0.01  # ten times the aim: a busy machine must not fail it


def test_a_very_long_text_is_read_in_time_proportional_to_it() -> None:
    text = "I was so worried about the pain and the nights and " * 400
    start = time.process_time()
    ENGLISH.moves(Turn(side=Side.LEARNER, text=text), 1)
    ENGLISH.expressions(Turn(side=Side.PATIENT, text=text), 1)
    assert time.process_time() - start < 10
