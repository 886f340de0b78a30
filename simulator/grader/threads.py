"""Which expressions are one concern raised again: threads, each counted once."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.codes import Expression, Valence
from simulator.grader.concern import Concern, family

NEARBY = 4
"""Turns. The same feeling raised again within so many turns is taken for the same concern unless its words
say no.
"""

VAGUE = "distress"
"""The family of an unpleasant feeling not further named: it joins what is spoken of at the time."""

Shown = tuple[Expression, Concern]


def link(shown: Iterable[Shown]) -> tuple[Expression, ...]:
    """The expressions, in order, each with its thread ("t1", "t2" ... by first appearance).

    An expression joins the latest thread of its valence and its person for which one of these holds:

    1. the same matter: the quoted words themselves share a content word or a topic (scared of the scan, and
       angry about the scan);
    2. the same feeling (fear and worry are one family), and either the sentences share a word, or it comes
       within four turns of the thread's last expression, or one of the two names nothing it is about ("I'm
       just so scared");
    3. a vague feeling ("it's been awful") within four turns, or any near one after a vague one.

    Otherwise a new thread begins. Words gather: a thread is about all that its expressions were about.
    """
    threads: list[_Thread] = []
    out: list[Expression] = []
    for expression, concern in shown:
        thread = next((t for t in _latest(threads) if t.takes(expression, concern)), None)
        if thread is None:
            thread = _Thread(f"t{len(threads) + 1}", expression)
            threads.append(thread)
        thread.add(expression, concern)
        out.append(expression.model_copy(update={"thread": thread.id}))
    return tuple(out)


def _latest(threads: list[_Thread]) -> list[_Thread]:
    return sorted(threads, key=lambda t: t.last, reverse=True)


class _Thread:
    """A thread while it is being gathered."""

    def __init__(self, identity: str, first: Expression) -> None:
        self.id = identity
        self.valence: Valence = first.valence
        self.whose = first.whose
        self.words: frozenset[str] = frozenset()
        self.core: frozenset[str] = frozenset()
        self.families: frozenset[str] = frozenset()
        self.last = first.turn

    def add(self, expression: Expression, concern: Concern) -> None:
        self.words |= concern.words
        self.core |= concern.core
        self.families |= {family(expression.emotion)}
        self.last = max(self.last, expression.turn)

    def takes(self, expression: Expression, concern: Concern) -> bool:
        if expression.valence is not self.valence or expression.whose is not self.whose:
            return False
        if self.core & concern.core:
            return True
        own = family(expression.emotion)
        near = expression.turn - self.last <= NEARBY
        if own in self.families:
            return near or bool(self.words & concern.words) or not concern.words or not self.words
        return near and (own == VAGUE or self.families == {VAGUE})
