"""The case sheet on what is shown: every concern with its hints in order, and safety."""

from __future__ import annotations

from simulator.cli import sheet_words as words
from simulator.cli.sheet_rows import Case, Rows, lines, section
from simulator.cli.sheet_told import one_fact
from simulator.cli.sheet_words import flat, line, times, title
from simulator.persona import Due, FactKind, Thread


def threads(case: Case) -> Rows:
    """Every concern with its hints, in order."""
    yield from section("What you let show, and when")
    yield (
        "Each concern comes back, plainer or sharper, until it is met; passed over often enough, it falls silent. "
        "The first time it is passed over costs nothing. One hint at a time, with a turn or two between them."
    )
    for thread in case.persona.threads:
        yield from one_thread(case, thread)


def one_thread(case: Case, thread: Thread) -> Rows:
    """One concern."""
    yield from ("", f"### {title(thread.id)} ({thread.emotion.value})")
    if touched := case.asked(thread.about, thread.named_by):
        yield from ("", f"Taken up by: {touched}")
    yield ""
    for n, hint in enumerate(thread.hints, 1):
        yield f"{n}. {flat(hint.text)} ({due(case, hint.due)}; {words.SHOWS[hint.shows]})"
        yield from (f"   - {line(one)}" for one in hint.lines)
    yield ""
    yield from lines("When it is met", thread.when_met)
    yield from lines("When you would rather not", thread.when_declined)


def due(case: Case, wanted: Due) -> str:
    """When a hint comes."""
    parts = case.when(wanted.turn)
    if wanted.on:
        parts.append(f"when the talk is of: {case.asked(wanted.on)}")
    if wanted.after_passed:
        parts.append(f"after being passed over {times(wanted.after_passed)}")
    return "; ".join(parts) or "as soon as it fits"


def safety(case: Case) -> Rows:
    """What is so about risk, and what is said about it."""
    p, block = case.persona, case.persona.safety
    yield from section("Safety")
    yield f"{words.RISKS[block.risk]} Never name a method, a means, a place or a date. Play no outcome."
    if block.warning_hints:
        yield from ("", "What lets it show beforehand:", "")
        yield from (f"- {flat(case.hints[hint].text)}" for hint in block.warning_hints)
    yield from ("", "Asked plainly, at any time and however clumsily, you answer truthfully:")
    named = dict.fromkeys(filter(None, (block.answer, block.protects)))
    for n, identity in enumerate(named):
        if n:
            yield from ("", "What protects you:")
        yield from one_fact(case, p.fact(identity))
    lead = "Asked in a leading way, you say this; asked plainly again, you answer as above:"
    yield from ("", lead, "", f"> {line(block.half_denial)}")
    others = [fact for fact in p.facts if fact.kind is FactKind.SAFETY and fact.id not in named]
    if others:
        yield from ("", "Further, when asked plainly:")
    for fact in others:
        yield from one_fact(case, fact)
    yield from ("", "If playing this touches you, stop. Nobody has to play it to the end.")
