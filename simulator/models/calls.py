"""The account of every request to a model, and how many may run at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

VOICE = "voice"
STREAMED_COST = "attune_cost"
"""Where the cost of a streamed answer stands in a piece's metadata, as text: LangChain merges texts, not numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One request to a model and what became of it."""

    purpose: str
    """What it was for: "voice", or which step of coding."""
    model_asked: str
    """The model's name as asked for."""
    model_answered: str | None = None
    """The name in the answer: providers answer with dated or other versions."""
    prompt_hash: str | None = None
    """SHA-256 of the prompt's template, as its owner gave it."""
    params: Mapping[str, Any] = field(default_factory=dict)
    """Sampling settings that were sent."""
    attempt: int = 1
    """Which try of the same question, from 1; the client's own repeats after a 429 or 5xx are not seen."""
    rung: str | None = None
    """How JSON was asked for; None for speech."""
    finish: str | None = None
    """Why the model stopped, in the provider's word; None when it never said."""
    tokens_in: int | None = None
    """Tokens of the request; None when the provider does not say."""
    tokens_out: int | None = None
    tokens_cached: int | None = None
    """How many of `tokens_in` came from the provider's cache."""
    cost: float | None = None
    """As the provider says, else by the prices that an operator set; None where neither is known."""
    latency_ms: int = 0
    """From the request to its end, waiting for a free place not counted."""
    ok: bool = True
    error: str | None = None
    """The kind of failure and a few words, free of keys."""
    raw: str | None = None
    """What the model answered, verbatim and perhaps incomplete."""


OnCall = Callable[[ModelCall], None]
"""Told of each request once, when it has ended in whatever way."""


@dataclass(slots=True, kw_only=True)
class Account:
    """A call while it runs: filled from what arrives, closed into a ModelCall."""

    model: Any
    purpose: str
    on_call: OnCall | None
    prompt_hash: str | None = None
    rung: str | None = None
    attempt: int = 1
    texts: list[str] = field(default_factory=list)
    finish: str | None = None
    refusal: bool = False
    answered: str | None = None
    usage: Mapping[str, Any] = field(default_factory=dict)
    cost: float | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """Everything the model said so far."""
        return "".join(self.texts)

    def take(self, message: Any) -> str:
        """Note what a message or a piece of one brings; returns its text."""
        text = str(message.text)
        if text:
            self.texts.append(text)
        said = message.response_metadata
        # The same under three names: OpenAI and Google, Anthropic, Ollama.
        finish = said.get("finish_reason") or said.get("stop_reason") or said.get("done_reason")
        self.finish = str(finish) if finish else self.finish
        self.answered = said.get("model_name") or said.get("model") or self.answered
        self.usage = message.usage_metadata or self.usage
        cost = _cost_said(said)
        self.cost = self.cost if cost is None else cost
        self.refusal = self.refusal or bool(message.additional_kwargs.get("refusal"))
        return text

    def close(self, error: str | None = None) -> None:
        """Tell whoever keeps the account. `error` is None when the answer is whole."""
        if self.on_call is None:
            return
        details = self.usage.get("input_token_details") or {}
        call = ModelCall(
            purpose=self.purpose,
            model_asked=asked(self.model),
            model_answered=self.answered,
            prompt_hash=self.prompt_hash,
            params=_params(self.model),
            attempt=self.attempt,
            rung=self.rung,
            finish=self.finish,
            tokens_in=self.usage.get("input_tokens"),
            tokens_out=self.usage.get("output_tokens"),
            tokens_cached=details.get("cache_read"),
            cost=self.cost,
            latency_ms=round((time.monotonic() - self.began) * 1000),
            ok=error is None,
            error=error,
            raw=self.text or None,
        )
        self.on_call(call)


def asked(model: Any) -> str:
    """The model's name as its provider knows it."""
    return str(getattr(model, "model_name", None) or getattr(model, "model", None) or type(model).__name__)


def _cost_said(said: Mapping[str, Any]) -> float | None:
    """The cost that some providers put beside the tokens: "usage": {"cost": 0.0012}."""
    usage = said.get("token_usage")
    cost = usage.get("cost") if isinstance(usage, Mapping) else said.get(STREAMED_COST)
    try:
        return None if cost is None else max(0.0, float(cost))
    except (TypeError, ValueError):
        return None


def _params(model: Any) -> dict[str, Any]:
    names = ("temperature", "max_tokens", "reasoning_effort")
    found = {name: getattr(model, name, None) for name in names}
    found |= getattr(model, "extra_body", None) or {}
    return {name: value for name, value in found.items() if value is not None}


# ---- how many at once --------------------------------------------------------------------------------------

# Two counts, so that a learner waiting for a word never stands behind a queue of transcripts to grade.
_most = {"voice": 64, "coder": 8}
_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, asyncio.Semaphore]] = WeakKeyDictionary()


def limit_concurrency(*, voice: int | None = None, coder: int | None = None) -> None:
    """Set how many requests of each kind may run at once in this process. Raises ValueError below 1."""
    for kind, most in (("voice", voice), ("coder", coder)):
        if most is None:
            continue
        if most < 1:
            raise ValueError(f"{kind}: at least one request must be allowed")
        _most[kind] = most
    _slots.clear()  # requests that run keep their old place


@asynccontextmanager
async def place(purpose: str) -> AsyncIterator[None]:
    """Wait for a free place among the requests of the voice, or among all others, and hold it."""
    kind = VOICE if purpose == VOICE else "coder"
    of_loop = _slots.setdefault(asyncio.get_running_loop(), {})
    async with of_loop.setdefault(kind, asyncio.Semaphore(_most[kind])):
        yield
