"""The web app for browser tests: `python -m tests.browser.serving`; a cookie chooses which of two people asks."""

from __future__ import annotations

import uvicorn
from starlette.requests import Request

from simulator.encounter.views import Person
from simulator.library import Library, shipped
from simulator.settings import Settings
from simulator.ui.web import create_app
from simulator.wiring import build

ADA = Person(id="019aa000-0000-7000-8000-00000000000a", name="Ada")
BEN = Person(id="019aa000-0000-7000-8000-00000000000b", name="Ben")


def identify(request: Request) -> Person:
    """Ada, unless the cookie says Ben."""
    return BEN if request.cookies.get("person") == "ben" else ADA


def server(settings: Settings, library: Library | None = None) -> uvicorn.Server:
    """The server, not yet running."""
    app = create_app(build(settings, library=library or shipped()), identify)
    return uvicorn.Server(uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning"))


if __name__ == "__main__":
    server(Settings.from_environment()).run()
