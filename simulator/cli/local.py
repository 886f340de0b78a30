"""The simulator as this machine's one local person uses it, for verbs that need the store."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from simulator.simulator import Simulator
from simulator.wiring import Built

T = TypeVar("T")


class Local:
    """A running simulator, asked from ordinary code: between two questions nothing of it runs, so Ctrl-C works."""

    def __init__(self, built: Built, simulator: Simulator, runner: asyncio.Runner) -> None:
        self.simulator = simulator
        self.who = built.identify(None)
        self._runner = runner

    def run(self, question: Coroutine[Any, Any, T]) -> T:
        """The answer to one question."""
        return self._runner.run(question)


@contextmanager
def running(built: Built) -> Iterator[Local]:
    """Open the store, and close it whatever happens."""
    with asyncio.Runner() as runner:
        opened = built.running(take_up=False)
        simulator = runner.run(_enter(opened))
        try:
            yield Local(built, simulator, runner)
        finally:
            runner.run(_leave(opened))


async def _enter(opened: Any) -> Simulator:
    simulator: Simulator = await opened.__aenter__()
    return simulator


async def _leave(opened: Any) -> None:
    await opened.__aexit__(None, None, None)


async def graded(local: Local, encounter_id: str) -> None:
    """Ask for grading where nobody has yet, and wait for what is under way."""
    simulator, who = local.simulator, local.who
    if not await simulator.grading(who, encounter_id):
        await simulator.assess(who, encounter_id)
    await simulator.jobs.wait()
