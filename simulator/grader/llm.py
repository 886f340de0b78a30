"""The coder that reads with a language model: finds expressions, codes responses, chooses anchors. Never
points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from simulator.codes import CoderIdentity, Coding, Expression, Move, Strength
from simulator.errors import ProviderFailed
from simulator.grader import found, verdicts
from simulator.grader.answers import (
    FoundExpressions,
    FoundRatings,
    FoundResponse,
    FoundResponses,
    check_ratings,
    ratings_schema,
    schema,
)
from simulator.grader.asking import Unreadable, ask
from simulator.grader.coder import reference, uncoded
from simulator.grader.prompting import Window, data, fenced, fill, prompt_hash, system, windows
from simulator.grader.reading import Place, Reading, in_order, moments_of, moves_by_turn, place, safety_turns
from simulator.grader.responses import responses, threads
from simulator.models import ModelCall
from simulator.rubric.model import Item, ItemKind, Rubric
from simulator.transcript import Transcript

NAME = "llm"
RULES_VERSION = "1"
"""Raised whenever passes, checks or tables change what is coded; the prompts have a hash of their own."""

MUST_BE_MENDED = frozenset({"auth"})
"""Failures that a person has to put right first; all others leave the transcript unscored, with the
reason.
"""


class LLMCoder:
    """Codes with a chat model in two passes and, for items of kind rating, a third."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        name: str | None = None,
        on_call: Callable[[ModelCall], None] | None = None,
    ) -> None:
        """`name`: what the model is called in the coder's identity; `on_call` receives every call that was
        made.
        """
        self._model, self._on_call = model, on_call
        self._identity = CoderIdentity(
            name=NAME, version=RULES_VERSION, model=name or _model_name(model), prompt_hash=prompt_hash()
        )

    @property
    def identity(self) -> CoderIdentity:
        """Model, prompts and rules."""
        return self._identity

    async def code(self, transcript: Transcript, rubric: Rubric) -> Coding:
        """All labels. A provider's failure leaves everything unscored; a wrong key is raised as
        ProviderFailed.
        """
        work = _Work()
        try:
            for window in windows(len(transcript.turns)):
                await self._expressions(transcript, window, work)
            work.number()
            for window in windows(len(transcript.turns)):
                await self._responses(transcript, window, work)
            coding = _coding(transcript, work, self._identity)
            return await self._ratings(transcript, rubric, coding)
        except ProviderFailed as failure:
            if failure.kind in MUST_BE_MENDED:
                raise
            return uncoded(transcript, self._identity, f"coder_failed: {failure.kind}: {failure.what}")
        except Unreadable as failure:
            return uncoded(transcript, self._identity, f"coder_failed: malformed: {failure}")

    async def _expressions(self, transcript: Transcript, window: Window, work: _Work) -> None:
        concerns = data(list(work.concerns)) if work.concerns else "none"
        task = fill("expressions", {**_range(window), "CONCERNS": concerns})
        answer = await ask(
            self._model,
            _messages(transcript, window, task),
            FoundExpressions,
            schema(FoundExpressions),
            name="expressions",
            on_call=self._on_call,
        )
        work.expressions += found.expressions(
            answer.expressions, transcript, window.first, window.last, work.concerns, work.dropped
        )

    async def _responses(self, transcript: Transcript, window: Window, work: _Work) -> None:
        own = [e.turn for e in work.expressions if window.first <= e.turn <= window.last]
        labels = {thread: label for label, thread in work.concerns.items()}
        known = [
            {"turn": e.turn, "words": e.quote, "about": labels[e.thread]}
            for e in work.expressions
            if e.turn <= window.last
        ]
        answer_for = ", ".join(map(str, dict.fromkeys(own))) or "none (give an empty list)"
        task = fill("responses", {**_range(window), "MOMENTS": data(known), "ANSWER": answer_for})
        try:
            answer = await ask(
                self._model,
                _messages(transcript, window, task),
                FoundResponses,
                schema(FoundResponses),
                name="responses",
                on_call=self._on_call,
            )
        except Unreadable:
            work.dropped["answer_unreadable"] += 1
            return
        moments = frozenset(e.turn for e in work.expressions)
        moves, near = found.moves(answer.turns, transcript, window.first, window.last, moments, work.dropped)
        work.moves += moves
        for moment, places in near.items():
            work.near.setdefault(moment, set()).update(places)
        work.verdicts.update({one.moment: one for one in answer.responses if one.moment in own})

    async def _ratings(self, transcript: Transcript, rubric: Rubric, coding: Coding) -> Coding:
        items = [item for item in rubric.items if item.kind is ItemKind.RATING]
        if not items:
            return coding
        levels = {item.id: list(item.anchors) for item in items}
        whole = Window(1, len(transcript.turns), 1, len(transcript.turns))
        try:
            answer = await ask(
                self._model,
                _messages(transcript, whole, fill("ratings", {"ITEMS": data([_shown(item) for item in items])})),
                FoundRatings,
                ratings_schema(levels),
                name="ratings",
                check=lambda given: check_ratings(given, levels),
                on_call=self._on_call,
            )
        except Unreadable as failure:
            lost = {item.id: f"coder_failed: malformed: {failure}" for item in items}
            return coding.model_copy(update={"unscored": {**coding.unscored, **lost}})
        dropped = Counter(coding.dropped)
        moments = sum(any(e.strength is not Strength.IMPLIED for e in m.expressions) for m in coding.moments)
        basis = dict.fromkeys(levels, moments)
        given, unscored, review = found.ratings(answer.ratings, transcript, rubric, basis, dropped)
        return coding.model_copy(
            update={
                "ratings": tuple(given),
                "unscored": {**coding.unscored, **unscored},
                "review": review,
                "dropped": dict(sorted(dropped.items())),
            }
        )


@dataclass(slots=True)
class _Work:
    """What the passes gather."""

    expressions: list[Expression] = field(default_factory=list)
    concerns: dict[str, str] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    near: dict[int, set[Place]] = field(default_factory=dict)
    verdicts: dict[int, FoundResponse] = field(default_factory=dict)
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
        self.concerns = {label: fresh[thread] for label, thread in self.concerns.items() if thread in fresh}


def _coding(transcript: Transcript, work: _Work, identity: CoderIdentity) -> Coding:
    reading = Reading(
        transcript=transcript,
        moments=moments_of(work.expressions),
        by_turn=moves_by_turn(transcript, work.moves),
        near={moment: frozenset(places) for moment, places in work.near.items()},
        topical=frozenset(place(move) for move in work.moves),  # the model says what each is about
        declines=verdicts.declines(work.verdicts.values(), transcript),
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


def _messages(transcript: Transcript, window: Window, task: str) -> list[BaseMessage]:
    """System prompt (always the same), then the transcript, then the task: the longest common beginning
    first.
    """
    shown = fenced(transcript, window.shown_from, window.shown_to)
    return [SystemMessage(system()), HumanMessage(f"{shown}\n\n{task}")]


def _range(window: Window) -> Mapping[str, str]:
    return {"FIRST": str(window.first), "LAST": str(window.last)}


def _shown(item: Item) -> dict[str, object]:
    """What a coder sees of an item: definition and anchors, never points."""
    return {
        "item": item.id,
        "title": item.title,
        "definition": item.definition,
        "unwanted": item.unwanted,
        "anchors": item.anchors,
    }


def _model_name(model: BaseChatModel) -> str:
    for name in ("model_name", "model"):
        value = getattr(model, name, None)
        if isinstance(value, str) and value:
            return value
    return type(model).__name__
