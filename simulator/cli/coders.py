"""Many transcripts, one coder: in this process, in several, or many requests at once; always in input order, and only
a few of them in memory.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from simulator.cli.lines import coding_line
from simulator.cli.spending import Purse
from simulator.codes import CoderIdentity, Coding
from simulator.grader import Coder, grade
from simulator.grader.builtin import BuiltinCoder
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.settings import Settings
from simulator.transcript import Transcript

if TYPE_CHECKING:
    from simulator.grader.estimate import Tokens

FEW = 8
"""Up to this many transcripts, starting further processes takes longer than it saves."""
LLM_AT_ONCE = 4
"""Requests to a language model."""
PART = 4
"""Transcripts handed to a process together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted of every transcript."""

    rubric: Rubric
    scored: bool
    """False: labels only."""
    form: str
    """json | text."""
    votes: int = 1
    """Readings by the language model; an odd number."""
    requests: int | None = None
    """Requests to the language model at once; None: as many as transcripts at once, or 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One transcript, done."""

    body: bytes
    uncoded: str | None
    """Why nothing of it could be coded."""


def results(
    transcripts: Iterable[Transcript],
    order: Order,
    coder: str,
    jobs: int | None,
    settings: Settings,
    purse: Purse | None = None,
) -> Generator[Result, None, None]:
    """Each transcript's result, in input order, as soon as it and all before it are done. With a language model it ends
    early where the `purse` is empty.
    """
    workers = min(jobs or 1, max(2, os.cpu_count() or 1))
    if coder != "offline":
        yield from _by_model(transcripts, order, coder, jobs, settings, purse or Purse())
        return
    coming = iter(transcripts)
    first = list(islice(coming, FEW + 1)) if workers > 1 else []
    if len(first) > FEW:
        yield from _by_processes(chain(first, coming), order, workers)
    else:
        yield from _several(order, chain(first, coming))


def identities(order: Order, coder: str, settings: Settings) -> Callable[[Transcript], CoderIdentity]:
    """Who will have coded a transcript. Raises NotConfigured."""
    if coder == "offline":
        known = cache(lambda language: BuiltinCoder(language).identity)
        return lambda transcript: known(transcript.language)
    from simulator.wiring import make_coder

    identity = make_coder(settings, coder, lambda call: None, order.votes).identity
    return lambda transcript: identity


# ---- the built-in coder ------------------------------------------------------------------------------------


def _several(order: Order, transcripts: Iterable[Transcript]) -> Iterator[Result]:
    with asyncio.Runner() as runner:
        coder = BuiltinCoder()
        for transcript in transcripts:
            yield runner.run(_one(order, transcript, coder))


def _by_processes(transcripts: Iterable[Transcript], order: Order, workers: int) -> Iterator[Result]:
    # Spawned, never forked: what a copied process holds (locks, connections) differs from machine to machine.
    context = multiprocessing.get_context("spawn")
    coming = iter(transcripts)
    waiting: deque[Future[list[Result]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(order,)) as pool:
        try:
            while part := list(islice(coming, PART)):
                waiting.append(pool.submit(_part, part))
                if len(waiting) > 3 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_order: Order | None = None
"""Of a further process: what it was started for."""


def _begin(order: Order) -> None:
    global _order
    _order = order
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one


def _part(transcripts: list[Transcript]) -> list[Result]:
    assert _order is not None
    return list(_several(_order, transcripts))


# ---- language models ---------------------------------------------------------------------------------------


def _by_model(
    transcripts: Iterable[Transcript], order: Order, coder: str, jobs: int | None, settings: Settings, purse: Purse
) -> Iterator[Result]:
    from simulator.grader.estimate import estimate
    from simulator.models import limit_concurrency
    from simulator.wiring import make_coder

    requests = order.requests or jobs or LLM_AT_ONCE
    limit_concurrency(coder=requests)
    made = make_coder(settings, coder, purse.note, order.votes)
    waiting: deque[tuple[asyncio.Task[Result], Tokens]] = deque()
    with asyncio.Runner() as runner:

        def oldest() -> Result:
            task, tokens = waiting.popleft()
            result = runner.run(_wait(task))
            purse.end(tokens)
            return result

        try:
            for transcript in transcripts:
                tokens = estimate(transcript, order.rubric, order.votes)
                # A few more transcripts than requests: while the oldest goes slowly, the others do not stand still.
                while waiting and (len(waiting) >= (jobs or 2 * requests) or not purse.takes(tokens)):
                    yield oldest()
                if not purse.takes(tokens):
                    purse.close()
                    break
                purse.begin(tokens)
                waiting.append((runner.get_loop().create_task(_one(order, transcript, made)), tokens))
            while waiting:
                yield oldest()
        finally:
            runner.run(_stop([task for task, _ in waiting]))


async def _wait(task: asyncio.Task[Result]) -> Result:
    return await task


async def _stop(tasks: Iterable[asyncio.Task[Result]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


# ---- one transcript ----------------------------------------------------------------------------------------


async def _one(order: Order, transcript: Transcript, coder: Coder) -> Result:
    coding, card = await grade(transcript, order.rubric, coder)
    body = _render(order, coding, card if order.scored else None)
    return Result(body=body, uncoded=coding.unscored.get("*"))


def _render(order: Order, coding: Coding, card: Scorecard | None) -> bytes:
    if order.form == "json":
        return coding_line(coding, card)
    from simulator.cli.summary import summary  # brings the reports' words along, which the other form needs not

    return summary(order.rubric, coding, card).encode("utf-8", "backslashreplace")
