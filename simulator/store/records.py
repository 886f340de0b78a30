"""People, library versions, gradings and model calls: the rows beside the events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from simulator.store import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One verbatim text of a persona or a rubric."""

    id: str
    key: str
    """The persona's or rubric's own id."""
    hash: str
    text: str
    schema_version: int
    origin: str
    """shipped | site."""
    at: datetime


async def person_named(tx: AsyncConnection, name: str, *, new_id: str, at: datetime) -> str:
    """The id of the person of that name, made if there is none yet."""
    found = (await tx.execute(select(t.person.c.id).where(t.person.c.name == name))).scalar()
    if found is not None:
        return str(found)
    await tx.execute(insert(t.person).values(id=new_id, name=name, at=at))
    return new_id


async def ensure_person(tx: AsyncConnection, person_id: str, name: str, at: datetime) -> None:
    """Insert the person if the id is not known."""
    if (await tx.execute(select(t.person.c.id).where(t.person.c.id == person_id))).scalar() is None:
        await tx.execute(insert(t.person).values(id=person_id, name=name, at=at))


async def ensure_version(tx: AsyncConnection, table: Table, version: Version) -> Version:
    """The stored version of that text, inserted if it is new."""
    query = select(table).where(table.c.key == version.key, table.c.hash == version.hash)
    row = (await tx.execute(query)).mappings().first()
    if row is not None:
        return Version(**dict(row))
    await tx.execute(insert(table).values({c.name: getattr(version, c.name) for c in table.columns}))
    return version


async def get_version(tx: AsyncConnection, table: Table, version_id: str) -> Version | None:
    """A version by its id."""
    row = (await tx.execute(select(table).where(table.c.id == version_id))).mappings().first()
    return None if row is None else Version(**dict(row))


async def add_model_calls(tx: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert model calls (column name → value)."""
    if rows:
        await tx.execute(insert(t.model_call), [dict(row) for row in rows])


async def voice_tokens(tx: AsyncConnection, encounter_id: str) -> int:
    """Tokens that the patient's voice has used in an encounter, as far as its provider said how many."""
    call = t.model_call.c
    used = func.coalesce(func.sum(func.coalesce(call.tokens_in, 0) + func.coalesce(call.tokens_out, 0)), 0)
    query = select(used).where(call.encounter_id == encounter_id, call.job_id.is_(None))
    return int((await tx.execute(query)).scalar_one())


async def usage_of(tx: AsyncConnection, encounter_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each encounter with model calls: calls, tokens and cost. A sum of which nothing is known is None."""
    call = t.model_call.c
    query = (
        select(
            call.encounter_id,
            func.count().label("calls"),
            func.sum(call.tokens_in).label("tokens_in"),
            func.sum(call.tokens_cached).label("tokens_cached"),
            func.sum(call.tokens_out).label("tokens_out"),
            func.sum(call.cost).label("cost"),
        )
        .where(call.encounter_id.in_(encounter_ids))
        .group_by(call.encounter_id)
    )
    rows = [dict(row) for row in (await tx.execute(query)).mappings()]
    return {row.pop("encounter_id"): row for row in rows}


async def add_job(tx: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Insert a job, unless one of that id exists; a failed one is asked for again."""
    phase = (await tx.execute(select(t.job.c.phase).where(t.job.c.id == row["id"]))).scalar()
    if phase is None:
        await tx.execute(insert(t.job).values(dict(row)))
    elif phase == "failed":
        await set_job(tx, str(row["id"]), phase="queued", reason=None, at=row["changed_at"])


async def set_job(
    tx: AsyncConnection, job_id: str, *, phase: str, reason: str | None, at: datetime, started: bool = False
) -> None:
    """Move a job to another phase."""
    values: dict[str, Any] = {"phase": phase, "reason": reason, "changed_at": at}
    if started:
        values["attempts"] = t.job.c.attempts + 1
    await tx.execute(update(t.job).where(t.job.c.id == job_id).values(values))


async def jobs(
    tx: AsyncConnection, *, encounter_id: str | None = None, phases: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Jobs of an encounter and/or in certain phases, in the order they were asked for."""
    query = select(t.job).order_by(t.job.c.asked_at, t.job.c.id)
    if encounter_id is not None:
        query = query.where(t.job.c.encounter_id == encounter_id)
    if phases:
        query = query.where(t.job.c.phase.in_(phases))
    return [dict(row) for row in (await tx.execute(query)).mappings()]


async def add_result(tx: AsyncConnection, coding: Mapping[str, Any], card: Mapping[str, Any]) -> None:
    """Insert a coding and the scorecard made from it; earlier ones stay."""
    await tx.execute(insert(t.coding).values(dict(coding)))
    await tx.execute(insert(t.scorecard).values(dict(card)))


async def results(tx: AsyncConnection, encounter_id: str) -> list[dict[str, Any]]:
    """Scorecards with their codings, oldest first."""
    query = (
        select(
            t.coding.c.body.label("coding"),
            t.scorecard.c.body.label("scorecard"),
            t.scorecard.c.rubric_version_id,
            t.scorecard.c.at,
        )
        .join(t.coding, t.coding.c.id == t.scorecard.c.coding_id)
        .where(t.scorecard.c.encounter_id == encounter_id)
        .order_by(t.scorecard.c.id)
    )
    return [dict(row) for row in (await tx.execute(query)).mappings()]


def fields(call: Any) -> dict[str, Any]:
    """A model call's own columns, from the dataclass the model edge reports."""
    row = {name: getattr(call, name) for name in call.__dataclass_fields__}
    return row | {"params": dict(call.params)}
