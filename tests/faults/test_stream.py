"""Words from a provider that streams, stalls, breaks off and lies: over real HTTP."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

from simulator.errors import ProviderFailed
from simulator.models import ModelCall, ask_json, limit_concurrency, stream_text
from tests.fake_provider import COST, IN_CHARACTER, FakeProvider
from tests.faults.conftest import KEY

pytestmark = pytest.mark.faults
MESSAGES = [("system", "You are Tom."), ("user", "Hello")]
Make = Callable[..., Any]


async def collect(model: Any, calls: list[ModelCall], **options: Any) -> tuple[str, ProviderFailed | None]:
    """All the words that came, and the failure after them."""
    said: list[str] = []
    try:
        async for piece in stream_text(model, MESSAGES, purpose="voice", on_call=calls.append, **options):
            said.append(piece)
    except ProviderFailed as failure:
        return "".join(said), failure
    return "".join(said), None


async def test_words_come_in_pieces_and_the_account_is_whole(model_of: Make, calls: list[ModelCall]) -> None:
    model = model_of("patient", temperature=0.4, max_tokens=300)
    said = [
        piece async for piece in stream_text(model, MESSAGES, purpose="voice", on_call=calls.append, prompt_hash="ab12")
    ]
    assert "".join(said) == IN_CHARACTER and len(said) == len(IN_CHARACTER.split())
    [call] = calls
    assert (call.ok, call.error, call.finish, call.raw) == (True, None, "stop", IN_CHARACTER)
    assert (call.tokens_in, call.tokens_out, call.tokens_cached, call.cost) == (11, 7, 3, None)
    assert (call.model_asked, call.model_answered) == ("patient", "patient-2026")
    assert (call.purpose, call.prompt_hash, call.rung, call.attempt) == ("voice", "ab12", None, 1)
    assert dict(call.params) == {"temperature": 0.4, "max_tokens": 300}


async def test_what_the_provider_says_it_cost_is_kept_streamed_or_whole(model_of: Make, calls: list[ModelCall]) -> None:
    await collect(model_of("costs"), calls)
    await ask_json(model_of("costs"), MESSAGES, {"type": "object", "properties": {}}, on_call=calls.append)
    assert [call.cost for call in calls] == [COST, COST]
    assert [(call.tokens_in, call.tokens_cached, call.tokens_out) for call in calls] == [(11, 3, 7)] * 2


async def test_an_account_without_usage_says_none_and_not_zero(model_of: Make, calls: list[ModelCall]) -> None:
    assert await collect(model_of("nousage"), calls) == (IN_CHARACTER, None)
    assert (calls[0].tokens_in, calls[0].tokens_out, calls[0].tokens_cached) == (None, None, None)


FIRST_FOUR = "It's been going on"


@pytest.mark.parametrize(
    ("behaviour", "kind", "retryable", "came"),
    [
        ("e401", "auth", False, ""),
        ("e403", "auth", False, ""),
        ("e404", "invalid", False, ""),
        ("e400", "invalid", False, ""),
        ("e422", "invalid", False, ""),
        ("quota", "limit", False, ""),
        ("e429x9", "limit", True, ""),
        ("e500x9", "server", True, ""),
        ("e503x9", "server", True, ""),
        ("e529x9", "server", True, ""),
        ("context", "context", False, ""),
        ("context500", "context", False, ""),
        ("malformed_json", "malformed", True, ""),
        ("html", "malformed", True, ""),
        ("cut0", "malformed", True, ""),  # the library cannot tell no answer from no stream
        ("cut", "cut", True, FIRST_FOUR),
        ("reset", "cut", True, FIRST_FOUR),
        ("malformed_sse", "malformed", True, FIRST_FOUR),
        ("sse_error", "server", True, FIRST_FOUR),
        ("nofinish", "cut", True, IN_CHARACTER),
        ("length", "length", False, "It started about three"),
        ("filtered", "refused", True, "It started"),
        ("refusal", "empty", True, ""),  # a streamed refusal does not pass through the library
        ("empty", "empty", True, ""),
    ],
)
async def test_every_failure_is_one_of_ours_after_what_came(
    model_of: Make, calls: list[ModelCall], behaviour: str, kind: str, retryable: bool, came: str
) -> None:
    said, failure = await collect(model_of(behaviour), calls)
    assert failure is not None and said == came
    assert (failure.kind, failure.retryable) == (kind, retryable)
    assert behaviour in failure.message and failure.todo
    [call] = calls
    assert not call.ok and call.error is not None and (call.raw or "") == came


@pytest.mark.parametrize(("behaviour", "came"), [("hang", ""), ("stall", FIRST_FOUR)])
async def test_a_provider_that_stops_talking_is_not_waited_for(
    model_of: Make, calls: list[ModelCall], behaviour: str, came: str
) -> None:
    began = asyncio.get_running_loop().time()
    said, failure = await collect(model_of(behaviour, timeout_s=1.5), calls)
    assert failure is not None and (failure.kind, said) == ("timeout", came)
    assert asyncio.get_running_loop().time() - began < 10
    assert calls[0].latency_ms >= 1400


async def test_a_provider_that_drips_is_not_followed_beyond_the_deadline(
    model_of: Make, calls: list[ModelCall]
) -> None:
    said, failure = await collect(model_of("drip"), calls, deadline_s=1.5)
    assert failure is not None and failure.kind == "timeout"
    assert said and IN_CHARACTER.startswith(said)


async def test_nobody_listening_is_a_connection_failure(model_of: Make, calls: list[ModelCall]) -> None:
    said, failure = await collect(model_of("patient", base_url="http://127.0.0.1:9/v1"), calls)
    assert failure is not None and (failure.kind, failure.retryable, said) == ("connection", True, "")


@pytest.mark.parametrize("behaviour", ["e429x2", "e500x2"])
async def test_a_passing_failure_is_tried_again_before_anything_came(
    model_of: Make, calls: list[ModelCall], provider: FakeProvider, behaviour: str
) -> None:
    assert await collect(model_of(behaviour, max_retries=2), calls) == (IN_CHARACTER, None)
    assert len(provider.seen) == 3 and len(calls) == 1


async def test_thoughts_before_the_words_are_not_words(model_of: Make, calls: list[ModelCall]) -> None:
    assert await collect(model_of("think"), calls) == (IN_CHARACTER, None)
    assert calls[0].raw is not None and calls[0].raw.startswith("<think>"), "the account keeps them"


async def test_who_goes_away_closes_the_request_and_its_account(
    model_of: Make, calls: list[ModelCall], provider: FakeProvider
) -> None:
    words = stream_text(model_of("stall"), MESSAGES, purpose="voice", on_call=calls.append)
    assert await anext(words) == "It's"
    await words.aclose()
    assert [(call.ok, call.error, call.raw) for call in calls] == [(False, "abandoned", "It's")]
    for _ in range(100):
        if not provider.app.active:
            return
        await asyncio.sleep(0.02)
    pytest.fail("the provider still talks to nobody")


# ---- many at once, and in more than one loop ---------------------------------------------------------------


async def test_only_so_many_requests_run_at_once(
    model_of: Make, calls: list[ModelCall], provider: FakeProvider
) -> None:
    limit_concurrency(voice=3)
    try:
        model = model_of("slow")
        done = await asyncio.gather(*(collect(model, calls) for _ in range(7)))
    finally:
        limit_concurrency(voice=64)
    assert done == [(IN_CHARACTER, None)] * 7
    assert provider.app.most_active == 3


def test_a_model_survives_its_event_loop(model_of: Make) -> None:
    model, calls = model_of("patient"), []
    for _ in range(4):
        assert asyncio.run(collect(model, calls)) == (IN_CHARACTER, None)
    assert [call.ok for call in calls] == [True] * 4


# ---- secrets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["e401", "patient", "e500x9", "malformed_sse", "stall"])
async def test_the_key_is_sent_to_the_provider_and_shown_nowhere(
    model_of: Make,
    calls: list[ModelCall],
    provider: FakeProvider,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    behaviour: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    model = model_of(behaviour, timeout_s=0.4)
    _, failure = await collect(model, calls)
    assert provider.seen[0]["headers"]["authorization"] == f"Bearer {KEY}"
    told = [repr(model), str(model), repr(calls), repr(failure), str(failure), caplog.text, *capsys.readouterr()]
    if failure is not None:
        told += [repr(failure.__cause__), repr(failure.__context__)]
    assert [text for text in told if KEY in text or KEY[:12] in text] == []
