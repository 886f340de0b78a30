"""Settling the open concerns: met, partly, passed, declined; and which hint is due."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.codes import Emotion
from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.inner import Heard, HeardMove, Inner, Ledger, Stand, ThreadState
from simulator.patient.kin import akin
from simulator.patient.rules import EARNS, GENERAL, RULE
from simulator.persona import Hint, Persona, Thread
from simulator.transcript import Act

_SURE = frozenset({M.NAMES_FEELING, M.EXPLORES_FEELING, M.INVITES, M.VALIDATES, M.REFLECTS})
_PERHAPS = frozenset({M.SHOWS_CONCERN, M.SUPPORTS, M.RESPECTS, M.STOCK_PHRASE, M.NAMES_FEELING_WRONGLY})
_ASKS = frozenset({M.EXPLORES_FEELING, M.INVITES})
_NAMES = frozenset({M.NAMES_FEELING, M.REFLECTS, M.VALIDATES, M.EXPLORES_FEELING, M.SHOWS_CONCERN})
_USEFUL = frozenset({M.ANSWERS, M.INFORMS, M.SOLVES, M.PLANS})
_UNDOES = frozenset({M.REASSURES_EARLY, M.MINIMISES, M.ARGUES, M.JUDGES})
"""What takes back, in the same breath, the kind word beside it."""
_BUSINESS = (M.PLANS, M.SOLVES, M.SETS_LIMIT, M.SIGNPOSTS, M.JARGON)
_TELLS = frozenset({M.INFORMS, M.ANSWERS, M.SETS_LIMIT, M.ARGUES, M.ADVISES, M.ADVISES_UNASKED, M.MINIMISES})
_EVERYDAY = frozenset({Emotion.WORRY, Emotion.DISTRESS})
"""Feelings that clinicians name in passing ("any concerns?"): asking after them in general takes up no one concern."""
_WAITS = frozenset(
    {
        *(M.QUIET, M.BACK_CHANNEL, M.POSTPONES, M.ASKS_SAFETY, M.ASKS_SAFETY_LEADING, M.GREETS, M.OTHER),
        *(M.SIGNPOSTS, M.APOLOGISES, M.ACCEPTS_DECLINE),
    }
)
"""Moves after which the patient still waits: a turn of nothing else passes nothing over."""
_OPEN = (Stand.OPEN, Stand.PARTLY, Stand.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the learner's turn did to the threads."""

    threads: dict[str, ThreadState]
    met: tuple[str, ...] = ()
    """Threads met in this turn, the one raised last first."""
    returned: bool = False
    """One of them had been passed over before: coming back repairs."""
    partly: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    declined: str | None = None
    """A thread the patient now declines to talk about."""
    costs: tuple[float, ...] = field(default=())
    """What passing over costs, one number a thread passed."""


def weight(persona: Persona, kind: M) -> float:
    """What one kind of move means to this person: the best pairing of what it is with their ways in."""
    return max((share * persona.ways_in.get(way, 0.0) for way, share in EARNS.get(kind, {}).items()), default=0.0)


def too_much_named(heard: Heard, ledger: Ledger) -> bool:
    """True when feelings are put into words for the patient again, after it was done in most of the last turns."""
    since = ledger.turns + 1 - RULE.over_turns
    return heard.puts_feelings and sum(turn > since for turn in ledger.told_feelings) + 1 >= RULE.over_named


def is_about(thread: Thread, heard: Heard) -> bool:
    """True when the turn is plainly about this concern: its own phrases, or one of its topics asked about."""
    return thread.id in heard.touched or not set(thread.about).isdisjoint(heard.asked)


def settle(persona: Persona, inner: Inner, heard: Heard, *, plain: bool = False) -> Settled:
    """Settle every thread by the learner's turn. `inner` is the state before it; nothing changes if unsure.

    `plain` says that a clinical fact answers what was asked: such a question is never declined.
    """
    if heard.unsure or heard.repeat:
        return Settled(threads=inner.threads)
    threads = dict(inner.threads)
    met: list[str] = []
    partly: list[str] = []
    passed: list[str] = []
    costs: list[float] = []
    declined: str | None = None
    returned = False
    for thread in persona.threads:
        state = threads[thread.id]
        outcome = _outcome(persona, inner, heard, thread, state, plain=plain)
        if outcome is Stand.MET:
            late = state.passed > 0 or state.stand is Stand.DECLINED
            returned = returned or (late and state.met == 0)
            stand = Stand.MET_LATER if late and state.stand is not Stand.MET else Stand.MET
            threads[thread.id] = state.model_copy(update={"stand": stand, "met": state.met + 1})
            met.append(thread.id)
        elif outcome is Stand.PARTLY:
            if state.met == 0:
                threads[thread.id] = state.model_copy(update={"stand": Stand.PARTLY})
            partly.append(thread.id)
        elif outcome is Stand.DECLINED:
            threads[thread.id] = state.model_copy(update={"stand": Stand.DECLINED})
            declined = declined or thread.id
        elif outcome is None and state.raised == inner.ledger.turns > 0 and _waits(heard) and state.stand in _OPEN:
            # A nod or a silence leaves the hint the last thing said: what comes next answers it.
            threads[thread.id] = state.model_copy(update={"raised": state.raised + 1})
        elif outcome is Stand.PASSED:
            threads[thread.id] = _pass_over(thread, state)
            passed.append(thread.id)
            costs.append(_cost(thread, state.passed + 1))
    met.sort(key=lambda name: name != inner.ledger.last_thread)
    return Settled(
        threads=threads,
        met=tuple(met),
        returned=returned,
        partly=tuple(partly),
        passed=tuple(passed),
        declined=declined,
        costs=tuple(costs),
    )


def _waits(heard: Heard) -> bool:
    return heard.act is not Act.SAY or (heard.kinds <= _WAITS and not heard.has(M.POSTPONES))


def _pass_over(thread: Thread, state: ThreadState) -> ThreadState:
    silent = state.rung >= len(thread.hints)
    return state.model_copy(update={"stand": Stand.SILENT if silent else Stand.PASSED, "passed": state.passed + 1})


def _cost(thread: Thread, times: int) -> float:
    if akin(thread.emotion, Emotion.JOY):
        return RULE.joy_passed
    if times < 2:
        return 0.0
    return RULE.second_pass if times == 2 else RULE.later_pass


def _outcome(
    persona: Persona, inner: Inner, heard: Heard, thread: Thread, state: ThreadState, *, plain: bool
) -> Stand | None:
    """What the turn does to one thread; None leaves it as it is."""
    ledger = inner.ledger
    # Raised in the very last reply, so that this turn is the answer to it.
    just = state.raised > 0 and state.raised == ledger.turns and state.stand in _OPEN
    near = just or ledger.last_thread == thread.id
    about = is_about(thread, heard)
    felt = state.raised > 0 and any(akin(emotion, thread.emotion) for emotion in heard.named)
    # Named from afar a feeling takes up its concern, but not one that is named in passing, nor a glad one: "you seem
    # cheerful" is not about pride in one's work.
    general = akin(thread.emotion, Emotion.JOY) or set(heard.named) <= _EVERYDAY
    felt = felt and (near or about or not general)
    if ledger.declined == thread.id and heard.has(M.ACCEPTS_DECLINE):
        return Stand.MET
    if not (near or about or felt):
        return None
    if about and not near and _declines(persona, inner, heard, thread, state, plain=plain):
        return Stand.DECLINED
    shut = ledger.declined == thread.id and ledger.declined_openly
    askable = (near or state.raised > 0 or state.met > 0) and not shut
    moves = _meeting(persona, ledger, heard, thread, askable, about=about, near=near, felt=felt, plain=plain)
    if moves:
        # "Have you felt down, and have you thoughts of suicide?" is a screen: asked of everybody, it meets nobody.
        screen = heard.has(M.ASKS_SAFETY, M.ASKS_SAFETY_LEADING) and {move.kind for move in moves} <= {
            *_ASKS,
            M.NAMES_FEELING,
        }
        undone = screen or heard.has(*_UNDOES)
        return Stand.PARTLY if undone or _moved_on(persona, heard, thread, moves, about=about) else Stand.MET
    if _touches(heard, about=about, near=near):
        return Stand.PARTLY if state.stand in _OPEN else None
    if not just or heard.kinds <= _WAITS or heard.act is not Act.SAY or heard.has(M.POSTPONES):
        return None
    if about or (heard.has(M.SETS_LIMIT) and heard.reason) or (ledger.put and heard.has(M.ANSWERS)):
        return None
    return Stand.PASSED


def _declines(persona: Persona, inner: Inner, heard: Heard, thread: Thread, state: ThreadState, *, plain: bool) -> bool:
    """Asked about it with nothing kind said, while trust is low: the patient would rather not."""
    low = inner.affect.trust < persona.affect.guarded_below
    bare = not heard.has(*(_SURE - _ASKS), *_PERHAPS)
    raised = state.stand is not Stand.RESTING and state.met == 0
    return low and bare and raised and not plain and bool(heard.questions) and bool(thread.when_declined)


def _meeting(
    persona: Persona,
    ledger: Ledger,
    heard: Heard,
    thread: Thread,
    askable: bool,
    *,
    about: bool,
    near: bool,
    felt: bool,
    plain: bool,
) -> list[HeardMove]:
    """The moves that meet the thread, in order.

    `askable` says that asking can meet it: asking about what was never raised only invites it, and asking about what
    was just declined presses. `plain` says that a clinical fact answers what is asked, so that asking it takes up the
    fact and not the concern. What is useful meets a concern only where it speaks of it: to be asked about it in the
    course of a list is not to be told anything.
    """
    touched = thread.id in heard.touched
    about = touched or (about and not plain)
    asks_it = about and askable and _asks_only(heard, thread)

    def meets(kind: M) -> bool:
        if kind in _ASKS and heard.named and not felt and not about:
            return False  # "are you depressed?" explores another feeling
        if kind in _ASKS:
            elsewhere = any(persona.fact(name).thread not in (None, thread.id) for name in heard.facts)
            here = near and not (plain or elsewhere or set(heard.asked) - subjects.FEELINGS - set(thread.about))
            return askable and (here or about or felt)
        if kind in heard.worn or (kind in heard.general and general >= RULE.general_words):
            return False
        if over and kind in _NAMES:
            return False  # named at every turn, a feeling is no longer heard
        if kind is M.NAMES_FEELING and len(heard.named) > 2:
            return False  # a list of feelings names none
        if kind is M.NAMES_FEELING:
            return felt or not heard.named or any(akin(emotion, thread.emotion) for emotion in heard.named)
        if kind in _SURE:
            return near or about or felt
        if kind is M.OPEN_QUESTION:
            return asks_it or (near and askable and heard.follows and not heard.asked and not heard.facts)
        means_much = weight(persona, kind) >= RULE.met_at
        if kind in _PERHAPS and kind is not M.NAMES_FEELING_WRONGLY:
            return means_much and (about or felt or near)
        spoken_of = thread.id in heard.spoken_of and askable
        if kind in _USEFUL and spoken_of:
            return weight(persona, kind) >= RULE.useful_at
        return means_much and kind is M.QUIET and near

    general = ledger.earned.get(GENERAL, 0)
    over = too_much_named(heard, ledger)
    return [move for move in heard.moves if meets(move.kind)]


def _asks_only(heard: Heard, thread: Thread) -> bool:
    """True when what the turn asks about is this concern and nothing beside it."""
    return set(heard.asked) <= {*thread.about, *subjects.FEELINGS}


def _touches(heard: Heard, *, about: bool, near: bool) -> bool:
    """Acknowledged, but no more than that."""
    if heard.stale:
        return False
    return (near and heard.has(*_PERHAPS)) or (about and heard.has(M.EXPLORES_FACT, *_USEFUL, *_PERHAPS))


def _moved_on(persona: Persona, heard: Heard, thread: Thread, moves: list[HeardMove], *, about: bool) -> bool:
    """True when, after the first meeting move, the turn goes on to something else and does not come back.

    An invitation that refers to nothing, amid other business or talked over at length, left no room either.
    """
    last = moves[-1].end
    asked = heard.has(M.OPEN_QUESTION, M.EXPLORES_FEELING) or heard.follows
    if not (about or asked) and {move.kind for move in moves} <= _ASKS:
        told = sum(move.end - move.start for move in heard.moves if move.kind in _TELLS and move.start >= last)
        if told > 2 * (last - moves[0].start) or heard.has(*_BUSINESS):
            return True
    own = set(thread.about)
    for fact in persona.facts:
        if fact.thread == thread.id:
            own.update(fact.about)
    if any(m.kind is M.CHANGES_SUBJECT and m.start >= moves[0].start for m in heard.moves):
        return True
    return any(topic.asked and topic.start >= last and topic.id not in own for topic in heard.topics)


def due_hint(
    persona: Persona, inner: Inner, heard: Heard, telling: tuple[str, ...], *, invited: bool, room: bool
) -> tuple[Thread, Hint] | None:
    """The one hint due in this reply, or None.

    `inner` holds the settled threads and the new turn count; `telling` are the facts told in this reply; `invited`
    means that the learner asked after feelings or concerns, which shortens the wait; `room` that no plain question is
    being answered beside which it would sound out of place.
    """
    now = inner.ledger.turns
    lately = max((state.raised for state in inner.threads.values()), default=0)
    rested = lately == 0 or now - lately >= RULE.hint_gap
    best: tuple[tuple[bool, int, int], Thread, Hint] | None = None
    for order, thread in enumerate(persona.threads):
        state = inner.threads[thread.id]
        if state.stand not in (*_OPEN, Stand.RESTING) or state.rung >= len(thread.hints):
            continue
        hint = thread.hints[state.rung]
        wanted = state.stand is Stand.RESTING and bool(heard.questions) and is_about(thread, heard)
        called = wanted or (bool(hint.due.on) and not {*heard.asked, *telling}.isdisjoint(hint.due.on))
        asked_for = wanted or (invited and (called or not hint.due.on))
        if (hint.due.on and not called) or state.passed + (state.stand is Stand.PARTLY) < hint.due.after_passed:
            continue
        if hint.due.turn > now and not asked_for:
            continue
        if any(persona.fact(name).thread == thread.id and name not in hint.due.on for name in telling):
            continue  # what is told is plainer than the hint
        if not (rested or asked_for) or not _rested(state, now):
            continue
        beside = room or called or asked_for or any(persona.fact(name).thread == thread.id for name in telling)
        if not beside and (now < RULE.hint_from or (lately and now - lately < RULE.hint_apart)):
            continue
        rank = (not called, state.raised, order)
        if best is None or rank < best[0]:
            best = (rank, thread, hint)
    return None if best is None else (best[1], best[2])


def _rested(state: ThreadState, now: int) -> bool:
    """A concern just raised, and still waiting, is not raised again at once; a passed one may be."""
    if state.stand is Stand.RESTING or state.stand is Stand.PASSED:
        return True
    return now - state.raised > RULE.hint_gap
