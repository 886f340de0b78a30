"""Reports as files, from our own route: whoever asks gets their own and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator.errors import AttuneError, NotFound
from simulator.report.render import FORMATS, render
from simulator.ui.guard import REPORT_POLICY
from simulator.ui.plain import plain_page
from simulator.ui.texts import for_request, sentence
from simulator.ui.wire import Identify

if TYPE_CHECKING:
    from simulator.simulator import Simulator


def router(simulator: Callable[[], Simulator], identify: Identify) -> APIRouter:
    """`/reports/{encounter}?format=html|json|csv|text|pdf`."""
    routes = APIRouter()

    @routes.get("/reports/{encounter}")
    async def report(encounter: str, request: Request) -> Response:
        form = request.query_params.get("format", "html")
        t = for_request(request.headers)
        try:
            who = identify(request)
            made = await asyncio.to_thread(render, await simulator().report(who, encounter), form)
        except NotFound as error:
            return plain_page(t, t("error.not_found_title"), sentence(error.message), 404)
        except AttuneError as error:
            return plain_page(t, t("error.title"), sentence(error.message), 409 if form in FORMATS else 400)
        headers = {"cache-control": "no-store", "content-security-policy": REPORT_POLICY}
        if form == "html":
            return HTMLResponse(made.body, headers=headers)
        name = "".join(c for c in encounter if c.isalnum() or c == "-")[:64]
        headers["content-disposition"] = f'attachment; filename="attune-{name}.{made.suffix}"'
        return Response(made.body, media_type=made.media_type, headers=headers)

    return routes
