"""What a learner said is never lost, a reply belongs to the encounter, and nobody sees another's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from simulator.encounter.views import JobPhase, Phase
from simulator.errors import BadInput, Closed, Moved, NotFound
from simulator.store import events as store_events
from simulator.transcript import Act, Flag, Side
from tests.encounter.conftest import ADA, BEN, CUT, PATIENT

Open = Callable[..., Any]


async def test_the_patient_speaks_first_and_answers_and_all_of_it_is_there_after_a_restart(
    open_room: Open,
) -> None:
    async with open_room(["Well. ", "The nurse ", "sent me."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        heard = await room.say(ADA, encounter, "Good afternoon, what brings you in?")
        before = await room.simulator.see(ADA, encounter)
    assert heard[-1].done and heard[-1].text == "Well. The nurse sent me."
    assert [s.turn.side for s in before.turns] == [Side.PATIENT, Side.LEARNER, Side.PATIENT]
    assert [s.number for s in before.turns] == [1, 2, 3]
    async with open_room() as room:
        assert await room.simulator.see(ADA, encounter) == before


async def test_a_voice_that_has_it_all_at_once_costs_two_commits_a_turn(open_room: Open) -> None:
    async with open_room(["One. ", "Two. ", "Three."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        commits = 0
        inner = room.simulator.store.write

        def counted() -> Any:
            nonlocal commits
            commits += 1
            return inner()

        object.__setattr__(room.simulator.store, "write", counted)
        await room.say(ADA, encounter, "Hello")
    assert commits == 2  # the learner's turn with all that follows from it; the reply


async def test_another_person_finds_nothing_whatever_they_try(open_room: Open) -> None:
    async with open_room() as room:
        sim = room.simulator
        encounter = await sim.begin(ADA, PATIENT, seed=1)
        for attempt in (
            sim.see(BEN, encounter),
            sim.say(BEN, encounter, "hi", key="k", seen_seq=1),
            sim.retry(BEN, encounter),
            sim.end(BEN, encounter),
            sim.assess(BEN, encounter),
            sim.grading(BEN, encounter),
            sim.report(BEN, encounter),
            sim.transcript(BEN, encounter),
            anext(sim.follow(BEN, encounter)),
        ):
            with pytest.raises(NotFound):
                await attempt
        assert await sim.encounters(BEN) == ()
        assert [row.id for row in await sim.encounters(ADA)] == [encounter]
        with pytest.raises(NotFound):
            await sim.see(ADA, "no-such-id")


async def test_the_same_key_gives_the_same_answer_and_one_turn(open_room: Open) -> None:
    async with open_room() as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        seq = (await room.simulator.see(ADA, encounter)).seq
        both = await asyncio.gather(
            room.simulator.say(ADA, encounter, "Hello", key="same", seen_seq=seq),
            room.simulator.say(ADA, encounter, "Hello", key="same", seen_seq=seq),
        )
        assert both[0].seq == both[1].seq and {b.repeated for b in both} == {False, True}
        [_ async for _ in room.simulator.follow(ADA, encounter)]
        view = await room.simulator.see(ADA, encounter)
    assert [s.turn.text for s in view.turns if s.turn.side is Side.LEARNER] == ["Hello"]


async def test_a_page_that_is_behind_is_told_so_and_nothing_is_stored(open_room: Open) -> None:
    async with open_room() as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, "First window")
        with pytest.raises(Moved, match="words are kept"):
            await room.simulator.say(ADA, encounter, "Second window", key="other", seen_seq=1)
        view = await room.simulator.see(ADA, encounter)
    assert all(s.turn.text != "Second window" for s in view.turns)


async def test_nothing_can_be_said_while_the_patient_speaks_nor_after_the_end(open_room: Open) -> None:
    async with open_room(["Let me think. ", "wait", "There."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.simulator.say(ADA, encounter, "Hello", key="a", seen_seq=1)
        await asyncio.sleep(0.1)
        view = await room.simulator.see(ADA, encounter)
        assert view.replying
        with pytest.raises(Closed, match="still speaking"):
            await room.simulator.say(ADA, encounter, "And?", key="b", seen_seq=view.seq)
        room.voice.go.set()
        await room.simulator.end(ADA, encounter)
        view = await room.simulator.see(ADA, encounter)
        assert view.phase is Phase.ENDED and view.turns[-1].turn.text == "Let me think. There."
        with pytest.raises(Closed, match="has ended"):
            await room.simulator.say(ADA, encounter, "Wait", key="c", seen_seq=view.seq)


async def test_a_reload_in_mid_reply_follows_the_same_reply(open_room: Open) -> None:
    async with open_room(["It is the evenings, mostly. You", "wait", " know."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.simulator.say(ADA, encounter, "Hello", key="a", seen_seq=1)
        first = room.simulator.follow(ADA, encounter)
        seen = await anext(first)
        await first.aclose()  # the page goes away; the reply does not
        again = room.simulator.follow(ADA, encounter)
        assert (await anext(again)).text == seen.text
        room.voice.go.set()
        rest = [live async for live in again]
    assert rest[-1].done and rest[-1].text.endswith("You know.")
    assert len(room.voice.asked) == 1


async def test_a_reply_that_breaks_keeps_what_was_released_and_goes_on_from_the_stored_brief(
    open_room: Open,
) -> None:
    async with open_room(["It began in spring. Th", CUT], ["Then it got worse."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        broken = await room.say(ADA, encounter, "When did it begin?")
        assert broken[-1].notice is not None and broken[-1].notice.kind == "cut"
        assert broken[-1].turn is not None and broken[-1].turn.turn.flag is Flag.CUT_SHORT
        await room.simulator.retry(ADA, encounter)
        whole = [live async for live in room.simulator.follow(ADA, encounter)]
        view = await room.simulator.see(ADA, encounter)
    assert whole[-1].notice is None and view.turns[-1].turn.flag is None
    assert view.turns[-1].turn.text == "It began in spring. Then it got worse."
    assert len(view.turns) == 3
    (first, _), (second, transcript) = room.voice.asked
    assert first == second and transcript.turns[-1].text == "It began in spring."


async def test_a_provider_that_never_begins_leaves_the_words_and_offers_a_retry(open_room: Open) -> None:
    async with open_room([CUT], ["Here I am."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        failed = await room.say(ADA, encounter, "Are you there?")
        view = await room.simulator.see(ADA, encounter)
        assert failed[-1].text == "" and view.notice is not None and view.notice.retryable
        assert view.turns[-1].turn.text == "Are you there?"
        await room.simulator.retry(ADA, encounter)
        [_ async for _ in room.simulator.follow(ADA, encounter)]
        view = await room.simulator.see(ADA, encounter)
    assert view.turns[-1].turn.text == "Here I am." and view.notice is None


async def test_after_a_broken_reply_the_learner_may_simply_go_on(open_room: Open) -> None:
    async with open_room(["I was going to sa", CUT], ["All right."]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, "Hello")
        await room.say(ADA, encounter, "Take your time.")
        view = await room.simulator.see(ADA, encounter)
    assert view.turns[-1].turn.text == "All right." and view.notice is None
    assert not view.replying


async def test_a_restart_in_mid_reply_keeps_what_was_released_and_says_so(open_room: Open) -> None:
    async with open_room(["The house is quiet now. I", "wait"]) as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.simulator.say(ADA, encounter, "How are you?", key="a", seen_seq=1)
        await anext(room.simulator.follow(ADA, encounter))
        live = await room.simulator.desk.open(ADA, encounter)
        live.task.cancel()  # what a killed process leaves behind: no end of the reply
        await asyncio.sleep(0)
    async with open_room(["That's all."]) as room:
        view = await room.simulator.see(ADA, encounter)
        assert view.notice is not None and view.notice.kind == "interrupted"
        assert view.turns[-1].turn.text == "The house is quiet now."
        assert view.turns[-1].turn.flag is Flag.CUT_SHORT
        await room.simulator.retry(ADA, encounter)
        [_ async for _ in room.simulator.follow(ADA, encounter)]
        after = await room.simulator.see(ADA, encounter)
    assert after.turns[-1].turn.flag is None and after.notice is None


async def test_the_journey_ends_in_a_report_with_both_rubrics_and_asking_twice_is_asking_once(
    open_room: Open,
) -> None:
    async with open_room(
        ["I sit in the kitchen and I feel so lonely I could cry."], ["Yes, that's it exactly. Thank you."]
    ) as room:
        sim = room.simulator
        encounter = await sim.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, "How are the evenings?")
        await room.say(ADA, encounter, "It sounds as if the evenings are terribly lonely without her.")
        with pytest.raises(Closed, match="still going on"):
            await sim.assess(ADA, encounter)
        await sim.end(ADA, encounter)
        await sim.assess(ADA, encounter)
        await sim.jobs.wait()
        states = await sim.assess(ADA, encounter)
        report = await sim.report(ADA, encounter)
        async with sim.store.read() as tx:
            kinds = [event.kind for event in await store_events.events_of(tx, encounter)]
    assert sorted(state.rubric for state in states) == ["emotion-response", "listening"]
    assert {state.phase for state in states} == {JobPhase.DONE}
    assert {rubric.id for rubric in report.rubrics} == {"emotion-response", "listening"}
    assert report.safety is not None and report.safety.asked == ()
    assert any(moment.turn == 3 for moment in report.moments)
    assert kinds[-1] == "ended" and kinds.count("learner_turn") == 2


async def test_gradings_left_by_a_killed_process_are_taken_up_at_the_next_start(open_room: Open) -> None:
    async with open_room() as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, "Hello")
        await room.simulator.end(ADA, encounter)
        room.simulator.jobs._begin = lambda row: None  # asked for, and the process dies
        await room.simulator.assess(ADA, encounter)
        assert {s.phase for s in await room.simulator.grading(ADA, encounter)} == {JobPhase.QUEUED}
    async with open_room() as room:
        await room.simulator.jobs.wait()
        assert {s.phase for s in await room.simulator.grading(ADA, encounter)} == {JobPhase.DONE}


@pytest.mark.parametrize("text", ["", "   \n\t ", "x" * 4001])
async def test_empty_and_endless_messages_are_refused_with_a_sentence(open_room: Open, text: str) -> None:
    async with open_room() as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        with pytest.raises(BadInput):
            await room.simulator.say(ADA, encounter, text, key="k", seen_seq=1)
        assert len((await room.simulator.see(ADA, encounter)).turns) == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("مرحبا، كيف حالك؟", "مرحبا، كيف حالك؟"),
        ("😢👩🏽‍⚕️", "😢👩🏽‍⚕️"),
        ("a\x00b\x1b[31m\x7f", "a\u2400b\u241b[31m\u2421"),
        ("one\r\ntwo", "one\ntwo"),
        ("half a pair \ud83d", "half a pair \ufffd"),
    ],
)
async def test_odd_characters_are_kept_and_visible(open_room: Open, typed: str, stored: str) -> None:
    async with open_room() as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, typed)
        assert (await room.simulator.see(ADA, encounter)).turns[1].turn.text == stored


async def test_staying_quiet_is_a_turn(open_room: Open) -> None:
    async with open_room() as room:
        encounter = await room.simulator.begin(ADA, PATIENT, seed=1)
        await room.say(ADA, encounter, "", act=Act.QUIET)
        view = await room.simulator.see(ADA, encounter)
    assert view.turns[1].turn.act is Act.QUIET and view.turns[1].turn.text == ""
