"""An encounter in figures: what was told of how much, where the concerns stand, what the built-in coder made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.grader import Coder, grade
from simulator.persona import FactKind, Persona
from simulator.rehearsal.playing import PATIENT_SEED, Encounter, Step
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import ItemScore, Scorecard
from simulator.transcript import Flag, Side

FORMAT = "attune.rehearsal/1"
KINDS = ("clinical", "personal", "safety", "held")
"""In the order in which they are printed."""
STANDS = ("met", "partly", "passed", "silent", "other")
_STAND = {"met": "met", "met_later": "met", "partly": "partly", "passed": "passed", "silent": "silent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One encounter and what it came to."""

    encounter: Encounter
    cards: tuple[Scorecard, ...]
    """By each rubric, in order."""
    told: dict[str, int]
    """Kind of fact to how many were told."""
    stands: dict[str, int]
    """Where the threads stood at the end: met, partly, passed, silent, other (open, declined, never raised)."""
    not_understood: int
    """Learner turns in which the patient recognised nothing."""
    flagged: int
    """Replies that the guard stopped or that were cut short."""

    @property
    def learner(self) -> str:
        """Who talked with the patient."""
        return self.encounter.learner

    @property
    def whole(self) -> bool:
        """Whether it was played to its end."""
        return not self.encounter.failed

    def item(self, identity: str) -> ItemScore | None:
        """What an item of any of the rubrics came to."""
        return next((found for card in self.cards if (found := card.item(identity)) is not None), None)


async def rehearsed(persona: Persona, encounter: Encounter, rubrics: Sequence[Rubric], coder: Coder) -> Rehearsed:
    """Count and grade."""
    told = Counter(persona.fact(name).kind.value for name in encounter.told)
    stands = Counter(_STAND.get(stand, "other") for stand in encounter.last.threads.values())
    cards = [(await grade(encounter.transcript, rubric, coder))[1] for rubric in rubrics]
    flags = [turn.flag for turn in encounter.transcript.turns if turn.side is Side.PATIENT]
    return Rehearsed(
        encounter=encounter,
        cards=tuple(cards),
        told={kind: told[kind] for kind in KINDS},
        stands={stand: stands[stand] for stand in STANDS},
        not_understood=sum(step.unsure for step in encounter.steps),
        flagged=sum(flag in (Flag.GUARDED, Flag.CUT_SHORT) for flag in flags),
    )


def of_kind(persona: Persona, kind: str) -> tuple[str, ...]:
    """Ids of the facts of a kind, in the author's order."""
    return tuple(fact.id for fact in persona.facts if fact.kind is FactKind(kind))


def row(persona: Persona, one: Rehearsed) -> dict[str, Any]:
    """One encounter as a JSON object.

    `format` "attune.rehearsal/1"; `id` (of the transcript), `learner`, `number` (which of this learner's encounters,
    from 1), `patient_seed`, `failed` (why it could not be played to its end, or null), `learner_turns`;
    `told`: kind (clinical, personal, safety, held) to `told` and `of`; `facts`: `id`, `kind` and `turn` of each fact
    told, in order; `never_told`: ids; `trust`: `start`, `end`, `trace` (at the opening and after each reply, 0 to 1);
    `threads`: `met`, `partly`, `passed`, `silent`, `other` (counts), `of`, and `stands` (thread to where it stood at
    the end); `hints`: `id` and `turn` of each hint shown; `not_understood`, `flagged` (counts of turns); `scores`:
    rubric to `version`, `hash`, `total`, `total_withheld` and `items` (`id`, `kind`, `score` or null, `unscored` or
    null, `n`, `review`, `counts`); `trace`: one object for the opening and for each reply; `transcript`: in the form
    that `attune grade` reads. Turns are positions in the transcript, from 1.
    """
    met = one.encounter
    told = met.told
    return {
        "format": FORMAT,
        "id": met.transcript.id,
        "learner": met.learner,
        "number": met.number,
        "patient_seed": PATIENT_SEED,
        "failed": met.failed or None,
        "learner_turns": len(met.steps),
        "told": {kind: {"told": one.told[kind], "of": len(of_kind(persona, kind))} for kind in KINDS},
        "facts": [{"id": name, "kind": persona.fact(name).kind.value, "turn": turn} for name, turn in told.items()],
        "never_told": [fact.id for fact in persona.facts if fact.id not in told],
        "trust": {
            "start": _unit(met.begins.trust),
            "end": _unit(met.last.trust),
            "trace": [_unit(step.trust) for step in met.all_steps],
        },
        "threads": {**one.stands, "of": len(persona.threads), "stands": dict(met.last.threads)},
        "hints": [{"id": name, "turn": turn} for name, turn in met.shown.items()],
        "not_understood": one.not_understood,
        "flagged": one.flagged,
        "scores": {card.rubric.id: _scores(card) for card in one.cards},
        "trace": trace(met),
        "transcript": met.transcript.to_json(),
    }


def trace(encounter: Encounter) -> list[dict[str, Any]]:
    """What went on in the patient: for the opening and each reply `turn`, `heard` (kinds of moves), `unsure`, `told`,
    `shown`, `trust`, `distress`, `mood` (null at the opening), `threads` and `put` (the patient's own question, or
    null).
    """
    return [_traced(step) for step in encounter.all_steps]


def _traced(step: Step) -> dict[str, Any]:
    return {
        "turn": step.turn,
        "heard": list(step.heard),
        "unsure": step.unsure,
        "told": list(step.told),
        "shown": list(step.shown),
        "trust": _unit(step.trust),
        "distress": _unit(step.distress),
        "mood": step.mood or None,
        "threads": dict(step.threads),
        "put": step.put,
    }


def _scores(card: Scorecard) -> dict[str, Any]:
    return {
        "version": card.rubric.version,
        "hash": card.rubric.hash,
        "total": card.total,
        "total_withheld": card.total_withheld,
        "items": [
            {
                "id": item.id,
                "kind": item.kind,
                "score": item.score,
                "unscored": item.unscored,
                "n": item.n,
                "review": item.review,
                "counts": dict(sorted(item.counts.items())),
            }
            for item in card.items
        ],
    }


def _unit(value: float) -> float:
    return round(value, 4)
