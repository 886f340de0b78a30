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
from collections.abc import Iterable
from typing import Any

import pytest
from langchain_core.messages import BaseMessage

from simulator.models.scripted import ScriptedChatModel
from simulator.patient.llm import LLMVoice
from simulator.persona import Persona
from simulator.probe.noise import given_by, scrambled
from tests.playing import APART, PATIENTS, Played, patient, people, play

FULL = os.environ.get("ATTUNE_BARS") == "full"
DIALOGUES = range(20)
TURNS = 12
CUTS = range(1, TURNS + 1) if FULL else (4, 8, 12)


def obedient(messages: list[BaseMessage]) -> str:
    """A model that says just what it is given to say: so facts are told, and the dialogue moves on."""
    given = re.findall(r'Like: "(.*)"$', messages[-1].text, re.MULTILINE)
    return " ".join(given) or "I see."


async def requests(persona: Persona, turns: list[dict[str, Any]], seed: int) -> tuple[list[str], Played]:
    """Every request of the dialogue, as the bytes that matter: role and content of each message."""
    model = ScriptedChatModel(script=obedient)
    played = await play(persona, turns, seed=seed, voice=lambda p: LLMVoice(model, p), always_ask=True)
    rows = [json.dumps([[m.type, m.text] for m in messages], ensure_ascii=False) for messages in model.seen]
    return rows, played


def dialogue(identity: str, number: int) -> list[dict[str, Any]]:
    """Twelve turns: a learner written apart, or turns of all of them mixed."""
    talkers = list(people(identity, "learners").values())
    if number < len(talkers):
        return talkers[number][:TURNS]
    chance = random.Random(number)
    pool = [turn for turns in talkers for turn in turns]
    return [chance.choice(pool) for _ in range(TURNS)]


async def hold(persona: Persona, turns: list[dict[str, Any]], cuts: Iterable[int], seed: int) -> int:
    """Compare; returns how many requests were compared."""
    whole, played = await requests(persona, turns, seed)
    compared = 0
    for cut in cuts:
        other = scrambled(persona, given_by(played.briefs[:cut]), seed * 100 + cut)
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
