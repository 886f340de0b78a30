"""Portraits from our own route: an encounter's to its owner, a patient's at the door to whoever may see the shelf."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from simulator.encounter.views import Portrait
from simulator.errors import AttuneError, NotFound
from simulator.ui.guard import PORTRAIT_POLICY
from simulator.ui.portrait.address import PLACE, find
from simulator.ui.portrait.draw import draw
from simulator.ui.texts import for_request
from simulator.ui.wire import Identify

if TYPE_CHECKING:
    from simulator.simulator import Simulator

_KEPT = "private, max-age=31536000, immutable"
"""Kept by this browser only: the address changes when the drawing does."""
_NOT_KEPT = {"cache-control": "no-store"}


def router(simulator: Callable[[], Simulator], identify: Identify) -> APIRouter:
    """`/portraits/{encounter}/{key}.svg` and `/portraits/door/{patient}/{key}.svg`."""
    routes = APIRouter()

    @routes.get(PLACE + "/{encounter}/{key}.svg")
    async def in_encounter(encounter: str, key: str, request: Request) -> Response:
        async def portrait() -> Portrait | None:
            return (await simulator().see(identify(request), encounter)).portrait

        return await _answer(request, key, portrait)

    @routes.get(PLACE + "/door/{patient}/{key}.svg")
    async def at_door(patient: str, key: str, request: Request) -> Response:
        async def portrait() -> Portrait | None:
            shelf = await simulator().shelf(identify(request))
            return next((card.portrait for card in shelf.patients if card.id == patient), None)

        return await _answer(request, key, portrait)

    return routes


async def _answer(request: Request, key: str, ask: Callable[[], Awaitable[Portrait | None]]) -> Response:
    """The drawing with this key, or the same "nothing here" for every other case."""
    try:
        portrait = await ask()
        found = None if portrait is None else find(portrait, key)
    except NotFound:
        found = None
    except AttuneError:
        return PlainTextResponse(for_request(request.headers)("error.unknown_person"), 401, _NOT_KEPT)
    if found is None:
        return PlainTextResponse(for_request(request.headers)("error.not_found"), 404, _NOT_KEPT)
    headers = {"cache-control": _KEPT, "etag": f'"{key}"', "content-security-policy": PORTRAIT_POLICY}
    return Response(draw(found), media_type="image/svg+xml", headers=headers)
