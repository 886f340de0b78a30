"""The learner's handlers: plain functions over the simulator."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from simulator.errors import BadInput, NotFound, ProviderFailed
from simulator.ui import learn
from simulator.ui.texts import texts
from simulator.ui.wire import Ticket
from simulator.wiring import Built

from .conftest import ADA, BEN, begun, said, ticket

T = texts()
CUT = ProviderFailed("the connection broke.", kind="cut", retryable=True)


async def test_the_shelf_shows_cards_and_nothing_of_the_patients_inside(built: Callable[..., Built]) -> None:
    made = built()
    async with made.running() as simulator:
        html = (await learn.shelf_page(simulator, ADA, T)).html
        door = (await learn.door_page(simulator, ADA, T, "tom-reeve")).html
        inside = simulator.library.persona("tom-reeve").get()
    assert "Tom Reeve" in html and "not yet reviewed" in html
    for fact in inside.facts:
        assert fact.text not in html + door and fact.lines[0].text not in html + door
    assert inside.author_notes not in html + door


async def test_a_turn_is_taken_then_answered_and_each_patch_is_small(built: Callable[..., Built]) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator)
        shown, sizes = {"seq": 1, "turns": 1}, []
        for n in range(12):
            patches = await said(simulator, ticket(encounter, f"What about {n}?", shown))
            assert patches[0] == {"accepted": True}
            last = patches[-1]
            assert [turn["side"] for turn in last["turns"]] == ["learner", "patient"]
            assert last["live"] is None and last["notice"] is None
            shown = {"seq": last["seq"], "turns": last["after"] + len(last["turns"])}
            sizes.append(max(len(json.dumps(patch)) for patch in patches))
    assert shown["turns"] == 25
    assert max(sizes[6:]) < 1.5 * max(sizes[:6])  # a patch does not grow with the conversation


async def test_the_same_key_gives_the_same_answer(built: Callable[..., Built]) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator)
        first = await said(simulator, ticket(encounter, "Hello."))
        second = await said(simulator, ticket(encounter, "Hello."))
        view = await simulator.see(ADA, encounter)
    assert len(view.turns) == 3
    assert second[0] == {"accepted": True} and second[-1]["turns"] == first[-1]["turns"]


async def test_a_stale_page_gets_a_sentence_and_what_it_has_not_seen(built: Callable[..., Built]) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator)
        await said(simulator, ticket(encounter, "From one tab."))
        refused, now = await said(simulator, ticket(encounter, "From the other."))
        view = await simulator.see(ADA, encounter)
    assert "moved on" in refused["refused"]
    assert now["turns"][0]["text"] == "From one tab."
    assert len(view.turns) == 3 and now["seq"] == view.seq


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_000])
async def test_words_that_cannot_be_sent_are_refused_and_nothing_is_stored(
    built: Callable[..., Built], text: str
) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator)
        patches = await said(simulator, ticket(encounter, text))
        assert patches[0]["refused"] and "accepted" not in patches[0]
        assert len((await simulator.see(ADA, encounter)).turns) == 1


async def test_a_broken_reply_is_a_notice_and_trying_again_goes_on(built: Callable[..., Built]) -> None:
    made = built(["I get up tired. It", CUT], ["And I go to bed tired. "])
    async with made.running() as simulator:
        encounter = await begun(simulator)
        broken = (await said(simulator, ticket(encounter, "Hello.")))[-1]
        assert broken["notice"]["retry"] is True and broken["turns"][-1]["flag"] == "cut_short"
        shown = {"seq": broken["seq"], "turns": 3}
        patches = await said(simulator, ticket(encounter, "", shown, do="retry"))
    last = patches[-1]
    assert last["after"] == 2  # the page takes back the part it showed
    (turn,) = last["turns"]
    assert turn["text"].startswith("I get up tired.") and "flag" not in turn
    assert last["notice"] is None


async def test_a_reload_in_mid_reply_shows_what_was_released_and_follows(
    built: Callable[..., Built],
) -> None:
    made = built(["I get up tired. That", "wait", "'s all. "])
    async with made.running() as simulator:
        encounter = await begun(simulator)
        talk = learn.converse(simulator, ADA, T, ticket(encounter, "Hello."))
        seen: list[dict[str, Any]] = []
        async for patch in talk:
            seen.append(patch)
            if (patch.get("live") or {}).get("text"):
                break
        await talk.aclose()  # the page went away
        page = await learn.encounter_page(simulator, ADA, T, encounter)
        assert page.patch is not None and page.patch["live"]["text"] == "I get up tired."
        assert len(page.patch["turns"]) == 2  # the growing reply is not among the whole turns
        made.test_voice.go.set()  # type: ignore[attr-defined]
        shown = {"seq": page.patch["seq"], "turns": 2}
        last = (await said(simulator, ticket(encounter, "", shown, do="follow")))[-1]
    assert last["turns"][0]["text"].endswith("That's all.") and last["live"] is None


async def test_staying_quiet_is_a_turn(built: Callable[..., Built]) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator)
        last = (await said(simulator, ticket(encounter, "not sent", do="quiet")))[-1]
    assert last["turns"][0]["act"] == "quiet" and last["turns"][0]["text"] == ""


async def test_somebody_elses_conversation_does_not_exist(built: Callable[..., Built]) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator, ADA)
        for ask in learn.ASKS.values():
            with pytest.raises(NotFound):
                await ask(simulator, BEN, T, Ticket(do="open", encounter=encounter))
        for do in ("say", "quiet", "retry", "follow"):
            with pytest.raises(NotFound):
                await said(simulator, ticket(encounter, "Hello.", do=do), BEN)
        assert encounter not in (await learn.shelf_page(simulator, BEN, T)).html
        assert encounter in (await learn.shelf_page(simulator, ADA, T)).html


async def test_after_the_end_the_page_looks_back_and_asks_again_until_it_is_read(
    built: Callable[..., Built],
) -> None:
    made = built()
    async with made.running() as simulator:
        encounter = await begun(simulator)
        await said(simulator, ticket(encounter, "That sounds hard. <b>Really</b>."))
        page = await learn.end(simulator, ADA, T, Ticket(do="end", encounter=encounter))
        assert page.kind == "debrief" and page.again > 0
        for _ in range(400):
            page = await learn.encounter_page(simulator, ADA, T, encounter)
            if not page.again:
                break
            await __import__("asyncio").sleep(0.05)
    assert "Moment by moment" in page.html and f"/reports/{encounter}" in page.html
    assert "&lt;b&gt;Really" in page.html and "<b>Really" not in page.html


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"do": "open", "seq": "x"}', "[" * 100_000, '{"do":1e999}'])
def test_a_ticket_nobody_wrote_is_bad_input_or_harmless(text: str) -> None:
    try:
        Ticket.read(text)
    except BadInput as error:
        assert "Reload" in error.message
