"""The pages over the real simulator, with two people and a voice whose every breath is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.encounter.views import Person
from simulator.library import Library, shipped
from simulator.patient.brief import Brief, VoiceIdentity
from simulator.settings import Settings
from simulator.simulator import Simulator
from simulator.transcript import Transcript
from simulator.ui.texts import texts
from simulator.ui.wire import Ticket
from simulator.wiring import Built, build

ADA = Person(id="019aa000-0000-7000-8000-00000000000a", name="Ada")
BEN = Person(id="019aa000-0000-7000-8000-00000000000b", name="Ben")
T = texts()


class ScriptedVoice:
    """Speaks the pieces it is given; an exception among them is raised, "wait" waits for `go`."""

    identity = VoiceIdentity(kind="offline", version="scripted")

    def __init__(self, replies: list[list[Any]]) -> None:
        self.replies = replies
        self.go = asyncio.Event()

    async def speak(self, brief: Brief, transcript: Transcript) -> AsyncIterator[str]:
        for piece in self.replies.pop(0) if self.replies else ["Yes. I suppose so. "]:
            if piece == "wait":
                await self.go.wait()
            elif isinstance(piece, Exception):
                raise piece
            else:
                yield piece


@pytest.fixture(scope="session")
def library() -> Library:
    """Read once: the files do not change while the tests run."""
    return shipped()


@pytest.fixture
def built(tmp_path: Path, library: Library) -> Callable[..., Built]:
    """What wiring builds, with a scripted voice."""

    def make(*replies: list[Any]) -> Built:
        voice = ScriptedVoice(list(replies))
        made = build(Settings(data_dir=tmp_path), library=library, voice_maker=lambda *_: voice)
        made.test_voice = voice  # type: ignore[attr-defined]
        return made

    return make


async def begun(simulator: Simulator, who: Person = ADA) -> str:
    return await simulator.begin(who, "tom-reeve")


async def said(simulator: Simulator, ticket: Ticket, who: Person = ADA) -> list[dict[str, Any]]:
    """All patches of one turn."""
    from simulator.ui.learn import converse

    return [change async for change in converse(simulator, who, T, ticket)]


def ticket(encounter: str, text: str, shown: dict[str, Any] | None = None, **more: Any) -> Ticket:
    """What the page sends after it has seen `shown` (the opening, by default)."""
    seen = {"seq": 1, "turns": 1} if shown is None else shown
    return Ticket(**{"do": "say", "encounter": encounter, "text": text, "key": text, **seen, **more})
