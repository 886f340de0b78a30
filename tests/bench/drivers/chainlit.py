"""A person at a bare Chainlit chat: the page's requests, then Socket.IO on one websocket."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.bench.http import Browser
from tests.bench.marks import Turn

# Engine.IO puts one digit before each text frame, Socket.IO another: 4 is a message, 40 connects, 42 is an event.
PING, PONG, CONNECT, EVENT = "2", "3", "40", "42"
PAGE = ("/", "/auth/config", "/user", "/project/translations?language=en-US", "/project/settings?language=en-US")


class ChainlitLearner:
    """One person with the page open."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._browser = Browser(url)
        self._session = str(uuid.uuid4())
        self._line: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._turn: Turn | None = None
        self._ended = asyncio.Event()

    async def open(self) -> None:
        """Load the page and connect."""
        for path in PAGE:
            await self._browser.get(path)
        await self._browser.post("/set-session-cookie", {"session_id": self._session})
        address = f"{self._url.replace('http', 'ws', 1)}/ws/socket.io/?EIO=4&transport=websocket"
        cookies = "; ".join(f"{name}={value}" for name, value in self._browser.cookies.items())
        self._line = await connect(
            address,
            additional_headers={"Cookie": cookies} if cookies else None,
            origin=self._url,  # type: ignore[arg-type]
            compression=None,
            ping_interval=None,
            max_size=None,
            proxy=None,
        )
        await self._line.recv()
        who = {"clientType": "webapp", "sessionId": self._session, "threadId": "", "userEnv": "{}", "chatProfile": ""}
        await self._line.send(CONNECT + json.dumps(who))
        if not str(answer := await self._line.recv()).startswith(CONNECT):
            raise RuntimeError(f"not connected: {answer!r}")
        self._reader = asyncio.create_task(self._read())
        await self._emit("connection_successful")
        await asyncio.sleep(0.3)  # the chat's start is not announced

    async def say(self, text: str, turn: Turn) -> None:
        """Send a message and wait until the server says that it is done with it."""
        self._ended.clear()
        self._turn = turn
        message = {
            "threadId": "",
            "id": str(uuid.uuid4()),
            "name": "User",
            "type": "user_message",
            "output": text,
            "createdAt": "2026-01-01T00:00:00.000Z",
            "metadata": {"location": f"{self._url}/"},
        }
        await self._emit("client_message", {"message": message, "fileReferences": []})
        await self._ended.wait()
        self._turn = None

    async def close(self) -> None:
        """Leave."""
        if self._reader is not None:
            self._reader.cancel()
        if self._line is not None:
            await self._line.close()
        self._browser.close()

    async def _emit(self, name: str, *data: Any) -> None:
        assert self._line is not None
        await self._line.send(EVENT + json.dumps([name, *data]))

    async def _read(self) -> None:
        assert self._line is not None
        try:
            async for frame in self._line:
                text = frame if isinstance(frame, str) else frame.decode()
                if text == PING:
                    await self._line.send(PONG)
                elif self._turn is not None:
                    self._turn.feed(text.encode())
                    if text.startswith(f'{EVENT}["task_end"') and self._turn.last_sent:
                        self._ended.set()
        finally:
            self._ended.set()  # a broken line ends the turn; that the reply is not whole shows by itself


class ChainlitCrowd:
    """Makes people."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def learner(self, number: int) -> ChainlitLearner:
        """The next person."""
        return ChainlitLearner(self._url)
