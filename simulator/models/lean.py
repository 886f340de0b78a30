"""LangChain's OpenAI chat model without a cost that grows with the conversation."""

from __future__ import annotations

from typing import Any

from langchain_openai import ChatOpenAI


class LeanChatOpenAI(ChatOpenAI):
    """Sends the same request, with the messages where the client does not walk them.

    The client's own code looks into every field of every message of each request for values to rewrite. Chat messages
    hold none, and in a long conversation that walk costs more than all the rest of a turn.
    """

    def _get_request_payload(self, input_: Any, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        payload = super()._get_request_payload(input_, stop=stop, **kwargs)
        payload["extra_body"] = {**(payload.get("extra_body") or {}), "messages": payload["messages"]}
        payload["messages"] = []
        return payload
