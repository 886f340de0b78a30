"""HTTP/1.1 for one person, as a browser uses it: kept connections, cookies, streams read as they come.

Written out, since the driver shares a core with the provider: a general client would cost more per chunk than the
delays to be measured.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, NamedTuple
from urllib.parse import urlsplit

KEPT_FOR = 3.0
"""Seconds after which a kept connection is not used again: servers close theirs after five."""

Headers = dict[str, str]


class _Connection(NamedTuple):
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Refused(Exception):
    """The server answered with a status that is no success."""


class Browser:
    """One person's connections to one server."""

    def __init__(self, base_url: str, cookies: dict[str, str] | None = None) -> None:
        parts = urlsplit(base_url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.cookies = dict(cookies or {})
        self._kept: list[tuple[float, _Connection]] = []
        self._open: set[asyncio.StreamWriter] = set()

    async def get(self, path: str) -> bytes:
        """The whole body. Raises Refused."""
        return b"".join([chunk async for chunk in self.stream(path)])

    async def post(self, path: str, body: Any) -> bytes:
        """Send JSON, return the whole body. Raises Refused."""
        return b"".join([chunk async for chunk in self.stream(path, "POST", json.dumps(body).encode())])

    async def stream(self, path: str, method: str = "GET", body: bytes | None = None) -> AsyncGenerator[bytes]:
        """The body's chunks as they come. Raises Refused."""
        connection = await self._connect()
        whole = False
        try:
            connection.writer.write(self._head(method, path, body) + (body or b""))
            status, headers = await self._answer(connection.reader)
            if status >= 400:
                raise Refused(f"{method} {path.partition('?')[0]}: {status}")
            async with aclosing(_body(connection.reader, headers)) as chunks:
                async for chunk in chunks:
                    yield chunk
            whole = headers.get("connection") != "close"
        finally:
            if whole:
                self._kept.append((time.monotonic(), connection))
            else:
                self._drop(connection)

    def close(self) -> None:
        """Close every connection, also those under way."""
        for writer in list(self._open):
            writer.close()
        self._open.clear()
        self._kept.clear()

    async def _connect(self) -> _Connection:
        while self._kept:
            since, kept = self._kept.pop()
            if time.monotonic() - since < KEPT_FOR and not kept.reader.at_eof():
                return kept
            self._drop(kept)
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        self._open.add(writer)
        return _Connection(reader, writer)

    def _drop(self, connection: _Connection) -> None:
        connection.writer.close()
        self._open.discard(connection.writer)

    def _head(self, method: str, path: str, body: bytes | None) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.host}:{self.port}", "accept: */*"]
        if self.cookies:
            lines.append("cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body is not None:
            lines += [f"origin: http://{self.host}:{self.port}", "content-type: application/json"]
            lines.append(f"content-length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, Headers]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: Headers = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            headers[name] = value
        return int(head[0].split()[1]), headers


async def _body(reader: asyncio.StreamReader, headers: Headers) -> AsyncGenerator[bytes]:
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            yield (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    elif "content-length" in headers:
        yield await reader.readexactly(int(headers["content-length"]))
    else:
        while chunk := await reader.read(1 << 16):
            yield chunk
