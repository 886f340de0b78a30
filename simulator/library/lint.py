"""Warnings: a persona that can be read, but in which something will not work as its author means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from simulator.library.problems import Loc
from simulator.persona import Fact, FactKind, Persona, Says

LOCKED = (FactKind.PERSONAL, FactKind.SAFETY, FactKind.HELD)
Lint = Iterator[tuple[Loc, str, str]]
GAP = 2
"""Words that may stand between two words of a sign."""
_WORD = re.compile(r"[^\W_]+|\*")
_COMMON_TEXT = """
a about after again all always am an and any are as at be been before being but by can cannot could did
do does doing done for from get go got had has have having he her here him his how i if in into is it its
just know less like little lot make me more most much my never no not nothing now of off on one only or
other our out over own put right she so some something still than that the their them then there they
thing things think this those though time to too up us used very want was way we well went were what when
where which who will with without would year years yet you your s t d m ll re ve don
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def says(text: str, sign: str) -> bool:
    """Whether the text says the sign: its words in order, few words between, light inflection."""
    words = [word for word in _WORD.findall(text.lower()) if word != "*"]
    return any(_stands(words, _WORD.findall(one.lower())) for one in sign.split("|"))


def _stands(words: list[str], sign: list[str]) -> bool:
    reach = set(range(-1, len(words))) if sign else set()
    for n, part in enumerate(sign):
        if part == "*":
            continue
        prefix = sign[n + 1 : n + 2] == ["*"]
        gap = GAP if n else 0
        near = {at for begin in reach for at in range(begin + 1, min(begin + gap + 2, len(words)))}
        reach = {at for at in near if _fits(words[at], part, prefix)}
    return bool(reach)


def _fits(word: str, part: str, prefix: bool) -> bool:
    return word.startswith(part) if prefix else _stem(word) == _stem(part)


def _stem(word: str) -> str:
    for tail in ("ing", "ed", "es", "s", "e"):
        if word.endswith(tail) and len(word) - len(tail) > 2:
            return word[: -len(tail)]
    return word


def lint(persona: Persona, topics: frozenset[str], moves: frozenset[str]) -> Lint:
    """Place, message and what to do, for everything suspicious; no topics or moves: those are not checked."""
    for n, fact in enumerate(persona.facts):
        yield from _unlockable(persona, fact, ("facts", n))
        for m, line in enumerate(fact.lines):
            if not any(says(f"{line.text} {line.seen or ''}", sign) for sign in fact.signs):
                message = f'fact "{fact.id}": the line has none of its signs, so telling it goes unnoticed.'
                yield ("facts", n, "lines", m), message, "Add a sign that stands in this line."
    yield from _hints(persona, topics)
    yield from _topics(persona, topics, moves)
    yield from _leaks(persona)


def _leaks(persona: Persona) -> Lint:
    """What is locked must not stand where it is said or sent before."""
    clinical = " ".join(fact.text for fact in persona.facts if fact.kind is FactKind.CLINICAL)
    free = {_stem(word) for word in _WORD.findall(f"{clinical} {persona.door_note} {persona.name}".lower())}
    telling = {
        fact.id: {
            word
            for sign in fact.signs
            for word in _WORD.findall(sign.lower())
            if len(word) > 3 and word not in _COMMON and _stem(word) not in free
        }
        for fact in persona.facts
        if fact.kind in LOCKED
    }
    for loc, text, own in _spoken(persona):
        for fact in persona.facts:
            if fact.kind not in LOCKED or fact.id in own:
                continue
            sign = next((sign for sign in fact.signs if says(text, sign)), None)
            if sign is not None:
                message = f'this contains "{sign}", a sign of the locked fact "{fact.id}".'
                yield loc, message, "Reword it, or choose a more telling sign."
            elif loc[0] in {"manner", "background", "opening"}:
                given = sorted(word for word in telling[fact.id] if says(text, word))
                if given:
                    message = f'"{given[0]}" belongs to the locked fact "{fact.id}", and this is always sent.'
                    yield loc, message, "Leave it out."


def _unlockable(persona: Persona, fact: Fact, loc: Loc) -> Lint:
    by_id = {other.id: other for other in persona.facts}
    before: set[str] = set()
    waiting = list(fact.opens.after)
    while waiting:
        other = waiting.pop()
        if other not in before:
            before.add(other)
            waiting += by_id[other].opens.after
    if fact.id in before:
        yield (*loc, "opens"), f'"{fact.id}" opens only after itself.', "Break the circle in opens.after."
    if fact.kind is not FactKind.PERSONAL:
        return
    dead = sorted(other for other in before if by_id[other].kind is FactKind.HELD)
    if dead:
        yield (
            (*loc, "opens"),
            f'nobody can unlock "{fact.id}": "{dead[0]}" is held.',
            "Remove it from opens.after.",
        )
    if not (fact.about or fact.asked_by or fact.opens.unasked):
        message = f'nobody can unlock "{fact.id}": nothing asks for it, and it is not told unasked.'
        yield loc, message, "Give it about, asked_by, or opens.unasked: true."


def _hints(persona: Persona, topics: frozenset[str]) -> Lint:
    facts = {fact.id for fact in persona.facts}
    late = persona.setting.minutes * 3
    for n, thread in enumerate(persona.threads):
        for m, hint in enumerate(thread.hints):
            loc: Loc = ("threads", n, "hints", m)
            dead_on = topics and hint.due.on and not set(hint.due.on) & (topics | facts)
            if hint.due.turn > late or hint.due.after_passed > m or dead_on:
                message = f'the hint "{hint.id}" is never due.'
                yield (
                    (*loc, "due"),
                    message,
                    "Name an earlier turn, fewer times passed, or a topic or fact that exists.",
                )
            for k, line in enumerate(hint.lines):
                shown = f"{line.text} {line.seen or ''}"
                if hint.signs and not any(says(shown, sign) for sign in hint.signs):
                    message = f'hint "{hint.id}": the line has none of its signs, so showing it is not noticed.'
                    yield (*loc, "lines", k), message, "Add a sign that stands in this line."


def _topics(persona: Persona, topics: frozenset[str], moves: frozenset[str]) -> Lint:
    if not topics:
        return
    facts = frozenset(fact.id for fact in persona.facts)
    used: list[tuple[Loc, tuple[str, ...], frozenset[str]]] = [
        *((("facts", n, "about"), fact.about, topics) for n, fact in enumerate(persona.facts)),
        *((("threads", n, "about"), thread.about, topics) for n, thread in enumerate(persona.threads)),
    ]
    if moves:
        used += [(("asks", n, "on"), ask.on, topics | moves) for n, ask in enumerate(persona.asks)]
    for n, thread in enumerate(persona.threads):
        used += [
            (("threads", n, "hints", m, "due", "on"), hint.due.on, topics | facts)
            for m, hint in enumerate(thread.hints)
        ]
    for loc, names, known in used:
        for k, name in enumerate(names):
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                todo = f'Did you mean "{near[0]}"?' if near else "Use a topic of the language pack, or asked_by."
                yield (*loc, k), f'"{name}" is not a known topic.', todo


def _spoken(persona: Persona) -> Iterator[tuple[Loc, str, frozenset[str]]]:
    """Every text a learner or a model may get, with the facts that may be known by then."""
    nobody: frozenset[str] = frozenset()
    yield ("opening",), persona.opening.text, nobody
    yield ("manner",), persona.manner, nobody
    yield ("summary",), persona.summary, nobody
    yield from ((("background", n), text, nobody) for n, text in enumerate(persona.background))
    for n, fact in enumerate(persona.facts):
        own = frozenset({fact.id, *fact.opens.after})
        yield from ((("facts", n, "lines", m), line.text, own) for m, line in enumerate(fact.lines))
        yield from ((("facts", n, "more", m), line.text, own) for m, line in enumerate(fact.more))
        yield ("facts", n, "cover"), fact.cover or "", nobody
    for n, thread in enumerate(persona.threads):
        for field in ("when_met", "when_declined"):
            rows = getattr(thread, field)
            yield from ((("threads", n, field, m), line.text, nobody) for m, line in enumerate(rows))
        for m, hint in enumerate(thread.hints):
            yield ("threads", n, "hints", m, "text"), hint.text, nobody
            for k, line in enumerate(hint.lines):
                yield ("threads", n, "hints", m, "lines", k), f"{line.text} {line.seen or ''}", nobody
    for n, ask in enumerate(persona.asks):
        yield ("asks", n, "text"), ask.text, nobody
        yield from ((("asks", n, "lines", m), line.text, nobody) for m, line in enumerate(ask.lines))
    yield ("safety", "half_denial"), persona.safety.half_denial.text, nobody
    for key in Says.model_fields:
        rows = getattr(persona.says, key)
        yield from ((("says", key, m), line.text, nobody) for m, line in enumerate(rows))
