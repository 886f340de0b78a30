"""Grading, asked for and read as a state: queued, running, done, failed with a reason. A restart loses none."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.codes import Coding
from simulator.errors import AttuneError, NotConfigured
from simulator.grader import grade
from simulator.grader.coder import CODER_FAILED, Coder
from simulator.rubric.model import Rubric
from simulator.store import Store, records
from simulator.transcript import Transcript

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Gradings made at the same time in this process; a provider's own limit stands behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One finished grading, as read from the store."""

    coding: Coding
    scorecard: dict[str, Any]
    rubric_version_id: str


class Sources(Protocol):
    """Where a job's transcript and rubric come from."""

    async def transcript_of(self, encounter_id: str) -> Transcript: ...

    async def rubric_of(self, version_id: str) -> Rubric: ...


MakeCoder = Callable[[Callable[[Any], None]], Coder]


class Jobs:
    """Asks for gradings and makes them in this process."""

    def __init__(self, store: Store, sources: Sources, coders: Mapping[str, MakeCoder]) -> None:
        self._store, self._sources, self._coders = store, sources, coders
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def coders(self) -> tuple[str, ...]:
        """Names of the coders there are; the first is the default."""
        return tuple(self._coders)

    async def start(self) -> None:
        """Take up what an earlier process left queued or running."""
        async with self._store.read() as tx:
            left = await records.jobs(tx, phases=("queued", "running"))
        for row in left:
            self._begin(row)

    async def ask(
        self, encounter_id: str, transcript: Transcript, rubrics: Sequence[tuple[str, str]], coder: str
    ) -> None:
        """Ask for one grading per rubric (version id, text hash). Asking for the same again changes nothing."""
        if coder not in self._coders:
            known = ", ".join(self._coders)
            raise NotConfigured(f'the coder "{coder}" is not set up here.', todo=f"Known coders: {known}.")
        identity = self._coders[coder](lambda call: None).identity.model_dump_json()
        at = self._store.clock()
        ids = []
        async with self._store.write() as tx:
            for version_id, rubric_hash in rubrics:
                body = "\n".join((encounter_id, transcript.hash, rubric_hash, identity))
                job_id = hashlib.sha256(body.encode()).hexdigest()
                ids.append(job_id)
                row = {
                    "id": job_id,
                    "encounter_id": encounter_id,
                    "rubric_version_id": version_id,
                    "coder": coder,
                    "phase": "queued",
                    "reason": None,
                    "attempts": 0,
                    "asked_at": at,
                    "changed_at": at,
                }
                await records.add_job(tx, row)
        async with self._store.read() as tx:
            rows = await records.jobs(tx, encounter_id=encounter_id, phases=("queued",))
        for row in rows:
            if row["id"] in ids:
                self._begin(row)

    def _begin(self, row: Mapping[str, Any]) -> None:
        job_id = str(row["id"])
        if job_id not in self._tasks:
            task = asyncio.create_task(self._run(row))
            self._tasks[job_id] = task
            task.add_done_callback(lambda _: self._tasks.pop(job_id, None))

    async def _run(self, row: Mapping[str, Any]) -> None:
        async with self._slots:
            job_id = str(row["id"])
            await self._phase(job_id, "running", None, started=True)
            try:
                await self._make(row)
            except AttuneError as error:
                await self._phase(job_id, "failed", error.message)
            except Exception:
                log.exception("grading %s broke", job_id)
                await self._phase(job_id, "failed", "Something went wrong on our side; ask for it again.")

    async def _make(self, row: Mapping[str, Any]) -> None:
        make = self._coders.get(row["coder"])
        if make is None:
            raise NotConfigured(f'the coder "{row["coder"]}" is not set up any more.', todo="Ask with another one.")
        calls: list[Any] = []
        transcript = await self._sources.transcript_of(row["encounter_id"])
        rubric = await self._sources.rubric_of(row["rubric_version_id"])
        try:
            coding, card = await grade(transcript, rubric, make(calls.append))
        finally:
            await self._note(row, calls)
        at, coding_id = self._store.clock(), self._store.new_id()
        shared = {"encounter_id": row["encounter_id"], "at": at}
        async with self._store.write() as tx:
            await records.add_result(
                tx,
                {
                    **shared,
                    "id": coding_id,
                    "job_id": row["id"],
                    "transcript_hash": transcript.hash,
                    "coder": coding.coder.model_dump(mode="json"),
                    "body": coding.to_json(),
                },
                {
                    **shared,
                    "id": self._store.new_id(),
                    "coding_id": coding_id,
                    "rubric_version_id": row["rubric_version_id"],
                    "body": card.model_dump(mode="json"),
                },
            )
            # A coding that could not be made at all is kept as such, and may be asked for again.
            unread = coding.unscored.get("*", "")
            phase = "failed" if unread.startswith(CODER_FAILED) else "done"
            await records.set_job(tx, str(row["id"]), phase=phase, reason=unread or None, at=at)

    async def _note(self, row: Mapping[str, Any], calls: Sequence[Any]) -> None:
        if not calls:
            return
        place = {"encounter_id": row["encounter_id"], "job_id": row["id"], "turn": None}
        async with self._store.write() as tx:
            at = self._store.clock()
            await records.add_model_calls(
                tx,
                [{"id": self._store.new_id(), "at": at, **place, **records.fields(call)} for call in calls],
            )

    async def _phase(self, job_id: str, phase: str, reason: str | None, *, started: bool = False) -> None:
        async with self._store.write() as tx:
            await records.set_job(tx, job_id, phase=phase, reason=reason, at=self._store.clock(), started=started)

    async def states(self, encounter_id: str) -> list[dict[str, Any]]:
        """The encounter's jobs, in the order they were asked for."""
        async with self._store.read() as tx:
            return await records.jobs(tx, encounter_id=encounter_id)

    async def results(self, encounter_id: str) -> list[Graded]:
        """Finished gradings, oldest first."""
        async with self._store.read() as tx:
            rows = await records.results(tx, encounter_id)
        return [
            Graded(
                coding=Coding.model_validate(row["coding"]),
                scorecard=row["scorecard"],
                rubric_version_id=row["rubric_version_id"],
            )
            for row in rows
        ]

    async def wait(self) -> None:
        """Until nothing asked for here is under way (tests, terminal)."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def close(self) -> None:
        """Stop; what is under way is taken up at the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
