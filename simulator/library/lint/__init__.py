"""Warnings: a persona that can be read, but in which something will not work as its author means."""

from __future__ import annotations

from simulator.library.lint import asking, endings, leaks, likely, reaching, safety, seen, signs, whole
from simulator.library.lint.finding import Finding, Findings, Words
from simulator.persona import Persona

__all__ = ["Finding", "Words", "lint"]


def lint(persona: Persona, words: Words) -> Findings:
    """Everything suspicious, subject by subject."""
    yield from reaching.check(persona, words)
    yield from signs.check(persona)
    yield from asking.check(persona, words)
    yield from likely.check(persona, words)
    yield from leaks.check(persona)
    yield from seen.check(persona, words)
    yield from endings.check(persona)
    yield from safety.check(persona, words)
    yield from whole.check(persona, words)
