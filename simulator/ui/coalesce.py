"""A fast stream made slow enough for a page: the newest state at most every so often, and always the last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

T = TypeVar("T")
PACE = 0.05
"""Seconds between two updates: faster than that nobody reads, and each one costs."""


async def newest(source: AsyncIterator[T], pace: float = PACE) -> AsyncIterator[T]:
    """Items of `source`; those that come faster than `pace` replace each other. The last is never dropped."""
    latest: list[T] = []
    changed = asyncio.Event()

    async def read() -> None:
        try:
            async for item in source:
                latest[:] = [item]
                changed.set()
        finally:
            changed.set()

    reader = asyncio.create_task(read())
    try:
        while True:
            await changed.wait()
            changed.clear()
            ended = reader.done()
            if latest:
                yield latest.pop()
            if ended or (reader.done() and not latest):
                await reader  # what broke the source breaks us
                return
            await asyncio.sleep(pace)
    finally:
        reader.cancel()
