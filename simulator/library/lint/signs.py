"""Telling and showing are noticed by signs: a line without one is told or shown, and nobody knows."""

from __future__ import annotations

from simulator.library.lint.finding import Finding, Findings
from simulator.library.lint.words import says
from simulator.persona import Persona


def check(persona: Persona) -> Findings:
    """Lines of facts and hints that hold none of their signs."""
    for n, fact in enumerate(persona.facts):
        for m, line in enumerate(fact.lines):
            if not any(says(f"{line.text} {line.seen or ''}", sign) for sign in fact.signs):
                message = f'fact "{fact.id}": the line has none of its signs, so telling it goes unnoticed.'
                yield Finding(("facts", n, "lines", m), message, "Add a sign that stands in this line.")
    for n, thread in enumerate(persona.threads):
        for m, hint in enumerate(thread.hints):
            for k, line in enumerate(hint.lines):
                shown = f"{line.text} {line.seen or ''}"
                if hint.signs and not any(says(shown, sign) for sign in hint.signs):
                    message = f'hint "{hint.id}": the line has none of its signs, so showing it is not noticed.'
                    loc = ("threads", n, "hints", m, "lines", k)
                    yield Finding(loc, message, "Add a sign that stands in this line.")
