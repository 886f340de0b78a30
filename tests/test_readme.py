"""The README tells the truth: its tree names every file, and every command it shows exists."""

import re
import subprocess
import sys
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMED_KINDS = {".py", ".yaml", ".html", ".css", ".js"}
# Many files of one kind may share a line; everything else stands on its own.
MAY_BE_A_PATTERN = ("personas/", "rubrics/", "simulator/store/migrations/versions/")


@cache
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@cache
def code_blocks() -> list[str]:
    return re.findall(r"^```[^\n]*\n(.*?)^```", readme(), flags=re.M | re.S)


@cache
def tree() -> set[str]:
    """The paths of the README's tree: its first code block drawn with branches."""
    block = next(block for block in code_blocks() if "── " in block)
    folders: list[str] = []
    paths: set[str] = set()
    for line in block.splitlines():
        drawn = re.match(r"(?P<branch>[│├└─\s]*)(?P<name>[^\s│├└─]\S*)", line)
        # A line that continues the one above it is indented past every branch and draws none.
        if not drawn or (drawn["branch"].strip("│ ") == "" and drawn["branch"] != ""):
            continue
        depth = len(drawn["branch"]) // 4
        path = "".join(folders[:depth]) + drawn["name"]
        paths.add(path)
        if drawn["name"].endswith("/"):
            folders[depth:] = [drawn["name"]]
    return paths


@cache
def files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted(name for name in set(listed) if name and (ROOT / name).is_file())


def must_be_named(name: str) -> bool:
    if "/" not in name:
        return not name.startswith(".") and name != "README.md"
    return name.startswith(("simulator/", "personas/", "rubrics/")) and Path(name).suffix in NAMED_KINDS


def is_named(name: str) -> bool:
    if name.endswith("/__init__.py"):  # the line of its folder speaks for it
        return name.removesuffix("__init__.py") in tree()
    if name.startswith(MAY_BE_A_PATTERN):
        return any(fnmatchcase(name, path) for path in tree())
    return name in tree()


def test_the_tree_names_every_file() -> None:
    assert [name for name in files() if must_be_named(name) and not is_named(name)] == []


def test_the_tree_names_nothing_that_is_not_there() -> None:
    gone = [path for path in sorted(tree()) if not any(ROOT.glob(path.rstrip("/")))]
    assert gone == []


def commands(program: str) -> list[str]:
    """What follows `program` where the README shows it as a command: in a code block or between backticks."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", readme(), flags=re.M | re.S))
    lines = [*spans, *(line for block in code_blocks() for line in block.splitlines())]
    shown = (re.match(rf"\s*(?:\$ )?(?:[A-Z_]+=\S+ )*{program} ([a-z][\w-]*)", line) for line in lines)
    return sorted({match[1] for match in shown if match})


def test_the_readme_names_the_two_commands_a_fresh_machine_needs() -> None:
    assert {"run", "test"} <= set(commands("make"))


def test_every_make_command_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))
    assert set(commands("make")) - targets == set()


def test_every_attune_command_of_the_readme_exists() -> None:
    shown = commands("attune")
    assert shown
    for command in shown:
        asked = [sys.executable, "-m", "simulator.cli", command, "--help"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            pytest.fail(f"the README shows `attune {command}`, but: {done.stderr.strip()}")
