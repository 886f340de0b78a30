"""Identifiers: UUID version 7 (RFC 9562), so that they sort by when they were made."""

from __future__ import annotations

import random
import uuid
from datetime import datetime


def uuid7(at: datetime, chance: random.Random) -> str:
    """A UUIDv7 as text, from an aware time (millisecond precision) and injected chance."""
    millis = int(at.timestamp() * 1000) & (1 << 48) - 1
    value = millis << 80 | 0x7 << 76 | chance.getrandbits(12) << 64 | 0b10 << 62 | chance.getrandbits(62)
    return str(uuid.UUID(int=value))
