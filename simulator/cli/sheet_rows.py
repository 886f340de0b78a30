"""What the parts of the case sheet share: the case with its names in words, headings, and lines to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from simulator.cli import sheet_words as words
from simulator.cli.sheet_words import count, flat, line, times, title
from simulator.library.lint.reaching import good_turns
from simulator.persona import Line, Persona

Rows = Iterator[str]
EXAMPLES = 4
"""Most phrases shown for what may be asked."""
MOST = 8
"""Most phrases shown for what else the learner may say."""


class Case:
    """One persona on its way to paper, and how its ids are said in words."""

    def __init__(self, persona: Persona, topics: Mapping[str, str]) -> None:
        self.persona, self.topics = persona, topics
        self.hints = {hint.id: hint for thread in persona.threads for hint in thread.hints}
        self._facts = {fact.id: fact for fact in persona.facts}

    def asked(self, about: Iterable[str], phrases: Sequence[str] = ()) -> str:
        """What the learner would ask, in words; of the phrases a few, since an actor hears the sense."""
        few = [*map(_phrase, phrases[:EXAMPLES]), *(["..."] if len(phrases) > EXAMPLES else [])]
        return "; ".join([*map(self.topic, about), *few])

    def does(self, names: Sequence[str]) -> str:
        """What the learner does or says: kinds of moves, topics or phrases."""
        known = {**self.topics, **words.MOVES}
        phrases = [_phrase(name) for name in names if name not in known]
        few = [*phrases[:MOST], *(["..."] if len(phrases) > MOST else [])]
        return "; ".join([*(known[name] for name in names if name in known), *few])

    def topic(self, name: str) -> str:
        """A topic, or a fact of which the talk is."""
        return self.topics.get(name) or title(name).lower()

    def named(self, name: str) -> str:
        """A fact by what is so, a thread by its name and feeling."""
        if name in self._facts:
            return f"{flat(self._facts[name].text)} ({title(name)})"
        thread = self.persona.thread(name)
        return f"{title(name)}: {thread.emotion.value}"

    def soon(self, trust: float) -> str:
        """How soon that is, for somebody who cannot count trust while playing."""
        turns = good_turns(self.persona, trust)
        if turns is None:
            return "It is not reached in this time."
        return f"Not before {count(turns, 'good turn')} of the learner's." if turns else "You begin so."

    def when(self, turn: int) -> list[str]:
        """Not before a turn."""
        return [f"not before the learner has spoken {times(turn)}"] if turn else []


def section(heading: str) -> Rows:
    """A heading of the second level."""
    yield from ("", f"## {heading}", "")


def lines(lead: str, said: Iterable[Line]) -> Rows:
    """Words to say, the usual ones first."""
    yield from (f"- {lead}: {line(one)}" if n == 0 else f"  - or: {line(one)}" for n, one in enumerate(said))


def _phrase(phrase: str) -> str:
    """ "addict*" -> "addict..." """
    alternatives = [flat(one).replace("*", "...") for one in phrase.split("|")]
    return " or ".join(f'"{one}"' for one in alternatives)
