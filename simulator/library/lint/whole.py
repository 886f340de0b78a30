"""The rest of the case: what comes too late, what is no task, what is thin, and whether anybody has reviewed it."""

from __future__ import annotations

from simulator.library.lint.finding import Finding, Findings, Words, last_turn
from simulator.library.problems import Level
from simulator.persona import FactKind, Persona

FEWEST_LINES = 2
"""Wordings of a fact, so that asked again it is not said word for word."""


def check(persona: Persona, words: Words) -> Findings:
    """Times beyond the end, tasks that are empathy, offers that are locked; as notes: thin facts, no reviewer."""
    last = last_turn(persona)
    for n, cue in enumerate(persona.time_cues):
        if cue.turn > last:
            message = (
                f'the time cue "{cue.id}" never comes: turn {cue.turn} is beyond the {persona.setting.minutes} minutes '
                f"(about {last} turns at most)."
            )
            yield Finding(("time_cues", n, "turn"), message, "Name an earlier turn.")
    for n, ask in enumerate(persona.asks):
        if ask.turn > last:
            message = f'the question "{ask.id}" is never put: turn {ask.turn} is beyond the end (about {last} turns).'
            yield Finding(("asks", n, "turn"), message, "Name an earlier turn.")
    for n, task in enumerate(persona.checklist):
        kinds = {persona.fact(name).kind for name in task.facts}
        if kinds and kinds <= {FactKind.PERSONAL, FactKind.HELD}:
            message = f'the task "{task.id}" is done only where the patient opens up, and that is not a task.'
            todo = "Name clinical facts that the task brings to light, or leave facts out: then a person decides."
            yield Finding(("checklist", n, "facts"), message, todo)
    for n, name in enumerate(persona.volunteers):
        if persona.fact(name).kind is not FactKind.CLINICAL:
            message = f'"{name}" is a {persona.fact(name).kind.value} fact, and only clinical ones are volunteered.'
            yield Finding(("volunteers", n), message, "Remove it here; opens.unasked tells a personal fact unasked.")
    for n, fact in enumerate(persona.facts):
        if len(fact.lines) < FEWEST_LINES and fact.kind is not FactKind.HELD:
            message = f'"{fact.id}" has one wording: asked again, the patient says it word for word.'
            yield Finding(("facts", n, "lines"), message, "Add a second line.", Level.NOTE)
    if not persona.reviewers:
        message = "not yet reviewed."
        todo = "Have somebody who knows such patients read it, and name them here."
        yield Finding(("reviewers",), message, todo, Level.NOTE)
