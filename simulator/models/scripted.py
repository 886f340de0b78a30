"""A chat model that answers from a script: for tests, demos and rehearsals, at LangChain's own port."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

Answer = str | Exception
Responder = Callable[[list[BaseMessage]], Answer]


class ScriptedChatModel(BaseChatModel):
    """Answers what `script` says: a function of the messages, or a list taken in turn, its last one repeated.

    An exception in the script is raised as if the provider had failed. Words come one by one when streamed.
    """

    script: Responder | Sequence[Answer] = Field(exclude=True)
    model_name: str = "scripted"
    delay_s: float = 0.0
    """Wait before each word."""
    break_after: int | None = None
    """Break the stream off after so many words, as a lost connection does: no error, no reason to stop."""
    finish: str = "stop"
    seen: list[list[BaseMessage]] = Field(default_factory=list, exclude=True)
    """The messages of every request, in order."""
    _count: int = PrivateAttr(default=0)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _answer(self, messages: list[BaseMessage]) -> str:
        self.seen.append(list(messages))
        if callable(self.script):
            answer = self.script(messages)
        else:
            answer = self.script[min(self._count, len(self.script) - 1)]
        self._count += 1
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _usage(self, messages: list[BaseMessage], text: str) -> dict[str, int]:
        tokens_in = sum(len(message.text.split()) for message in messages)
        tokens_out = len(text.split())
        return {
            "input_tokens": tokens_in,
            "output_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        }

    def _said(self) -> dict[str, Any]:
        return {"finish_reason": self.finish, "model_name": self.model_name}

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        text = self._answer(messages)
        usage: Any = self._usage(messages, text)
        message = AIMessage(text, usage_metadata=usage, response_metadata=self._said())
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _chunks(self, messages: list[BaseMessage]) -> Iterator[ChatGenerationChunk]:
        text = self._answer(messages)
        for number, word in enumerate(re.findall(r"\s*\S+", text)):
            if number == self.break_after:
                return
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        usage: Any = self._usage(messages, text)
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="", usage_metadata=usage, response_metadata=self._said(), chunk_position="last"
            )
        )

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages):
            time.sleep(self.delay_s)
            yield chunk

    async def _astream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages):
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            yield chunk
