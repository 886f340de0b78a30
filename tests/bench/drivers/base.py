"""What every kind of person can do."""

from __future__ import annotations

from typing import Protocol

from tests.bench.marks import Turn


class Learner(Protocol):
    """One person with the app's page open."""

    async def open(self) -> None:
        """Load the page and come to where one can talk."""

    async def say(self, text: str, turn: Turn) -> None:
        """Say something and hear the whole reply; every byte received goes to `turn`."""

    async def close(self) -> None:
        """Leave."""
