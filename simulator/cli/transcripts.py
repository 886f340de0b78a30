"""Transcripts from files, one at a time: JSON Lines are read line by line, whatever else is read whole."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from simulator.cli.files import STDIN, decoded, named, unreadable
from simulator.errors import BadInput
from simulator.transcript import Transcript, from_json, parse

BOM = b"\xef\xbb\xbf"


class Transcripts:
    """The transcripts of all files, in order, as often as they are asked for; none is kept.

    What can be read once only (standard input, a pipe) is put into a temporary file first.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        """Raises BadInput where standard input is named twice, or cannot be read."""
        if paths.count(STDIN) > 1:
            raise BadInput('"-" stands twice.', todo="Standard input can be read once.")
        self._paths = tuple(paths)
        self._spooled: dict[str, IO[bytes]] = {}
        self._stack = ExitStack()
        for path in paths:
            if path == STDIN or _once(path):
                self._spool(path)

    def __iter__(self) -> Iterator[Transcript]:
        """Raises BadInput with the place where something is wrong."""
        for path in self._paths:
            with self._open(path) as file:
                yield from _read(file, path)

    def close(self) -> None:
        """Remove temporary files."""
        self._stack.close()

    def _spool(self, path: str) -> None:
        if path not in self._spooled:
            kept = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
            try:
                if path == STDIN:
                    shutil.copyfileobj(sys.stdin.buffer, kept)
                else:
                    with Path(path).open("rb") as file:
                        shutil.copyfileobj(file, kept)
            except (OSError, ValueError) as error:
                raise unreadable(path, error) from None
            self._spooled[path] = kept

    @contextmanager
    def _open(self, path: str) -> Iterator[IO[bytes]]:
        if path in self._spooled:
            self._spooled[path].seek(0)
            yield self._spooled[path]
            return
        try:
            file = Path(path).open("rb")  # noqa: SIM115 (closed below; the error is about opening alone)
        except (OSError, ValueError) as error:  # ValueError: a null character in the name
            raise unreadable(path, error) from None
        with file:
            yield file


def _once(path: str) -> bool:
    try:
        return Path(path).exists() and not Path(path).is_file() and not Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _read(file: IO[bytes], path: str) -> Iterator[Transcript]:
    """JSON Lines where the first line is a whole JSON value and not the only one; else the text at once."""
    lines = _lines(file, path)
    first = next(lines, None)
    second = next(lines, None) if first is not None and _whole(first[1]) else None
    if first is None or second is None:
        file.seek(0)
        yield from _parse(_all(file, path), path)
        return
    for number, line in (first, second):
        yield _row(line, number, path)
    for number, line in lines:
        yield _row(line, number, path)


def _lines(file: IO[bytes], path: str) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers."""
    try:
        for number, line in enumerate(file, 1):
            bare = (line.removeprefix(BOM) if number == 1 else line).strip()
            if bare:
                yield number, bare
    except OSError as error:
        raise unreadable(path, error) from None


def _all(file: IO[bytes], path: str) -> bytes:
    try:
        return file.read()
    except OSError as error:
        raise unreadable(path, error) from None


def _whole(line: bytes) -> bool:
    if line[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


def _row(line: bytes, number: int, path: str) -> Transcript:
    where = f"{named(path)}, line {number}"
    try:
        row: Any = json.loads(decoded(line, path, number))
    except json.JSONDecodeError as error:
        raise BadInput(
            f"not valid JSON ({error.msg}).",
            where=f"{where}, column {error.colno}",
            todo="Give one JSON object per line, or one JSON document.",
        ) from None
    except (RecursionError, ValueError) as error:
        raise _unusable(error, where) from None
    return from_json(row, name=where, default_id=f"{named(path)}:{number}")


def _parse(data: bytes, path: str) -> tuple[Transcript, ...]:
    text = decoded(data, path)
    try:
        return parse(text, name=named(path))
    except (RecursionError, ValueError) as error:
        raise _unusable(error, named(path)) from None


def _unusable(error: Exception, where: str) -> BadInput:
    """JSON nested too deep, or a number of thousands of digits."""
    why = "it is nested too deep" if isinstance(error, RecursionError) else str(error).partition(";")[0]
    return BadInput(f"not usable JSON ({why}).", where=where, todo="Give transcripts only.")
