"""Several people talking at once, and what that took."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.apps import Crowd
from tests.bench.drivers.base import Learner
from tests.bench.marks import Turn, percentile
from tests.bench.processes import Server
from tests.bench.talk import saying

TURN_S, OPEN_S, WHOLE_S = 60.0, 60.0, 120.0
OPENING_AT_ONCE = 10


@dataclass(slots=True)
class Load:
    """What one crowd measured."""

    learners: int
    wanted: int
    turns: list[Turn] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    cpu_s: float = 0.0
    wall_s: float = 0.0
    memory_mb: float = 0.0
    driver_lag_ms: float = 0.0
    """95th percentile of how late the driver itself woke: delays below this are not the app's."""

    @property
    def errors(self) -> int:
        """Turns that were wanted and did not come whole."""
        return self.wanted - len(self.turns)

    def figures(self) -> dict[str, float]:
        """The numbers of this run."""
        added = [turn.added_ms for turn in self.turns]
        before = [turn.before_ms for turn in self.turns]
        done = len(self.turns)
        return {
            "turns": self.wanted,
            "errors": self.errors,
            "cpu_ms": 1000 * self.cpu_s / done if done else float("nan"),
            "added_p50": percentile(added, 0.5),
            "added_p95": percentile(added, 0.95),
            "before_p50": percentile(before, 0.5),
            "before_p95": percentile(before, 0.95),
            "words_p50": percentile([turn.first_words_ms for turn in self.turns], 0.5),
            "after_p50": percentile([turn.after_ms for turn in self.turns], 0.5),
            "turns_per_s": done / self.wall_s if self.wall_s else float("nan"),
            "cpu_share": self.cpu_s / self.wall_s if self.wall_s else float("nan"),
            "memory_mb": self.memory_mb,
            "driver_lag_ms": self.driver_lag_ms,
        }


async def one_turn(learner: Learner, number: int, name: str) -> Turn:
    """Say the next thing; what goes wrong is in the turn."""
    turn = Turn(name)
    try:
        async with asyncio.timeout(TURN_S):
            await learner.say(f"{saying(number)} {turn.tag}", turn)
    except Exception as error:  # whatever it was, the turn is lost and counted
        turn.error = f"{type(error).__name__}: {error}"[:160]
    turn.finish()
    return turn


async def measure(
    server: Server,
    crowd: Crowd,
    learners: int,
    turns: int,
    *,
    ramp_s: float = 0.0,
    think_s: float = 0.0,
    first: int = 0,
) -> Load:
    """Let `learners` people open the page, then talk `turns` turns each, and count what it took.

    They begin within `ramp_s` seconds and think `think_s` seconds before each turn, on average.
    """
    load = Load(learners, learners * turns)
    people = await _opened(crowd, range(first, first + learners), load)
    chance = random.Random(learners)
    lags: list[float] = []
    try:
        # One turn that does not count: what is loaded at the first turn is paid once, not every turn.
        await asyncio.gather(*(one_turn(person, 0, f"w{number}") for number, person in people[:1]))
        watch = asyncio.create_task(_lag(lags))
        cpu, began = server.cpu_s(), time.monotonic()

        async def talk(number: int, person: Learner) -> None:
            await asyncio.sleep(ramp_s * chance.random())
            for at in range(turns):
                if time.monotonic() - began > WHOLE_S:
                    load.problems["no time left"] += 1
                    continue
                if think_s:
                    await asyncio.sleep(chance.expovariate(1 / think_s))
                turn = await one_turn(person, at + 1, f"l{number}.{at}")
                if turn.error is None:
                    load.turns.append(turn)
                else:
                    load.problems[turn.error] += 1

        await asyncio.gather(*(talk(number, person) for number, person in people))
        load.cpu_s, load.wall_s = server.cpu_s() - cpu, time.monotonic() - began
        load.memory_mb = server.memory_mb()
        watch.cancel()
        load.driver_lag_ms = percentile(lags, 0.95)
    finally:
        await asyncio.gather(*(person.close() for _, person in people), return_exceptions=True)
    return load


async def _opened(crowd: Crowd, numbers: Sequence[int], load: Load) -> list[tuple[int, Learner]]:
    few = asyncio.Semaphore(OPENING_AT_ONCE)
    people: list[tuple[int, Learner]] = []

    async def open_one(number: int) -> None:
        async with few:
            learner = await crowd.learner(number)
            try:
                async with asyncio.timeout(OPEN_S):
                    await learner.open()
            except Exception as error:  # counted like a turn that went wrong
                load.problems[f"opening: {type(error).__name__}: {error}"[:160]] += 1
                await learner.close()
            else:
                people.append((number, learner))

    await asyncio.gather(*(open_one(number) for number in numbers))
    return people


async def _lag(found: list[float]) -> None:
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.01)
        found.append(1000 * (time.monotonic() - before - 0.01))
