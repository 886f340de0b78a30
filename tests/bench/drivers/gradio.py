"""Gradio's queue as its page speaks it: an event is posted, its results come on an event stream."""

from __future__ import annotations

import asyncio
import json
import random
import string
from contextlib import aclosing
from typing import Any

from tests.bench.http import Browser
from tests.bench.marks import Turn

Json = dict[str, Any]


class Session:
    """One open Gradio page."""

    def __init__(self, browser: Browser, config: Json, root: str = "") -> None:
        """`root` is where the page is mounted, without the last slash."""
        self.browser, self.root = browser, root
        self.api = f"{root}{config.get('api_prefix', '/gradio_api')}"
        self.hash = "".join(random.choices(string.ascii_lowercase + string.digits, k=11))
        self._heartbeat: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load the page, and keep the line open that tells the server that somebody is there."""
        await self.browser.get(f"{self.root}/")
        self._heartbeat = asyncio.create_task(self._beat())

    async def close(self) -> None:
        """Close the page."""
        if self._heartbeat is not None:
            self._heartbeat.cancel()
            await asyncio.wait([self._heartbeat])
        self.browser.close()

    async def _beat(self) -> None:
        async with aclosing(self.browser.stream(f"{self.api}/heartbeat/{self.hash}")) as beats:
            async for _ in beats:
                pass

    async def run(self, event: Json, data: list[Any], turn: Turn | None = None) -> list[Any]:
        """Send an event and return its outputs. Raises RuntimeError when it failed."""
        body = {
            "data": data,
            "event_data": None,
            "fn_index": event["id"],
            "trigger_id": event["targets"][0][0] if event["targets"] else None,
            "session_hash": self.hash,
        }
        if not event["queue"]:
            answer = await self.browser.post(f"{self.api}/run/predict", body)
            outputs: list[Any] = json.loads(answer)["data"]
            return outputs
        await self.browser.post(f"{self.api}/queue/join?", body)
        return await self._results(turn)

    async def _results(self, turn: Turn | None) -> list[Any]:
        last, rest = b"", b""
        async with aclosing(self.browser.stream(f"{self.api}/queue/data?session_hash={self.hash}")) as chunks:
            async for chunk in chunks:
                if turn is not None:
                    turn.feed(chunk)
                *messages, rest = (rest + chunk).split(b"\n\n")
                for message in messages:
                    if b'"process_completed"' in message[:60]:
                        last = message
                    elif b'"unexpected_error"' in message[:60]:
                        raise RuntimeError(message[:200].decode("utf-8", "replace"))
        if not last:
            raise RuntimeError("the event stream ended without a result")
        result = json.loads(last.removeprefix(b"data: "))
        if not result["success"]:
            raise RuntimeError(f"the event failed: {str(result['output'])[:120]}")
        done: list[Any] = result["output"]["data"]
        return done


async def config_of(browser: Browser, root: str = "") -> Json:
    """The page's configuration: its components and events."""
    config: Json = json.loads(await browser.get(f"{root}/config"))
    return config
