"""LangChain's OpenAI chat model whose work does not grow with the conversation, and that keeps what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from simulator.models.calls import STREAMED_COST

_ROLES: dict[type[BaseMessage], str] = {SystemMessage: "system", HumanMessage: "user", AIMessage: "assistant"}


class LeanChatOpenAI(ChatOpenAI):
    """Sends the same request, with the messages where nobody walks them.

    LangChain examines each message for what only other kinds hold, and the client's own code looks into every field of
    every message for values to rewrite. Plain speech holds neither, and in a long conversation that costs more than
    all the rest of a turn.
    """

    def _get_request_payload(self, input_: Any, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        messages: Sequence[BaseMessage] = self._convert_input(input_).to_messages()
        plain = [_plain(message) for message in messages]
        whole = None in plain
        payload = super()._get_request_payload(input_ if whole else messages[-1:], stop=stop, **kwargs)
        sent = payload["messages"] if whole else plain
        payload["extra_body"] = {**(payload.get("extra_body") or {}), "messages": sent}
        payload["messages"] = []
        return payload

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        """Keeps the cost, which LangChain drops from what is streamed."""
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        cost = (chunk.get("usage") or {}).get("cost")
        if made is not None and cost is not None:
            made.message.response_metadata[STREAMED_COST] = str(cost)
        return made


def _plain(message: BaseMessage) -> dict[str, str] | None:
    """The message as it is sent, where it is nothing but text in a role; None otherwise."""
    role = _ROLES.get(type(message))
    if role is None or not isinstance(message.content, str) or message.name or message.additional_kwargs:
        return None
    if isinstance(message, AIMessage) and (message.tool_calls or message.invalid_tool_calls):
        return None
    return {"role": role, "content": message.content}
