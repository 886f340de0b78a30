"""JSON from servers that understand less and less."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from simulator.errors import ProviderFailed
from simulator.models import ModelCall, ask_json
from tests.fake_provider import FakeProvider, alternates

pytestmark = pytest.mark.faults
MESSAGES = [("system", "You code."), ("user", "Patient: I'm afraid.")]
SCHEMA = {
    "type": "object",
    "properties": {
        "level": {"type": "integer", "minimum": 2, "default": 3},
        "quote": {"type": "string"},
        "kind": {"enum": ["a", "b"]},
    },
    "required": ["level"],
}
WANTED = {"level": 2, "quote": "text", "kind": "a"}
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("behaviour", "rung", "requests"),
    [
        ("patient", "json_schema", 1),
        ("nousage", "json_schema", 1),
        ("no_schema", "json_object", 2),
        ("no_schema500", "json_object", 2),
        ("no_object", "tool", 3),
        ("no_tools", "prompt", 4),
        ("tools_none", "prompt", 4),
        ("fenced", "json_schema", 1),
        ("think", "json_schema", 1),
    ],
)
async def test_the_strictest_way_a_server_understands_is_found_and_remembered(
    model_of: Make, provider: FakeProvider, calls: list[ModelCall], behaviour: str, rung: str, requests: int
) -> None:
    model = model_of(behaviour)
    first = await ask_json(model, MESSAGES, SCHEMA, name="coding", purpose="coder", on_call=calls.append)
    assert (json.loads(first.text), first.rung) == (WANTED, rung)
    assert [call.ok for call in calls] == [*[False] * (requests - 1), True] or behaviour == "tools_none"
    assert [call.attempt for call in calls] == list(range(1, requests + 1)) and calls[-1].rung == rung
    again = await ask_json(model, MESSAGES, SCHEMA, name="coding", purpose="coder", on_call=calls.append)
    assert again == first
    assert len(provider.seen) == requests + 1, "the second time it is asked that way at once"
    assert all(alternates(request["body"]["messages"]) for request in provider.seen)


async def test_the_schema_is_sent_as_strict_mode_wants_it(model_of: Make, provider: FakeProvider) -> None:
    await ask_json(model_of("patient"), MESSAGES, SCHEMA, name="coding")
    sent = provider.seen[0]["body"]["response_format"]["json_schema"]
    assert (sent["name"], sent["strict"]) == ("coding", True)
    assert sent["schema"]["additionalProperties"] is False
    assert sent["schema"]["required"] == ["level", "quote", "kind"]
    assert "default" not in sent["schema"]["properties"]["level"]


async def test_what_does_not_fit_comes_back_as_it_is(model_of: Make, calls: list[ModelCall]) -> None:
    answer = await ask_json(model_of("badjson"), MESSAGES, SCHEMA, name="coding", on_call=calls.append)
    assert json.loads(answer.text) == {"score": "not a number", "extra": 1}
    assert calls[0].raw == '{"score": "not a number", "extra": 1}'


async def test_prose_all_the_way_down_comes_back_for_its_reader_to_refuse(
    model_of: Make, calls: list[ModelCall]
) -> None:
    answer = await ask_json(model_of("prose"), MESSAGES, SCHEMA, name="coding", on_call=calls.append)
    assert (answer.text, answer.rung) == ("I would say it went rather well.", "prompt")
    assert [call.rung for call in calls] == ["json_schema", "json_object", "tool", "prompt"]


@pytest.mark.parametrize(
    ("behaviour", "kind", "requests"),
    [
        ("e401", "auth", 1),
        ("quota", "limit", 1),
        ("e429x9", "limit", 1),
        ("context", "context", 1),
        ("refusal", "refused", 1),
        ("filtered", "refused", 1),
        ("length", "length", 1),
        ("html", "malformed", 1),
        ("malformed_json", "malformed", 1),
        ("hang", "timeout", 1),
        ("e400", "invalid", 4),
        ("e500x99", "server", 4),
        ("empty", "empty", 4),
    ],
)
async def test_a_failure_that_is_not_about_the_way_of_asking_ends_it(
    model_of: Make, provider: FakeProvider, calls: list[ModelCall], behaviour: str, kind: str, requests: int
) -> None:
    with pytest.raises(ProviderFailed) as caught:
        await ask_json(model_of(behaviour, timeout_s=0.5), MESSAGES, SCHEMA, name="coding", on_call=calls.append)
    assert caught.value.kind == kind
    assert len(calls) == requests and not any(call.ok for call in calls)


async def test_what_came_before_the_limit_of_length_is_kept(model_of: Make, calls: list[ModelCall]) -> None:
    with pytest.raises(ProviderFailed):
        await ask_json(model_of("length"), MESSAGES, SCHEMA, name="coding", on_call=calls.append)
    assert (calls[0].raw, calls[0].finish) == ("It started about three", "length")


async def test_a_proven_way_that_fails_is_not_taken_for_a_missing_one(model_of: Make, provider: FakeProvider) -> None:
    model = model_of("no_schema")
    await ask_json(model, MESSAGES, SCHEMA, name="coding")
    provider.app.behaviour.down = True
    try:
        with pytest.raises(ProviderFailed) as caught:
            await ask_json(model, MESSAGES, SCHEMA, name="coding")
    finally:
        provider.app.behaviour.down = False
    assert caught.value.kind == "server" and len(provider.seen) == 3
    assert (await ask_json(model, MESSAGES, SCHEMA, name="coding")).rung == "json_object"
