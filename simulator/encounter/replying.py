"""The reply: made by a task of the encounter, released by sentence, stored as it is released."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Any

from simulator.encounter import story as kinds
from simulator.encounter.live import Live
from simulator.encounter.views import Notice
from simulator.errors import AttuneError, ProviderFailed
from simulator.patient.guard import reply as guarded_reply
from simulator.patient.locked import locked_signs
from simulator.patient.mind import settle_release
from simulator.transcript import Flag

log = logging.getLogger(__name__)

BUG = Notice(
    text="Something went wrong on our side. Nothing you wrote is lost: ask for the reply again.",
    retryable=True,
    kind="bug",
)


@dataclass(frozen=True, slots=True)
class _End:
    flag: Flag | None
    notice: Notice | None


async def make_reply(live: Live) -> None:
    """Speak from the stored brief until the reply ends, well or not; every release is stored before it is shown."""
    queue: asyncio.Queue[str | _End] = asyncio.Queue()
    producer = asyncio.create_task(_produce(live, queue))
    try:
        ended = False
        while not ended:
            # Whatever has come meanwhile goes into the same commit: a voice that has it all at once costs one.
            batch = [await queue.get()]
            while not queue.empty():
                batch.append(queue.get_nowait())
            ended = isinstance(batch[-1], _End)
            await _store(live, batch)
    finally:
        producer.cancel()


async def _produce(live: Live, queue: asyncio.Queue[str | _End]) -> None:
    flag: Flag | None = None
    spoken = False
    try:
        async for release in _releases(live):
            if release.text:
                queue.put_nowait(release.text)
                spoken = True
            flag = release.flag or flag
        queue.put_nowait(_End(flag, None))
    except ProviderFailed as error:
        if error.kind == "length" and spoken:
            # The model came to its limit of length: the reply ends with its last whole sentence. Nothing is owed.
            queue.put_nowait(_End(Flag.CUT_SHORT, None))
            return
        notice = Notice(text=error.message, retryable=True, kind=error.kind)
        queue.put_nowait(_End(Flag.CUT_SHORT, notice))
    except AttuneError as error:
        queue.put_nowait(_End(Flag.CUT_SHORT, Notice(text=error.message, retryable=True, kind="attune")))
    except Exception:
        log.exception("the reply of encounter %s broke", live.record.id)
        queue.put_nowait(_End(Flag.CUT_SHORT, BUG))


def _releases(live: Live) -> AsyncIterator[Any]:
    story, persona = live.story, live.persona
    assert story.pending is not None and story.inner is not None
    voice = live.voice()
    transcript = story.transcript(live.record.id)
    return guarded_reply(voice, persona, story.pending, transcript, locked_signs(persona, story.pending, story.inner))


async def _store(live: Live, batch: list[str | _End]) -> None:
    story = live.story
    pieces = [item for item in batch if isinstance(item, str)]
    assert story.pending is not None
    before = story.partial
    events = []
    if pieces:
        seen = story.pending.seen if before is None else None
        if before is not None and not before.turn.text[-1:].isspace() and not pieces[0][:1].isspace():
            pieces.insert(0, " ")  # a reply taken up again begins a new sentence
        events.append(live.event(kinds.RELEASED, {"text": "".join(pieces), "seen": seen}))
    if isinstance(batch[-1], _End):
        end = batch[-1]
        said = "" if before is None else before.turn.text
        payload = ending(live, said + "".join(pieces), end.flag, end.notice)
        events.append(live.event(kinds.REPLY_ENDED, payload, after=len(events)))
    await live.commit(events)


def ending(live: Live, text: str, flag: Flag | None, notice: Notice | None) -> dict[str, Any]:
    """The payload that ends a reply: what it told and showed is decided by what was released."""
    story = live.story
    assert story.pending is not None and story.listened is not None
    inner = story.listened
    told: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    if text:
        guarded = flag is Flag.GUARDED
        settled = settle_release(live.persona, inner, story.pending, text, story.pending.seen, flagged=guarded)
        inner, told, shown = settled.inner, settled.told, settled.shown
    return {
        "flag": None if flag is None else flag.value,
        "notice": None if notice is None else asdict(notice),
        "inner": inner.model_dump(mode="json"),
        "told": list(told),
        "shown": list(shown),
    }
