"""From a name in the settings to a LangChain chat model."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.errors import NotConfigured

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OPENAI_FAMILIES = ("gpt-", "chatgpt-", "o1", "o3", "o4")
"""Models that know only the newer name of the limit on tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """Which model, where, and within which limits."""

    name: str
    """LangChain style, "openai:gpt-5-mini"; without a provider, "openai:" is meant."""
    base_url: str | None = None
    """Any OpenAI-compatible server; None: the provider's own."""
    api_key: str | None = field(default=None, repr=False)
    """For "openai:" only; other providers read their own environment variable. Never printed or logged."""
    temperature: float | None = None
    """Not sent when None: some models refuse it."""
    effort: str | None = None
    """How long a reasoning model may think before it speaks ("minimal", "low" ...); not sent when None."""
    max_tokens: int = 2000
    """Most tokens of one answer; a reasoning model spends its thinking from it too."""
    timeout_s: float = 30.0
    """Longest wait for an answer to begin, and between two pieces of it."""
    max_retries: int = 2
    """Further tries when a request fails before anything came; each may take `timeout_s`."""

    @property
    def provider(self) -> str:
        """The part of the name before the colon."""
        return self.name.partition(":")[0] if ":" in self.name else "openai"

    @property
    def model(self) -> str:
        """The name as the provider knows it (it may hold colons of its own)."""
        return self.name.partition(":")[2] if ":" in self.name else self.name


def chat_model(spec: ModelSpec) -> BaseChatModel:
    """Make the chat model. No request is sent. Raises NotConfigured when a key or a package is missing."""
    forbid_tracing()
    if not spec.model:
        raise NotConfigured(f'"{spec.name}" names no model.', todo='Write provider:model, e.g. "openai:gpt-5-mini".')
    return _openai(spec) if spec.provider == "openai" else _other(spec)


def forbid_tracing() -> None:
    """LangChain can be told by the environment to send conversations to its makers, or to route them there.

    What a patient and a learner say goes to the configured model and nowhere else.
    """
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"
    os.environ.pop("LANGSMITH_GATEWAY", None)


def _openai(spec: ModelSpec) -> BaseChatModel:
    if spec.api_key is None and spec.base_url is None:
        raise NotConfigured(
            f'the model "{spec.name}" needs an API key.',
            todo="Set OPENAI_API_KEY, or ATTUNE_BASE_URL for a server that needs none.",
        )
    from pydantic import SecretStr

    from simulator.models.http import LoopClient
    from simulator.models.lean import LeanChatOpenAI

    # Servers of other models often know only the older name of the limit, and silently ignore the newer one.
    old_name = spec.base_url is not None and not spec.model.startswith(OPENAI_FAMILIES)
    return LeanChatOpenAI(
        name=spec.name,
        model=spec.model,
        base_url=spec.base_url,
        # Given even where none is needed: left out, the library would send the one in the environment.
        api_key=SecretStr(spec.api_key or "none"),
        temperature=spec.temperature,
        reasoning_effort=spec.effort,
        max_tokens=None if old_name else spec.max_tokens,  # type: ignore[call-arg]
        extra_body={"max_tokens": spec.max_tokens} if old_name else None,
        use_responses_api=False,  # otherwise chosen by the model's name, even on servers that lack it
        stream_usage=True,
        timeout=spec.timeout_s,
        stream_chunk_timeout=spec.timeout_s,
        max_retries=spec.max_retries,
        http_async_client=LoopClient(timeout=spec.timeout_s),
    )


def _other(spec: ModelSpec) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {
        "max_tokens": spec.max_tokens,
        "timeout": spec.timeout_s,
        "max_retries": spec.max_retries,
    }
    if spec.temperature is not None:
        options["temperature"] = spec.temperature
    if spec.base_url is not None:
        options["base_url"] = spec.base_url
    missing = False
    try:
        made: BaseChatModel = init_chat_model(spec.model, model_provider=spec.provider, name=spec.name, **options)
        return made
    except ImportError:
        missing = True
    except ValueError:  # an unknown provider, or settings of its own that are missing (a key, mostly)
        pass
    if missing:
        raise NotConfigured(
            f'the provider "{spec.provider}" needs a package that is not installed.',
            todo=f"Install it: pip install langchain-{spec.provider.replace('_', '-')}",
        )
    raise NotConfigured(
        f'the model "{spec.name}" cannot be used: its provider is unknown, or its key is not set.',
        todo=f'For an OpenAI-compatible server write "openai:{spec.name}" and set ATTUNE_BASE_URL.',
    )
