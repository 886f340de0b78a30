"""Encounters and their events: append-only, ordered by seq, one commit per unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from simulator.errors import Moved
from simulator.store import tables as t

PAYLOAD_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened in an encounter."""

    seq: int
    kind: str
    payload: dict[str, Any]
    key: str | None = None
    """Client-made key of a submit; unique in the encounter."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterRecord:
    """What was frozen when the encounter began."""

    id: str
    person_id: str
    seed: int
    language: str
    channel: str
    persona_version_id: str
    voice: dict[str, Any]
    rules: dict[str, str]
    at: datetime
    mode: str = "practice"
    assignment_id: str | None = None
    parent_id: str | None = None
    parent_seq: int | None = None


async def add_encounter(tx: AsyncConnection, record: EncounterRecord) -> None:
    """Insert the encounter's frozen row."""
    await tx.execute(
        insert(t.encounter).values({column.name: getattr(record, column.name) for column in t.encounter.columns})
    )


async def get_encounter(tx: AsyncConnection, encounter_id: str) -> EncounterRecord | None:
    """The frozen row, or None."""
    row = (await tx.execute(select(t.encounter).where(t.encounter.c.id == encounter_id))).mappings().first()
    return None if row is None else EncounterRecord(**dict(row))


async def encounters_of(tx: AsyncConnection, person_id: str, limit: int = 200) -> list[EncounterRecord]:
    """A person's encounters, newest first."""
    query = select(t.encounter).where(t.encounter.c.person_id == person_id)
    rows = (await tx.execute(query.order_by(t.encounter.c.id.desc()).limit(limit))).mappings()
    return [EncounterRecord(**dict(row)) for row in rows]


async def append(tx: AsyncConnection, encounter_id: str, events: Sequence[Event]) -> None:
    """Append events whose seq the caller has counted. Raises Moved if another writer took the place."""
    rows = [
        {
            "encounter_id": encounter_id,
            "seq": event.seq,
            "kind": event.kind,
            "payload": event.payload,
            "payload_version": PAYLOAD_VERSION,
            "key": event.key,
            "at": event.at,
        }
        for event in events
    ]
    try:
        await tx.execute(insert(t.event), rows)
    except IntegrityError as error:
        raise Moved(
            "this conversation moved on in another window.",
            todo="Your words are kept: read on, then send again.",
        ) from error


async def events_of(tx: AsyncConnection, encounter_id: str) -> list[Event]:
    """All events of an encounter in order."""
    query = select(t.event).where(t.event.c.encounter_id == encounter_id).order_by(t.event.c.seq)
    rows = (await tx.execute(query)).mappings()
    return [
        Event(seq=row["seq"], kind=row["kind"], payload=row["payload"], key=row["key"], at=row["at"]) for row in rows
    ]


async def summary_of(tx: AsyncConnection, encounter_ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """For each encounter: number of learner turns, and whether it has ended."""
    query = (
        select(t.event.c.encounter_id, t.event.c.kind, func.count())
        .where(t.event.c.encounter_id.in_(encounter_ids), t.event.c.kind.in_(("learner_turn", "ended")))
        .group_by(t.event.c.encounter_id, t.event.c.kind)
    )
    out: dict[str, tuple[int, bool]] = dict.fromkeys(encounter_ids, (0, False))
    for encounter_id, kind, count in (await tx.execute(query)).all():
        turns, ended = out[encounter_id]
        out[encounter_id] = (count, ended) if kind == "learner_turn" else (turns, True)
    return out
