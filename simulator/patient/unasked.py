"""What a patient who is being met tells of their own accord: of which fact, and whether it is time for it."""

from __future__ import annotations

from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.inner import FactState, Heard, Inner
from simulator.patient.rules import MEETS, RULE
from simulator.patient.threads import weight
from simulator.persona import Fact, FactKind, Persona


def state_of(inner: Inner, fact: str) -> FactState:
    """Locked, allowed or told."""
    return inner.ledger.facts.get(fact, FactState.LOCKED)


def opens(persona: Persona, inner: Inner, fact: Fact) -> bool:
    """True when all that the fact's `opens` gives holds now. Clinical and safety facts are always open."""
    if fact.kind in (FactKind.CLINICAL, FactKind.SAFETY):
        return True
    if fact.kind is FactKind.HELD:
        return False
    if inner.affect.trust < fact.opens.trust - 1e-9:
        return False
    if any(state_of(inner, other) is not FactState.TOLD for other in fact.opens.after):
        return False
    return fact.opens.thread_met is None or inner.threads[fact.opens.thread_met].met > 0


_TAKES_UP = MEETS - {M.OPEN_QUESTION} | {M.ACCEPTS_DECLINE, M.QUIET, M.APOLOGISES}
"""Moves that may have earned the trust in which something comes of itself: not a mere "ok"."""
_USEFUL = frozenset({M.ANSWERS, M.INFORMS, M.SOLVES, M.PLANS, M.SIGNPOSTS})
_BUSINESS = (M.PLANS, M.SOLVES, M.SIGNPOSTS, M.CLOSES, M.SETS_LIMIT)
_UNKIND = (M.REASSURES_EARLY, M.MINIMISES, M.JUDGES, M.ARGUES, M.PRESSES)


def comes_of_itself(persona: Persona, inner: Inner, heard: Heard, met: tuple[str, ...], *, gained: bool) -> str | None:
    """The one personal fact that a patient who is being met tells unasked.

    First what belongs to the concern met; then what was asked for before its time; then what belongs to the concern
    spoken of last; then what this person tells of their own accord. What is told stays near what is being talked about.
    """
    ready = _ready(persona, inner)
    if not ready or heard.has(*_UNKIND) or heard.has(M.CLOSES):
        return None
    ledger = inner.ledger
    invited = heard.has(M.INVITES, M.EXPLORES_FEELING, M.OPEN_QUESTION, M.QUIET)
    for thread in met:
        # A concern that the patient had not touched on yet is acknowledged first; the story comes when there is room.
        begun = inner.threads[thread].raised > 0 or inner.threads[thread].met > 1
        for fact in ready:
            if (begun or invited) and (fact.thread == thread or fact.opens.thread_met == thread):
                return fact.id
    took_up = _TAKES_UP & heard.kinds - set(heard.general) - set(heard.worn)
    useful = {kind for kind in _USEFUL & heard.kinds if weight(persona, kind) >= RULE.met_at}
    if not (met or (gained and (took_up or (useful and _at_ease(persona, inner))))):
        return None
    agreeing = bool(heard.questions) and (heard.has(*_BUSINESS) or not subjects.CHECKS.isdisjoint(heard.asked))
    if agreeing or not (met or invited or _rested(inner)):
        return None
    near = {ledger.last_thread, *(t for t, state in inner.threads.items() if state.met > 0)} - {None}
    for wanted in (
        lambda fact: fact.id in ledger.covered,
        lambda fact: fact.thread is not None and fact.thread == ledger.last_thread,
        lambda fact: fact.opens.unasked,
        lambda fact: fact.thread in near,
    ):
        for fact in ready:
            if wanted(fact):
                return fact.id
    open_now = inner.affect.trust >= persona.affect.open_at
    return ready[0].id if took_up and (open_now or not heard.questions) else None


def _ready(persona: Persona, inner: Inner) -> list[Fact]:
    """Personal facts that may be told now and were not, in authored order."""
    return [
        fact
        for fact in persona.facts
        if fact.kind is FactKind.PERSONAL
        and state_of(inner, fact.id) is not FactState.TOLD
        and opens(persona, inner, fact)
    ]


def _rested(inner: Inner) -> bool:
    """True when the reply before this told nothing personal."""
    return inner.ledger.turns - inner.ledger.personal_at > 1


def _at_ease(persona: Persona, inner: Inner) -> bool:
    """True from a trust between guarded and open: plain talk and plain help are then enough to go on."""
    guarded, open_at = persona.affect.guarded_below, persona.affect.open_at
    return inner.affect.trust >= guarded + RULE.leads_on * (open_at - guarded)


def leads_on(persona: Persona, inner: Inner, heard: Heard, tell: list[str]) -> str | None:
    """In a good enough mood, a plain answer about something that weighs leads on to what weighs.

    Sooner where the learner's own words took the concern up.
    """
    kinds = {persona.fact(name).kind for name in tell}
    if kinds != {FactKind.CLINICAL} or len(tell) > 2 or not _rested(inner) or heard.has(*_UNKIND):
        return None
    if inner.affect.trust < persona.affect.guarded_below:
        return None
    threads = set(heard.touched)
    if _at_ease(persona, inner):
        threads |= {thread.id for thread in persona.threads if not set(thread.about).isdisjoint(heard.asked)}
        threads |= {thread for name in tell if (thread := persona.fact(name).thread) is not None}
    return next((fact.id for fact in _ready(persona, inner) if fact.thread in threads), None)
