"""One question to a language model, its answer checked against a form, with a single request to repair it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import ValidationError

from simulator.grader.answers import Answer, parse
from simulator.grader.prompting import fill, prompt_hash
from simulator.models import ModelCall, ask_json

A = TypeVar("A", bound=Answer)

TRIES = 2
"""The question, and one request to repair the answer."""

ERROR_LENGTH = 1500
"""Characters of the fault that are quoted back."""


class Unreadable(Exception):
    """The model answered twice, and neither answer had the form asked for."""


async def ask(
    model: BaseChatModel,
    messages: list[BaseMessage],
    form: type[A],
    schema: dict[str, Any],
    *,
    name: str,
    check: Callable[[A], None] = lambda _: None,
    on_call: Callable[[ModelCall], None] | None = None,
) -> A:
    """The answer as `form`; `name` names the form to the provider. `check` may raise ValueError for what a
    schema cannot say.

    One repair request quotes the fault. Raises Unreadable after that, and ProviderFailed as the model's edge
    does.
    """
    asked = list(messages)
    for _ in range(TRIES):
        answer = await ask_json(model, asked, schema, name=name, on_call=on_call, prompt_hash=prompt_hash())
        try:
            parsed = parse(form, answer.text)
            check(parsed)
            return parsed
        except ValueError as error:  # pydantic's ValidationError is one
            fault = _fault(error)
        asked = [*messages, AIMessage(answer.text), HumanMessage(fill("repair", {"ERROR": fault}))]
    raise Unreadable(fault)


def _fault(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        faults = ((e["loc"], e["msg"]) for e in error.errors(include_url=False))
        lines = [f"{'.'.join(map(str, place)) or 'answer'}: {says}" for place, says in faults]
        return "\n".join(lines)[:ERROR_LENGTH]
    return str(error)[:ERROR_LENGTH]
