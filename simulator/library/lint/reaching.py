"""What can come about in a conversation at all: facts that can be told, hints that can be shown, threads to meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.library.lint.finding import Finding, Findings, Words, every_list, last_turn
from simulator.library.lint.words import quoted
from simulator.library.problems import Loc
from simulator.persona import Fact, FactKind, Hint, Line, Persona, Thread

RISE = 0.09
"""Most trust that one turn earns where the way in has weight 1 (the patient's own rule; a test holds them together)."""
MET = 0.05
"""Trust earned at least when an open thread is met (the same)."""
TAPER = 0.5
"""Share by which a rise shrinks on the way to full trust (the same)."""

OFFERED = 4
"""Clinical facts volunteered to open questions where the persona names none (the same)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What some conversation can bring about."""

    trust: float
    """The most trust, at the last turn of the best conversation."""
    facts: frozenset[str]
    hints: frozenset[str]
    threads: frozenset[str]
    """Those that can be met."""


def reach(persona: Persona, topics: frozenset[str]) -> Reach:
    """Adds what can come next until nothing is added: what waits for itself is never reached."""
    now = Reach(trust=_rising(persona)[-1], facts=frozenset(), hints=frozenset(), threads=frozenset())
    while True:
        hints = frozenset(
            hint.id
            for thread in persona.threads
            for m, hint in enumerate(thread.hints)
            if _can_show(persona, thread, m, now, topics)
        )
        threads = frozenset(t.id for t in persona.threads if t.about or t.named_by or t.hints[0].id in hints)
        then = Reach(trust=now.trust, facts=now.facts, hints=hints, threads=threads)
        facts = frozenset(fact.id for fact in persona.facts if fact.kind is not FactKind.HELD and _open(fact, then))
        then = Reach(trust=now.trust, facts=facts, hints=hints, threads=threads)
        if then == now:
            return now
        now = then


def check(persona: Persona, words: Words) -> Findings:
    """Facts nobody can unlock, hints that are never due, and lines that are never said."""
    can = reach(persona, words.topics)
    for n, fact in enumerate(persona.facts):
        yield from _fact(persona, fact, ("facts", n), can)
    for n, thread in enumerate(persona.threads):
        for m in range(len(thread.hints)):
            yield from _hint(persona, thread, m, ("threads", n, "hints", m), can, words.topics)
    yield from _lines(persona, can)


# ---- facts -------------------------------------------------------------------------------------------------


def _open(fact: Fact, can: Reach) -> bool:
    if fact.kind is FactKind.PERSONAL and _why_locked(fact, can) is not None:
        return False
    return not _refer_back(fact.lines, can.facts | can.hints | set(fact.opens.after))


def _why_locked(fact: Fact, can: Reach) -> tuple[str, str] | None:
    """Why what `opens` wants never holds, and what to do about it."""
    if fact.opens.trust > can.trust:
        best = f"{can.trust:.2f}"
        return (
            f"it wants trust {fact.opens.trust:g}, and the best conversation of this length ends at {best}",
            "Ask for less trust, or raise affect.cap, a way in, or setting.minutes.",
        )
    never = [other for other in fact.opens.after if other not in can.facts]
    if never:
        return f"{quoted(never)} comes first, and that is never told", "Remove it from opens.after, or open it."
    if fact.opens.thread_met and fact.opens.thread_met not in can.threads:
        return (
            f'it waits for the thread "{fact.opens.thread_met}", which can never be met: no hint of it ever comes, and '
            f"nothing asked or said takes it up",
            'Give that thread "about" or "named_by", or a first hint that can come.',
        )
    met = {fact.thread, fact.opens.thread_met} & can.threads
    if not (_is_asked(fact) or fact.opens.unasked or met):
        return "nothing asks for it, and it is not told unasked", "Give it about, asked_by, or opens.unasked: true."
    return None


def _is_asked(fact: Fact) -> bool:
    return bool(fact.about or fact.asked_by or fact.asked_like)


def _is_offered(persona: Persona, fact: Fact) -> bool:
    """Among what is volunteered: by name, or, where nothing is named, as one of the first."""
    first = [other.id for other in persona.facts if other.kind is FactKind.CLINICAL][:OFFERED]
    return fact.id in (persona.volunteers or first)


def _fact(persona: Persona, fact: Fact, loc: Loc, can: Reach) -> Findings:
    by_id = {other.id: other for other in persona.facts}
    before: set[str] = set()
    waiting = list(fact.opens.after)
    while waiting:
        other = waiting.pop()
        if other not in before:
            before.add(other)
            waiting += by_id[other].opens.after
    if fact.id in before:
        message = f'"{fact.id}" opens only after itself, so nobody can unlock it.'
        yield Finding((*loc, "opens"), message, "Break the circle in opens.after.")
        return
    if fact.kind is FactKind.PERSONAL:
        held = sorted(other for other in before if by_id[other].kind is FactKind.HELD)
        if held:
            message = f'nobody can unlock "{fact.id}": "{held[0]}" comes first, and that is held (never told).'
            yield Finding((*loc, "opens"), message, "Remove it from opens.after.")
        elif why := _why_locked(fact, can):
            at = loc if why[1].startswith("Give it") else (*loc, "opens")
            yield Finding(at, f'nobody can unlock "{fact.id}": {why[0]}.', why[1])
        elif not (_is_asked(fact) or fact.opens.unasked):
            message = (
                f'nobody can unlock "{fact.id}" by asking: nothing asks for it; it only comes where its thread is met.'
            )
            yield Finding(loc, message, "Give it about or asked_by, or opens.unasked: true.")
    elif fact.kind is FactKind.CLINICAL and not (_is_asked(fact) or fact.opens.unasked or _is_offered(persona, fact)):
        message = f'the fact "{fact.id}" is never told: nothing asks for it.'
        yield Finding(loc, message, "Give it about or asked_by, or name it in volunteers.")


# ---- hints -------------------------------------------------------------------------------------------------


def _can_show(persona: Persona, thread: Thread, m: int, can: Reach, topics: frozenset[str]) -> bool:
    hint = thread.hints[m]
    if m and thread.hints[m - 1].id not in can.hints:
        return False
    return _why_never(persona, thread, hint, m, can, topics) is None and not _refer_back(
        hint.lines, can.facts | can.hints
    )


def _why_never(
    persona: Persona, thread: Thread, hint: Hint, m: int, can: Reach, topics: frozenset[str]
) -> tuple[str, str] | None:
    """Why, and what to do."""
    last = last_turn(persona)
    if hint.due.turn > last:
        why = f"turn {hint.due.turn} does not come in {persona.setting.minutes} minutes (about {last} turns at most)"
        return why, "Name an earlier turn."
    if hint.due.after_passed > m:
        hints = "no hint comes" if m == 0 else f"only {m} {'hint comes' if m == 1 else 'hints come'}"
        why = f"the thread is to be passed over {_times(hint.due.after_passed)} first, and {hints} before this one"
        return why, f"Make after_passed {m} or less."
    if hint.due.on and not any(_can_be_called(persona, thread, name, can, topics) for name in hint.due.on):
        why = f"none of {quoted(hint.due.on)} is a topic or a fact that can come up before it"
        return why, "Name a topic that can be asked about, or a fact that can be told."
    return None


def _can_be_called(persona: Persona, thread: Thread, name: str, can: Reach, topics: frozenset[str]) -> bool:
    facts = {fact.id: fact for fact in persona.facts}
    if name in facts:
        waits_for_it = facts[name].opens.thread_met == thread.id  # told only once there is nothing left to hint at
        if name in can.facts and not waits_for_it:
            return True
        return name in topics
    return name in topics if topics else True


def _hint(persona: Persona, thread: Thread, m: int, loc: Loc, can: Reach, topics: frozenset[str]) -> Findings:
    hint = thread.hints[m]
    why = _why_never(persona, thread, hint, m, can, topics)
    if why is not None:
        reason, todo = why
        yield Finding((*loc, "due"), f'the hint "{hint.id}" is never due: {reason}.', todo)
    elif m and thread.hints[m - 1].id not in can.hints:
        message = f'the hint "{hint.id}" is never due: the hint before it, "{thread.hints[m - 1].id}", never comes.'
        yield Finding(loc, message, "Mend the hint before it first.")


# ---- lines that refer back ---------------------------------------------------------------------------------


def _refer_back(lines: Iterable[Line], known: frozenset[str] | set[str]) -> bool:
    """True where every line wants something said before that is not known to come."""
    return all(line.after is not None and line.after not in known for line in lines)


def _lines(persona: Persona, can: Reach) -> Findings:
    own: dict[Loc, Fact] = {("facts", n, "lines"): fact for n, fact in enumerate(persona.facts)}
    for loc, lines in every_list(persona):
        wanted = list(dict.fromkeys(line.after for line in lines if line.after is not None))
        fact = own.get(loc)
        first = set(fact.opens.after) if fact is not None else set()
        if fact is not None and fact.id in wanted:
            yield Finding(loc, f'a line of "{fact.id}" waits until "{fact.id}" is told.', 'Remove its "after".')
        elif lines and all(line.after is not None and line.after not in first for line in lines):
            circle = [
                other.id
                for other in persona.facts
                if fact is not None and other.id in wanted and all(line.after == fact.id for line in other.lines)
            ]
            if fact is not None and circle:
                message = f'"{fact.id}" and "{circle[0]}" wait for each other: neither can be told first.'
            else:
                message = f"every line here refers back to {quoted(wanted)}, so none fits before that."
            yield Finding(loc, message, 'Leave at least one line without "after".')
        else:
            for n, line in enumerate(lines):
                if line.after is not None and line.after not in can.facts | can.hints:
                    message = f'this line is never said: it refers back to "{line.after}", which never comes.'
                    yield Finding((*loc, n, "after"), message, "Name something that is told or shown, or remove it.")


def good_turns(persona: Persona, trust: float) -> int | None:
    """How many turns at least, each earning the most a turn can, until trust is there; None: not in this encounter."""
    return next((n for n, reached in enumerate(_rising(persona)) if reached >= trust - 1e-9), None)


def _rising(persona: Persona) -> list[float]:
    """Trust at the start, and after each of an encounter's turns if each earns the most that a turn can."""
    rise = min(persona.affect.cap, max(MET, RISE * max(persona.ways_in.values())))
    trust = [persona.affect.trust]
    for _ in range(last_turn(persona)):
        trust.append(min(1.0, trust[-1] + rise * (1.0 - TAPER * trust[-1])))
    return trust


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"
