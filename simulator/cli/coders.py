"""Many transcripts, one coder: in this process, in several, or many requests at once; always in input order."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from simulator.cli.lines import coding_line
from simulator.codes import Coding
from simulator.grader import Coder, grade
from simulator.grader.builtin import BuiltinCoder
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.settings import Settings
from simulator.transcript import Transcript

FEW = 8
"""Up to this many transcripts, starting further processes takes longer than it saves."""
LLM_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted of every transcript."""

    rubric: Rubric
    scored: bool
    """False: labels only."""
    form: str
    """json | text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One transcript, done."""

    body: bytes
    uncoded: str | None
    """Why nothing of it could be coded."""


def results(
    transcripts: Sequence[Transcript], order: Order, coder: str, jobs: int | None, settings: Settings
) -> Generator[Result, None, None]:
    """Each transcript's result, in input order, as soon as it and all before it are done."""
    if coder != "offline":
        yield from _by_model(transcripts, order, coder, jobs or LLM_AT_ONCE, settings)
    elif (jobs or 1) > 1 and len(transcripts) > FEW:
        yield from _by_processes(transcripts, order, jobs or 1)
    else:
        yield from map(partial(offline, order), transcripts)


def offline(order: Order, transcript: Transcript) -> Result:
    """One transcript by the built-in coder; also what each further process runs."""
    return asyncio.run(_one(order, transcript, BuiltinCoder()))


def _by_processes(transcripts: Sequence[Transcript], order: Order, jobs: int) -> Generator[Result, None, None]:
    workers = min(jobs, len(transcripts))
    # Spawned, never forked: what a copied process holds (locks, connections) differs from machine to machine.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        chunk = max(1, len(transcripts) // (workers * 4))
        yield from pool.map(partial(offline, order), transcripts, chunksize=chunk)


def _by_model(
    transcripts: Sequence[Transcript], order: Order, coder: str, jobs: int, settings: Settings
) -> Generator[Result, None, None]:
    from simulator.models import limit_concurrency
    from simulator.wiring import make_coder

    limit_concurrency(coder=jobs)
    made = make_coder(settings, coder, lambda call: None)
    with asyncio.Runner() as runner:
        slots = asyncio.Semaphore(jobs)
        tasks = [runner.get_loop().create_task(_in_turn(slots, order, one, made)) for one in transcripts]
        try:
            for task in tasks:
                yield runner.run(_wait(task))
        finally:
            runner.run(_stop(tasks))


async def _in_turn(slots: asyncio.Semaphore, order: Order, transcript: Transcript, coder: Coder) -> Result:
    async with slots:
        return await _one(order, transcript, coder)


async def _wait(task: asyncio.Task[Result]) -> Result:
    return await task


async def _stop(tasks: Sequence[asyncio.Task[Result]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _one(order: Order, transcript: Transcript, coder: Coder) -> Result:
    coding, card = await grade(transcript, order.rubric, coder)
    body = _render(order, coding, card if order.scored else None)
    return Result(body=body, uncoded=coding.unscored.get("*"))


def _render(order: Order, coding: Coding, card: Scorecard | None) -> bytes:
    if order.form == "json":
        return coding_line(coding, card)
    from simulator.cli.summary import summary  # brings the reports' words along, which the other form needs not

    return summary(order.rubric, coding, card).encode("utf-8", "backslashreplace")
