"""The two passes over a transcript that every rubric shares: expressions of emotion, then moves and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from langchain_core.language_models.chat_models import BaseChatModel

from simulator.codes import CoderIdentity, Coding, Expression, Move
from simulator.grader import found, verdicts
from simulator.grader.answers import FoundExpressions, FoundResponse, FoundResponses, schema
from simulator.grader.asking import Unreadable, ask
from simulator.grader.coder import reference
from simulator.grader.prompting import Window, data, messages, windows
from simulator.grader.reading import Place, Reading, in_order, moments_of, moves_by_turn, place, safety_turns
from simulator.grader.responses import responses, threads
from simulator.grader.shelf import UNREADABLE
from simulator.models import ModelCall
from simulator.transcript import Side, Transcript

OnCall = Callable[[ModelCall], None] | None


async def coded(transcript: Transcript, model: BaseChatModel, identity: CoderIdentity, on_call: OnCall) -> Coding:
    """All labels but ratings. Raises ProviderFailed, and Unreadable where the first pass could not be read."""
    work = _Work()
    parts = windows(len(transcript.turns))
    for window in parts:
        await _find(transcript, window, work, model, on_call)
    work.number()
    for window in parts:
        await _answer(transcript, window, work, model, on_call)
    return _coding(transcript, work, identity)


async def _find(transcript: Transcript, window: Window, work: _Work, model: BaseChatModel, on_call: OnCall) -> None:
    turns = _turns(transcript, window, Side.PATIENT)
    if not turns:
        return
    concerns = data(work.concerns.names) if work.concerns.names else "none"
    answer = await ask(
        model,
        messages("expressions", transcript, window, {"TURNS": _listed(turns), "CONCERNS": concerns}),
        FoundExpressions,
        schema(FoundExpressions),
        name="expressions",
        on_call=on_call,
    )
    work.expressions += found.expressions(
        answer.expressions, transcript, window.first, window.last, work.concerns, work.dropped
    )


async def _answer(transcript: Transcript, window: Window, work: _Work, model: BaseChatModel, on_call: OnCall) -> None:
    turns = _turns(transcript, window, Side.LEARNER)
    known = work.moments(transcript, window.last)
    own = [identity for identity, turn in known.items() if turn >= window.first]
    if not turns and not own:
        return
    shown = [work.shown(identity, turn) for identity, turn in known.items()]
    try:
        answer = await ask(
            model,
            messages(
                "responses",
                transcript,
                window,
                {
                    "TURNS": _listed(turns) or "none",
                    "MOMENTS": data(shown) if shown else "none",
                    "ANSWER": _listed(own) or "none (an empty list)",
                },
            ),
            FoundResponses,
            schema(FoundResponses),
            name="responses",
            on_call=on_call,
        )
    except Unreadable:
        work.dropped[UNREADABLE] += 1
        return
    moves, near = found.moves(answer.turns, transcript, window.first, window.last, known, work.dropped)
    work.moves += moves
    for moment, places in near.items():
        work.near.setdefault(moment, set()).update(places)
    work.verdicts |= verdicts.gather(answer.responses, known, own, transcript, work.dropped)


def _turns(transcript: Transcript, window: Window, side: Side) -> list[int]:
    """Numbers of one side's turns to code; a patient's turn that was cut short or stopped bears nothing."""
    return [
        number
        for number in range(window.first, window.last + 1)
        for turn in (transcript.turn(number),)
        if turn.side is side and (side is Side.LEARNER or turn.flag is None)
    ]


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


@dataclass(slots=True)
class _Work:
    """What the passes gather."""

    expressions: list[Expression] = field(default_factory=list)
    concerns: found.Concerns = field(default_factory=found.Concerns)
    moves: list[Move] = field(default_factory=list)
    near: dict[int, set[Place]] = field(default_factory=dict)
    verdicts: dict[int, FoundResponse] = field(default_factory=dict)
    """Moment's turn → what the model says of the answer."""
    dropped: Counter[str] = field(default_factory=Counter)

    def number(self) -> None:
        """Expressions in order, with their ids; threads numbered by first appearance."""
        ordered = in_order(self.expressions)
        fresh: dict[str, str] = {}
        for expression in ordered:
            fresh.setdefault(expression.thread, f"t{len(fresh) + 1}")
        self.expressions = [
            e.model_copy(update={"id": f"e{n}", "thread": fresh[e.thread]}) for n, e in enumerate(ordered, 1)
        ]
        self.concerns.renumber(fresh)

    def moments(self, transcript: Transcript, last: int) -> dict[str, int]:
        """Ids of the moments up to turn `last` that somebody could answer, with their turns. An id is the same in
        every window.
        """
        turns = dict.fromkeys(e.turn for e in self.expressions)
        learner = [n for n, turn in enumerate(transcript.turns, 1) if turn.side is Side.LEARNER]
        final = max(learner, default=0)
        return {f"m{n}": turn for n, turn in enumerate(turns, 1) if turn <= last and turn < final}

    def shown(self, identity: str, turn: int) -> dict[str, object]:
        """A moment as the model sees it."""
        emotions = [
            {"quote": e.quote, "emotion": e.emotion.value, "about": self.concerns.name(e.thread)}
            for e in self.expressions
            if e.turn == turn
        ]
        return {"moment": identity, "turn": turn, "emotions": emotions}


def _coding(transcript: Transcript, work: _Work, identity: CoderIdentity) -> Coding:
    reading = Reading(
        transcript=transcript,
        moments=moments_of(work.expressions),
        by_turn=moves_by_turn(transcript, work.moves),
        near={moment: frozenset(places) for moment, places in work.near.items()},
        topical=frozenset(place(move) for move in work.moves),  # the model says what each is about
        declines=verdicts.declines(work.verdicts),
    )
    answered = verdicts.compare(responses(reading), work.verdicts)
    return Coding(
        transcript=reference(transcript),
        coder=identity,
        language=transcript.language,
        moments=reading.moments,
        moves=reading.moves,
        responses=answered,
        threads=threads(reading, answered),
        dropped=dict(sorted(work.dropped.items())),
        safety_turns=safety_turns(reading),
    )
