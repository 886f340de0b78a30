"""The doctor on language models: what is set, and whether its server answers. The key is never shown."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from simulator.cli.finding import Finding, State, shown_url
from simulator.errors import AttuneError
from simulator.models import ModelSpec, chat_model
from simulator.settings import Settings

OPENAI = "https://api.openai.com/v1"
SECONDS = 5
MOST_BYTES = 1_000_000
NAMED = 8
"""Most model names listed."""
SET_IT = "Set ATTUNE_MODEL (example: openai:gpt-5-mini) and OPENAI_API_KEY, or ATTUNE_BASE_URL for another server."


def about_models(settings: Settings) -> Iterator[Finding]:
    """Voice, coder, and the server behind them. Asks the network only where a server or a key is configured."""
    yield _use("Voice", "built-in offline voice", settings.model, settings)
    yield _use("Coder", "built-in coder", settings.coder_model, settings)
    key = "set" if settings.api_key else "not set"
    url = shown_url(settings.base_url) if settings.base_url else "not set"
    yield Finding(State.OK, f"OPENAI_API_KEY: {key}. ATTUNE_BASE_URL: {url}")
    if settings.base_url or (settings.api_key and _uses_openai(settings)):
        yield ask_server(settings.base_url or OPENAI, settings.api_key)


def _use(what: str, builtin: str, model: str | None, settings: Settings) -> Finding:
    if model is None:
        return Finding(State.OK, f"{what}: {builtin} (no language model is set up)", SET_IT if what == "Voice" else "")
    try:
        chat_model(ModelSpec(name=model, base_url=settings.base_url, api_key=settings.api_key))
    except AttuneError as error:
        return Finding(State.BAD, f"{what}: language model {model}: {error.what}", error.todo)
    return Finding(State.OK, f"{what}: language model {model}")


def _uses_openai(settings: Settings) -> bool:
    wanted = [name for name in (settings.model, settings.coder_model) if name is not None]
    return any(ModelSpec(name=name).provider == "openai" for name in wanted)


def ask_server(base_url: str, key: str | None) -> Finding:
    """GET {base_url}/models: does it answer, does it know the key, which models has it."""
    shown = shown_url(base_url)
    if urlsplit(base_url).scheme not in ("http", "https"):
        return Finding(State.BAD, f"Model server: {shown} is not an http address", "Correct ATTUNE_BASE_URL.")
    try:
        request = urllib.request.Request(f"{base_url.rstrip('/')}/models")
        if key:
            request.add_header("Authorization", f"Bearer {key}")
        with _opener().open(request, timeout=SECONDS) as answer:
            return _answered(shown, answer.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        todo = "Check OPENAI_API_KEY." if error.code in (401, 403) else "Check ATTUNE_BASE_URL (most end in /v1)."
        return Finding(State.BAD, f"Model server: {shown} answers with status {error.code}", todo)
    except (OSError, http.client.HTTPException, ValueError):  # no words of theirs: they may repeat the address
        todo = "Check that it is running, and the network and ATTUNE_BASE_URL."
        return Finding(State.BAD, f"Model server: {shown} does not answer", todo)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A key goes to the server it is meant for and no further."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_StayHere)


def _answered(shown: str, body: bytes) -> Finding:
    try:
        found = [str(row["id"]) for row in json.loads(body)["data"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        todo = "Check ATTUNE_BASE_URL (most end in /v1)."
        return Finding(State.BAD, f"Model server: {shown} answers, but not with a list of models", todo)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return Finding(State.OK, f"Model server: {shown} answers; models: {', '.join(found[:NAMED]) or 'none'}{more}")
