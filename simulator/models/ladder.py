"""JSON from a model, by the strictest way its server understands."""

from __future__ import annotations

import json
import re
import warnings
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.models.calls import Account, OnCall, asked, place
from simulator.models.failures import brief_words, failed, kind_of, verdict
from simulator.models.spec import forbid_tracing
from simulator.models.stream import without_thinking

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage, MessageLikeRepresentation

RUNGS = ("json_schema", "json_object", "tool", "prompt")
"""From strictest to loosest."""

# A server that does not know a way of asking says 400, 422 or 500, or answers with nothing or with prose.
NEXT = {"invalid", "server", "empty", "prose"}

_FENCE = re.compile(r"```(?:json)?\s*\n?(.*?)```", re.DOTALL | re.IGNORECASE)
_known: dict[tuple[int, str], str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonAnswer:
    """An answer that should be JSON; nobody has looked whether it fits the schema."""

    text: str
    finish: str | None
    """The provider's word for why it stopped."""
    rung: str
    """How it was asked for."""


async def ask_json(
    model: BaseChatModel,
    messages: Sequence[MessageLikeRepresentation],
    schema: Mapping[str, Any],
    *,
    name: str | None = None,
    purpose: str = "coder",
    on_call: OnCall | None = None,
    prompt_hash: str | None = None,
) -> JsonAnswer:
    """Ask for JSON that fits `schema`; `name` names the schema to the provider (its title, where not given).

    The way that worked is remembered for this model and name. The content is not validated: a proven way's
    answer comes back as it is, for its reader to check and to ask again. Raises ProviderFailed.
    """
    from langchain_core.messages import convert_to_messages

    forbid_tracing()
    warnings.filterwarnings("ignore", message="This model does not support OpenAI's structured output")
    name = re.sub(r"\W+", "_", name or schema.get("title") or "answer")[:64]
    ask = _Ask(model, list(convert_to_messages(messages)), strict(schema), name)
    proven = _known.get((id(model), name))
    rungs = RUNGS[RUNGS.index(proven) :] if proven else RUNGS
    kind = "empty"
    for attempt, rung in enumerate(rungs, 1):
        account = Account(
            model=model, purpose=purpose, on_call=on_call, prompt_hash=prompt_hash, rung=rung, attempt=attempt
        )
        problem = await _try(ask, rung, account)
        text = _json_of(account.text)
        settled = rung in (proven, RUNGS[-1])
        if problem is None and (settled or _is_object(text)):
            _remember(model, name, rung)
            return JsonAnswer(text=text, finish=account.finish, rung=rung)
        kind = problem or "prose"
        if kind not in NEXT or rung == RUNGS[-1] or (rung == proven and kind != "invalid"):
            break
    raise failed(kind, asked(model))


@dataclass(frozen=True, slots=True)
class _Ask:
    model: BaseChatModel
    messages: list[BaseMessage]
    schema: dict[str, Any]
    name: str


async def _try(ask: _Ask, rung: str, account: Account) -> str | None:
    """One request; fills the account. Returns the kind of failure, or None."""
    error: str | None = "abandoned"
    async with place(account.purpose):
        try:
            try:
                message = await _request(ask, rung)
                account.take(message)
                if rung == "tool":
                    account.texts = [json.dumps(call["args"]) for call in message.tool_calls[:1]] or account.texts
                kind = verdict(account)
                error = kind
            except NotImplementedError:  # a model without tools
                kind, error = "invalid", "invalid: not supported by the client"
            except Exception as raised:
                kind = kind_of(raised, begun=False)
                error = f"{kind or type(raised).__name__}: {brief_words(raised, ask.model)}"
                if kind is None:
                    raise
                _take_partial(raised, account)
            return kind
        finally:
            account.close(error)


async def _request(ask: _Ask, rung: str) -> Any:
    if rung == "json_schema":
        wanted = {"name": ask.name, "strict": True, "schema": ask.schema}
        bound = ask.model.bind(response_format={"type": "json_schema", "json_schema": wanted})
        return await bound.ainvoke(ask.messages)
    if rung == "json_object":
        bound = ask.model.bind(response_format={"type": "json_object", "schema": ask.schema})
        return await bound.ainvoke(_with_schema(ask))
    if rung == "tool":
        function = {"name": ask.name, "description": "Hand over the answer.", "parameters": ask.schema}
        tool = {"type": "function", "function": function}
        return await ask.model.bind_tools([tool], tool_choice=ask.name).ainvoke(ask.messages)
    return await ask.model.ainvoke(_with_schema(ask))


def _with_schema(ask: _Ask) -> list[BaseMessage]:
    """The schema in words, at the end of the last message: a message of its own would break alternation."""
    words = "Answer with one JSON object that fits this JSON Schema, and with nothing else:\n" + json.dumps(
        ask.schema, ensure_ascii=False
    )
    last = ask.messages[-1]
    return [*ask.messages[:-1], last.model_copy(update={"content": f"{last.text}\n\n{words}"})]


def _take_partial(raised: Exception, account: Account) -> None:
    """What came before the limit of length, kept for the account."""
    completion = getattr(raised, "completion", None)
    for choice in getattr(completion, "choices", None) or []:
        account.texts.append(choice.message.content or "")
        account.finish = choice.finish_reason


def _remember(model: BaseChatModel, name: str, rung: str) -> None:
    key = (id(model), name)
    if key not in _known:  # the id may be given to another model when this one is gone
        weakref.finalize(model, _known.pop, key, None)
    _known[key] = rung


def _json_of(text: str) -> str:
    """The answer without thoughts, code fence, or words around the object."""
    text = without_thinking(text).strip()
    if _is_object(text):
        return text
    if fenced := _FENCE.search(text):
        return fenced[1].strip()
    inner = text[text.find("{") : text.rfind("}") + 1]
    return inner if _is_object(inner) else text


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):  # RecursionError: brackets nested by the thousand
        return False


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as providers' strict mode wants it: no further properties, all required, bare references."""
    made: dict[str, Any] = _strict(schema)
    return made


def _strict(node: Any) -> Any:
    if isinstance(node, list | tuple):
        return [_strict(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):  # what stands here are names, whatever they are called
            made[key] = {name: _strict(inner) for name, inner in value.items()}
        elif key not in ("default", "discriminator"):
            made["anyOf" if key == "oneOf" else key] = _strict(value)
    if "properties" in made:
        made["additionalProperties"] = False
        made["required"] = list(made["properties"])
    return made
