"""What is locked must not stand where it is said or sent before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.library.lint.finding import Finding, Findings, every_line
from simulator.library.lint.words import says, stems, telling
from simulator.library.problems import Loc
from simulator.persona import Fact, FactKind, Line, Persona, Says

LOCKED = (FactKind.PERSONAL, FactKind.SAFETY, FactKind.HELD)
MOST_SHARED = 1
"""Telling words of a locked fact that another line may hold by chance."""
_NOBODY: frozenset[str] = frozenset()
Text = tuple[Loc, str, frozenset[str]]
"""Place, words, and the facts that may be known by then."""


def check(persona: Persona) -> Findings:
    """Signs and telling words of locked facts outside their own fact."""
    locked = [fact for fact in persona.facts if fact.kind in LOCKED]
    free = _Free(persona)
    tells = {fact.id: _telling(fact) for fact in locked if _is_guessed(persona, fact)}
    for always, (loc, text, known) in _texts(persona):
        given, said = free.at(loc), stems(text)
        for fact in locked:
            if fact.id in known:
                continue
            sign = next((sign for sign in fact.signs if says(text, sign)), None)
            if sign is not None:
                message = f'this contains "{sign}", a sign of the locked fact "{fact.id}".'
                yield Finding(loc, message, "Reword it, or choose a more telling sign.")
                continue
            own = tells.get(fact.id, {})
            shared = [word for stem, word in own.items() if stem in said and stem not in given]
            if always and shared:
                message = f'"{shared[0]}" belongs to the locked fact "{fact.id}", and this is always sent.'
                yield Finding(loc, message, "Leave it out, or tell of it in a clinical fact.")
            elif not always and len(shared) > MOST_SHARED:
                message = f'this gives away the locked fact "{fact.id}": it says "{shared[0]}" and "{shared[1]}".'
                yield Finding(loc, message, "Say it in other words, which could be about anything.")


class _Free:
    """Words that give nothing away, since anybody may hear or see them from the start."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self.clinical = {
            n: stems(_words(fact)) for n, fact in enumerate(persona.facts) if fact.kind is FactKind.CLINICAL
        }
        hidden = {("facts", n) for n, fact in enumerate(persona.facts) if fact.kind in LOCKED}
        seen = Counter(
            stem for loc, line in every_line(persona) if loc[:2] not in hidden for stem in stems(line.seen or "")
        )
        props = {stem for stem, times in seen.items() if times > 1}
        """What is seen again and again: a folder, a cap."""
        self.always = stems(persona.name) | props
        self.door = stems(persona.door_note)

    def at(self, loc: Loc) -> frozenset[str]:
        """At this place. A fact's own words do not excuse its lines; what it is about does."""
        own = loc[1] if loc[0] == "facts" else None
        found = self.always.union(*(words for n, words in self.clinical.items() if n != own))
        if loc[0] != "door_note":
            found |= self.door
        return found | stems(self.persona.facts[own].text) if isinstance(own, int) else found


def _is_guessed(persona: Persona, fact: Fact) -> bool:
    """What protects from harm is no secret; the answer about harm is."""
    return fact.kind is not FactKind.SAFETY or (fact.id == persona.safety.answer and persona.safety.risk != "none")


def _words(fact: Fact) -> str:
    spoken = " ".join(line.text for line in (*fact.lines, *fact.more))
    return f"{fact.text} {spoken} {' '.join(fact.signs)}"


def _telling(fact: Fact) -> dict[str, str]:
    """The words by which this fact could be guessed, by stem; those of its signs first."""
    return telling(f"{' '.join(fact.signs)} {fact.text} {' '.join(line.text for line in fact.lines)}")


def _texts(persona: Persona) -> Iterator[tuple[bool, Text]]:
    """Every text a learner or a model may get, and whether it is always sent."""
    yield from ((True, text) for text in _always(persona))
    yield from ((False, text) for text in _of_facts(persona))
    yield from ((False, text) for text in _of_threads(persona))
    yield from ((False, text) for text in _everyday(persona))


def _always(persona: Persona) -> Iterator[Text]:
    setting = persona.setting
    yield ("opening",), _said(persona.opening), _NOBODY
    yield ("manner",), persona.manner, _NOBODY
    yield ("summary",), persona.summary, _NOBODY
    yield ("door_note",), persona.door_note, _NOBODY
    for field in ("place", "when", "learner_role"):
        yield ("setting", field), getattr(setting, field), _NOBODY
    yield from ((("background", n), text, _NOBODY) for n, text in enumerate(persona.background))
    yield from ((("never", n), text, _NOBODY) for n, text in enumerate(persona.never))
    for n, entry in enumerate(persona.chart):
        yield ("chart", n, "title"), entry.title, _NOBODY
        yield ("chart", n, "text"), entry.text, _NOBODY
    yield from ((("results", n, "text"), result.text, _NOBODY) for n, result in enumerate(persona.results))


def _of_facts(persona: Persona) -> Iterator[Text]:
    for n, fact in enumerate(persona.facts):
        own = frozenset({fact.id, *_before(persona, fact)})
        for field in ("lines", "more"):
            for m, line in enumerate(getattr(fact, field)):
                yield ("facts", n, field, m), _said(line), own | {line.after or ""}
        yield ("facts", n, "cover"), fact.cover or "", _NOBODY


def _before(persona: Persona, fact: Fact) -> set[str]:
    """All facts told before this one can be."""
    found: set[str] = set()
    waiting = list(fact.opens.after)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += persona.fact(name).opens.after
    return found


def _of_threads(persona: Persona) -> Iterator[Text]:
    for n, thread in enumerate(persona.threads):
        for field in ("when_met", "when_declined"):
            yield from _said_at(("threads", n, field), getattr(thread, field))
        for m, hint in enumerate(thread.hints):
            yield ("threads", n, "hints", m, "text"), hint.text, _NOBODY
            yield from _said_at(("threads", n, "hints", m, "lines"), hint.lines)


def _everyday(persona: Persona) -> Iterator[Text]:
    for field in ("asks", "time_cues", "mistakes"):
        for n, row in enumerate(getattr(persona, field)):
            yield (field, n, "text"), row.text, _NOBODY
            yield from _said_at((field, n, "lines"), row.lines)
    for n, result in enumerate(persona.results):
        yield ("results", n, "means"), result.means, _NOBODY
        yield from _said_at(("results", n, "lines"), result.lines)
    yield ("safety", "half_denial"), _said(persona.safety.half_denial), _NOBODY
    for key in Says.model_fields:
        yield from _said_at(("says", key), getattr(persona.says, key))


def _said_at(loc: Loc, lines: tuple[Line, ...]) -> Iterator[Text]:
    yield from (((*loc, m), _said(line), frozenset({line.after or ""})) for m, line in enumerate(lines))


def _said(line: Line) -> str:
    return f"{line.text} {line.seen or ''}"
