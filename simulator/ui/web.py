"""The parent web app: who asks, headers, reports and health are ours; Gradio pages are mounted under it, by role."""

from __future__ import annotations

import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from simulator.errors import AttuneError
from simulator.report.html import stylesheet
from simulator.settings import LOOPBACK, Settings
from simulator.ui import educate, hush, learn, reports
from simulator.ui.guard import Guard
from simulator.ui.plain import plain_page
from simulator.ui.portrait import routes as portraits
from simulator.ui.render import static_url
from simulator.ui.texts import DEFAULT, for_request, texts
from simulator.ui.wire import Identify
from simulator.wiring import Built, build

STATIC = Path(__file__).with_name("static")
PAPER, PAPER_DARK = "#faf7f2", "#1b1c1b"
"""The pages' background, before our own style has come."""


def create_app(built: Built, identify: Identify | None = None) -> FastAPI:
    """The whole web app. `identify` says who asks; by default `built.identify`."""
    hush()
    who = identify or built.identify

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with built.running():
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    # Closed CORS: with none of our own, Gradio answers any origin with that origin.
    app.add_middleware(CORSMiddleware, allow_origins=[], allow_credentials=False)
    app.add_middleware(Guard, hosts={*LOOPBACK, built.settings.host})
    _own_routes(app)
    app.include_router(reports.router(lambda: built.simulator, who))
    app.include_router(portraits.router(lambda: built.simulator, who))
    _mount(app, learn.blocks(lambda: built.simulator, who), "/learn", who)
    _mount(app, educate.blocks(lambda: built.simulator, who), "/educate", who)
    return app


def _own_routes(app: FastAPI) -> None:
    @app.get("/")
    async def home() -> Response:
        return RedirectResponse("/learn/", status_code=307)

    @app.get("/healthz")
    async def health() -> dict[str, bool]:
        return {"ok": True}

    @app.get("/favicon.ico")
    async def icon() -> Response:
        return FileResponse(STATIC / "mark.svg", media_type="image/svg+xml")

    @app.get("/manifest.json")  # Gradio's page asks for one
    async def manifest() -> dict[str, str]:
        return {"name": texts(DEFAULT)("app"), "start_url": "/learn/", "display": "browser"}

    @app.get("/static/report.css")
    async def report_style() -> Response:
        return Response(stylesheet(), media_type="text/css")

    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        t = for_request(request.headers)
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"detail": error.detail}, error.status_code)
        if error.status_code == 404:
            return plain_page(t, t("error.not_found_title"), t("error.not_found"), 404)
        return plain_page(t, t("error.title"), str(error.detail), error.status_code)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        t = for_request(request.headers)
        return plain_page(t, t("error.server_title"), t("error.bug"), 500)


def _mount(app: FastAPI, blocks: gr.Blocks, path: str, identify: Identify) -> None:
    def known(request: Request) -> str | None:
        try:
            return identify(request).id
        except AttuneError:
            return None

    gr.mount_gradio_app(
        app,
        blocks,
        path,
        auth_dependency=known,
        head=_head(),
        theme=gr.themes.Base(font=["system-ui"], font_mono=["monospace"]).set(
            body_background_fill=PAPER, body_background_fill_dark=PAPER_DARK
        ),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        max_file_size="1kb",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def _head() -> str:
    opening = escape(texts(DEFAULT)("opening"), quote=True)
    return (
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="stylesheet" href="{static_url("attune.css")}">'
        '<link rel="stylesheet" href="/static/report.css">'
        f'<script src="{static_url("attune.js")}" data-opening="{opening}"></script>'
        f'<script src="{static_url("talk.js")}"></script>'
    )


def serve(settings: Settings, **chosen: Any) -> None:
    """Serve until stopped. Raises AttuneError where it must not or cannot listen."""
    if settings.host not in LOOPBACK:
        raise AttuneError(
            "Attune has no accounts yet, so it listens on this machine only.",
            where=f'ATTUNE_HOST is "{settings.host}"',
            todo="Use 127.0.0.1, and reach it from elsewhere through a tunnel or a proxy that knows who asks.",
        )
    _free(settings)
    app = create_app(build(settings, **chosen))
    print(f"Attune is at http://{_shown(settings)}/learn/  (Ctrl+C stops it)", file=sys.stderr, flush=True)
    uvicorn.run(
        app, host=settings.host, port=settings.port, log_level="warning", server_header=False, proxy_headers=False
    )


def _shown(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def _free(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise AttuneError(
                f"port {settings.port} is in use or not allowed.", where="ATTUNE_PORT", todo="Choose another port."
            ) from None
