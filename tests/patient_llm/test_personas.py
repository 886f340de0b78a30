"""The guard with the shipped personas: their own words pass, and every locked fact is caught."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from simulator.patient.brief import Brief
from simulator.patient.guard import LOCKED, Guard, LockedSigns, Release, broken_rule
from simulator.patient.llm import conversation, system_text
from simulator.patient.locked import locked_signs
from simulator.patient.mind import listen, start
from simulator.patient.speech import Plain, Sentences
from simulator.persona import FactKind, Mood, Persona
from tests.patient_llm.people import learner, patient, talk

FILES = sorted((Path(__file__).resolve().parents[2] / "personas").glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def persona(request: pytest.FixtureRequest) -> Persona:
    return Persona.model_validate(YAML(typ="safe").load(request.param.read_text("utf-8")))


def wordings(data: Any) -> Iterator[str]:
    """Every line of the patient anywhere in a persona, and every cover."""
    if isinstance(data, dict):
        if {"text", "seen", "mood", "shows"} <= data.keys():
            yield data["text"]
        if data.get("cover"):
            yield data["cover"]
        for inner in data.values():
            yield from wordings(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from wordings(inner)


def test_no_authored_wording_is_touched(persona: Persona) -> None:
    texts = list(wordings(persona.model_dump()))
    assert len(texts) > 100
    for text in texts:
        sentences, plain = Sentences(), Plain(persona.name)
        parts = [*sentences.feed(text), sentences.rest()]
        assert " ".join(filter(None, map(plain.of, parts))) == " ".join(text.split())
        assert not any(plain.speaks_for_another(part) or broken_rule(part) for part in parts), text


async def test_every_wording_of_a_locked_fact_is_stopped(persona: Persona) -> None:
    transcript = talk(patient("Hello."), learner("Go on."))

    async def voice(text: str) -> AsyncIterator[str]:
        for word in text.split(" "):
            yield f"{word} "

    for fact in persona.facts:
        if fact.kind is FactKind.CLINICAL:
            continue
        locked = (LockedSigns(id=fact.id, signs=fact.signs),)
        for line in fact.lines:
            guard = Guard(persona, locked, Brief(turn=3, mood=Mood.EVEN), transcript)
            said: list[Release] = [release async for release in guard.guarded(voice(line.text))]
            assert said[-1].stopped == LOCKED, f"{fact.id}: {line.text}"


def test_the_first_request_holds_nothing_that_is_locked(persona: Persona) -> None:
    transcript = talk(patient(persona.opening.text), learner("Hello, I'm Dr Hill. What can I do for you?"))
    listened = listen(persona, start(persona), transcript, seed=1)
    sent = "\n".join([system_text(persona), *(text for _, text in conversation(persona, listened.brief, transcript))])
    given = {say.id for say in listened.brief.says}
    for fact in persona.facts:
        if fact.id not in given:
            assert fact.text not in sent and (fact.cover is None or fact.cover not in sent), fact.id
    assert {fact.id for fact in locked_signs(persona, listened.brief, listened.inner)}
    assert persona.author_notes not in sent or not persona.author_notes
