"""Text in and bytes out: UTF-8 everywhere, problems in one line, a file that is whole or not there."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.errors import BadInput

STDIN = "-"
Write = Callable[[bytes], object]


def named(path: str) -> str:
    """How a source is called in errors."""
    return "standard input" if path == STDIN else path


def read_text(path: str) -> str:
    """The text of a file, or of standard input for "-". Raises BadInput."""
    return decoded(read_bytes(path), path)


def decoded(data: bytes, path: str, first_line: int = 1) -> str:
    """The bytes as text; `first_line`: where in the file they begin. Raises BadInput."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + first_line
        raise BadInput(
            f"not UTF-8 text (byte {data[error.start]:#04x}).",
            where=f"{named(path)}, line {line}",
            todo="Save it with the encoding UTF-8.",
        ) from None


def read_bytes(path: str) -> bytes:
    """The same, undecoded."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise unreadable(path, error) from None


def unreadable(path: str, error: Exception) -> BadInput:
    """What to say of a file that cannot be read."""
    return BadInput(f"cannot be read ({_why(error)}).", where=named(path), todo="Check the path.")


@contextmanager
def output(path: str | None) -> Iterator[Write]:
    """Where results go: stdout, or a file that takes its name only once everything was written.

    What is already there and is no ordinary file (a pipe, /dev/null) is written to as it is.
    """
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
        return
    target, made = _target(path)
    try:
        with writing(path):
            file = made.open("wb" if made == target else "xb")
        with file:
            yield _guarded(file.write, path)
            with writing(path):
                file.flush()
        if made != target:
            with writing(path):
                made.replace(target)
    finally:
        if made != target:
            made.unlink(missing_ok=True)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """What fails in here is said of the file that was to be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise BadInput(f"cannot be written ({_why(error)}).", where=path, todo="Choose another place.") from None


def _guarded(write: Write, path: str) -> Write:
    def guarded(data: bytes) -> None:
        with writing(path):
            write(data)

    return guarded


def _target(path: str) -> tuple[Path, Path]:
    """The file to make (links are followed), and the one to write to until then."""
    with writing(path):
        target = Path(path).resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if target.exists() and not target.is_file():
            return target, target
    return target, target.with_name(f".{target.name[:100]}.{os.getpid()}.part")


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


@contextmanager
def appended(path: str) -> Iterator[Write]:
    """Where results go one by one: each stands in the file as soon as it is written, after what is there."""
    with writing(path):
        file = Path(path).open("ab")  # noqa: SIM115 (closed below; what fails while writing is said by _guarded)
    with file:

        def write(data: bytes) -> None:
            file.write(data)
            file.flush()

        yield _guarded(write, path)
