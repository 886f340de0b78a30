"""An output file that is gone on with: what stands in it already, its torn last line, and its order at the end."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

from simulator.cli.files import output, writing
from simulator.codes import CODING_FORMAT, CoderIdentity
from simulator.errors import BadInput
from simulator.grader.coder import CODER_FAILED
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import RubricRef
from simulator.transcript import Transcript

START = f'{{"format": "{CODING_FORMAT}"'.encode()


class Row(NamedTuple):
    """One line of the file."""

    key: bytes
    failed: bool
    """The coder could not do its work, or not all of it: it is asked again."""
    offset: int


class Standing:
    """The codings in a file, by transcript (id and words), rubric and coder. Only keys are kept in memory."""

    def __init__(self, path: str, rubric: Rubric | None, identity: Callable[[Transcript], CoderIdentity]) -> None:
        """`rubric`: None for labels without scores. Raises BadInput where the file holds something else; then it is
        left as it is.
        """
        self._path, self._identity = path, identity
        self._rubric = rubric and RubricRef(id=rubric.id, version=rubric.version, hash=rubric.hash).model_dump()
        self._counts: Counter[bytes] = Counter()
        with writing(path):
            if Path(path).exists() and not Path(path).is_file():
                raise BadInput("is no ordinary file.", where=path, todo="--resume needs a file of its own in -o.")
            if Path(path).exists():
                self._repair()
        self._counts.update(row.key for row in self._rows() if not row.failed)

    def left(self, transcripts: Iterable[Transcript]) -> Iterator[Transcript]:
        """Those that do not stand in the file yet; of several equal ones as many as are missing."""
        counts = self._counts.copy()
        for transcript in transcripts:
            key = self._key(transcript)
            if counts[key]:
                counts[key] -= 1
            else:
                yield transcript

    def tidy(self, transcripts: Iterable[Transcript]) -> None:
        """Bring the file into the order of the input, without failures that were made good. What belongs to none of
        `transcripts` comes first, as it stood.
        """
        rows = list(self._rows())
        good: dict[bytes, deque[Row]] = {}
        bad: dict[bytes, deque[Row]] = {}
        for row in rows:
            (bad if row.failed else good).setdefault(row.key, deque()).append(row)
        ours: list[Row] = []
        asked: set[bytes] = set()
        for transcript in transcripts:
            key = self._key(transcript)
            asked.add(key)
            found = good.get(key) or bad.get(key)
            if found:
                ours.append(found.popleft())
        placed = {row.offset for row in ours}
        others = [r for r in rows if r.offset not in placed and not (r.failed and r.key in asked)]
        if [*others, *ours] != rows:
            self._rewrite([*others, *ours])

    def _rewrite(self, rows: Iterable[Row]) -> None:
        with Path(self._path).open("rb") as old, output(self._path) as write:
            for row in rows:
                old.seek(row.offset)
                write(old.readline())

    def _repair(self) -> None:
        """Cut off a last line without its end: the run that wrote it was stopped in the middle of it."""
        with Path(self._path).open("rb+") as file:
            end = _end_of_last_line(file)
            file.seek(end)
            torn = file.read(len(START))
            if torn and not START.startswith(torn):
                raise self._strange("its last line has no end")
            for _ in self._rows(end):  # nothing is cut from a file that holds something else
                pass
            if torn:
                file.truncate(end)

    def _rows(self, end: int | None = None) -> Iterator[Row]:
        if not Path(self._path).exists():
            return
        offset = 0
        with Path(self._path).open("rb") as file:
            for number, line in enumerate(file, 1):
                if end is not None and offset >= end:
                    return
                try:
                    row = json.loads(line)
                    yield Row(_digest(row["transcript"], row["coder"], row.get("rubric")), _failed(row), offset)
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                    raise self._strange(f"line {number} is no coding") from None
                offset += len(line)

    def _strange(self, why: str) -> BadInput:
        return BadInput(
            f"holds something else than codings ({why}); nothing was changed.",
            where=self._path,
            todo="Name another file in -o, or take that line out.",
        )

    def _key(self, transcript: Transcript) -> bytes:
        coder = self._identity(transcript).model_dump(mode="json", exclude_none=True)
        return _digest({"id": transcript.id, "hash": transcript.hash}, coder, self._rubric)


def _end_of_last_line(file: IO[bytes], step: int = 1 << 16) -> int:
    end = file.seek(0, 2)
    while end > 0:
        start = max(0, end - step)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _failed(row: Mapping[str, Any]) -> bool:
    if row["format"] != CODING_FORMAT:
        raise ValueError(row["format"])
    return any(str(why).startswith(CODER_FAILED) for why in row["unscored"].values())


def _digest(transcript: Mapping[str, Any], coder: Any, rubric: Any) -> bytes:
    text = json.dumps([transcript["id"], transcript["hash"], coder, rubric], sort_keys=True)
    return hashlib.sha256(text.encode()).digest()[:16]
