"""The main path: each learner meets the patient, each encounter is counted and graded, and the whole is remarked on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from simulator.errors import BadInput
from simulator.grader import Coder
from simulator.persona import Persona
from simulator.rehearsal.counted import FORMAT, KINDS, Rehearsed, of_kind, rehearsed
from simulator.rehearsal.learner import Learner, ScriptedLearner
from simulator.rehearsal.playing import MakeVoice, play
from simulator.rehearsal.remarks import remarks
from simulator.rehearsal.wordings import styles
from simulator.rubric.model import Rubric

MODEL = "model"
"""`model-warm`: the style warm, played by a language model; `model` alone: every style, played so."""

MakeLearner = Callable[[str, int], Learner]


def learners_named(wanted: str | None) -> tuple[str, ...]:
    """The learners meant by a list of names with commas between; None: every scripted one. Raises BadInput."""
    known = styles()
    if wanted is None:
        return known
    names: list[str] = []
    for name in (part.strip() for part in wanted.split(",")):
        if name == MODEL:
            names += [f"{MODEL}-{style}" for style in known]
        elif name.removeprefix(f"{MODEL}-") in known:
            names.append(name)
        else:
            todo = f"Known: {', '.join(known)}; with a language model {MODEL}-{known[0]} and so on, or {MODEL} for all."
            raise BadInput(f'there is no learner "{name}".', where="--learners", todo=todo)
    return tuple(dict.fromkeys(names))


def by_model(name: str) -> bool:
    """Whether this learner is played by a language model."""
    return name.startswith(f"{MODEL}-")


def scripted(name: str, number: int) -> Learner:
    """The scripted learner of that name; the number varies its wording, order and length."""
    return ScriptedLearner(name, number)


async def rehearse(
    persona: Persona,
    names: Sequence[str],
    times: int,
    *,
    make_voice: MakeVoice,
    rubrics: Sequence[Rubric],
    coder: Coder,
    make_learner: MakeLearner = scripted,
) -> AsyncIterator[Rehearsed]:
    """Each learner's encounters, in order."""
    for name in names:
        for number in range(1, times + 1):
            encounter = await play(persona, make_learner(name, number), name, number, make_voice)
            yield await rehearsed(persona, encounter, rubrics, coder)


def summary(persona: Persona, version: str, voice: str, coder: str, done: Sequence[Rehearsed]) -> dict[str, Any]:
    """The last JSON object, about all encounters together.

    `summary`: `persona`, `version` (hash of the persona's text), `voice`, `coder`, `learners`, `encounters`, `failed`
    (counts); `never_told`: ids of facts by kind; `hints_never_shown`: ids; `remarks`: `kind`, `text`, `ids`.
    """
    played = [one for one in done if one.whole]
    told = {fact for one in played for fact in one.encounter.told}
    shown = {hint for one in played for hint in one.encounter.shown}
    never = {kind: [fact for fact in of_kind(persona, kind) if fact not in told] for kind in KINDS}
    return {
        "format": FORMAT,
        "summary": {
            "persona": persona.id,
            "version": version,
            "voice": voice,
            "coder": coder,
            "learners": list(dict.fromkeys(one.learner for one in done)),
            "encounters": len(done),
            "failed": len(done) - len(played),
        },
        "never_told": never,
        "hints_never_shown": [hint.id for t in persona.threads for hint in t.hints if hint.id not in shown],
        "remarks": [{"kind": r.kind, "text": r.text, "ids": list(r.ids)} for r in remarks(persona, done)],
    }
