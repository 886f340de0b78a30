"""One thing the doctor found, in one form; and addresses without the passwords in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit


class State(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    OPTIONAL = "none"
    """not there, and not needed"""
    BAD = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line, and what to do where there is something to do."""

    state: State
    what: str
    todo: str = ""

    def text(self) -> str:
        """As it is printed."""
        head = f"{self.state.value:<8} {' '.join(self.what.split())}"
        return f"{head}\n{'':<8}   {' '.join(self.todo.split())}" if self.todo else head


def shown_url(url: str) -> str:
    """An address as it may be printed: no user, no password, no query."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "(an address that cannot be read)"
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
