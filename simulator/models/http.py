"""An HTTP client that outlives its event loop."""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

import httpx2


class LoopClient(httpx2.AsyncClient):
    """Sends through a client of the running event loop's own.

    Connections belong to the loop they were opened in; a model used from a second loop (a command, then a
    job) would find them tied to a closed one. It delegates at `send`, so that proxies and certificates are
    still read from the environment.
    """

    def __init__(self, *, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._seconds = timeout
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx2.AsyncClient] = WeakKeyDictionary()

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """As the parent's, through this loop's client."""
        loop = asyncio.get_running_loop()
        client = self._by_loop.get(loop)
        if client is None:
            limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
            client = httpx2.AsyncClient(timeout=self._seconds, limits=limits, follow_redirects=True)
            self._by_loop[loop] = client
        return await client.send(request, **options)
