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
from simulator.ui.texts import Texts, for_request

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
            who = identify(request.request)
            ticket = Ticket.read(text)
            number = ticket.number
            if ticket.do not in asks:
                raise BadInput("this page cannot do that.", todo="Reload the page.")
            page = await asks[ticket.do](simulator(), who, t, ticket)
        except AttuneError as error:
            page = error_page(t, error.message)
        except Exception:
            log.exception("a page could not be made")
            page = error_page(t, t("error.bug"))
        return page.to_json(number)

    async def talk(text: str, request: gr.Request) -> AsyncIterator[str]:
        t, number, count = for_request(request.headers), 0, 0
        assert converse is not None
        try:
            who = identify(request.request)
            ticket = Ticket.read(text)
            number = ticket.number
            async for change in converse(simulator(), who, t, ticket):
                count += 1
                yield json.dumps({"n": number, "i": count, **change}, ensure_ascii=False)
        except AttuneError as error:
            yield json.dumps({"n": number, "i": count + 1, "refused": error.message})
        except Exception:
            log.exception("a conversation's turn broke")
            yield json.dumps({"n": number, "i": count + 1, "refused": t("error.bug")})
        yield json.dumps({"n": number, "i": count + 2, "over": True})

    with gr.Blocks(title="Attune", analytics_enabled=False) as demo:
        _line("ask", ask, first=True)
        if converse is not None:
            _line("talk", talk)
    demo.queue(api_open=False)
    return demo


def _line(name: str, handler: Callable[..., Any], *, first: bool = False) -> None:
    """One event: the hidden button takes the page's ticket, the hidden box brings the answer to the script."""
    ticket = gr.Textbox(visible="hidden", label=name, elem_id=f"attune-{name}-ticket")
    answer = gr.Textbox(visible="hidden", label=name, elem_id=f"attune-{name}-answer")
    button = gr.Button(name, visible="hidden", elem_id=f"attune-{name}")
    event = button.click(
        handler,
        [ticket],
        [answer],
        js=f"() => window.attune.take('{name}')",
        show_progress="hidden",
        concurrency_limit=None,  # default is one at a time for everybody
        api_visibility="private",
        trigger_mode="multiple",  # the script decides when to send
    )
    event.failure(None, None, None, js=f"() => window.attune.broke('{name}')")
    answer.change(None, [answer], None, js=f"(text) => window.attune.heard('{name}', text)")
    if first:
        demo = gr.context.Context.root_block
        assert demo is not None
        demo.load(None, None, None, js="() => window.attune.ready()")
