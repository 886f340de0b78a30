"""The patient's mind: start, listen to a learner's turn, and settle what a released reply told and showed."""

from __future__ import annotations

from typing import Any

from simulator.codes import MoveKind as M
from simulator.patient.affect import Signals, groups, mood, step
from simulator.patient.asking import Asked, asked_for
from simulator.patient.bearing import bearing
from simulator.patient.brief import Brief
from simulator.patient.disclosure import allow
from simulator.patient.hearing import fingerprint, hear, language
from simulator.patient.improvised import remembered
from simulator.patient.inner import (
    Affect,
    FactState,
    Heard,
    Inner,
    Ledger,
    Listened,
    Released,
    Stand,
    ThreadState,
)
from simulator.patient.likeness import prepare
from simulator.patient.moment import Moment
from simulator.patient.reply import compose
from simulator.patient.rules import RULE, RULE_VERSION
from simulator.patient.threads import Settled, settle
from simulator.patient.unasked import opens
from simulator.persona import FactKind, Persona
from simulator.transcript import Act, Transcript

__all__ = [
    "RULE_VERSION",
    "Heard",
    "Inner",
    "Listened",
    "Released",
    "bearing",
    "listen",
    "settle_release",
    "start",
]


def start(persona: Persona) -> Inner:
    """The inner state before anything is said; what the opening words tell counts as told."""
    affect = Affect(
        trust=persona.affect.trust, distress=persona.affect.distress, feelings=dict(persona.affect.feelings)
    )
    prepare(persona)
    threads = {thread.id: ThreadState() for thread in persona.threads}
    told = _told_in(persona, Ledger(), persona.opening.text)
    used = {fingerprint(persona.opening.text): 0}
    ledger = Ledger(facts=dict.fromkeys(told, FactState.TOLD), used=used)
    return Inner(rule=RULE_VERSION, affect=affect, threads=threads, ledger=ledger)


def listen(persona: Persona, inner: Inner, transcript: Transcript, *, seed: int) -> Listened:
    """Hear the learner's turn that ends `transcript`, feel, settle, allow, and brief the voice.

    Pure: equal input gives equal output. Looks at the last few turns only, so that its cost does not grow with the
    conversation. Raises ValueError when the transcript does not end with a learner's turn.
    """
    heard = hear(persona, inner, transcript)
    asked = asked_for(persona, heard, inner.ledger.spoken)
    plain = any(persona.fact(name).kind is FactKind.CLINICAL for name in asked.facts)
    settled = settle(persona, inner, heard, plain=plain)
    signals = _signals(persona, inner, heard, asked, settled)
    affect = step(persona, inner.affect, heard, settled, signals, inner.ledger)
    felt = Inner(
        rule=RULE_VERSION,
        affect=affect,
        threads=settled.threads,
        ledger=inner.ledger.model_copy(update={"turns": inner.ledger.turns + 1}),
    )
    gained = affect.trust > inner.affect.trust
    allowed = allow(persona, felt, heard, asked, settled.met, gained=gained)
    moment = Moment(
        persona=persona,
        before=inner,
        inner=felt,
        heard=heard,
        asked=asked,
        allowed=allowed,
        settled=settled,
        pressed=signals.pressed,
        peace=signals.peace,
        transcript=transcript,
        seed=seed,
    )
    brief = compose(moment)
    ledger = felt.ledger.model_copy(update=_noted(moment, brief))
    return Listened(inner=felt.model_copy(update={"ledger": ledger}), heard=heard, brief=brief)


def _signals(persona: Persona, inner: Inner, heard: Heard, asked: Asked, settled: Settled) -> Signals:
    """Prying, pressing and leaving in peace, seen from the state before the turn."""
    declined = inner.ledger.declined
    peace = declined is not None and heard.has(M.ACCEPTS_DECLINE)
    same = declined in asked.facts or declined in _threads_of(persona, asked) or settled.declined == declined
    pressed = declined is not None and not peace and (heard.has(M.PRESSES) or (inner.ledger.declined_openly and same))
    locked = [name for name in asked.facts if not opens(persona, inner, persona.fact(name))]
    low = mood(persona, inner.affect.trust).value == "guarded"
    pried = low and bool(locked) and len(locked) == len(asked.facts) and not settled.met
    return Signals(pried=pried, pressed=pressed, peace=peace)


def _threads_of(persona: Persona, asked: Asked) -> set[str | None]:
    return {persona.fact(name).thread for name in asked.facts if persona.fact(name).kind is FactKind.PERSONAL} - {None}


def _noted(moment: Moment, brief: Brief) -> dict[str, Any]:
    """The ledger's changes that do not wait for the release: what was heard, and what was put into the brief."""
    ledger, heard, allowed = moment.inner.ledger, moment.heard, moment.allowed
    now = ledger.turns
    covers = [say for say in brief.says if say.role in ("cover", "decline")]
    facts = dict(ledger.facts)
    for name in allowed.tell:
        if facts.get(name) is not FactState.TOLD:
            facts[name] = FactState.ALLOWED
    earned = dict(ledger.earned)
    for name in groups(heard):
        earned[name] = earned.get(name, 0) + 1
    phrases = dict(ledger.phrases)
    for mark in heard.prints:
        phrases[mark] = phrases.get(mark, 0) + 1
    used = dict(ledger.used)
    for say in brief.says:
        if say.id != "repeat":
            used[fingerprint(say.lines[0].text)] = now
    covered = dict(ledger.covered)
    for name in allowed.cover:
        covered[name] = covered.get(name, 0) + 1
    more_used = dict(ledger.more_used)
    if allowed.more is not None:
        more_used[allowed.more] = more_used.get(allowed.more, 0) + 1
    declined = next((say.id for say in covers), None)
    pressed_on = ledger.declined if moment.pressed else None
    settled_question = ledger.put in heard.settles or heard.has(M.ANSWERS)
    return {
        "facts": facts,
        "earned": earned,
        "settled": tuple(dict.fromkeys([*ledger.settled, *heard.settles])),
        "phrases": dict(list(phrases.items())[-60:]),
        "used": used,
        "covered": covered,
        "more_used": more_used,
        "declined": declined or pressed_on,
        "declined_openly": any(say.role == "decline" for say in covers) or pressed_on is not None,
        "pending": allowed.pending,
        "volunteered": ledger.volunteered + allowed.volunteered,
        "safety_asked": ledger.safety_asked + (moment.asked.safety is not None),
        "safety_half_denied": ledger.safety_half_denied or any(s.role == "half_denial" for s in brief.says),
        "stock": ledger.stock + heard.has(M.STOCK_PHRASE),
        "told_feelings": (*ledger.told_feelings, now)[-RULE.over_turns :]
        if heard.puts_feelings
        else ledger.told_feelings,
        "concern": ledger.concern + heard.has(M.SHOWS_CONCERN, M.STOCK_PHRASE),
        "quiet": ledger.quiet + 1 if heard.act is Act.QUIET else 0,
        "greeted": ledger.greeted or heard.has(M.GREETS) or now > 1,
        "given": tuple(dict.fromkeys([*ledger.given, *heard.given])),
        "cues": _cues(moment, brief),
        "closed": ledger.closed or heard.has(M.CLOSES),
        "put": None if settled_question else ledger.put,
        "last_seen": now if brief.seen else ledger.last_seen,
    }


def _cues(moment: Moment, brief: Brief) -> tuple[str, ...]:
    named = {cue.id for cue in moment.persona.time_cues}
    return (*moment.before.ledger.cues, *(say.id for say in brief.says if say.id in named))


def _told_in(persona: Persona, ledger: Ledger, text: str, brief: Brief | None = None) -> list[str]:
    """Facts not told before of which a sign stands in the words.

    A fact of the brief is looked for in all of the words. Any other is looked for only in what a voice added of its
    own: an everyday wording that happens to hold a sign tells nothing. Clinical facts outside the brief are left out,
    since their signs are ordinary words.
    """
    words = language(persona)
    roles = ("tell", "again", "answer_safety")
    given = {s.id for s in brief.says if s.role in roles} if brief else {fact.id for fact in persona.facts}
    added = text
    for say in brief.says if brief else ():
        for line in say.lines:
            added = added.replace(line.text, " . ")
    return [
        fact.id
        for fact in persona.facts
        if ledger.facts.get(fact.id) is not FactState.TOLD
        and (fact.id in given or fact.kind is not FactKind.CLINICAL)
        and any(words.mentions(text if fact.id in given else added, sign) for sign in fact.signs)
    ]


def settle_release(
    persona: Persona, inner: Inner, brief: Brief, text: str, seen: str | None, *, flagged: bool
) -> Released:
    """What the released words told and showed, by the authored signs; and the inner state after it.

    `inner` is the state that `listen` made with this brief. `flagged` (cut short by the guard) leaves affect and
    threads as they are: such a reply gives no opportunity, and only what its words really contain counts as told.
    """
    words = language(persona)
    ledger, now = inner.ledger, inner.ledger.turns
    told = _told_in(persona, ledger, text, brief)
    facts = {**ledger.facts, **dict.fromkeys(told, FactState.TOLD)}
    repeated = [say.id for say in brief.says if say.role in ("tell", "again", "answer_safety")]
    spoken = [name for name in dict.fromkeys([*told, *repeated]) if facts.get(name) is FactState.TOLD]
    shown = [name for name in told if persona.fact(name).shows.value != "none"]
    changes: dict[str, Any] = {"facts": facts, "spoken": tuple(spoken)}
    if spoken:
        changes["last_told"] = spoken[-1]
    if any(persona.fact(name).kind is FactKind.PERSONAL for name in spoken):
        changes["personal_at"] = now
    if flagged:
        return Released(inner=_with(inner, changes), told=tuple(told), shown=())
    threads, hints = dict(inner.threads), dict(ledger.hints)
    raised = [say.id for say in brief.says if say.role == "hint"]
    for thread in persona.threads:
        for rung, hint in enumerate(thread.hints):
            if hint.id not in raised:
                continue
            state = threads[thread.id]
            update: dict[str, Any] = {"raised": now, "tried": state.tried + 1}
            in_words = not hint.signs or any(words.mentions(text, sign) for sign in hint.signs)
            to_the_eye = seen is not None and any(line.seen == seen for line in hint.lines)
            if in_words or to_the_eye:
                hints[hint.id] = now
                shown.append(hint.id)
            # A voice that puts it in words without any sign is not asked for it a third time: the talk goes on.
            if hint.id in hints or update["tried"] > 1:
                update |= {"stand": Stand.OPEN, "rung": rung + 1, "tried": 0}
            threads[thread.id] = state.model_copy(update=update)
    changes |= {"hints": hints, "last_thread": _last_thread(persona, brief, told, shown)}
    questions = [say.id for say in brief.says if say.role == "ask"]
    if questions and text:
        counts = {**ledger.questions, questions[0]: ledger.questions.get(questions[0], 0) + 1}
        changes |= {"questions": counts, "put": questions[0], "put_at": now}
    changes["improvised"] = remembered(ledger.improvised, brief.says, text)
    return Released(inner=_with(inner, changes, threads), told=tuple(told), shown=tuple(shown))


def _with(inner: Inner, changes: dict[str, Any], threads: dict[str, ThreadState] | None = None) -> Inner:
    ledger = inner.ledger.model_copy(update=changes)
    return inner.model_copy(update={"ledger": ledger, "threads": inner.threads if threads is None else threads})


def _last_thread(persona: Persona, brief: Brief, told: list[str], shown: list[str]) -> str | None:
    """The thread this reply was about: of the hint shown, else the one met, else of a personal fact told."""
    for thread in persona.threads:
        if any(hint.id in shown for hint in thread.hints):
            return thread.id
    met = next((say.id for say in brief.says if say.role in ("met", "decline")), None)
    if met is not None:
        return met
    for name in told:
        fact = persona.fact(name)
        if fact.kind is FactKind.PERSONAL and fact.thread is not None:
            return fact.thread
    return None
