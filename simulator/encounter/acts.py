"""What a learner does in an encounter: begin, say, ask for the reply again, end. Each is one commit."""

from __future__ import annotations

from typing import Any

from simulator.encounter import story as kinds
from simulator.encounter.limits import closed
from simulator.encounter.live import Desk, Live, guarded_commit
from simulator.encounter.replying import ending, make_reply
from simulator.encounter.views import Accepted, Person, Phase
from simulator.encounter.words import accept
from simulator.errors import Closed, Moved
from simulator.patient import mind
from simulator.patient.brief import VoiceIdentity
from simulator.patient.locked import rules
from simulator.persona import Persona, Shows
from simulator.store import Store
from simulator.store import events as store_events
from simulator.store.events import EncounterRecord, Event
from simulator.store.records import ensure_person
from simulator.transcript import Act, Flag, Side, Turn


async def begin(store: Store, who: Person, persona: Persona, version_id: str, voice: VoiceIdentity, seed: int) -> str:
    """Freeze everything the encounter rests on, let the patient say the opening line, and return the new id."""
    at = store.clock()
    record = EncounterRecord(
        id=store.new_id(),
        person_id=who.id,
        seed=seed,
        language=persona.language,
        channel=persona.channel,
        persona_version_id=version_id,
        voice=voice.model_dump(mode="json"),
        rules=rules(persona),
        at=at,
    )
    opening = persona.opening
    payload = {
        "inner": mind.start(persona).model_dump(mode="json"),
        "text": opening.text,
        "seen": opening.seen,
        "shown": [] if opening.shows is Shows.NONE else [f"opening:{opening.shows.value}"],
    }
    async with store.write() as tx:
        await ensure_person(tx, who.id, who.name, at)
        await store_events.add_encounter(tx, record)
        await store_events.append(tx, record.id, [Event(seq=1, kind=kinds.BEGUN, payload=payload, at=at)])
    return record.id


async def say(desk: Desk, live: Live, text: str, act: Act, *, key: str, seen_seq: int) -> Accepted:
    """Store the learner's turn with all that follows from it, then let the reply begin."""
    async with live.lock:
        before = live.story.accepted.get(key)
        if before is not None:
            return Accepted(number=before.number, seq=before.seq, repeated=True)
        words = accept(text, act)
        _may_go_on(live)
        if live.used_up is not None:
            raise closed(live.used_up)
        if seen_seq != live.story.seq:
            raise Moved(
                "this conversation moved on in another window.",
                todo="Your words are kept: read on, then send again.",
            )
        events = _close_broken(live)
        events.append(_learner_turn(live, words, act, key, events))
        await guarded_commit(desk, live, events)
        live.start(make_reply)
        return live.story.accepted[key]


def _may_go_on(live: Live) -> None:
    if live.story.phase is Phase.ENDED:
        raise Closed("this conversation has ended.", todo="Choose a patient to begin another.")
    if live.replying:
        raise Closed(f"{live.persona.name} is still speaking.", todo="Wait for the end of the reply, then send.")


def _close_broken(live: Live) -> list[Event]:
    """A reply that broke off and is not asked for again ends where it is."""
    story = live.story
    if story.answered:
        return []
    partial = story.partial
    text = "" if partial is None else partial.turn.text
    return [live.event(kinds.REPLY_ENDED, ending(live, text, Flag.CUT_SHORT, None))]


def _learner_turn(live: Live, words: str, act: Act, key: str, events: list[Event]) -> Event:
    story, record = live.story, live.record
    inner = story.inner if not events else mind.Inner.model_validate(events[-1].payload["inner"])
    assert inner is not None
    turn = Turn(side=Side.LEARNER, text=words, act=act)
    before = story.transcript(record.id)
    transcript = type(before)(id=before.id, turns=(*before.turns, turn), language=before.language)
    listened = mind.listen(live.persona, inner, transcript, seed=record.seed)
    payload: dict[str, Any] = {
        "text": words,
        "act": act.value,
        "heard": listened.heard.model_dump(mode="json"),
        "inner": listened.inner.model_dump(mode="json"),
        "brief": listened.brief.model_dump(mode="json"),
    }
    return live.event(kinds.LEARNER_TURN, payload, after=len(events), key=key)


async def retry(desk: Desk, live: Live) -> None:
    """Go on with a reply that broke off, from the stored brief; does nothing if none is owed."""
    async with live.lock:
        if live.story.phase is Phase.ENDED or live.replying or live.story.answered:
            return
        if live.no_tokens is not None:
            raise closed(live.no_tokens)
        await guarded_commit(desk, live, [live.event(kinds.RESUMED, {})])
        live.start(make_reply)


async def end(desk: Desk, live: Live) -> None:
    """End the encounter; a reply that is being made comes to its end first. Ending twice is ending once."""
    if live.task is not None:
        await live.task
    async with live.lock:
        if live.story.phase is Phase.ENDED:
            return
        events = _close_broken(live)
        events.append(live.event(kinds.ENDED, {"by": "learner"}, after=len(events)))
        await guarded_commit(desk, live, events)
