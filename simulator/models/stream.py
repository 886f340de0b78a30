"""A model's words as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

from simulator.errors import ProviderFailed
from simulator.models.calls import Account, OnCall, asked, place
from simulator.models.failures import brief_words, failed, kind_of, verdict
from simulator.models.spec import forbid_tracing

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage, BaseMessageChunk, MessageLikeRepresentation

THINK, THOUGHT = "<think>", "</think>"


async def stream_text(
    model: BaseChatModel,
    messages: Sequence[MessageLikeRepresentation],
    *,
    purpose: str,
    on_call: OnCall | None = None,
    prompt_hash: str | None = None,
    deadline_s: float = 180.0,
) -> AsyncGenerator[str]:
    """Yield the model's words in pieces. `on_call` is told once, however it ends.

    Raises ProviderFailed for every failure of the provider, after whatever came before it: also for those
    that raise nothing by themselves, such as a connection that breaks off. `deadline_s` bounds the whole
    answer, against a provider that drips.
    """
    forbid_tracing()
    async with place(purpose):
        account = Account(model=model, purpose=purpose, on_call=on_call, prompt_hash=prompt_hash)
        error = "abandoned"  # stays when whoever listens goes away
        failure: ProviderFailed | None = None
        try:
            thinking = _Thinking()
            try:
                async with aclosing(_pieces(model, messages, account, deadline_s)) as pieces:
                    async for piece in pieces:
                        if spoken := thinking.without(piece):
                            yield spoken
                if rest := thinking.rest():
                    yield rest
                kind = verdict(account)
                error = kind or ""
            except Exception as raised:
                kind = kind_of(raised, begun=bool(account.texts))
                if kind is None:
                    error = type(raised).__name__
                    raise
                error = f"{kind}: {brief_words(raised, model)}"
            if kind is not None:
                failure = failed(kind, asked(model))
        finally:
            account.close(error or None)
    if failure is not None:  # raised out here, so that it carries no provider's message as its context
        raise failure


async def _pieces(
    model: BaseChatModel, messages: Sequence[MessageLikeRepresentation], account: Account, deadline_s: float
) -> AsyncGenerator[str]:
    loop = asyncio.get_running_loop()
    end = loop.time() + deadline_s
    chunks = cast("AsyncIterator[BaseMessageChunk | BaseMessage]", model.astream(list(messages)))
    try:
        while True:
            try:
                async with asyncio.timeout_at(end):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            if text := account.take(chunk):
                yield text
    finally:
        if hasattr(chunks, "aclose"):
            await chunks.aclose()


class _Thinking:
    """Takes away the thoughts that some open models write before they speak."""

    def __init__(self) -> None:
        self._held = ""
        self._speaks = False

    def without(self, piece: str) -> str:
        """What of it is speech."""
        if self._speaks:
            return piece
        self._held += piece
        start = self._held.lstrip()
        if start.startswith(THINK):
            start = start.partition(THOUGHT)[2].lstrip()
        elif not THINK.startswith(start):
            start = self._held
        else:
            return ""
        self._speaks = bool(start)
        return start

    def rest(self) -> str:
        """What was held back and is speech after all; unfinished thoughts are not."""
        over = self._speaks or self._held.lstrip().startswith(THINK)
        return "" if over else self._held


def without_thinking(text: str) -> str:
    """The whole of an answer, thoughts before it taken away."""
    thinking = _Thinking()
    return thinking.without(text) + thinking.rest()
