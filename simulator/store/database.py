"""Opening the database: SQLite beside the data by default, PostgreSQL by URL; migrated at start."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event as sa_event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from simulator.errors import AttuneError, NotConfigured
from simulator.settings import Settings
from simulator.store.ids import uuid7

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Store:
    """The open database. `write()` is one commit; `read()` sees a consistent state."""

    writer: AsyncEngine
    reader: AsyncEngine
    clock: Clock
    chance: random.Random

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return uuid7(self.clock(), self.chance)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One unit of work: committed when the block ends, rolled back if it raises."""
        async with self.writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading only."""
        async with self.reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Let go of every connection."""
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


async def open_store(settings: Settings, *, clock: Clock = wall_clock, chance: random.Random | None = None) -> Store:
    """Open and migrate the database of `settings`. Raises AttuneError where it cannot be reached or written."""
    chance = chance if chance is not None else random.SystemRandom()
    if settings.database_url is None:
        path = _writable(settings.data_dir) / "attune.db"
        writer, reader = _sqlite(f"sqlite+aiosqlite:///{path}", 1), _sqlite(f"sqlite+aiosqlite:///{path}", 5)
        where = str(path)
    else:
        writer = reader = _by_url(settings.database_url)
        where = "ATTUNE_DATABASE_URL"
    store = Store(writer=writer, reader=reader, clock=clock, chance=chance)
    try:
        async with writer.begin() as connection:
            await connection.run_sync(_migrate)
    except (DBAPIError, OSError) as error:
        await store.close()
        raise AttuneError(
            f"the database could not be opened ({_first_line(error)}).",
            where=where,
            todo="Check that it is running and that this account may write to it.",
        ) from error
    return store


def _first_line(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__


def _writable(data_dir: Path) -> Path:
    probe = data_dir / ".attune-write-test"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise AttuneError(
            f"the data directory cannot be written ({error.strerror or error}).",
            where=str(data_dir),
            todo="Give this account the right to write there, or set ATTUNE_DATA_DIR to a directory it may write.",
        ) from error
    return data_dir


def _by_url(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise AttuneError(
            "not a database URL.",
            where="ATTUNE_DATABASE_URL",
            todo="Example: postgresql://user@host/database.",
        ) from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(str(parsed.set(drivername="sqlite+aiosqlite")), 1)
    if parsed.get_backend_name() != "postgresql":
        raise AttuneError(
            f'"{parsed.get_backend_name()}" is not supported.',
            where="ATTUNE_DATABASE_URL",
            todo="Use PostgreSQL or SQLite.",
        )
    try:
        return create_async_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise NotConfigured(
            "PostgreSQL needs its driver.",
            where="ATTUNE_DATABASE_URL",
            todo='Install it with: pip install "attune-simulator[postgres]".',
        ) from error


def _sqlite(url: str, size: int) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=60)

    @sa_event.listens_for(engine.sync_engine, "connect")
    def _on_connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves, below
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa_event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # The writer takes the lock at once, so that two writers wait for each other instead of failing half-way.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if size == 1 else "BEGIN")

    return engine


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "simulator.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
