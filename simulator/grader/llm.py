"""The coder that reads with a language model: finds expressions, codes responses, chooses anchors. Never
points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from langchain_core.language_models.chat_models import BaseChatModel

from simulator.codes import CoderIdentity, Coding, Strength
from simulator.errors import ProviderFailed
from simulator.grader import found
from simulator.grader.addressed import held
from simulator.grader.answers import FoundRatings, check_ratings, ratings_schema
from simulator.grader.asking import Unreadable, ask
from simulator.grader.coder import CODER_FAILED, reference, uncoded
from simulator.grader.passes import coded
from simulator.grader.prompting import Window, data, messages, prompt_hash
from simulator.grader.shelf import Shelf
from simulator.models import ModelCall
from simulator.rubric.model import Item, Rubric
from simulator.transcript import Transcript

NAME = "llm"
RULES_VERSION = "3"
"""Raised whenever passes, checks or tables change what is coded; the prompts have a hash of their own."""

SHARED = Shelf()
"""For every coder of this process: a grading makes its own coder, over the same model."""

MUST_BE_MENDED = frozenset({"auth"})
"""Failures that a person has to put right first; all others leave the transcript unscored, with the
reason.
"""

TOO_LONG = frozenset({"context", "length"})
"""Only the question about the whole conversation is lost by these: the others go in windows."""


class LLMCoder:
    """Codes with a chat model in two passes and, for items of kind rating, a third."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        name: str | None = None,
        on_call: Callable[[ModelCall], None] | None = None,
        shelf: Shelf = SHARED,
        ballot: int = 0,
    ) -> None:
        """`name`: what the model is called in the coder's identity; `on_call` receives every call that was
        made; `shelf`: where the passes that do not depend on the rubric are kept; `ballot`: which of several
        readings this is, so that none is taken for another.
        """
        self._model, self._on_call, self._shelf, self._ballot = model, on_call, shelf, ballot
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

        async def make() -> Coding:
            return await coded(transcript, self._model, self._identity, self._on_call)

        try:
            kept = await self._shelf.take(self._model, f"{transcript.hash}/{self._ballot}", make)
            coding = kept.model_copy(update={"transcript": reference(transcript), "coder": self._identity})
            return held(await self._ratings(transcript, rubric, coding), transcript)
        except ProviderFailed as failure:
            if failure.kind in MUST_BE_MENDED:
                raise
            return uncoded(transcript, self._identity, f"{CODER_FAILED}: {failure.kind}: {failure.what}")
        except Unreadable as failure:
            return uncoded(transcript, self._identity, f"{CODER_FAILED}: malformed: {failure}")

    async def _ratings(self, transcript: Transcript, rubric: Rubric, coding: Coding) -> Coding:
        items = [item for item in rubric.items if item.rated]
        if not items:
            return coding
        levels = {item.id: list(item.anchors) for item in items}
        whole = Window(1, len(transcript.turns), 1, len(transcript.turns))
        try:
            answer = await ask(
                self._model,
                messages("ratings", transcript, whole, {"ITEMS": data([_shown(item) for item in items])}),
                FoundRatings,
                ratings_schema(levels),
                name="ratings",
                check=lambda given: check_ratings(given, levels),
                on_call=self._on_call,
            )
        except Unreadable as failure:
            return _without(coding, items, f"malformed: {failure}")
        except ProviderFailed as failure:
            if failure.kind not in TOO_LONG:
                raise
            return _without(coding, items, f"{failure.kind}: {failure.what}")
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


def _without(coding: Coding, items: Sequence[Item], why: str) -> Coding:
    lost = {item.id: f"{CODER_FAILED}: {why}" for item in items}
    return coding.model_copy(update={"unscored": {**coding.unscored, **lost}})


def _shown(item: Item) -> dict[str, object]:
    """What a coder sees of an item: definition and anchors, never points."""
    shown: dict[str, object] = {"item": item.id, "title": item.title, "definition": item.definition}
    if item.unwanted:
        shown["unwanted"] = True
    return {**shown, "anchors": item.anchors}


def _model_name(model: BaseChatModel) -> str:
    for name in ("model_name", "model"):
        value = getattr(model, name, None)
        if isinstance(value, str) and value:
            return value
    return type(model).__name__
