"""The tables. Events are append-only; persona and rubric versions are verbatim text; nothing is rewritten."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = String(36)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("at", Utc, nullable=False),
)


def _version_table(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True),
        Column("key", String(100), nullable=False),
        Column("hash", String(64), nullable=False),
        Column("text", Text, nullable=False),
        Column("schema_version", Integer, nullable=False),
        Column("origin", String(20), nullable=False),
        Column("at", Utc, nullable=False),
        UniqueConstraint("key", "hash"),
    )


persona_version = _version_table("persona_version")
rubric_version = _version_table("rubric_version")

encounter = Table(
    "encounter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False, index=True),
    Column("mode", String(20), nullable=False),
    Column("assignment_id", Id, nullable=True),
    Column("parent_id", Id, ForeignKey("encounter.id"), nullable=True),
    Column("parent_seq", Integer, nullable=True),
    Column("seed", Integer, nullable=False),
    Column("language", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("persona_version_id", Id, ForeignKey("persona_version.id"), nullable=False),
    Column("voice", JSON, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("encounter_id", Id, ForeignKey("encounter.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("payload_version", Integer, nullable=False),
    Column("key", String(100), nullable=True),
    Column("at", Utc, nullable=False),
    UniqueConstraint("encounter_id", "key"),
)

job = Table(
    "job",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("encounter_id", Id, ForeignKey("encounter.id"), nullable=False, index=True),
    Column("rubric_version_id", Id, ForeignKey("rubric_version.id"), nullable=False),
    Column("coder", String(40), nullable=False),
    Column("phase", String(20), nullable=False, index=True),
    Column("reason", Text, nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
)

coding = Table(
    "coding",
    metadata,
    Column("id", Id, primary_key=True),
    Column("encounter_id", Id, ForeignKey("encounter.id"), nullable=False, index=True),
    Column("job_id", String(64), ForeignKey("job.id"), nullable=True),
    Column("transcript_hash", String(64), nullable=False),
    Column("coder", JSON, nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

scorecard = Table(
    "scorecard",
    metadata,
    Column("id", Id, primary_key=True),
    Column("encounter_id", Id, ForeignKey("encounter.id"), nullable=False, index=True),
    Column("coding_id", Id, ForeignKey("coding.id"), nullable=False),
    Column("rubric_version_id", Id, ForeignKey("rubric_version.id"), nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

model_call = Table(
    "model_call",
    metadata,
    Column("id", Id, primary_key=True),
    Column("encounter_id", Id, ForeignKey("encounter.id"), nullable=True),
    Column("job_id", String(64), nullable=True),
    Column("turn", Integer, nullable=True),
    Column("purpose", String(40), nullable=False),
    Column("model_asked", String(200), nullable=False),
    Column("model_answered", String(200), nullable=True),
    Column("params", JSON, nullable=False),
    Column("prompt_hash", String(64), nullable=True),
    Column("attempt", Integer, nullable=False),
    Column("rung", String(40), nullable=True),
    Column("finish", String(40), nullable=True),
    Column("tokens_in", Integer, nullable=True),
    Column("tokens_out", Integer, nullable=True),
    Column("tokens_cached", Integer, nullable=True),
    Column("cost", Float, nullable=True),
    Column("latency_ms", Float, nullable=True),
    Column("ok", Boolean, nullable=False),
    Column("error", Text, nullable=True),
    Column("raw", Text, nullable=True),
    Column("at", Utc, nullable=False),
    Index(None, "encounter_id", "turn"),
)
