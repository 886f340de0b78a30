"""The learner's pages: choose a patient, read the door note, talk, end, look back. Gradio is wired at the bottom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from simulator.encounter.views import Card, JobPhase, JobState, Person, Phase, Portrait, Shelf, View
from simulator.errors import BadInput, Closed, Moved, NotFound
from simulator.report.html import fragment
from simulator.transcript import Act, Side
from simulator.ui.coalesce import newest
from simulator.ui.pages import MOST_CHARACTERS, Page, growing, state, voice_words
from simulator.ui.portrait.address import at_door, in_encounter
from simulator.ui.portrait.words import alternative
from simulator.ui.render import render
from simulator.ui.texts import Texts, sentence
from simulator.ui.wire import Identify, Ticket, page_blocks

if TYPE_CHECKING:
    from simulator.simulator import Simulator

HERE = "/learn/"
DOWNLOADS = ("html", *(["pdf"] if find_spec("weasyprint") else []), "csv", "json")
"""The report as a file; PDF only where the package that makes it is installed."""
_SCRIPT_WORDS = (
    *("talk.you", "talk.thinking", "talk.turn", "talk.stayed_quiet", "talk.gesture", "talk.try_again"),
    *("talk.gone_quiet", "talk.lost", "talk.too_long", "talk.count", "talk.empty", "talk.dismiss"),
    *("talk.flag.cut_short", "talk.flag.guarded", "talk.flag.notice"),
)


# ---- pages -------------------------------------------------------------------------------------------------


async def open_page(simulator: Simulator, who: Person, t: Texts, ticket: Ticket) -> Page:
    """What the address asks for: an encounter, a patient's door, or the shelf."""
    if ticket.encounter:
        return await encounter_page(simulator, who, t, ticket.encounter)
    if ticket.patient:
        return await door_page(simulator, who, t, ticket.patient)
    return await shelf_page(simulator, who, t)


async def shelf_page(simulator: Simulator, who: Person, t: Texts) -> Page:
    """The patients as cards, and the asker's earlier conversations."""
    shelf = await simulator.shelf(who)
    earlier = await simulator.encounters(who)
    faces = {card.id: at_door(card.id, card.portrait) for card in shelf.patients if card.portrait}
    html = render("shelf.html", t, shelf=shelf, faces=faces, earlier=earlier, here=HERE)
    return Page(kind="shelf", title=t("app"), html=html, url=HERE)


async def door_page(simulator: Simulator, who: Person, t: Texts, patient: str) -> Page:
    """One patient's door note, with Begin."""
    card = _card(await simulator.shelf(who), patient)
    face = _face(t, card.name, card.portrait, at_door(card.id, card.portrait)) if card.portrait else None
    html = render("door.html", t, card=card, face=face, voices=simulator.voices, here=HERE)
    return Page(kind="door", title=card.name, html=html, url=f"{HERE}?p={card.id}")


async def begin(simulator: Simulator, who: Person, t: Texts, ticket: Ticket) -> Page:
    """Begin an encounter with the chosen voice, and show it."""
    encounter = await simulator.begin(who, ticket.patient, voice=ticket.voice or None)
    return await encounter_page(simulator, who, t, encounter)


async def encounter_page(simulator: Simulator, who: Person, t: Texts, encounter: str) -> Page:
    """The conversation while it is open, afterwards the way back over it."""
    view = await simulator.see(who, encounter)
    return talk_page(t, view) if view.phase is Phase.OPEN else await debrief_page(simulator, who, t, view)


def talk_page(t: Texts, view: View) -> Page:
    """The conversation: an empty log that the script fills from the patch, and the composer."""
    name, patch = view.card.name, _patch(t, view)
    return Page(
        kind="talk",
        title=t("talk.title", name=name),
        html=render("talk.html", t, card=view.card, voice=voice_words(t, view), face=patch.get("portrait"), here=HERE),
        url=f"{HERE}?e={view.id}",
        patch=patch,
        words={
            **t.table(_SCRIPT_WORDS, name=name, most=f"{MOST_CHARACTERS:,}"),
            "patient": name,
            "most": str(MOST_CHARACTERS),
        },
    )


def _patch(t: Texts, view: View, after: int = 0) -> dict[str, Any]:
    return state(view, after) | _portrait(t, view, view.portrait)


def _portrait(t: Texts, view: View, portrait: Portrait | None) -> dict[str, Any]:
    """The portrait's part of a patch: where it is and what it shows; nothing where nobody is seen."""
    if portrait is None:
        return {}
    return {"portrait": _face(t, view.card.name, portrait, in_encounter(view.id, portrait))}


def _face(t: Texts, name: str, portrait: Portrait, address: str) -> dict[str, str]:
    return {"src": address, "alt": alternative(t, name, portrait)}


async def end(simulator: Simulator, who: Person, t: Texts, ticket: Ticket) -> Page:
    """End the encounter and have it read."""
    await simulator.end(who, ticket.encounter)
    return await assess(simulator, who, t, ticket)


async def assess(simulator: Simulator, who: Person, t: Texts, ticket: Ticket) -> Page:
    """Ask for grading; asking again takes up what failed."""
    await simulator.assess(who, ticket.encounter)
    return await encounter_page(simulator, who, t, ticket.encounter)


async def debrief_page(simulator: Simulator, who: Person, t: Texts, view: View) -> Page:
    """Grading as a state, and the report as soon as there is one."""
    jobs = await simulator.grading(who, view.id)
    waiting = any(job.phase in (JobPhase.QUEUED, JobPhase.RUNNING) for job in jobs)
    titles = {rubric.id: rubric.title for rubric in (await simulator.shelf(who)).rubrics}
    report = fragment(await simulator.report(who, view.id))
    html = render(
        "debrief.html",
        t,
        view=view,
        pronoun=_pronoun(t, view.card),
        jobs=[(titles.get(job.rubric, job.rubric), _coder_words(t, job), job) for job in jobs],
        waiting=waiting,
        failed=any(job.phase is JobPhase.FAILED for job in jobs),
        read=any(job.phase is JobPhase.DONE for job in jobs),
        report=Markup(report),
        downloads=DOWNLOADS,
        here=HERE,
    )
    return Page(
        kind="debrief",
        title=t("debrief.title", name=view.card.name),
        html=html,
        url=f"{HERE}?e={view.id}",
        again=1500 if waiting else 0,
    )


def _coder_words(t: Texts, job: JobState) -> str:
    try:
        return t(f"debrief.coder.{job.coder}")
    except KeyError:
        return job.coder


def _pronoun(t: Texts, card: Card) -> str:
    try:
        return t(f"debrief.pronoun.{card.pronoun.strip().lower()}")
    except KeyError:
        return t("debrief.pronoun.they")


def _card(shelf: Shelf, patient: str) -> Card:
    for card in shelf.patients:
        if card.id == patient:
            return card
    raise NotFound("there is no such patient.", todo="Choose one from the list.")


ASKS = {"open": open_page, "begin": begin, "end": end, "assess": assess}
"""What a page may ask for, and who answers."""


# ---- the conversation --------------------------------------------------------------------------------------


async def converse(simulator: Simulator, who: Person, t: Texts, ticket: Ticket) -> AsyncIterator[dict[str, Any]]:
    """One turn: take the learner's words, then let the reply grow. A patch is small, however long the talk."""
    after = ticket.turns
    try:
        if ticket.do in ("say", "quiet"):
            act = Act.QUIET if ticket.do == "quiet" else Act.SAY
            text = "" if act is Act.QUIET else ticket.text
            await simulator.say(who, ticket.encounter, text, key=ticket.key, seen_seq=ticket.seq, act=act)
            yield {"accepted": True}
        elif ticket.do == "retry":
            await simulator.retry(who, ticket.encounter)
    except (Moved, BadInput, Closed) as error:
        yield {"refused": sentence(error.message)}
    view = await simulator.see(who, ticket.encounter)
    if ticket.do == "retry":  # the reply that broke off is taken back from the page and grows again
        after = min(after, _last_of_learner(view))
    yield _patch(t, view, after)
    if view.replying:
        async for live in newest(simulator.follow(who, ticket.encounter)):
            if not live.done:
                yield {"seq": live.seq, "live": growing(live.text, live.seen), **_portrait(t, view, live.portrait)}
        # What is stored now is what counts, whether it was followed to its end or was over before we looked.
        yield _patch(t, await simulator.see(who, ticket.encounter), after)


def _last_of_learner(view: View) -> int:
    return max((turn.number for turn in view.turns if turn.turn.side is Side.LEARNER), default=0)


def error_page(t: Texts, message: str) -> Page:
    """A sentence in place of a page."""
    html = render("error.html", t, message=message, here=HERE)
    return Page(kind="error", title=t("error.title"), html=html, url="")


# ---- wiring ------------------------------------------------------------------------------------------------


def blocks(simulator: Any, identify: Identify) -> gr.Blocks:
    """The learner's Gradio page. `simulator` is a function, since the simulator is there only while serving."""
    return page_blocks("learn", simulator, identify, asks=ASKS, converse=converse, error_page=error_page)
