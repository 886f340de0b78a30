"""Processes under test: pinned to a core, watched for what they use, ended by their own id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
START_S, STOP_S = 90.0, 8.0


@cache
def cores() -> tuple[set[int], set[int]]:
    """One core for the app under test, one for provider and driver; the same where there is only one.

    Asked once: afterwards the driver itself is pinned, and would see only its own.
    """
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    mine = sorted(os.sched_getaffinity(0))
    return {mine[0]}, {mine[-1]}


def pin(where: set[int], pid: int = 0) -> None:
    """Keep a process on these cores, where the system can."""
    if where and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, where)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A running process that answers on a port of the loopback."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log
        self._watched = psutil.Process(process.pid)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_s(self) -> float:
        """Processor seconds it has used, threads that ended and child processes included."""
        used = _clock(self.process.pid)
        children = self._watched.children(recursive=True)
        if used is None:
            used = _ticks(self._watched)
        return used + sum(_ticks(child) for child in children)

    def last_words(self, lines: int = 15) -> str:
        """The end of what it logged."""
        return _last_lines(self.log, lines)

    def memory_mb(self) -> float:
        """What it holds in memory now."""
        return float(self._watched.memory_info().rss) / 2**20


def _clock(pid: int) -> float | None:
    """The process's own processor clock: /proc counts in steps of 10 ms, half a turn; this one in nanoseconds."""
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3)
    except OSError:
        return None


def _ticks(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


@contextmanager
def serving(
    command: Sequence[str], port: int, log: Path, where: set[int], env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start `command`, wait until it listens, and end it afterwards."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=(lambda: pin(where)) if where else None,
        )
    try:
        _wait_until_it_listens(process, port, log)
        yield Server(process, port, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without what would change the apps or lead them elsewhere."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ATTUNE_", "OPENAI_", "GRADIO_"))}
    return env | {"NO_PROXY": "127.0.0.1,localhost", "GRADIO_ANALYTICS_ENABLED": "False", **more}


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"a server under test did not start:\n{_last_lines(log, 15)}")


def _last_lines(log: Path, lines: int) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])
