"""Servers for the browser: processes of their own, so that they can be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.fake_provider import FakeProvider

ROOT = Path(__file__).resolve().parents[2]
PATIENT = "Tom Reeve"
START_S, LOOK_MS = 60, 20_000


class Server:
    """One web server on its own data folder."""

    def __init__(self, folder: Path, **env: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.env = {
            **os.environ,
            "ATTUNE_PORT": str(self.port),
            "ATTUNE_DATA_DIR": str(folder / "data"),
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        command = [sys.executable, "-m", "tests.browser.serving"]
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        until = time.monotonic() + START_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {(self.folder / 'log.txt').read_text()[-2000:]}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(20)
            self.process = None


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a server; all are stopped at the end."""
    started: list[Server] = []

    def start(**env: str) -> Server:
        started.append(Server(tmp_path_factory.mktemp("server"), **env))
        return started[-1].start()

    yield start
    for server in started:
        server.stop()


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
    """A server whose patient speaks through a model of the fake provider; it is graded by the built-in coder."""

    def start(model: str) -> Server:
        return serve(ATTUNE_MODEL=f"openai:{model}", ATTUNE_BASE_URL=provider.url, OPENAI_API_KEY="k")

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

    def come(server: Server, within: BrowserContext | None = None) -> Visitor:
        visitors.append(Visitor(within or context, server.url))
        return visitors[-1]

    yield come
    for visitor in visitors:
        assert visitor.foreign == []
        assert visitor.errors == []
