"""The store keeps what it is given, in order, once, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.errors import AttuneError, Moved
from simulator.settings import Settings
from simulator.store import Store, events, open_store, records
from simulator.store import tables as t
from simulator.store.ids import uuid7


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    opened = await open_store(Settings(data_dir=tmp_path, database_url=url), chance=random.Random(7))
    yield opened
    await opened.close()


async def an_encounter(store: Store) -> str:
    at = store.clock()
    version = records.Version(
        id=store.new_id(), key="p", hash="h" * 64, text="id: p\n", schema_version=1, origin="shipped", at=at
    )
    async with store.write() as tx:
        kept = await records.ensure_version(tx, t.persona_version, version)
        person = await records.person_named(tx, "Ada", new_id=store.new_id(), at=at)
        record = events.EncounterRecord(
            id=store.new_id(),
            person_id=person,
            seed=3,
            language="en",
            channel="room",
            persona_version_id=kept.id,
            voice={"kind": "offline"},
            rules={"patient": "1"},
            at=at,
        )
        await events.add_encounter(tx, record)
    return record.id


def an_event(store: Store, seq: int, key: str | None = None) -> events.Event:
    return events.Event(seq=seq, kind="x", payload={"n": seq, "t": "é\u2400☂"}, key=key, at=store.clock())


async def test_events_come_back_in_order_and_verbatim(store: Store) -> None:
    encounter = await an_encounter(store)
    async with store.write() as tx:
        await events.append(tx, encounter, [an_event(store, 1), an_event(store, 2)])
    async with store.read() as tx:
        back = await events.events_of(tx, encounter)
    assert [e.payload for e in back] == [{"n": 1, "t": "é\u2400☂"}, {"n": 2, "t": "é\u2400☂"}]
    assert all(e.at.tzinfo is not None for e in back)


async def test_two_writers_of_the_same_place_one_is_told_it_moved_on(store: Store) -> None:
    encounter = await an_encounter(store)
    async with store.write() as tx:
        await events.append(tx, encounter, [an_event(store, 1)])
    with pytest.raises(Moved):
        async with store.write() as tx:
            await events.append(tx, encounter, [an_event(store, 1)])
    async with store.read() as tx:
        assert len(await events.events_of(tx, encounter)) == 1


async def test_the_same_key_cannot_be_stored_twice(store: Store) -> None:
    encounter = await an_encounter(store)
    async with store.write() as tx:
        await events.append(tx, encounter, [an_event(store, 1, key="k")])
    with pytest.raises(Moved):
        async with store.write() as tx:
            await events.append(tx, encounter, [an_event(store, 2, key="k")])


async def test_a_unit_of_work_that_fails_leaves_nothing(store: Store) -> None:
    encounter = await an_encounter(store)
    with pytest.raises(RuntimeError):
        async with store.write() as tx:
            await events.append(tx, encounter, [an_event(store, 1)])
            raise RuntimeError
    async with store.read() as tx:
        assert await events.events_of(tx, encounter) == []


async def test_a_text_is_one_version_however_often_it_is_imported(store: Store) -> None:
    def version() -> records.Version:
        return records.Version(
            id=store.new_id(),
            key="q",
            hash="a" * 64,
            text="q",
            schema_version=1,
            origin="shipped",
            at=store.clock(),
        )

    async with store.write() as tx:
        first = await records.ensure_version(tx, t.rubric_version, version())
        again = await records.ensure_version(tx, t.rubric_version, version())
    assert first.id == again.id


async def test_many_writers_at_once_all_succeed(store: Store) -> None:
    encounters = [await an_encounter(store) for _ in range(8)]

    async def write(encounter: str) -> None:
        for seq in range(1, 6):
            async with store.write() as tx:
                await events.append(tx, encounter, [an_event(store, seq)])

    await asyncio.gather(*map(write, encounters))
    async with store.read() as tx:
        assert [len(await events.events_of(tx, e)) for e in encounters] == [5] * 8


async def test_opening_again_migrates_nothing_and_loses_nothing(tmp_path: Path) -> None:
    first = await open_store(Settings(data_dir=tmp_path))
    encounter = await an_encounter(first)
    await first.close()
    again = await open_store(Settings(data_dir=tmp_path))
    async with again.read() as tx:
        assert await events.get_encounter(tx, encounter) is not None
    await again.close()


async def test_the_models_and_the_migrations_describe_the_same_tables(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    store = await open_store(Settings(data_dir=tmp_path))
    async with store.read() as tx:
        differences = await tx.run_sync(
            lambda connection: compare_metadata(MigrationContext.configure(connection), t.metadata)
        )
    await store.close()
    assert differences == []


async def test_a_data_directory_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("")
    with pytest.raises(AttuneError, match=r"cannot be written.*ATTUNE_DATA_DIR"):
        await open_store(Settings(data_dir=place))


@pytest.mark.skipif(os.geteuid() != 0 and not Path("/proc").is_dir(), reason="needs a place nobody can write")
async def test_a_read_only_data_directory_is_a_clear_error() -> None:
    with pytest.raises(AttuneError, match=r"cannot be written.*ATTUNE_DATA_DIR"):
        await open_store(Settings(data_dir=Path("/proc/attune")))


async def test_a_database_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    url = "postgresql://postgres@127.0.0.1:1/nowhere"
    with pytest.raises(AttuneError, match="could not be opened"):
        await open_store(Settings(data_dir=tmp_path, database_url=url))


@pytest.mark.parametrize("url", ["nonsense", "oracle://x/y"])
async def test_a_database_url_we_cannot_use_is_a_clear_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(AttuneError, match="ATTUNE_DATABASE_URL"):
        await open_store(Settings(data_dir=tmp_path, database_url=url))


def test_ids_sort_by_when_they_were_made() -> None:
    chance, start = random.Random(1), datetime(2026, 1, 1, tzinfo=UTC)
    ids = [uuid7(start + timedelta(milliseconds=n), chance) for n in range(200)]
    assert ids == sorted(ids) and len(set(ids)) == 200
    assert all(identity[14] == "7" and identity[19] in "89ab" for identity in ids)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        t.Utc().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]
