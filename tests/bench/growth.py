"""What a turn costs as one conversation grows longer."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from tests.bench.apps import Crowd
from tests.bench.load import one_turn
from tests.bench.processes import Server

TURNS = 100
EARLY, LATE = range(6, 16), range(91, 101)
"""Around turn 10 and up to turn 100, counted from 1; ten each, so that both hold the same sayings."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One conversation's cost, early and late."""

    early_ms: float
    late_ms: float
    problems: tuple[str, ...] = ()

    @property
    def ratio(self) -> float:
        """How many times as much a late turn costs."""
        return self.late_ms / self.early_ms


async def grow(server: Server, crowd: Crowd, number: int) -> Growth:
    """One conversation of a hundred turns, the processor time of each counted."""
    learner = await crowd.learner(number)
    costs: dict[int, float] = {}
    problems = []
    try:
        await learner.open()
        before = server.cpu_s()
        for at in range(1, TURNS + 1):
            turn = await one_turn(learner, at, f"g{number}.{at}")
            if turn.error is not None:
                problems.append(f"turn {at}: {turn.error}")
            now = server.cpu_s()
            costs[at], before = 1000 * (now - before), now
    finally:
        await learner.close()
    return Growth(
        early_ms=fmean(costs[at] for at in EARLY),
        late_ms=fmean(costs[at] for at in LATE),
        problems=tuple(problems),
    )
