"""Safety: what is answered, what lets it show beforehand, and what is never said."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.library.lint.finding import Finding, Findings, Words
from simulator.library.lint.reaching import reach
from simulator.library.lint.words import plain
from simulator.library.problems import Loc
from simulator.persona import Fact, FactKind, Persona

NEVER = {
    "a method": "cut cutting drown drowned drowning gas gassed hang hanged hanging hung jump jumped jumping noose "
    "overdose overdosed overdosing poison shoot shooting slit stab starve strangle suffocate",
    "a means": "belt blade bullet car cord drugs gun insulin knife medication medicine medicines morphine paracetamol "
    "pills razor rifle rope scarf tablet tablets vodka whisky",
    "a place": "attic balcony barn bridge cliff garage lake loft motorway platform quay railway reservoir river roof "
    "shed station track tracks train trains tunnel viaduct window woods",
}
"""Words that a safety answer does without, by what they would name."""


def check(persona: Persona, words: Words) -> Findings:
    """The answer's kind and words, and warning hints that never come."""
    safety = persona.safety
    places = {fact.id: n for n, fact in enumerate(persona.facts)}
    answer = persona.fact(safety.answer)
    if answer.kind is not FactKind.SAFETY and safety.risk != "none":
        message = f'the safety answer "{answer.id}" is a {answer.kind.value} fact, so it may stay locked.'
        yield Finding(("safety", "answer"), message, 'Give that fact "kind: safety": it is told at any trust.')
    if len(set(safety.warning_hints)) < len(safety.warning_hints):
        yield Finding(("safety", "warning_hints"), "a hint is named twice here.", "Name two different ones.")
    can = reach(persona, words.topics)
    for n, hint in enumerate(safety.warning_hints):
        if hint not in can.hints:
            message = f'the warning hint "{hint}" is never due, so nothing lets the risk show.'
            yield Finding(("safety", "warning_hints", n), message, "Mend when it is due, or name another hint.")
    for loc, text in _answers(persona, answer, places[answer.id]):
        said = set(plain(text))
        for what, listed in NEVER.items():
            found = sorted(said & set(listed.split()))
            if found:
                message = f'"{found[0]}" may name {what}, and a safety answer never does.'
                yield Finding(loc, message, "Say that there are thoughts or none, and no more.")
                break


def _answers(persona: Persona, answer: Fact, n: int) -> Iterator[tuple[Loc, str]]:
    yield ("facts", n, "text"), answer.text
    for field in ("lines", "more"):
        yield from ((("facts", n, field, m), line.text) for m, line in enumerate(getattr(answer, field)))
    yield ("safety", "half_denial"), persona.safety.half_denial.text
