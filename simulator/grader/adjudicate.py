"""Two coders on one transcript: the language model's codes stand, unless the built-in coder contradicts
them.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from simulator.codes import (
    CoderIdentity,
    Coding,
    Move,
    Outcome,
    Rating,
    Response,
    Space,
    Strength,
    ThreadOutcome,
)
from simulator.grader.coder import Coder
from simulator.grader.derive import thread_outcome
from simulator.grader.tables import COUNTS_AGAINST
from simulator.rubric.evidence import verify
from simulator.rubric.model import Item, Rubric
from simulator.transcript import Transcript

NAME = "both"
FAR = 2
"""Levels apart at which two coders do not agree: ECCS, or anchors of a rating."""

CONFLICTS: tuple[frozenset[Outcome], ...] = (
    frozenset({Outcome.MET, Outcome.PASSED}),
    frozenset({Outcome.MET_LATER, Outcome.PASSED}),
)
"""Outcomes that contradict each other. Partly against either neighbour does not."""

ALONE = "only one coder sees it as passed over"
NOT_ADJUDICATED = "not_adjudicated"


class BothCoder:
    """Codes with two coders and adjudicates."""

    def __init__(self, llm: Coder, builtin: Coder) -> None:
        """`llm`: whose codes stand; `builtin`: who may hold them up."""
        self._llm, self._builtin = llm, builtin
        one, other = llm.identity, builtin.identity
        self._identity = CoderIdentity(
            name=NAME,
            version=f"{one.name} {one.version}, {other.name} {other.version}",
            model=one.model,
            prompt_hash=one.prompt_hash,
            weights_hash=other.weights_hash,
        )

    @property
    def identity(self) -> CoderIdentity:
        """Both identities in one."""
        return self._identity

    async def code(self, transcript: Transcript, rubric: Rubric) -> Coding:
        """Both codings, verified, in one. Where the model failed everything is unscored: no silent switch."""
        codings = await asyncio.gather(self._llm.code(transcript, rubric), self._builtin.code(transcript, rubric))
        llm, builtin = (verify(coding, transcript, rubric) for coding in codings)
        return adjudicate(llm, builtin, rubric).model_copy(update={"coder": self._identity})


def adjudicate(llm: Coding, builtin: Coding, rubric: Rubric) -> Coding:
    """One coding from two of the same transcript. Pure.

    The model's codes stand. Categories that conflict (room given against closed, met against passed) and
    levels two or more apart go under review. A code against the learner stands only with two independent
    signs or both coders. Where the built-in coder could not code at all (no language pack), the model's
    coding stands, and this is counted.
    """
    if "*" in llm.unscored:
        return llm
    if "*" in builtin.unscored:
        dropped = {**llm.dropped, NOT_ADJUDICATED: 1}
        return llm.model_copy(update={"dropped": dict(sorted(dropped.items()))})
    other = {response.moment: response for response in builtin.responses}
    stated = {m.turn for m in llm.moments if any(e.strength is Strength.STATED for e in m.expressions)}
    answered = tuple(_response(r, other.get(r.moment), r.moment in stated) for r in llm.responses)
    return llm.model_copy(
        update={
            "responses": answered,
            "threads": _threads(llm, answered),
            "moves": tuple(_move(move, builtin) for move in llm.moves),
            "review": {**llm.review, **_item_reviews(llm, builtin, rubric)},
            "safety_turns": tuple(sorted({*llm.safety_turns, *builtin.safety_turns})),
            "dropped": dict(sorted((Counter(llm.dropped) + Counter(builtin.dropped)).items())),
        }
    )


def _response(response: Response, other: Response | None, stated: bool) -> Response:
    if response.review is not None:
        return response
    why = _alone(response, stated) if other is None else _conflict(response, other)
    return response if why is None else response.model_copy(update={"review": why})


def _alone(response: Response, stated: bool) -> str | None:
    """A moment only the model sees: a passing over needs the emotion to be in plain words."""
    return ALONE if response.outcome is Outcome.PASSED and not stated else None


def _conflict(one: Response, other: Response) -> str | None:
    if frozenset({one.outcome, other.outcome}) in CONFLICTS:
        return f"the coders disagree: {_words(one.outcome)} or {_words(other.outcome)}"
    if {one.space, other.space} == {Space.PROVIDE, Space.REDUCE}:
        return "the coders disagree: room given or closed"
    if one.eccs is not None and other.eccs is not None and abs(one.eccs - other.eccs) >= FAR:
        return f"the coders disagree: acknowledgement {one.eccs} or {other.eccs}"
    if one.outcome is Outcome.PASSED and other.review is not None:
        return other.review
    return None


def _words(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ")


def _threads(llm: Coding, answered: tuple[Response, ...]) -> tuple[ThreadOutcome, ...]:
    outcomes = {response.moment: response.outcome for response in answered}
    return tuple(
        thread.model_copy(update={"outcome": thread_outcome([outcomes[t] for t in thread.moments if t in outcomes])})
        for thread in llm.threads
    )


def _move(move: Move, builtin: Coding) -> Move:
    """A code against the learner is negative with two signs of its own, or where the other coder hears one
    there.
    """
    if move.kind not in COUNTS_AGAINST:
        return move
    seconded = any(
        m.kind in COUNTS_AGAINST and m.turn == move.turn and m.start < move.end and move.start < m.end
        for m in builtin.moves
    )
    return move.model_copy(update={"negative": move.negative or seconded})


def _item_reviews(llm: Coding, builtin: Coding, rubric: Rubric) -> dict[str, str]:
    """Ratings two or more anchors apart."""
    others = {rating.item: rating for rating in builtin.ratings}
    out: dict[str, str] = {}
    for rating in llm.ratings:
        item, other = rubric.item(rating.item), others.get(rating.item)
        if item is None or other is None:
            continue
        places = _place(rating, item), _place(other, item)
        if abs(places[0] - places[1]) >= FAR:
            out[rating.item] = f'the coders disagree: "{rating.level}" or "{other.level}"'
    return out


def _place(rating: Rating, item: Item) -> float:
    levels = list(item.anchors)
    return levels.index(rating.level) + rating.between
