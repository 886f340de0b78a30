"""Every way in which a provider fails, as one ProviderFailed with a kind."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import SecretStr

from simulator.errors import ProviderFailed

if TYPE_CHECKING:
    from simulator.models.calls import Account

LATER = "Try again in a moment."
AGAIN = "Try again."


class Kind(NamedTuple):
    """What is said of a kind of failure, whether trying again can help, and what to do."""

    what: str
    retryable: bool
    todo: str


KINDS = {
    "auth": Kind("refused the key.", False, "Check the API key (OPENAI_API_KEY) and its permissions."),
    "limit": Kind("has too many requests just now.", True, LATER),
    "quota": Kind("has no credit left for this key.", False, "Look at the account's billing."),
    "timeout": Kind("did not answer in time.", True, LATER),
    "connection": Kind("cannot be reached.", True, "Check the network and ATTUNE_BASE_URL, then try again."),
    "server": Kind("had an error of its own.", True, LATER),
    "cut": Kind("broke off in the middle of the answer.", True, AGAIN),
    "malformed": Kind("sent something that is not an answer.", True, "Check ATTUNE_BASE_URL, then try again."),
    "refused": Kind("declined to answer.", True, AGAIN),
    "empty": Kind("sent an empty answer.", True, AGAIN),
    "length": Kind("reached its limit of length before the end.", False, "Allow longer answers."),
    "context": Kind("cannot take in a conversation this long.", False, "Use a model with a larger context."),
    "invalid": Kind("does not accept this request.", False, "Check the model's name and its server."),
}

LENGTH = {"length", "max_tokens", "model_length"}
REFUSED = {"content_filter", "refusal", "safety", "prohibited_content", "blocklist", "spii", "recitation"}

_CONTEXT = re.compile(
    r"context[ _](length|window|size)|maximum context|(prompt|input|request) is too long"
    r"|exceed\w* .{0,40}(context|tokens)|too many (input )?tokens",
    re.IGNORECASE,
)
_KEYS = re.compile(r"\b(sk|key|pk|lsv2|gsk|xai|AIza)[-_][\w*.-]{4,}|\bAIza\w+|(?i:bearer)\s+\S+")


def failed(kind: str, model_name: str) -> ProviderFailed:
    """The error for a kind. In our own words only: a provider's may repeat the key or the prompt."""
    said = KINDS[kind]
    return ProviderFailed(
        f'the model "{model_name}" {said.what}',
        kind="limit" if kind == "quota" else kind,
        retryable=said.retryable,
        todo=said.todo,
    )


def verdict(account: Account) -> str | None:
    """The kind of failure an answer that ended without an exception still is; None for a whole one."""
    finish = account.finish.lower() if account.finish else None
    if account.refusal or finish in REFUSED:
        return "refused"
    if finish is None:  # the connection closed early: no library raises for this
        return "cut"
    if finish in LENGTH:
        return "length"
    return None if account.text.strip() else "empty"


def kind_of(error: Exception, *, begun: bool) -> str | None:
    """The kind of an exception out of the client; None where it is not the provider's doing.

    `begun` says whether part of the answer had come.
    """
    import httpx2
    import openai
    from langchain_core import exceptions as lc

    text = str(error)
    if isinstance(error, lc.ContextOverflowError):
        return "context"
    if isinstance(error, TimeoutError | lc.ModelTimeoutError | openai.APITimeoutError | httpx2.TimeoutException):
        return "timeout"
    if isinstance(error, lc.ModelAuthenticationError | lc.ModelPermissionDeniedError):
        return "auth"
    if isinstance(error, lc.ModelRateLimitError | openai.RateLimitError):
        return "quota" if getattr(error, "code", None) == "insufficient_quota" else "limit"
    if isinstance(error, openai.LengthFinishReasonError):
        return "length"
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return "refused"
    if isinstance(error, lc.ModelConnectionError | openai.APIConnectionError | httpx2.TransportError | OSError):
        return "cut" if begun else "connection"
    if _CONTEXT.search(text) and isinstance(error, openai.APIError | lc.ModelError):
        return "context"
    if isinstance(error, json.JSONDecodeError | openai.APIResponseValidationError | httpx2.HTTPError):
        return "malformed"
    if isinstance(error, openai.APIStatusError) and error.status_code < 500:
        return "invalid"
    if isinstance(error, lc.ModelInvalidRequestError | lc.ModelNotFoundError):
        return "invalid"
    if isinstance(error, openai.APIError | lc.ModelError):  # also an error sent in the middle of a stream
        return "server"
    # What is left of these comes from reading a body of an unexpected shape, such as a proxy's login page.
    if isinstance(error, ValueError | TypeError | KeyError | AttributeError | IndexError | openai.OpenAIError):
        return "malformed"
    return None


def brief_words(error: Exception, model: Any) -> str:
    """The exception's own words for the account: short, one line, with anything like a key taken out."""
    text = " ".join(str(error).split())
    for name in ("openai_api_key", "api_key"):
        secret = getattr(model, name, None)
        if isinstance(secret, SecretStr) and len(secret) >= 4:
            text = text.replace(secret.get_secret_value(), "[key]")
    text = _KEYS.sub("[key]", text)
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__
