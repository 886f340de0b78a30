"""Which expressions are one concern raised again: threads, each counted once."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.codes import Expression, Valence
from simulator.grader.concern import Concern, family

NEARBY = 8
"""Turns. The same feeling raised again within so many turns is taken for the same concern unless its words
say no.
"""

VAGUE = "distress"
"""The family of an unpleasant feeling not further named: it joins what is spoken of at the time."""

Shown = tuple[Expression, Concern]


def link(shown: Iterable[Shown]) -> tuple[Expression, ...]:
    """The expressions, in order, each with its thread ("t1", "t2" ... by first appearance).

    An expression joins the latest thread of its valence and its person for which one of these holds:
    1. same words: the sentences share a content word or a topic (fear of the scan, and anger about the scan);
    2. same feeling, near: same family of emotions (fear and worry are one) within eight turns of the
       thread's last
       expression, or one of the two names nothing else it is about ("I'm just so scared");
    3. same feeling later on, with no words of its own.
    A vague "it's been awful" joins by nearness as if it were of the thread's family. Otherwise a new
       thread begins.
    Words gather: a thread is about everything its expressions were about.
    """
    threads: list[_Thread] = []
    out: list[Expression] = []
    for expression, concern in shown:
        thread = next((t for t in _latest(threads) if t.takes(expression, concern)), None)
        if thread is None:
            thread = _Thread(f"t{len(threads) + 1}", expression, concern)
            threads.append(thread)
        thread.add(expression, concern)
        out.append(expression.model_copy(update={"thread": thread.id}))
    return tuple(out)


def _latest(threads: list[_Thread]) -> list[_Thread]:
    return sorted(threads, key=lambda t: t.last, reverse=True)


class _Thread:
    """A thread while it is being gathered."""

    def __init__(self, identity: str, first: Expression, concern: Concern) -> None:
        self.id = identity
        self.valence: Valence = first.valence
        self.whose = first.whose
        self.words: frozenset[str] = frozenset()
        self.families: frozenset[str] = frozenset()
        self.last = first.turn

    def add(self, expression: Expression, concern: Concern) -> None:
        self.words |= concern.words
        self.families |= {family(expression.emotion)}
        self.last = max(self.last, expression.turn)

    def takes(self, expression: Expression, concern: Concern) -> bool:
        if expression.valence is not self.valence or expression.whose is not self.whose:
            return False
        if self.words & concern.words:
            return True
        own = family(expression.emotion)
        near = expression.turn - self.last <= NEARBY
        if own in self.families:
            return near or not concern.words or not self.words
        return near and (own == VAGUE or self.families == {VAGUE})
