"""Plain pages of our own: what stands in place of a page that is not there or went wrong."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from simulator.ui.render import render, static_url
from simulator.ui.texts import Texts


def plain_page(t: Texts, title: str, message: str, status: int) -> HTMLResponse:
    """A title, a sentence and the way back; no script."""
    html = render("plain.html", t, title=title, message=message, style=static_url("attune.css"))
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
