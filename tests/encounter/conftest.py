"""A running simulator with two people in it, and voices whose every breath is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.encounter.views import Live, Person
from simulator.errors import ProviderFailed
from simulator.patient.brief import Brief, Voice, VoiceIdentity
from simulator.persona import Persona
from simulator.settings import Settings
from simulator.simulator import Simulator
from simulator.store.events import EncounterRecord
from simulator.transcript import Transcript
from simulator.wiring import Built, build

ADA = Person(id="019aa000-0000-7000-8000-00000000000a", name="Ada")
BEN = Person(id="019aa000-0000-7000-8000-00000000000b", name="Ben")
PATIENT = "george-lindqvist"


class ScriptedVoice:
    """Speaks the pieces it is given; an exception among them is raised, a number waits that many seconds."""

    identity = VoiceIdentity(kind="offline", version="scripted")

    def __init__(self, replies: list[list[Any]]) -> None:
        self.replies = replies
        self.asked: list[tuple[Brief, Transcript]] = []
        self.go = asyncio.Event()

    async def speak(self, brief: Brief, transcript: Transcript) -> AsyncIterator[str]:
        self.asked.append((brief, transcript))
        for piece in self.replies.pop(0) if self.replies else ["Yes. I suppose so."]:
            if piece == "wait":
                await self.go.wait()
            elif isinstance(piece, Exception):
                raise piece
            else:
                yield piece


class Room:
    """A simulator and how to talk in it."""

    def __init__(self, built: Built, voice: ScriptedVoice) -> None:
        self.built, self.voice = built, voice

    @property
    def simulator(self) -> Simulator:
        return self.built.simulator

    async def say(self, who: Person, encounter: str, text: str, *, key: str | None = None, **more: Any) -> list[Live]:
        view = await self.simulator.see(who, encounter)
        await self.simulator.say(who, encounter, text, key=key or f"k{view.seq}", seen_seq=view.seq, **more)
        return [live async for live in self.simulator.follow(who, encounter)]


@pytest.fixture
def open_room(tmp_path: Path) -> Callable[..., Any]:
    """Open (and open again, after a "restart") a simulator on the same data."""

    def make(*replies: list[Any], **settings: Any) -> Any:
        voice = ScriptedVoice(list(replies))

        def maker(record: EncounterRecord, persona: Persona, on_call: Callable[[Any], None]) -> Voice:
            return voice

        built = build(Settings(data_dir=tmp_path, **settings), voice_maker=maker)

        class Opened:
            async def __aenter__(self) -> Room:
                self.running = built.running()
                await self.running.__aenter__()
                return Room(built, voice)

            async def __aexit__(self, *error: object) -> None:
                await self.running.__aexit__(*error)

        return Opened()

    return make


CUT = ProviderFailed("the connection broke.", kind="cut", retryable=True)
