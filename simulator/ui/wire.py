"""Gradio as the pages' line to the server: a hidden ticket in, a hidden answer out, one event for each."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.requests import Request

from simulator.encounter.views import Person
from simulator.errors import AttuneError, BadInput
from simulator.ui.pages import Page
from simulator.ui.texts import Texts, for_request, sentence

if TYPE_CHECKING:
    from simulator.simulator import Simulator

log = logging.getLogger(__name__)

Identify = Callable[[Request], Person]
Ask = Callable[["Simulator", Person, Texts, "Ticket"], Awaitable[Page]]
Converse = Callable[["Simulator", Person, Texts, "Ticket"], AsyncIterator[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a page asks. Everything in it is somebody's claim; who asks is never in it."""

    do: str
    number: int = 0
    """The page's own counter, given back with the answer."""
    encounter: str = ""
    patient: str = ""
    voice: str = ""
    text: str = ""
    key: str = ""
    """Made by the page, once per composed message."""
    seq: int = 0
    """Last event the page has seen."""
    turns: int = 0
    """How many whole turns the page shows."""

    @classmethod
    def read(cls, text: str) -> Ticket:
        """A ticket from its JSON. Raises BadInput: the page never writes another, but anybody may post one."""
        try:
            row = json.loads(text)
            return cls(
                do=str(row["do"]),
                number=int(row.get("number", 0)),
                seq=int(row.get("seq", 0)),
                turns=max(0, int(row.get("turns", 0))),
                **{name: str(row.get(name) or "") for name in ("encounter", "patient", "voice", "text", "key")},
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BadInput("this request could not be read.", todo="Reload the page.") from None


def page_blocks(
    role: str,
    simulator: Callable[[], Simulator],
    identify: Identify,
    *,
    asks: Mapping[str, Ask],
    error_page: Callable[[Texts, str], Page],
    converse: Converse | None = None,
) -> gr.Blocks:
    """One role's Blocks: nothing visible of its own; our script draws the page and clicks the hidden buttons."""

    async def ask(text: str, request: gr.Request) -> str:
        t, number = for_request(request.headers), 0
        try:
            who = _asker(identify, request)
            ticket = Ticket.read(text)
            number = ticket.number
            if ticket.do not in asks:
                raise BadInput("this page cannot do that.", todo="Reload the page.")
            page = await asks[ticket.do](simulator(), who, t, ticket)
        except AttuneError as error:
            page = error_page(t, sentence(error.message))
        except Exception:
            log.exception("a page could not be made")
            page = error_page(t, t("error.bug"))
        return page.to_json(number)

    async def talk(text: str, request: gr.Request) -> AsyncIterator[str]:
        t = for_request(request.headers)
        # Each patch holds all that this event has to say so far: the page may see only the newest of several.
        now: dict[str, Any] = {"n": 0, "i": 0}
        assert converse is not None
        try:
            who = _asker(identify, request)
            ticket = Ticket.read(text)
            now["n"] = ticket.number
            async for change in converse(simulator(), who, t, ticket):
                now = {**now, **change, "i": now["i"] + 1}
                yield json.dumps(now, ensure_ascii=False)
        except AttuneError as error:
            now["refused"] = sentence(error.message)
        except Exception:
            log.exception("a conversation's turn broke")
            now["refused"] = t("error.bug")
        yield json.dumps({**now, "i": now["i"] + 1, "over": True}, ensure_ascii=False)

    with gr.Blocks(title="Attune", analytics_enabled=False) as demo:
        _line("ask", ask)
        if converse is not None:
            _line("talk", talk)
    demo.queue(api_open=False)
    return demo


def _asker(identify: Identify, request: gr.Request) -> Person:
    if request.request is None:  # Gradio's own word for a call from within the process, which nobody makes
        raise BadInput("nobody is asking.")
    return identify(request.request)


def _line(name: str, handler: Callable[..., Any]) -> None:
    """One event. The page's script writes the ticket, clicks the button and reads the answer.

    Not by the event's own `js=`: Gradio evaluates that text, which would need `unsafe-eval` in the page's policy.
    """
    ticket = gr.Textbox(visible="hidden", label=name, elem_id=f"attune-{name}-ticket")
    answer = gr.Textbox(visible="hidden", label=name, elem_id=f"attune-{name}-answer")
    button = gr.Button(name, visible="hidden", elem_id=f"attune-{name}")
    button.click(
        handler,
        [ticket],
        [answer],
        show_progress="hidden",
        concurrency_limit=None,  # the default is one at a time for everybody
        api_visibility="private",
        trigger_mode="multiple",  # the script decides when to send
    )
