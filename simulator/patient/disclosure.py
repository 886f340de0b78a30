"""What the patient tells: which facts asked for are allowed, what comes beside them, and what is said instead."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.asking import Asked
from simulator.patient.inner import FactState, Heard, Inner
from simulator.patient.rules import KIND, RULE
from simulator.patient.unasked import comes_of_itself, leads_on, opens, state_of
from simulator.persona import FactKind, Persona
from simulator.transcript import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the reply may contain of facts."""

    more: str | None = None
    """A fact already told of which a little more is told."""

    tell: tuple[str, ...] = ()
    """Facts to tell now."""
    again: tuple[str, ...] = ()
    """Facts asked for that were told already."""
    cover: tuple[str, ...] = ()
    """Locked facts that were asked for: their cover, or a plain decline."""
    pending: tuple[str, ...] = ()
    """Left over for the next reply."""
    volunteered: int = 0
    """How many of `tell` answer an open question without a topic."""
    unknown: tuple[str, ...] = field(default=())


def allow(persona: Persona, inner: Inner, heard: Heard, asked: Asked, met: tuple[str, ...], *, gained: bool) -> Allowed:
    """What the reply tells, tells again, or covers. `inner` is the state after the turn was felt.

    `met` are the threads met in this turn; `gained` says that the turn earned trust.
    """
    tell: list[str] = []
    again: list[str] = []
    locked: list[str] = []
    for name in asked.facts:
        fact = persona.fact(name)
        if state_of(inner, name) is FactState.TOLD:
            again.append(name)
        elif opens(persona, inner, fact):
            tell.append(name)
        else:
            locked.append(name)
    carried = [n for n in inner.ledger.pending if state_of(inner, n) is not FactState.TOLD and n not in tell]
    if asked.safety is not None:
        return _beside_safety(persona, tell, carried)
    in_passing = [name for name in tell if _incidental(persona, name)]
    tell = [name for name in tell if name not in in_passing]
    # Locked facts that share their topic with something that can be told are passed by in silence, since the
    # question is answered; and a concern met in this turn is answered by what meeting it brings.
    cover = () if tell or again or met else tuple(locked[:1])
    own = {persona.fact(name).thread for name in locked}
    if tell:
        again = []
    asks_more = bool(tell)
    # Something personal comes of itself into a silence or after a kind word, not on top of several answers.
    room = not tell or (len(tell) == 1 and not heard.stale and heard.has(*KIND))
    if room and not any(persona.fact(name).kind is FactKind.PERSONAL for name in tell):
        personal = comes_of_itself(persona, inner, heard, met, gained=gained)
        if personal is not None and (not locked or persona.fact(personal).thread in own):
            tell.append(personal)
    if personal_beside := leads_on(persona, inner, heard, tell):
        tell.append(personal_beside)
    volunteered: tuple[str, ...] = ()
    more = _more(persona, inner, heard, asked, met)
    if more is None and not tell:  # what was just told and is asked after again is told more of
        more = next((n for n in again if n in inner.ledger.spoken and _left(persona, inner, n)), None)
    if more is not None and asked.facts:
        tell, again, cover = [], [], ()
    elif tell or again or cover:
        more = None
    if more is None and wants_story(inner, heard, asked) and not tell and not met:
        volunteered = _story(persona, inner)
        tell += volunteered
    if not (again or cover):
        tell += in_passing
    most = RULE.answers if heard.questions > 1 or len(heard.asked) > RULE.list_from else RULE.answers_one
    now, later = tell[:most], tell[most:] if most == RULE.answers else []
    idle = heard.act is Act.SAY and heard.kinds <= _IDLE and not met
    if asks_more or (idle and not (tell or again or cover)):
        now, carried = [*now, *carried[: RULE.carried]], carried[RULE.carried :]
        room_left = max(0, RULE.answers - len(now))
        now, carried = [*now, *carried[:room_left]], carried[room_left:]
    return Allowed(
        tell=tuple(now),
        again=tuple(again[:2]) if not now else (),
        cover=cover,
        pending=(*later, *carried),
        volunteered=len(volunteered),
        more=more,
        unknown=asked.unknown if not (now or again or cover) else (),
    )


_IDLE = frozenset({M.BACK_CHANNEL, M.OTHER, M.POSTPONES, M.GREETS, M.THANKS, M.STOCK_PHRASE})
"""Moves that leave room to go back to answers left over from a list; a new list of questions does too."""


def _beside_safety(persona: Persona, tell: list[str], carried: list[str]) -> Allowed:
    """Asked about risk among other things: the plain answers to the others too, and nothing personal beside it."""
    plain = [name for name in tell if persona.fact(name).kind is FactKind.CLINICAL and not _incidental(persona, name)]
    most = RULE.answers - 1
    return Allowed(tell=tuple(plain[:most]), pending=(*plain[most:], *carried))


def _incidental(persona: Persona, name: str) -> bool:
    about = set(persona.fact(name).about)
    return bool(about) and about <= subjects.INCIDENTAL


def _more(persona: Persona, inner: Inner, heard: Heard, asked: Asked, met: tuple[str, ...]) -> str | None:
    """The fact told last, when more of it is asked for and there is more."""
    last = inner.ledger.last_told
    if last is None or not subjects.OPENING.isdisjoint(heard.asked) or heard.has(M.CLOSES):
        return None
    if asked.facts:  # "when did those thoughts start?" belongs to what was just told
        deep = persona.fact(last).kind is not FactKind.CLINICAL and heard.follows
        if not (deep and heard.asked and set(heard.asked) <= subjects.DETAILS and not heard.facts):
            return None
    follows = (
        bool(asked.facts)
        or heard.has(M.INVITES)
        or (heard.has(M.BACK_CHANNEL) and heard.words <= RULE.nod_words)
        or (not met and heard.follows and heard.has(M.OPEN_QUESTION))
    )
    if not follows or asked.safety is not None or not set(heard.asked) <= _FOLLOW_UPS:
        return None
    return last if _left(persona, inner, last) else None


def _left(persona: Persona, inner: Inner, name: str) -> bool:
    """True when there is more of it to tell."""
    return inner.ledger.more_used.get(name, 0) < len(persona.fact(name).more)


_FOLLOW_UPS = subjects.DETAILS | subjects.FEELINGS | subjects.ANYTHING_ELSE


def wants_story(inner: Inner, heard: Heard, asked: Asked) -> bool:
    """An open question or invitation that names no topic the case could answer directly."""
    if heard.has(M.CLOSES, M.ACCEPTS_DECLINE) or asked.safety is not None or asked.facts:
        return False
    if not subjects.OPENING.isdisjoint(heard.asked):
        return True
    general = inner.ledger.last_told is None and set(heard.asked) <= subjects.ANYTHING_ELSE | subjects.DETAILS
    return general and heard.has(M.INVITES) and (heard.follows or heard.words <= 3)


def _story(persona: Persona, inner: Inner) -> tuple[str, ...]:
    """The next presenting facts: two at first where the patient is not guarded, then one at a time."""
    room = RULE.story - inner.ledger.volunteered
    if room <= 0:
        return ()
    first = inner.ledger.volunteered == 0 and inner.affect.trust >= persona.affect.guarded_below
    first_listed = [fact for fact in persona.facts if fact.kind is FactKind.CLINICAL][: RULE.story + 2]
    clinical = [persona.fact(name) for name in persona.volunteers] or first_listed
    ready = [fact.id for fact in clinical if state_of(inner, fact.id) is not FactState.TOLD]
    return tuple(ready[: min(room, 2 if first else 1)])
