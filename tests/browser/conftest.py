"""Servers for the browser, and a visitor who does what a learner does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, expect

from simulator.library import shipped
from simulator.settings import Settings
from tests.browser import serving
from tests.fake_provider import FakeProvider

ROOT = Path(__file__).resolve().parents[2]
PATIENT = "Tom Reeve"
START_S, LOOK_MS = 60, 20_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, alive: Callable[[], bool]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and alive():
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server at {url} did not start")


class Server(NamedTuple):
    """A server in a thread of this process: quick to start."""

    url: str


class Killable:
    """A server in a process of its own, which can be killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder, port = folder, free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.env = {**os.environ, "ATTUNE_PORT": str(port), "ATTUNE_DATA_DIR": str(folder)}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.browser.serving"]
        with (self.folder / "log.txt").open("ab") as log:
            self.process = process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        wait_for(self.url, lambda: process.poll() is None)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            self.process = None


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    server = Killable(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a server; all are stopped at the end."""
    library = shipped()
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(**settings: str) -> Server:
        port = free_port()
        server = serving.server(Settings(data_dir=tmp_path_factory.mktemp("data"), port=port, **settings), library)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        url = f"http://127.0.0.1:{port}"
        wait_for(url, thread.is_alive)
        return Server(url)

    yield start
    for server, _ in running:
        server.should_exit = server.force_exit = True
    for _, thread in running:
        thread.join(10)


@pytest.fixture(scope="session")
def offline(serve: Callable[..., Server]) -> Server:
    """Nothing configured: the built-in voice and coder."""
    return serve()


@pytest.fixture(scope="session")
def provider() -> Iterator[FakeProvider]:
    """An OpenAI-compatible server on this machine."""
    with FakeProvider() as running:
        yield running


@pytest.fixture
def with_model(serve: Callable[..., Server], provider: FakeProvider) -> Callable[[str], Server]:
    """A server whose patient speaks through a model of the fake provider."""

    def start(model: str) -> Server:
        return serve(model=f"openai:{model}", base_url=provider.url, api_key="k")

    return start


class Visitor:
    """One tab, and what somebody does in it. Notes every address that was asked for and every error."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(LOOK_MS)
        self.url = url
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.turns = self.page.locator("#log .turn")
        self.box = self.page.locator("#box")
        self.growing = self.page.locator("#growing")
        self.notice = self.page.locator("#notice")

    def _note(self, request: object) -> None:
        address: str = request.url  # type: ignore[attr-defined]
        if not address.startswith((f"{self.url}/", "data:", "blob:")):
            self.foreign.append(address)

    def begin(self) -> str:
        """From the patients to the first words; returns the encounter's address."""
        self.page.goto(f"{self.url}/learn/")
        self.page.get_by_role("link", name=PATIENT).first.click()
        self.page.get_by_role("button", name="Begin").click()
        expect(self.turns).to_have_count(1, timeout=LOOK_MS)
        return self.page.url

    def say(self, words: str) -> None:
        """Write, send by Enter, and wait for the whole reply."""
        before = self.turns.count()
        self.box.fill(words)
        self.box.press("Enter")
        expect(self.turns).to_have_count(before + 2, timeout=LOOK_MS)
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("#composer:not(.held)")).to_be_visible(timeout=LOOK_MS)


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Callable[..., Visitor]]:
    """Open a tab at a server; afterwards: nothing left the machine, and no script broke."""
    visitors: list[Visitor] = []

    def come(server: Server | Killable, within: BrowserContext | None = None) -> Visitor:
        visitors.append(Visitor(within or context, server.url))
        return visitors[-1]

    yield come
    for visitor in visitors:
        assert visitor.foreign == []
        assert visitor.errors == []
