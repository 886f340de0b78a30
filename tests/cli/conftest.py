"""What the tests of the command line share: the command as a process, and the command in this process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import simulator.cli

ROOT = Path(__file__).resolve().parent.parent.parent

TALKS = [
    {
        "id": "lump",
        "turns": [
            {"side": "patient", "text": "I found a lump. I'm terrified it is cancer, like my mother had."},
            {
                "side": "learner",
                "text": "That sounds terrifying, with your mother in mind. Tell me what worries you most.",
            },
            {"side": "patient", "text": "Leaving my girls.", "seen": "wipes her eyes"},
            {"side": "learner", "text": "Any allergies?"},
            {"side": "patient", "text": "No. I just feel so hopeless about it all."},
        ],
    },
    {
        "id": "stairs",
        "turns": [
            {"speaker": "Doctor", "text": "What brings you here today?"},
            {"speaker": "Patient", "text": "My knee hurts on the stairs \u2013 since spring."},
        ],
    },
]


class Done(NamedTuple):
    """What one run of the command came to."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.out.decode("utf-8").split("\n") if line]


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT


def process_in(folder: Path) -> Callable[..., Done]:
    """The command as a process of its own, with nothing configured and its data in a folder of its own."""

    def run(*args: object, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "simulator.cli", *map(str, args)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "ATTUNE_DATA_DIR": str(folder / "data")} | dict(env or {}),
            timeout=100,
        )
        return Done(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    return run


@pytest.fixture(scope="session")
def process() -> Callable[[Path], Callable[..., Done]]:
    """The command as a process that works in a given folder."""
    return process_in


@pytest.fixture
def attune(tmp_path: Path) -> Callable[..., Done]:
    """The command as a process that works in an empty folder."""
    return process_in(tmp_path)


@pytest.fixture
def here(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    """The command in this process: quicker, and for whatever does not depend on being a process."""
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path / "data"))

    def run(*args: object) -> Done:
        try:
            code = simulator.cli.main([str(arg) for arg in args])
        except SystemExit as leaving:  # --help and --version
            code = leaving.code if isinstance(leaving.code, int) else 0
        out, err = capsysbinary.readouterr()
        return Done(code, out, err.decode("utf-8"))

    return run


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Two transcripts in one file, one object a line."""
    path = tmp_path / "talks.jsonl"
    path.write_text("".join(json.dumps(talk, ensure_ascii=False) + "\n" for talk in TALKS), "utf-8")
    return path
