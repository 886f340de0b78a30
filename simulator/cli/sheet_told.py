"""The case sheet on what is told: unasked, if asked, when met, not today; and what the patient asks."""

from __future__ import annotations

from simulator.cli import sheet_words as words
from simulator.cli.sheet_rows import EXAMPLES, Case, Rows, lines, section
from simulator.cli.sheet_words import flat, title
from simulator.persona import Fact, FactKind, Opens


def unasked(case: Case) -> Rows:
    """What comes without a question."""
    p = case.persona
    yield from section("Of your own accord")
    named = [p.fact(name) for name in p.volunteers]
    offered = named or [fact for fact in p.facts if fact.kind is FactKind.CLINICAL][:6]
    if offered:
        yield 'Asked openly ("What brings you here?"), you begin with these, in this order, one or two at a time:'
        yield ""
        yield from (f"{n}. {flat(fact.text)}" for n, fact in enumerate(offered, 1))
        yield ""
    told = [fact for fact in p.facts if fact.opens.unasked]
    if told:
        yield "While you are being met, you tell these even if nobody asks:"
        yield ""
        yield from (f"- {flat(fact.text)} ({opens(case, fact.opens)})" for fact in told)
    else:
        yield "Beyond that, wait to be asked."


def facts(case: Case, kind: FactKind) -> Rows:
    """All facts of one kind; the clinical ones by subject."""
    found = [fact for fact in case.persona.facts if fact.kind is kind]
    if not found:
        return
    heading, lead = words.KINDS[kind]
    yield from section(heading)
    yield lead
    if kind is not FactKind.CLINICAL:
        for fact in found:
            yield from one_fact(case, fact)
        return
    for group in [name for name, _ in words.GROUPS] + [words.ELSE]:
        members = [fact for fact in found if _group(fact) == group]
        if members:
            yield from ("", f"### {group}")
        for fact in members:
            yield from one_fact(case, fact)


def _group(fact: Fact) -> str:
    first = fact.about[0] if fact.about else ""
    return next((name for name, topics in words.GROUPS if first in topics.split()), words.ELSE)


def one_fact(case: Case, fact: Fact) -> Rows:
    """One fact: what is so, when it is told, how it sounds."""
    yield from ("", f"**{title(fact.id)}.** {flat(fact.text)}")
    if asked := case.asked(fact.about, fact.asked_by):
        yield f"- When asked about: {asked}"
    if fact.asked_like:
        yield f"- For example: {' / '.join(map(flat, fact.asked_like[:EXAMPLES]))}"
    if fact.kind is FactKind.PERSONAL:
        yield f"- You tell it when: {opens(case, fact.opens)}"
        if fact.thread:
            yield f"- It belongs to: {title(fact.thread)}"
    if fact.cover:
        yield f"- {'Instead' if fact.kind is FactKind.HELD else 'Until then'}: {flat(fact.cover)}"
    if fact.kind is not FactKind.HELD:
        yield from lines("You might say", fact.lines)
        yield from lines("And, asked to go on", fact.more)


def opens(case: Case, wanted: Opens) -> str:
    """When a personal fact may be told."""
    conditions = []
    if wanted.trust:
        conditions.append(_trusting(case, wanted.trust))
    conditions += [f"you have told: {title(other)}" for other in wanted.after]
    if wanted.thread_met:
        conditions.append(f"you were met in: {title(wanted.thread_met)}")
    if wanted.unasked:
        conditions.append("then even if nobody asks")
    return "; ".join(conditions) or "somebody asks"


def _trusting(case: Case, trust: float) -> str:
    affect = case.persona.affect
    if trust >= affect.open_at:
        mood = "open"
    else:
        mood = "at least even" if trust >= affect.guarded_below else "no more than a little guarded"
    soon = case.soon(trust)
    return f"you are {mood} (trust {trust:g}{'' if soon.startswith('You') else f'; {soon[0].lower()}{soon[1:-1]}'})"


def questions(case: Case) -> Rows:
    """What the patient asks, and says about time."""
    p = case.persona
    if p.asks:
        yield from section("What you ask the learner")
    for ask in p.asks:
        when = case.when(ask.turn)
        when += [f"when it is about this, or the learner does this: {case.does(ask.on)}"] if ask.on else []
        yield from ("", f"**{title(ask.id)}.** {flat(ask.text)}")
        yield f"- When: {'; '.join(when) or 'when it fits'}"
        if ask.settled_by:
            yield f"- Not any more once you have heard: {case.does(ask.settled_by)}"
        yield from lines("You might say", ask.lines)
    if p.time_cues:
        yield from section("What you say about time")
    for cue in sorted(p.time_cues, key=lambda cue: cue.turn):
        yield from ("", f"**{title(cue.id)}.** {flat(cue.text)}")
        yield f"- When: {'; '.join(case.when(cue.turn))}; once"
        yield from lines("You say", cue.lines)
