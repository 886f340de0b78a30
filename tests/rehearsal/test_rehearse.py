"""A rehearsal: the patient is the same for every learner, what is counted adds up, and what matters is remarked on."""

import json
from dataclasses import replace
from typing import Any

import pytest

from simulator.grader.builtin import BuiltinCoder
from simulator.library import shipped
from simulator.patient import answering, mind
from simulator.patient.offline import OfflineVoice
from simulator.persona import Persona
from simulator.rehearsal import playing
from simulator.rehearsal.counted import KINDS, STANDS, Rehearsed, row
from simulator.rehearsal.rehearse import learners_named, rehearse, summary
from simulator.rehearsal.remarks import remarks
from simulator.rehearsal.table import sparkline, table
from simulator.simulator import USUAL
from tests.playing import PATIENTS, patient

STYLES = ("warm", "plain-kind", "formulaic", "over-namer", "reassurer", "prier", "cold")


async def run(persona: Persona, names: tuple[str, ...], times: int = 1) -> list[Rehearsed]:
    rubrics = [shipped().rubric(name).get() for name in USUAL]
    voice = {"make_voice": lambda case: OfflineVoice(), "coder": BuiltinCoder()}
    return [one async for one in rehearse(persona, names, times, rubrics=rubrics, **voice)]


@pytest.fixture(scope="module")
def tom() -> Persona:
    return patient("tom-reeve")


@pytest.fixture(scope="module")
async def done(tom: Persona) -> list[Rehearsed]:
    """Every scripted learner, twice."""
    return await run(tom, STYLES, 2)


async def test_the_patients_own_chance_is_the_same_whoever_comes(tom: Persona, monkeypatch: Any) -> None:
    seeds: set[int] = set()

    def listen(*args: Any, seed: int) -> mind.Listened:
        seeds.add(seed)
        return mind.listen(*args, seed=seed)

    monkeypatch.setattr(answering, "listen", listen)
    first, second = await run(tom, ("cold",), 2)
    assert seeds == {playing.PATIENT_SEED}
    texts = [
        [turn.text for turn in one.encounter.transcript.turns if turn.side == "learner"] for one in (first, second)
    ]
    assert texts[0] != texts[1]


async def test_the_same_rehearsal_gives_the_same_bytes(tom: Persona, done: list[Rehearsed]) -> None:
    again = await run(tom, ("warm",), 2)
    assert [json.dumps(row(tom, one)) for one in again] == [json.dumps(row(tom, one)) for one in done[:2]]


def test_a_row_adds_up(tom: Persona, done: list[Rehearsed]) -> None:
    for one in done:
        data = json.loads(json.dumps(row(tom, one)))
        assert set(data) == {
            *("format", "id", "learner", "number", "patient_seed", "failed", "learner_turns", "told", "facts"),
            *("never_told", "trust", "threads", "hints", "not_understood", "flagged", "scores", "trace", "transcript"),
        }
        assert data["format"] == "attune.rehearsal/1"
        told = {fact["id"] for fact in data["facts"]}
        assert told.isdisjoint(data["never_told"])
        assert len(told) + len(data["never_told"]) == len(tom.facts)
        assert {kind: sum(fact["kind"] == kind for fact in data["facts"]) for kind in KINDS} == {
            kind: data["told"][kind]["told"] for kind in KINDS
        }
        assert sum(data["threads"][stand] for stand in STANDS) == data["threads"]["of"] == len(tom.threads)
        assert len(data["trust"]["trace"]) == len(data["trace"]) == data["learner_turns"] + 1
        assert [data["trust"]["start"], data["trust"]["end"]] == [data["trust"]["trace"][n] for n in (0, -1)]
        turns = data["transcript"]["turns"]
        assert len(turns) == 2 * data["learner_turns"] + 1
        # A fact's turn is a turn of the patient in which one of its signs may be found: positions from 1, odd.
        assert all(turns[fact["turn"] - 1]["side"] == "patient" for fact in data["facts"])
        assert list(data["scores"]) == list(USUAL)
        for card in data["scores"].values():
            assert all((item["score"] is None) == (item["unscored"] is not None) for item in card["items"])


def test_the_summary_names_what_nobody_was_told(tom: Persona, done: list[Rehearsed]) -> None:
    last = summary(tom, "hash", "offline", "built-in 2", done)
    assert last["summary"]["learners"] == list(STYLES)
    assert last["summary"]["encounters"] == 14
    told = {fact for one in done for fact in one.encounter.told}
    assert {fact for kind in last["never_told"].values() for fact in kind} == {f.id for f in tom.facts} - told


@pytest.mark.parametrize("name", PATIENTS)
async def test_no_held_fact_is_told_and_warm_is_trusted_more_than_cold(name: str) -> None:
    persona = patient(name)
    found = {one.learner: one for one in await run(persona, ("warm", "cold"))}
    assert all(one.told["held"] == 0 for one in found.values())
    assert found["warm"].encounter.last.trust > found["cold"].encounter.last.trust
    assert found["warm"].told["personal"] > found["cold"].told["personal"] == 0


def changed(one: Rehearsed, *, told: tuple[str, ...] = (), trust: float | None = None) -> Rehearsed:
    """The same encounter, had it gone otherwise in its first reply."""
    steps = list(one.encounter.steps)
    steps[0] = replace(steps[0], told=(*steps[0].told, *told))
    if trust is not None:
        steps[-1] = replace(steps[-1], trust=trust)
    return replace(one, encounter=replace(one.encounter, steps=tuple(steps)))


def kinds(persona: Persona, played: list[Rehearsed]) -> dict[str, str]:
    return {remark.kind: remark.text for remark in remarks(persona, played)}


def test_what_an_educator_should_see_is_remarked_on(tom: Persona, done: list[Rehearsed]) -> None:
    warm, cold = done[0], done[12]
    assert (warm.learner, cold.learner) == ("warm", "cold")
    personal = next(fact.id for fact in tom.facts if fact.kind == "personal")
    held = next(fact.id for fact in tom.facts if fact.kind == "held")
    plain = kinds(tom, [warm, cold])
    assert "cold_told" not in plain and "held_told" not in plain
    assert personal in kinds(tom, [warm, changed(cold, told=(personal,))])["cold_told"]
    assert held in kinds(tom, [changed(warm, told=(held,)), cold])["held_told"]
    assert "trusted_no_more" in kinds(tom, [warm, changed(cold, trust=1.0)])
    assert "warm_not_trusted" in kinds(tom, [changed(warm, trust=0.0)])
    assert "safety_untold" in kinds(tom, [done[8]])  # reassurer: asked in a leading way
    blind = replace(warm.encounter, steps=tuple(replace(step, shown=()) for step in warm.encounter.steps))
    assert tom.threads[0].hints[0].id in kinds(tom, [replace(warm, encounter=blind)])["hint_not_shown"]


def test_what_was_not_played_to_its_end_counts_nowhere(tom: Persona, done: list[Rehearsed]) -> None:
    one = replace(done[0], encounter=replace(done[0].encounter, failed="No answer."))
    assert remarks(tom, [one]) == []
    assert summary(tom, "h", "offline", "c", [one])["summary"]["failed"] == 1
    assert "warm" not in table(tom, [one])


@pytest.mark.parametrize("names", [STYLES, ("warm", "cold"), (*STYLES, *(f"model-{style}" for style in STYLES))])
def test_the_table_is_read_in_a_hundred_columns(names: tuple[str, ...], tom: Persona, done: list[Rehearsed]) -> None:
    renamed = []
    for name in names:
        one = next(one for one in done if one.learner == name.removeprefix("model-"))
        renamed.append(replace(one, encounter=replace(one.encounter, learner=name)))
    for played in (renamed, done):
        lines = table(tom, played).splitlines()
        assert max(map(len, lines)) <= 100
        assert "Never told to anybody" in lines


def test_a_sparkline_keeps_to_its_blocks() -> None:
    assert sparkline([0, 0.124, 0.125, 0.5, 1.0, 1.2, -0.1]) == "▁▁▂▅██▁"


def test_learners_are_known_by_name() -> None:
    assert learners_named(None) == STYLES
    assert learners_named("cold, warm,cold") == ("cold", "warm")
    assert learners_named("model")[0] == "model-warm"
    assert len(learners_named("model")) == 7
