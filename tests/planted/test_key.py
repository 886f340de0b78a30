"""The answer key: the tags of what was really released, to the line; and it stays out of what a coder gets."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from simulator.patient.offline import OfflineVoice
from simulator.persona import Line, Persona, Shows
from simulator.planted.key import Source, keys
from simulator.planted.learners import read_learners
from simulator.planted.playing import Met, meet
from simulator.rehearsal.playing import Encounter, play
from simulator.rehearsal.rehearse import scripted
from simulator.transcript import Side
from tests.playing import PATIENTS, patient


async def encounter(persona: Persona, style: str = "warm") -> Encounter:
    return await play(persona, scripted(style, 1), style, 1, lambda case: OfflineVoice())


@pytest.mark.parametrize("identity", PATIENTS)
async def test_every_word_of_the_built_in_voice_is_known_to_the_line(identity: str) -> None:
    persona = patient(identity)
    for style in ("warm", "cold"):
        played = await encounter(persona, style)
        found = keys(persona, played)
        assert [key.turn for key in found] == [
            n for n, turn in enumerate(played.transcript.turns, 1) if turn.side is Side.PATIENT
        ]
        assert all(key.whole for key in found)
        assert any(key.tags for key in found)
        assert any(not key.tags for key in found)


async def test_a_lines_own_tag_goes_before_its_facts_and_its_hints() -> None:
    persona = patient("tom-reeve")
    found = [key for style in ("warm", "cold") for key in keys(persona, await encounter(persona, style))]
    facts = {fact.id: fact.shows for fact in persona.facts}
    hints = {hint.id: hint.shows for thread in persona.threads for hint in thread.hints}
    parts = [part for key in found for part in key.parts if part.shows is not Shows.NONE]
    assert {part.source for part in parts} == set(Source)
    for part in parts:
        assert part.line is not None
        own = {Source.LINE: part.line.shows, Source.FACT: facts.get(part.id), Source.HINT: hints.get(part.id)}
        assert part.shows is own[part.source]
        assert (part.line.shows is Shows.NONE) == (part.source is not Source.LINE)


async def test_the_emotion_is_that_of_the_thread() -> None:
    persona = patient("george-lindqvist")
    threads = {hint.id: thread.emotion for thread in persona.threads for hint in thread.hints}
    found = [part for key in keys(persona, await encounter(persona)) for part in key.parts]
    hinted = [part for part in found if part.id in threads]
    assert hinted
    assert all(part.emotion is threads[part.id] for part in hinted)


async def test_a_turn_that_is_not_whole_has_no_key() -> None:
    persona = patient("tom-reeve")
    played = await encounter(persona)
    turns = list(played.transcript.turns)
    turns[2] = turns[2].__class__(side=Side.PATIENT, text=turns[2].text, flag="guarded")
    cut = type(played)(
        learner="warm",
        number=1,
        transcript=type(played.transcript)(id="cut", turns=tuple(turns)),
        begins=played.begins,
        steps=played.steps,
    )
    assert {key.turn for key in keys(persona, played)} - {key.turn for key in keys(persona, cut)} == {3}
    assert Met(persona=persona.id, learner="warm", transcript=cut.transcript, keys=keys(persona, cut)).set_aside == 1


# ---- blindness ---------------------------------------------------------------------------------------------


def swapped(value: Any) -> Any:
    """The same case with every tag of the answer key turned round."""
    if isinstance(value, BaseModel):
        changed = {name: swapped(getattr(value, name)) for name in type(value).model_fields}
        if "shows" in changed:
            changed["shows"] = Shows.NONE if changed["shows"] is not Shows.NONE else Shows.CHALLENGE
        return value.model_copy(update=changed)
    return tuple(map(swapped, value)) if isinstance(value, tuple) else value


def lines(value: Any) -> Iterator[Line]:
    if isinstance(value, Line):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from lines(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from lines(one)


@pytest.mark.parametrize("identity", PATIENTS)
async def test_what_a_coder_gets_holds_no_tag(identity: str) -> None:
    """With every tag of the case turned round, what is coded stays the same byte for byte; only the key differs."""
    persona = patient(identity)
    other = swapped(persona)
    assert [line.shows for line in lines(other)] != [line.shows for line in lines(persona)]
    learners = read_learners(json.dumps(LEARNER | {"persona": identity}), "here")
    [one], [two] = await meet([persona], learners, 1), await meet([other], learners, 1)
    assert one.transcript.to_json() == two.transcript.to_json()
    assert [key.tags for key in one.keys] != [key.tags for key in two.keys]
    turns = one.transcript.to_json()["turns"]
    assert {field for turn in turns for field in turn} <= {"side", "text", "act", "seen"}


LEARNER = {
    "style": "plain",
    "turns": [
        {"text": "Good morning. What brings you in today?"},
        {"text": "How have things been at home?"},
        {"text": "That sounds hard. Tell me more."},
        {"text": "", "act": "quiet"},
        {"text": "What worries you most about it?"},
    ],
}
