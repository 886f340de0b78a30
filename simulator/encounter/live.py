"""Encounters in use: read once from the store, kept while somebody is there, thrown away without loss."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.encounter import limits
from simulator.encounter import story as kinds
from simulator.encounter.limits import Limits
from simulator.encounter.story import INTERRUPTED, Story
from simulator.encounter.views import Live as LiveReply
from simulator.encounter.views import Notice, Person, Phase
from simulator.errors import Moved, NotFound
from simulator.patient.brief import Voice
from simulator.persona import Persona
from simulator.store import Store
from simulator.store import events as store_events
from simulator.store.events import EncounterRecord, Event
from simulator.store.records import add_model_calls, fields, voice_tokens
from simulator.transcript import Side

log = logging.getLogger(__name__)

MakeVoice = Callable[[EncounterRecord, Persona, Callable[[Any], None]], Voice]


@dataclass
class Live:
    """One encounter in use: its story, its lock, and the task that makes the reply."""

    record: EncounterRecord
    persona: Persona
    story: Story
    store: Store
    make_voice: MakeVoice
    limits: Limits = field(default_factory=Limits)
    tokens: int = 0
    """Used by the voice so far, as far as is known."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    task: asyncio.Task[None] | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def replying(self) -> bool:
        """A reply is being made in this process now."""
        return self.task is not None and not self.task.done()

    @property
    def notice(self) -> Notice | None:
        """Why a reply is owed and none is being made, or why nothing more can be said."""
        if self.replying or self.story.phase is Phase.ENDED:
            return None
        what = self.used_up
        # A reply that broke off may be asked for again as long as there are tokens, whatever the number of turns.
        if what is not None and (self.story.answered or self.no_tokens is not None):
            return limits.notice(what)
        return self.story.notice or (INTERRUPTED if not self.story.answered else None)

    @property
    def used_up(self) -> str | None:
        """Why the learner can say nothing more here; None while they can."""
        return self.limits.reached(self.story.state.ledger.turns, self.tokens)

    @property
    def no_tokens(self) -> str | None:
        """Why no reply can be made here any more; None while one can."""
        return self.limits.reached(0, self.tokens)

    def voice(self) -> Voice:
        """The voice frozen when the encounter began. Raises NotConfigured when it is not there any more."""
        return self.make_voice(self.record, self.persona, self._note_call)

    def _note_call(self, call: Any) -> None:
        row = fields(call) | {
            "encounter_id": self.record.id,
            "job_id": None,
            "turn": len(self.story.turns) + 1,
        }
        self.calls.append(row)
        self.tokens += (call.tokens_in or 0) + (call.tokens_out or 0)

    def event(self, kind: str, payload: dict[str, Any], *, after: int = 0, key: str | None = None) -> Event:
        """The next event; `after` counts those already made for the same commit."""
        seq = self.story.seq + 1 + after
        return Event(seq=seq, kind=kind, payload=payload, key=key, at=self.store.clock())

    async def commit(self, events: list[Event]) -> None:
        """One commit, then the fold, then everybody who follows is told."""
        calls, self.calls = self.calls, []
        async with self.store.write() as tx:
            await store_events.append(tx, self.record.id, events)
            at = self.store.clock()
            await add_model_calls(tx, [{"id": self.store.new_id(), "at": at, **row} for row in calls])
        for event in events:
            self.story.apply(event)
        self.tell()

    def tell(self) -> None:
        """Wake everybody who follows."""
        self._changed.set()
        self._changed = asyncio.Event()

    def start(self, work: Callable[[Live], Awaitable[None]]) -> None:
        """Begin the reply's task; it outlives whoever asked for it."""
        self.task = asyncio.create_task(self._run(work))

    async def _run(self, work: Callable[[Live], Awaitable[None]]) -> None:
        try:
            await work(self)
        except Exception:
            log.exception("the reply of encounter %s could not be stored", self.record.id)
        finally:
            asyncio.get_running_loop().call_soon(self.tell)

    async def follow(self) -> AsyncIterator[LiveReply]:
        """The growing reply, all released text so far each time, until it ends; nothing if none is being made."""
        while self.replying:
            changed = self._changed
            partial = self.story.partial
            if partial is not None:
                yield LiveReply(text=partial.turn.text, seen=partial.turn.seen, seq=self.story.seq)
            if changed is self._changed and self.replying:
                await changed.wait()
        last = self.story.turns[-1]
        spoken = last if last.turn.side is Side.PATIENT else None
        text = "" if spoken is None else spoken.turn.text
        seen = None if spoken is None else spoken.turn.seen
        yield LiveReply(text=text, seen=seen, done=True, turn=spoken, notice=self.notice, seq=self.story.seq)


class Desk:
    """The encounters in use. Nothing lives here that a restart would lose."""

    def __init__(
        self,
        store: Store,
        persona_of: Callable[[str], Awaitable[Persona]],
        make_voice: MakeVoice,
        keep: int = 500,
        limits: Limits | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._store, self._persona_of, self._make_voice, self._keep = store, persona_of, make_voice, keep
        self._lives: OrderedDict[str, Live] = OrderedDict()
        self._opening: dict[str, asyncio.Lock] = {}

    async def open(self, who: Person, encounter_id: str) -> Live:
        """The encounter, if it is the asker's. Raises NotFound otherwise, in the same words."""
        live = self._lives.get(encounter_id)
        if live is None:
            live = await self._load(encounter_id)
        if live is None or live.record.person_id != who.id:
            raise NotFound("there is no such conversation.", todo="Choose a patient to begin one.")
        self._lives.move_to_end(encounter_id)
        return live

    async def open_for_grading(self, encounter_id: str) -> Live:
        """The encounter for a job that its owner asked for. Raises NotFound."""
        live = self._lives.get(encounter_id) or await self._load(encounter_id)
        if live is None:
            raise NotFound("there is no such conversation.")
        return live

    async def _load(self, encounter_id: str) -> Live | None:
        lock = self._opening.setdefault(encounter_id, asyncio.Lock())
        try:
            async with lock:  # two requests at once must share one Live
                if encounter_id in self._lives:
                    return self._lives[encounter_id]
                async with self._store.read() as tx:
                    record = await store_events.get_encounter(tx, encounter_id)
                    events = [] if record is None else await store_events.events_of(tx, encounter_id)
                    tokens = 0 if record is None else await voice_tokens(tx, encounter_id)
                if record is None:
                    return None
                story = Story(record.language)
                for event in events:
                    story.apply(event)
                persona = await self._persona_of(record.persona_version_id)
                live = Live(record, persona, story, self._store, self._make_voice, self._limits, tokens)
                self._lives[encounter_id] = live
                self._sweep()
                return live
        finally:
            self._opening.pop(encounter_id, None)

    def forget(self, encounter_id: str) -> None:
        """Read it afresh next time (another process wrote to it)."""
        self._lives.pop(encounter_id, None)

    def _sweep(self) -> None:
        for encounter_id in list(self._lives):
            if len(self._lives) <= self._keep:
                return
            live = self._lives[encounter_id]
            if not live.replying and not live.lock.locked():
                del self._lives[encounter_id]

    async def close(self) -> None:
        """Let replies that are under way come to their end for a moment, then stop; what was released stays."""
        tasks = [live.task for live in self._lives.values() if live.task is not None and not live.task.done()]
        if tasks:
            _, slow = await asyncio.wait(tasks, timeout=5)
            for task in slow:
                task.cancel()


async def guarded_commit(desk: Desk, live: Live, events: list[Event]) -> None:
    """Commit; where another process was first, forget our copy so that it is read afresh, and say so."""
    try:
        await live.commit(events)
    except Moved:
        desk.forget(live.record.id)
        raise


__all__ = ["Desk", "Live", "MakeVoice", "guarded_commit", "kinds"]
