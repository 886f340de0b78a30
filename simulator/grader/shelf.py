"""Codings kept for a while, so that a second rubric on the same transcript does not ask the model again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from simulator.codes import Coding

KEPT = 8
"""Transcripts whose coding is kept."""


class Shelf:
    """The last few codings by model and transcript. Who asks for one that is being made waits for it; a
    failure is not kept.
    """

    def __init__(self, size: int = KEPT) -> None:
        """`size` 0 keeps nothing."""
        self._size = size
        self._slots: OrderedDict[tuple[int, str], _Slot] = OrderedDict()

    async def take(self, model: object, reading: str, make: Callable[[], Awaitable[Coding]]) -> Coding:
        """The coding from the shelf, or made now and put there unless part of it could not be read. `reading`: which
        transcript, and which of several readings of it.
        """
        if not self._size:
            return await make()
        key = id(model), reading
        slot = self._slots.setdefault(key, _Slot(model))
        self._slots.move_to_end(key)
        while len(self._slots) > self._size:
            self._slots.popitem(last=False)
        if (kept := slot.kept()) is not None:
            return kept
        async with slot.lock:
            if (kept := slot.kept()) is not None:
                return kept  # made while we waited
            try:
                coding = await make()
                if UNREADABLE not in coding.dropped:
                    slot.keep(coding)
                return coding
            finally:
                if slot.kept() is None and self._slots.get(key) is slot:
                    del self._slots[key]


UNREADABLE = "answer_unreadable"
"""Counted in a coding where an answer of the model could not be read twice."""


class _Slot:
    def __init__(self, model: object) -> None:
        self.model = model  # kept alive, so that no other model gets its id
        self.lock = asyncio.Lock()
        self._coding: Coding | None = None

    def kept(self) -> Coding | None:
        return self._coding

    def keep(self, coding: Coding) -> None:
        self._coding = coding
