"""The educators' page: a read-only library of patients and rubrics, with whatever is wrong in its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from simulator.encounter.views import Person
from simulator.ui.pages import Page
from simulator.ui.render import render
from simulator.ui.texts import Texts
from simulator.ui.wire import Identify, Ticket, page_blocks

if TYPE_CHECKING:
    from simulator.simulator import Simulator

HERE = "/educate/"
BY_HAND = {
    "cases": "personas/*.yaml",
    "rubrics": "rubrics/*.yaml",
    "validate": "attune validate FILE",
    "sheet": "attune case ID",
}
"""The library's files, and the commands for somebody who edits them: the same in every language."""


async def library_page(simulator: Simulator, who: Person, t: Texts, ticket: Ticket) -> Page:
    """Everything on the shelf."""
    shelf = await simulator.shelf(who)
    html = render("library.html", t, shelf=shelf, by_hand=BY_HAND, here=HERE)
    return Page(kind="library", title=t("educate.title"), html=html, url=HERE)


def error_page(t: Texts, message: str) -> Page:
    """A sentence in place of a page."""
    html = render("error.html", t, message=message, here=HERE)
    return Page(kind="error", title=t("error.title"), html=html, url="")


ASKS = {"open": library_page}


def blocks(simulator: Any, identify: Identify) -> gr.Blocks:
    """The educators' Gradio page: one of its own, so that a learner's page carries nothing of it."""
    return page_blocks("educate", simulator, identify, asks=ASKS, error_page=error_page)
