"""What the learner asks and does: topics and moves that nobody knows, and questions that mean two facts at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import combinations

from simulator.library.lint.finding import Finding, Findings, Words
from simulator.library.lint.words import plain, stem
from simulator.library.problems import Loc
from simulator.persona import Fact, FactKind, Persona

ALIKE = 0.8
"""Share of their words that two questions must have in common to count as nearly the same."""
MISSPELT = 0.8
"""How near a word must come to the name of a move to be taken for a slip."""
SHORTEST = 4
"""Letters that a word needs before a "*", or it begins half the dictionary."""
_BARE_WORDS = """
a about and any are been can could did do does for had has have how i if in is it me of on or so tell that the
then there this to was we well were what when where which will with would you your
"""
_BARE = frozenset(_BARE_WORDS.split())
"""Words that carry a question and do not say what it is about."""
_EVERYDAY_WORDS = """
again all always anything bad better day days else ever everything feel feeling feelings fine first get
getting go going good happen happened happening happens help here just know lately like little long lot make
makes matter maybe mean means more much need never new nothing now ok okay one other people problem problems
really right say see since some someone something sometimes start started still sure take taking talk thank
thanks thing things think time today very want way why worse yes
"""
_EVERYDAY = _BARE | frozenset(_EVERYDAY_WORDS.split())
"""Words that stand in questions about anything."""


def check(persona: Persona, words: Words) -> Findings:
    """Unknown names, phrases that are heard everywhere, and facts that share a question."""
    yield from _unknown(persona, words)
    yield from _everyday(persona)
    yield from _first(persona)
    yield from _like(persona)
    yield from _results(persona)


def _unknown(persona: Persona, words: Words) -> Findings:
    if words.topics:
        for loc, names, known in _topics(persona, words):
            for k, name in enumerate(names):
                if name not in known:
                    near = difflib.get_close_matches(name, known, 1)
                    todo = f'Did you mean "{near[0]}"?' if near else "Use a topic of the language pack, or asked_by."
                    yield Finding((*loc, k), f'"{name}" is not a known topic.', todo)
    if words.moves:
        known = words.moves | words.topics
        used: list[tuple[Loc, tuple[str, ...], frozenset[str]]] = [
            *((("mistakes", n, "on"), mistake.on, words.moves) for n, mistake in enumerate(persona.mistakes)),
            *((("asks", n, "settled_by"), ask.settled_by, known) for n, ask in enumerate(persona.asks)),
        ]
        for loc, names, known in used:
            for k, name in enumerate(names):
                near = difflib.get_close_matches(name, known, 1)
                # Elsewhere one word is a good phrase.
                slip = loc[0] == "mistakes" and bool(difflib.get_close_matches(name, known, 1, MISSPELT))
                if name in known or not ("_" in name or slip):
                    continue
                todo = f'Did you mean "{near[0]}"?' if near else "Write a phrase with spaces, or a kind of move."
                yield Finding((*loc, k), f'"{name}" is no kind of move, and as a phrase it is hardly meant.', todo)


def _topics(persona: Persona, words: Words) -> Iterator[tuple[Loc, tuple[str, ...], frozenset[str]]]:
    facts = frozenset(fact.id for fact in persona.facts)
    yield from ((("facts", n, "about"), fact.about, words.topics) for n, fact in enumerate(persona.facts))
    for n, thread in enumerate(persona.threads):
        yield ("threads", n, "about"), thread.about, words.topics
        for m, hint in enumerate(thread.hints):
            yield ("threads", n, "hints", m, "due", "on"), hint.due.on, words.topics | facts
    if words.moves:
        known = words.topics | words.moves
        yield from ((("asks", n, "on"), ask.on, known) for n, ask in enumerate(persona.asks))


def _everyday(persona: Persona) -> Findings:
    for n, fact in enumerate(persona.facts):
        for k, phrase in enumerate(fact.asked_by):
            for one in phrase.split("|"):
                found = plain(one)
                cut = one.strip().endswith("*") and len(found) == 1 and len(found[0]) < SHORTEST
                everyday = not found or (len(found) == 1 and (found[0] in _EVERYDAY or cut))
                if everyday:
                    message = f'"{one.strip()}" is heard in questions about anything, so "{fact.id}" is told too often.'
                    yield Finding(("facts", n, "asked_by", k), message, "Say more of the question, or remove it.")


def _first(persona: Persona) -> Findings:
    """Two facts of one kind that have the same topic first; a personal one may deepen a clinical one."""
    owner: dict[tuple[str, FactKind], Fact] = {}
    for n, fact in enumerate(persona.facts):
        if not fact.about or fact.kind is FactKind.HELD:
            continue
        other = owner.setdefault((fact.about[0], fact.kind), fact)
        if other is fact or (fact.kind is FactKind.PERSONAL and _in_a_row(fact, other)):
            continue
        message = f'"{other.id}" and "{fact.id}" both have the topic "{fact.about[0]}" first: both are told at once.'
        todo = "Leave it first where it fits best; in the other put it later, or use asked_by."
        yield Finding(("facts", n, "about", 0), message, todo)


def _in_a_row(one: Fact, other: Fact) -> bool:
    return one.id in other.opens.after or other.id in one.opens.after


def _like(persona: Persona) -> Findings:
    examples: list[tuple[Fact, Loc, str, frozenset[str]]] = [
        (fact, ("facts", n, "asked_like", k), text, _meaning(text))
        for n, fact in enumerate(persona.facts)
        for k, text in enumerate(fact.asked_like)
    ]
    for one, other in combinations(examples, 2):
        if one[0].id == other[0].id:
            if plain(one[2]) == plain(other[2]):
                yield Finding(other[1], f'"{other[2]}" stands here twice.', "Replace one by a different question.")
        elif _alike(one, other) and not _in_a_row(one[0], other[0]):
            message = f'"{other[2]}" is nearly the same as "{one[2]}" of the fact "{one[0].id}": either may be meant.'
            yield Finding(other[1], message, "Keep it where it fits best, or say what makes the difference.")


def _meaning(text: str) -> frozenset[str]:
    words = plain(text)
    return frozenset(stem(word) for word in words if word not in _BARE) or frozenset(words)


def _alike(one: tuple[Fact, Loc, str, frozenset[str]], other: tuple[Fact, Loc, str, frozenset[str]]) -> bool:
    if plain(one[2]) == plain(other[2]):
        return True
    both, either = one[3] & other[3], one[3] | other[3]
    return len(both) > 1 and len(both) >= ALIKE * len(either) and _asks_alike(one[2], other[2])


def _asks_alike(one: str, other: str) -> bool:
    """ "When did it start?" and "why did it start?" ask different things."""
    asks = frozenset({"how", "what", "when", "where", "which", "who", "why"})
    return asks.intersection(plain(one)) == asks.intersection(plain(other))


def _results(persona: Persona) -> Findings:
    asked = {plain(one): fact.id for fact in persona.facts for phrase in fact.asked_by for one in phrase.split("|")}
    for n, result in enumerate(persona.results):
        for k, phrase in enumerate(result.given_by):
            for one in phrase.split("|"):
                if plain(one) in asked:
                    message = (
                        f'"{one.strip()}" also asks for the fact "{asked[plain(one)]}": asking would count as giving '
                        "the result."
                    )
                    todo = "Take words that only somebody says who gives the result."
                    yield Finding(("results", n, "given_by", k), message, todo)
