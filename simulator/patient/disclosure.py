"""What the patient tells: which facts are asked for, which of them are allowed, and what is said instead."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.inner import FactState, Heard, HeardTopic, Inner
from simulator.patient.rules import KIND, MEETS, RULE
from simulator.patient.threads import weight
from simulator.persona import Fact, FactKind, Persona
from simulator.transcript import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the learner's turn asks for, as ids in the order asked."""

    facts: tuple[str, ...] = ()
    """Facts asked for, whatever their state."""
    unknown: tuple[str, ...] = ()
    """Topics asked about that the case holds nothing of."""
    safety: str | None = None
    """plain | leading | None: whether risk was asked about, and how."""


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


def state_of(inner: Inner, fact: str) -> FactState:
    """Locked, allowed or told."""
    return inner.ledger.facts.get(fact, FactState.LOCKED)


def asked_for(persona: Persona, heard: Heard, spoken: tuple[str, ...] = ()) -> Asked:
    """Which facts and unknown topics the turn asks for; `spoken` are the facts of the reply it may follow up."""
    safety = _safety(heard)
    wanted: list[str] = []
    unknown: list[str] = []
    held = {topic for thread in persona.threads for topic in thread.about}
    for start, end in heard.sentences:
        topics = [
            topic
            for topic in heard.topics
            if topic.asked and not topic.taken and start <= topic.start < end and topic.id not in subjects.SAFETY
        ]
        topics = [
            topic for topic in topics if not _shadowed(topic, topics) and topic.start < _risk_at(heard, start, end)
        ]
        found = _meant(persona, heard, start, end, topics, spoken if _follows_up(heard) else ())
        if safety is not None:
            found = [name for name in found if _screened(persona, name, topics)]
        if not found:
            unknown += [topic.id for topic in topics if topic.id not in held]
        wanted += found
    wanted = _of_the_family(persona, heard, wanted)
    if safety is not None:
        wanted = [fact for fact in wanted if fact != persona.safety.answer]
    return Asked(
        facts=tuple(dict.fromkeys(wanted)),
        unknown=tuple(dict.fromkeys(unknown)) if not heard.facts else (),
        safety=safety,
    )


def _follows_up(heard: Heard) -> bool:
    """True for a short question that leans on what was just said: "and how many is that?", "since when?"."""
    return heard.questions <= 1 and heard.words <= RULE.follow_words


def _meant(
    persona: Persona, heard: Heard, start: int, end: int, topics: list[HeardTopic], before: tuple[str, ...]
) -> list[str]:
    """The facts a sentence asks for, its meaning weighed beside its words.

    Each part of it asks for one thing, the likeliest, unless others are as likely; a list asks for all it names.
    Where there are no vectors the words alone decide.
    """
    own = [name for name, at in zip(heard.facts, heard.facts_at, strict=True) if at == start]
    places = sorted({one.start for one in heard.likely if start <= one.start < end})
    if not places:
        return own + _in_sentence(persona, topics, heard)
    chosen: list[str] = []
    for place, after in zip(places, [*places[1:], end], strict=True):
        near = [one for one in heard.likely if one.start == place]
        here = [topic for topic in topics if place <= topic.start < after]
        likeness = {one.fact: one.likeness for one in near if one.fact is not None}
        mine = [name for name in own if len(places) == 1 or _belongs(heard, name, place, places)]
        words = _in_sentence(persona, here, heard)
        firm = _firm(persona, here)
        if len({topic.id for topic in here}) > RULE.list_from:
            chosen += [*mine, *words]
            continue
        score = {
            name: likeness.get(name, RULE.likely_floor)
            + RULE.likely_own * (name in mine)
            + RULE.likely_firm * (name in words and name in firm)
            + RULE.likely_word * (name in words and name not in firm)
            + RULE.likely_follow * (name in before)
            for name in {*likeness, *mine, *words, *before}
        }
        if not score:
            continue
        order = sorted(score, key=lambda name: (-score[name], name))
        best = score[order[0]]
        nothing = max((one.likeness for one in near if one.topic is not None), default=0.0)
        if best < RULE.likely_least or (nothing > best + RULE.likely_margin and order[0] not in mine):
            continue
        close = [name for name in order[1:] if score[name] >= best - RULE.likely_close and name in {*mine, *words}]
        chosen += [order[0], *close]
    return list(dict.fromkeys(chosen))


def _belongs(heard: Heard, name: str, place: int, places: list[int]) -> bool:
    """True for the part of a sentence to which a fact asked for in its own phrase is likest."""
    by_part = {one.start: one.likeness for one in heard.likely if one.fact == name and one.start in places}
    return place == max(places, key=lambda each: by_part.get(each, 0.0))


def _firm(persona: Persona, topics: list[HeardTopic]) -> frozenset[str]:
    """Facts that are about one of these topics first of all, and not by a general word ("at night")."""
    named = {topic.id for topic in topics} - subjects.GENERAL
    return frozenset(fact.id for fact in persona.facts if fact.about and fact.about[0] in named)


_SCREENED = subjects.FEELINGS | {"sleep", "appetite", "energy", "concentration", "support", "alcohol", "drugs"}


def _screened(persona: Persona, name: str, topics: list[HeardTopic]) -> bool:
    """True for what is asked in plain words beside risk ("low mood, poor sleep, any thoughts of self-harm").

    Other words of such a question only lead up to it ("when the pain got so bad that ...").
    """
    named = {topic.id for topic in topics} & _SCREENED
    return not named.isdisjoint(persona.fact(name).about)


def _risk_at(heard: Heard, start: int, end: int) -> int:
    """Where in a sentence risk is asked about; its end if it is not.

    What is listed before that is asked about too ("low mood, poor sleep, any thoughts of self-harm"); what follows are
    the words of that question ("that you'd go to sleep and not wake").
    """
    topics = [t.start for t in heard.topics if t.asked and t.id in subjects.SAFETY and start <= t.start < end]
    moves = [
        m.start for m in heard.moves if m.kind in (M.ASKS_SAFETY, M.ASKS_SAFETY_LEADING) and start <= m.start < end
    ]
    return min(topics or moves or [end])


def _of_the_family(persona: Persona, heard: Heard, wanted: list[str]) -> list[str]:
    """An illness asked about "in the family" is not asked about in the patient."""
    if "family_history" not in heard.asked or heard.questions > 1:
        return wanted
    family = [name for name in wanted if "family_history" in persona.fact(name).about]
    return family or wanted


def _safety(heard: Heard) -> str | None:
    topics = [t for t in heard.topics if t.asked and t.id in subjects.SAFETY]
    if heard.has(M.ASKS_SAFETY):
        return "plain"
    if heard.has(M.ASKS_SAFETY_LEADING):
        return "leading"
    if topics:
        return "leading" if any(topic.leading for topic in topics) else "plain"
    return None


def _shadowed(topic: HeardTopic, topics: list[HeardTopic]) -> bool:
    """True for a general topic whose words are shared with a plainer one.

    "Tablets" in "taking your tablets", "any pain" in "any chest pain".
    """
    return topic.id in subjects.GENERAL and any(
        other.id not in subjects.GENERAL and other.start < topic.end and topic.start < other.end for other in topics
    )


def _in_sentence(persona: Persona, topics: list[HeardTopic], heard: Heard) -> list[str]:
    """Facts asked for in one sentence: for each topic those to which it is most specific.

    A detail ("how long") belongs to the thing the same sentence names ("have you smoked"), and a topic that is only
    a general one of some fact is left to the fact that has it more specifically.
    """
    named = tuple(dict.fromkeys(topic.id for topic in topics))
    firm = {fact.id for fact in persona.facts if fact.about and fact.about[0] in named}
    things = {fact.id for fact in persona.facts if fact.about and fact.about[0] in set(named) - subjects.DETAILS}
    found: list[str] = []
    for topic in named:
        holding = [fact for fact in persona.facts if topic in fact.about]
        if not holding:
            continue
        nearest = min(fact.about.index(topic) for fact in holding)
        near = [fact for fact in holding if fact.about.index(topic) == nearest]
        if topic in subjects.DETAILS and things:
            both = [fact for fact in holding if fact.id in things or _names_another(fact, topic, named)]
            near = both
        elif nearest > 0 and any(fact.id in firm for fact in holding):
            near = [fact for fact in holding if fact.id in firm]
        elif nearest > 0 and (firm or heard.facts):
            near = []
        found += [fact.id for fact in near]
    return list(dict.fromkeys(found))


def _names_another(fact: Fact, topic: str, named: tuple[str, ...]) -> bool:
    return any(other in fact.about for other in named if other != topic)


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
        personal = _comes_of_itself(persona, inner, heard, met, gained=gained)
        if personal is not None and (not locked or persona.fact(personal).thread in own):
            tell.append(personal)
    if personal_beside := _leads_on(persona, inner, heard, tell):
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
    now, later = tell[: RULE.answers], tell[RULE.answers :]
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


_TAKES_UP = MEETS - {M.OPEN_QUESTION} | {M.ACCEPTS_DECLINE, M.QUIET, M.APOLOGISES}
"""Moves that may have earned the trust in which something comes of itself: not a mere "ok"."""
_USEFUL = frozenset({M.ANSWERS, M.INFORMS, M.SOLVES, M.PLANS, M.SIGNPOSTS})
_BUSINESS = (M.PLANS, M.SOLVES, M.SIGNPOSTS, M.CLOSES, M.SETS_LIMIT)
_UNKIND = (M.REASSURES_EARLY, M.MINIMISES, M.JUDGES, M.ARGUES, M.PRESSES)


def _comes_of_itself(persona: Persona, inner: Inner, heard: Heard, met: tuple[str, ...], *, gained: bool) -> str | None:
    """The one personal fact that a patient who is being met tells unasked.

    First what belongs to the concern met; then what was asked for before its time; then what belongs to the concern
    spoken of last; then what this person tells of their own accord. What is told stays near what is being talked about.
    """
    ready = [
        fact
        for fact in persona.facts
        if fact.kind is FactKind.PERSONAL
        and state_of(inner, fact.id) is not FactState.TOLD
        and opens(persona, inner, fact)
    ]
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
    if not (met or (gained and (took_up or useful))):
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
    return ready[0].id if took_up and not heard.questions else None


def _rested(inner: Inner) -> bool:
    """True when the reply before this told nothing personal."""
    return inner.ledger.turns - inner.ledger.personal_at > 1


def _leads_on(persona: Persona, inner: Inner, heard: Heard, tell: list[str]) -> str | None:
    """In a good enough mood, a plain answer about something that weighs leads on to what weighs.

    Sooner where the learner's own words took the concern up.
    """
    kinds = {persona.fact(name).kind for name in tell}
    if kinds != {FactKind.CLINICAL} or len(tell) > 2 or not _rested(inner) or heard.has(*_UNKIND):
        return None
    guarded, at_ease = persona.affect.guarded_below, persona.affect.open_at
    if inner.affect.trust < guarded:
        return None
    threads = set(heard.touched)
    if inner.affect.trust >= guarded + RULE.leads_on * (at_ease - guarded):
        threads |= {thread.id for thread in persona.threads if not set(thread.about).isdisjoint(heard.asked)}
        threads |= {thread for name in tell if (thread := persona.fact(name).thread) is not None}
    for fact in persona.facts:
        ready = fact.kind is FactKind.PERSONAL and state_of(inner, fact.id) is not FactState.TOLD
        if ready and fact.thread in threads and opens(persona, inner, fact):
            return fact.id
    return None


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
        or heard.has(M.INVITES, M.BACK_CHANNEL)
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
