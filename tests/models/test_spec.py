"""From a name to a model: what is chosen, what is refused, what is kept to ourselves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.errors import NotConfigured
from simulator.models import ModelSpec, chat_model

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-test-4f9a1c7e-do-not-print"


@pytest.mark.parametrize(
    ("name", "provider", "model"),
    [
        ("openai:gpt-5-mini", "openai", "gpt-5-mini"),
        ("gpt-5-mini", "openai", "gpt-5-mini"),
        ("openai:llama3:8b", "openai", "llama3:8b"),
        ("anthropic:claude", "anthropic", "claude"),
    ],
)
def test_a_name_has_a_provider_and_a_model(name: str, provider: str, model: str) -> None:
    spec = ModelSpec(name=name)
    assert (spec.provider, spec.model) == (provider, model)


@pytest.mark.parametrize("model", ["gpt-5-mini", "gpt-5-codex", "gpt-5-pro", "o3"])
def test_no_models_name_chooses_another_interface(model: str) -> None:
    made = chat_model(ModelSpec(name=f"openai:{model}", api_key=KEY))
    payload = made._get_request_payload("Hello", stream=True)  # type: ignore[attr-defined]
    assert "messages" in payload and "input" not in payload
    assert payload["max_completion_tokens"] == 2000
    assert made.use_responses_api is False and made.stream_usage is True  # type: ignore[attr-defined]


def test_servers_of_other_models_get_the_limit_by_its_old_name() -> None:
    made = chat_model(ModelSpec(name="openai:llama3:8b", base_url="http://127.0.0.1:1/v1", max_tokens=90))
    payload = made._get_request_payload("Hello")  # type: ignore[attr-defined]
    assert payload["extra_body"]["max_tokens"] == 90 and "max_completion_tokens" not in payload
    assert made.name == "openai:llama3:8b"


def test_a_server_without_a_key_does_not_get_the_one_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    made = chat_model(ModelSpec(name="openai:x", base_url="http://127.0.0.1:1/v1"))
    assert made.openai_api_key.get_secret_value() == "none"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("openai:gpt-5-mini", "OPENAI_API_KEY"),
        ("openai:", "provider:model"),
        ("anthropic:claude-x", "pip install langchain-anthropic"),
        ("llama3:8b", "openai:llama3:8b"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(name: str, says: str) -> None:
    with pytest.raises(NotConfigured) as caught:
        chat_model(ModelSpec(name=name))
    assert says in caught.value.message


def test_the_key_is_in_no_representation() -> None:
    spec = ModelSpec(name="openai:x", api_key=KEY, base_url="http://127.0.0.1:1/v1")
    made = chat_model(spec)
    assert KEY not in repr(spec) + str(spec) + repr(made) + str(made) + str(made.model_dump_json)


def test_conversations_are_not_sent_to_a_tracing_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_GATEWAY", "http://127.0.0.1:1")
    made = chat_model(ModelSpec(name="openai:x", api_key=KEY))
    assert os.environ["LANGSMITH_TRACING"] == os.environ["LANGCHAIN_TRACING_V2"] == "false"
    assert "LANGSMITH_GATEWAY" not in os.environ
    assert made.openai_api_base is None  # type: ignore[attr-defined]


def test_the_room_loads_no_framework_until_a_model_is_made() -> None:
    program = "import sys, simulator.models; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"langchain", "langchain_core", "langchain_openai", "openai", "httpx2"})
