"""About how much a language model will be asked and will answer, from the very prompts that would be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from langchain_core.messages import BaseMessage

from simulator.grader.prompting import Window, data, messages, windows
from simulator.rubric.model import Rubric
from simulator.transcript import Side, Transcript

BYTES = 4
"""Bytes of UTF-8 to a token: English prose has four to five, and other scripts come out dearer, as they are."""

# What an answer of the form asked for comes to, in tokens.
EXPRESSION, MOVE, VERDICT, RATING = 120, 80, 60, 140
SHOWN = 45
"""Tokens by which the second question shows a moment."""
EXPRESSIVE = 0.4
"""Share of a patient's turns taken to show emotion."""
MOVES = 1.6
"""Moves to a learner's turn."""


class Tokens(NamedTuple):
    """Requests, and the tokens of them and of their answers."""

    requests: int
    sent: int
    answered: int

    @property
    def all(self) -> int:
        """Sent and answered."""
        return self.sent + self.answered

    def plus(self, other: Tokens) -> Tokens:
        """The sum."""
        return Tokens(self.requests + other.requests, self.sent + other.sent, self.answered + other.answered)


NOTHING = Tokens(0, 0, 0)


def estimate(transcript: Transcript, rubric: Rubric, votes: int = 1) -> Tokens:
    """One transcript's, repairs not counted. What the model thinks before it answers is not counted either."""
    total = NOTHING
    for window in windows(len(transcript.turns)):
        coded = [transcript.turn(n) for n in range(window.first, window.last + 1)]
        patient = sum(turn.side is Side.PATIENT and turn.flag is None for turn in coded)
        learner = sum(turn.side is Side.LEARNER for turn in coded)
        shown = round(EXPRESSIVE * patient)
        if patient:
            asked = _sent(messages("expressions", transcript, window, {"TURNS": "", "CONCERNS": ""}))
            total = total.plus(Tokens(1, asked, round(EXPRESSIVE * patient * EXPRESSION) + 10))
        if learner or shown:
            asked = _sent(messages("responses", transcript, window, {"TURNS": "", "MOMENTS": "", "ANSWER": ""}))
            answer = learner * MOVES * MOVE + shown * VERDICT + 20
            total = total.plus(Tokens(1, asked + shown * SHOWN, round(answer)))
    items = [item for item in rubric.items if item.rated]
    if items:
        whole = Window(1, len(transcript.turns), 1, len(transcript.turns))
        given = data([{"definition": item.definition, "anchors": item.anchors} for item in items])
        asked = _sent(messages("ratings", transcript, whole, {"ITEMS": given}))
        total = total.plus(Tokens(1, asked, len(items) * RATING))
    return Tokens(total.requests * votes, total.sent * votes, total.answered * votes)


def _sent(asked: Sequence[BaseMessage]) -> int:
    return sum(4 + len(message.text.encode("utf-8", "replace")) // BYTES for message in asked)
