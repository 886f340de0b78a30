"""What is not yet told is in no request to a model, byte for byte.

Each dialogue is played with the patient as written, and again with every fact not yet told or allowed, every hint
not yet due, every note of the author and every word that lies behind them replaced by random text, keeping ids and
rules. All requests up to that turn must be identical.
"""

from __future__ import annotations

import json
import os
import random
import re
import string
from collections.abc import Iterable
from typing import Any

import pytest
from langchain_core.messages import BaseMessage

from simulator.models.scripted import ScriptedChatModel
from simulator.patient.llm import LLMVoice
from simulator.persona import Line, Persona
from tests.playing import APART, PATIENTS, Played, learners, patient, play

FULL = os.environ.get("ATTUNE_BARS") == "full"
DIALOGUES = range(20)
TURNS = 12
CUTS = range(1, TURNS + 1) if FULL else (4, 8, 12)


def obedient(messages: list[BaseMessage]) -> str:
    """A model that says just what it is given to say: so facts are told, and the dialogue moves on."""
    given = re.findall(r'would put it: "(.*)" Keep', messages[-1].text)
    return " ".join(given) or "I see."


def noise(chance: random.Random, length: int = 60) -> str:
    return "".join(chance.choice(string.ascii_letters + "  éß☂") for _ in range(length)).strip() or "x"


def scrambled(persona: Persona, keep: set[str], seed: int) -> Persona:
    """The persona with all that is not in `keep` (ids of what was allowed, due or asked) replaced by noise."""
    chance = random.Random(seed)

    def lines(old: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(
            line.model_copy(update={"text": noise(chance), "seen": noise(chance) if line.seen else None})
            for line in old
        )

    def fact(old: Any) -> Any:
        update: dict[str, Any] = {}
        if old.id not in keep:
            update |= {"text": noise(chance), "lines": lines(old.lines), "more": lines(old.more)}
        if old.cover is not None and f"cover:{old.id}" not in keep:
            update["cover"] = noise(chance)
        return old.model_copy(update=update)

    def hint(old: Any) -> Any:
        return old if old.id in keep else old.model_copy(update={"text": noise(chance), "lines": lines(old.lines)})

    def thread(old: Any) -> Any:
        return old.model_copy(update={"hints": tuple(map(hint, old.hints))})

    def question(old: Any) -> Any:
        return old if old.id in keep else old.model_copy(update={"text": noise(chance), "lines": lines(old.lines)})

    return persona.model_copy(
        update={
            "author_notes": noise(chance, 200),
            "objectives": (noise(chance),),
            "sources": (noise(chance),),
            "closing_words": {mood: noise(chance) for mood in persona.closing_words},
            "facts": tuple(map(fact, persona.facts)),
            "threads": tuple(map(thread, persona.threads)),
            "asks": tuple(map(question, persona.asks)),
        }
    )


def given_by(played: Played, turns: int) -> set[str]:
    """Ids of all that was let into a brief in the first `turns` turns."""
    keep: set[str] = set()
    for brief in played.briefs[:turns]:
        for say in brief.says:
            keep.add(f"cover:{say.id}" if say.role in ("cover", "half_denial") else say.id)
    return keep


async def requests(persona: Persona, turns: list[dict[str, Any]], seed: int) -> tuple[list[str], Played]:
    """Every request of the dialogue, as the bytes that matter: role and content of each message."""
    model = ScriptedChatModel(script=obedient)
    played = await play(persona, turns, seed=seed, voice=lambda p: LLMVoice(model, p))
    rows = [json.dumps([[m.type, m.text] for m in messages], ensure_ascii=False) for messages in model.seen]
    return rows, played


def dialogue(identity: str, number: int) -> list[dict[str, Any]]:
    """Twelve turns: a learner written apart, or turns of all of them mixed."""
    people = list(learners(identity).values())
    if number < len(people):
        return people[number][:TURNS]
    chance = random.Random(number)
    pool = [turn for turns in people for turn in turns]
    return [chance.choice(pool) for _ in range(TURNS)]


async def hold(persona: Persona, turns: list[dict[str, Any]], cuts: Iterable[int], seed: int) -> int:
    """Compare; returns how many requests were compared."""
    whole, played = await requests(persona, turns, seed)
    compared = 0
    for cut in cuts:
        other = scrambled(persona, given_by(played, cut), seed * 100 + cut)
        again, _ = await requests(other, turns[:cut], seed)
        assert again == whole[: len(again)] and len(again) >= cut
        compared += len(again)
    return compared


@pytest.mark.bars
@pytest.mark.timeout(900)
@pytest.mark.parametrize("identity", PATIENTS)
async def test_twenty_dialogues_of_twelve_turns(identity: str) -> None:
    persona = patient(identity)
    for number in DIALOGUES:
        assert await hold(persona, dialogue(identity, number), CUTS, number) >= TURNS


@pytest.mark.bars
@pytest.mark.timeout(900)
@pytest.mark.parametrize("identity", PATIENTS)
async def test_messages_that_try_to_draw_out_what_is_locked(identity: str) -> None:
    persona = patient(identity)
    lines = (APART / f"drawing_out.{identity}.jsonl").read_text("utf-8").splitlines()
    turns = [json.loads(line) for line in lines]
    assert len(turns) * len(PATIENTS) >= 100
    for start in range(0, len(turns), TURNS):
        await hold(persona, turns[start : start + TURNS], CUTS, start)


@pytest.mark.parametrize("identity", PATIENTS)
async def test_this_test_can_fail(identity: str) -> None:
    """Were one locked fact in the stable part of the prompt, the comparison would see it."""
    persona = patient(identity)
    leaky = persona.model_copy(update={"manner": f"{persona.manner} {persona.facts[-1].text}"})
    other = scrambled(persona, set(), 1)
    leaky_other = other.model_copy(update={"manner": f"{persona.manner} {other.facts[-1].text}"})
    turns = [{"text": "Good morning."}]
    assert (await requests(leaky, turns, 1))[0] != (await requests(leaky_other, turns, 1))[0]
