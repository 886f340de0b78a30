"""The scripted model: a real chat model in everything but its wits."""

import json

import pytest

from simulator.errors import ProviderFailed
from simulator.models import JsonAnswer, ModelCall, ask_json, limit_concurrency, stream_text
from simulator.models.ladder import strict
from simulator.models.scripted import ScriptedChatModel

ASK = [("user", "Hello there")]


async def said(model: ScriptedChatModel, calls: list[ModelCall]) -> str:
    pieces = stream_text(model, ASK, purpose="voice", on_call=calls.append)
    return "".join([piece async for piece in pieces])


async def test_a_list_is_taken_in_turn_and_its_last_answer_repeated() -> None:
    model, calls = ScriptedChatModel(script=["One.", "Two words."]), list[ModelCall]()
    assert [await said(model, calls) for _ in range(3)] == ["One.", "Two words.", "Two words."]
    assert [(call.tokens_in, call.tokens_out) for call in calls] == [(2, 1), (2, 2), (2, 2)]
    assert [message.text for message in model.seen[0]] == ["Hello there"]


async def test_a_function_sees_the_messages() -> None:
    model = ScriptedChatModel(script=lambda messages: f"{messages[-1].text}, said you.")
    assert await said(model, []) == "Hello there, said you."


async def test_it_streams_by_word_and_keeps_white_space() -> None:
    model = ScriptedChatModel(script=["Well,  I\nsee."])
    pieces = [piece async for piece in stream_text(model, ASK, purpose="voice")]
    assert pieces == ["Well,", "  I", "\nsee."]


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (ScriptedChatModel(script=[TimeoutError("slow")]), "timeout"),
        (ScriptedChatModel(script=[ConnectionError("gone")]), "connection"),
        (ScriptedChatModel(script=["One two three."], break_after=2), "cut"),
        (ScriptedChatModel(script=["One two three."], finish="length"), "length"),
        (ScriptedChatModel(script=[""]), "empty"),
    ],
)
async def test_failures_on_request(model: ScriptedChatModel, kind: str) -> None:
    calls: list[ModelCall] = []
    with pytest.raises(ProviderFailed) as caught:
        await said(model, calls)
    assert caught.value.kind == kind and not calls[0].ok


async def test_a_bug_is_not_taken_for_a_failing_provider() -> None:
    calls: list[ModelCall] = []
    with pytest.raises(AssertionError):
        await said(ScriptedChatModel(script=[AssertionError("mine")]), calls)
    assert calls[0].error == "AssertionError"


async def test_it_answers_json_too() -> None:
    model = ScriptedChatModel(script=['{"level": 2}'])
    schema = {"title": "A coding!", "type": "object", "properties": {"level": {"type": "integer"}}}
    assert await ask_json(model, ASK, schema) == JsonAnswer(text='{"level": 2}', finish="stop", rung="json_schema")


async def test_a_model_without_tools_is_asked_in_words() -> None:
    """Prose at every way of asking; the way of tools is not there at all."""
    model, calls = ScriptedChatModel(script=["Well.", "Well.", 'So: {"level": 2}.']), list[ModelCall]()
    answer = await ask_json(model, ASK, {"type": "object", "properties": {}}, name="c", on_call=calls.append)
    assert (json.loads(answer.text), answer.rung) == ({"level": 2}, "prompt")
    assert [(call.rung, call.ok) for call in calls] == [
        ("json_schema", True),
        ("json_object", True),
        ("tool", False),
        ("prompt", True),
    ]


def test_strict_schemas_keep_names_and_drop_what_providers_refuse() -> None:
    schema = {
        "$defs": {"default": {"type": "object", "properties": {"default": {"type": "string", "default": "x"}}}},
        "type": "object",
        "properties": {
            "one": {"$ref": "#/$defs/default", "description": "d"},
            "many": {"type": "array", "items": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/default"}]}},
        },
    }
    assert strict(schema) == {
        "$defs": {
            "default": {
                "type": "object",
                "properties": {"default": {"type": "string"}},
                "additionalProperties": False,
                "required": ["default"],
            }
        },
        "type": "object",
        "properties": {
            "one": {"$ref": "#/$defs/default"},
            "many": {"type": "array", "items": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/default"}]}},
        },
        "additionalProperties": False,
        "required": ["one", "many"],
    }


def test_at_least_one_request_must_be_allowed() -> None:
    with pytest.raises(ValueError, match="at least one"):
        limit_concurrency(coder=0)
