"""An encounter has an end to its turns and to its tokens: told plainly, with everything kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.encounter.limits import Limits
from simulator.encounter.views import Phase
from simulator.errors import Closed, ProviderFailed
from simulator.models import ModelCall
from simulator.transcript import Flag, Side
from tests.encounter.conftest import ADA, CUT, PATIENT

Open = Callable[..., Any]
LENGTH = ProviderFailed("the limit of length.", kind="length", retryable=False)


async def test_after_the_last_turn_a_notice_stands_and_nothing_more_is_stored(open_room: Open) -> None:
    async with open_room(max_turns=2) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, "Good afternoon.")
        assert (await room.simulator.see(ADA, encounter)).notice is None
        heard = await room.say(ADA, encounter, "How are you?")
        assert heard[-1].text == "Yes. I suppose so." and heard[-1].notice is not None
        before = await room.simulator.see(ADA, encounter)
        assert before.notice is not None and not before.notice.retryable
        assert "2 turns" in before.notice.text and "End it now: everything that was said is kept" in before.notice.text
        with pytest.raises(Closed, match="2 turns"):
            await room.say(ADA, encounter, "And?")
        assert await room.simulator.see(ADA, encounter) == before
        await room.simulator.end(ADA, encounter)
        after = await room.simulator.see(ADA, encounter)
    assert after.phase is Phase.ENDED and after.notice is None and after.turns == before.turns


async def test_a_reply_still_owed_may_be_asked_for_after_the_last_turn(open_room: Open) -> None:
    async with open_room([CUT], max_turns=1) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        heard = await room.say(ADA, encounter, "Good afternoon.")
        assert heard[-1].notice is not None and heard[-1].notice.kind == "cut"
        await room.simulator.retry(ADA, encounter)
        last = [live async for live in room.simulator.follow(ADA, encounter)][-1]
    assert last.text == "Yes. I suppose so."


async def test_tokens_are_counted_over_a_restart_and_end_the_encounter(open_room: Open) -> None:
    """60 in and 40 out a request; a limit of 250 is passed by the third."""
    call = ModelCall(purpose="voice", model_asked="m", tokens_in=60, tokens_out=40)
    async with open_room(max_encounter_tokens=250) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        for text in ("Hello.", "Go on."):
            live = await room.simulator.desk.open(ADA, encounter)
            live._note_call(call)
            await room.say(ADA, encounter, text)
        assert live.tokens == 200
    async with open_room([CUT], max_encounter_tokens=250) as room:
        live = await room.simulator.desk.open(ADA, encounter)
        assert live.tokens == 200
        await room.say(ADA, encounter, "And then?")
        live._note_call(call)
        view = await room.simulator.see(ADA, encounter)
        assert view.notice is not None and (view.notice.kind, view.notice.retryable) == ("used_up", False)
        for attempt in (room.say(ADA, encounter, "More?"), room.simulator.retry(ADA, encounter)):
            with pytest.raises(Closed, match="used up"):
                await attempt
        [row] = await room.simulator.encounters(ADA)
    assert (row.usage["calls"], row.usage["tokens_in"], row.usage["tokens_out"]) == (2, 120, 80)
    assert row.usage["cost"] is None, "nobody said what it cost"


def test_nothing_is_no_limit() -> None:
    assert Limits().reached(10**6, 10**9) is None


async def test_a_reply_that_came_to_the_limit_of_length_ends_with_its_last_whole_sentence(open_room: Open) -> None:
    async with open_room(["It's the nights. I lie ", "there and", LENGTH]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        heard = await room.say(ADA, encounter, "How are you sleeping?")
        view = await room.simulator.see(ADA, encounter)
    assert heard[-1].notice is None and view.notice is None, "no reply is owed"
    last = view.turns[-1].turn
    assert (last.side, last.text, last.flag) == (Side.PATIENT, "It's the nights.", Flag.CUT_SHORT)


async def test_a_limit_of_length_before_a_whole_sentence_is_a_failure_like_others(open_room: Open) -> None:
    async with open_room(["It's the", LENGTH]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        heard = await room.say(ADA, encounter, "How are you sleeping?")
        view = await room.simulator.see(ADA, encounter)
    assert heard[-1].notice is not None and heard[-1].notice.kind == "length"
    assert [turn.turn.side for turn in view.turns] == [Side.PATIENT, Side.LEARNER]
