"""The apps under test and how each is started and spoken to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.bench.drivers.base import Learner
from tests.bench.drivers.chainlit import ChainlitCrowd
from tests.bench.drivers.chat import ChatCrowd
from tests.bench.drivers.product import ProductCrowd
from tests.bench.processes import ROOT, Server, cores, free_port, serving

CHAINLIT_PYTHON = "ATTUNE_BENCH_CHAINLIT_PYTHON"
PEERS = ROOT / "tests" / "bench" / "peers"


class Crowd(Protocol):
    """Where learners come from."""

    async def learner(self, number: int) -> Learner:
        """The next one, who has not opened the page yet."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a server needs to know."""

    port: int
    folder: Path
    """Empty, for whatever it keeps."""
    model: str
    base_url: str


@dataclass(frozen=True, slots=True)
class App:
    """One app under test."""

    name: str
    command: Callable[[Start], Sequence[str]]
    crowd: Callable[[str], Crowd]
    env: Callable[[Start], dict[str, str]] = lambda start: {}


def _product(start: Start) -> list[str]:
    module = [sys.executable, "-m", "tests.bench.servers.product", str(start.port), str(start.folder)]
    return [*module, f"openai:{start.model}", start.base_url]


def _gradio(start: Start) -> list[str]:
    return [sys.executable, str(PEERS / "gradio_bare.py"), str(start.port), start.model, start.base_url]


def _chainlit(start: Start) -> list[str]:
    python = os.environ[CHAINLIT_PYTHON]
    run = [python, "-m", "chainlit", "run", str(PEERS / "chainlit_bare.py"), "--headless"]
    return [*run, "--host", "127.0.0.1", "--port", str(start.port)]


def _chainlit_env(start: Start) -> dict[str, str]:
    # Its configuration and translations are written into the app's root: not into the repository.
    return {"PEER_MODEL": start.model, "PEER_BASE_URL": start.base_url, "CHAINLIT_APP_ROOT": str(start.folder)}


PRODUCT = App("attune", _product, ProductCrowd)
GRADIO = App("gradio", _gradio, ChatCrowd)
CHAINLIT = App("chainlit", _chainlit, lambda url: ChainlitCrowd(url), _chainlit_env)
APPS = {app.name: app for app in (PRODUCT, GRADIO, CHAINLIT)}


def available() -> list[App]:
    """The apps that can be measured here, the product first."""
    return [PRODUCT, GRADIO, *([CHAINLIT] if os.environ.get(CHAINLIT_PYTHON) else [])]


@contextmanager
def provider(folder: Path) -> Iterator[Server]:
    """The fake provider, beside the driver."""
    port = free_port()
    command = [sys.executable, "-m", "tests.fake_provider", str(port)]
    with serving(command, port, folder / "provider.log", cores()[1]) as server:
        yield server


@contextmanager
def app_server(app: App, folder: Path, model: str, base_url: str) -> Iterator[Server]:
    """The app under test, alone on its core."""
    folder.mkdir(parents=True)
    start = Start(free_port(), folder, model, base_url)
    with serving(app.command(start), start.port, folder / "server.log", cores()[0], app.env(start)) as server:
        yield server
