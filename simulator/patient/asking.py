"""What the learner asks for: facts, the meaning of a question weighed beside its words; and whether it is risk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.inner import Heard, HeardTopic
from simulator.patient.rules import RULE
from simulator.persona import Fact, Persona


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the learner's turn asks for, as ids in the order asked."""

    facts: tuple[str, ...] = ()
    """Facts asked for, whatever their state."""
    unknown: tuple[str, ...] = ()
    """Topics asked about that the case holds nothing of."""
    safety: str | None = None
    """plain | leading | None: whether risk was asked about, and how."""


def asked_for(persona: Persona, heard: Heard, spoken: tuple[str, ...] = ()) -> Asked:
    """Which facts and unknown topics the turn asks for; `spoken` are the facts of the reply it may follow up."""
    safety = _safety(heard)
    if heard.given and not heard.questions and safety is None:
        return Asked()  # a result is given: what it is about is not asked for
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
    return not heard.repeat and heard.questions <= 1 and heard.words <= RULE.follow_words


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
        firm = _first_about(persona, {topic.id for topic in here} - subjects.GENERAL)
        if len({topic.id for topic in here}) > RULE.list_from:
            chosen += [*mine, *words]
            continue
        score = {
            name: likeness.get(name, RULE.likely_floor)
            + RULE.likely_own * (name in mine)
            + RULE.likely_firm * (name in words and name in firm)
            + RULE.likely_follow * (name in before)
            for name in {*likeness, *mine, *words, *before}
        }
        if not score:
            continue
        order = sorted(score, key=lambda name: (-score[name], name))
        best = score[order[0]]
        other = max((one.likeness for one in near if one.topic is not None), default=0.0)
        if best < (RULE.likely_proposed if start in heard.proposed else RULE.likely_least) or (
            other > best + RULE.likely_margin and order[0] not in mine
        ):
            continue
        close = [
            name
            for name in order[1:]
            if name in {*mine, *words}
            and score[name] >= best - (RULE.likely_beside if name in firm and name in words else RULE.likely_close)
        ]
        chosen += [order[0], *close]
    return list(dict.fromkeys(chosen))


def _belongs(heard: Heard, name: str, place: int, places: list[int]) -> bool:
    """True for the part of a sentence to which a fact asked for in its own phrase is likest."""
    by_part = {one.start: one.likeness for one in heard.likely if one.fact == name and one.start in places}
    return place == max(places, key=lambda each: by_part.get(each, 0.0))


def _first_about(persona: Persona, topics: Collection[str]) -> frozenset[str]:
    """Facts that are about one of these topics first of all."""
    return frozenset(fact.id for fact in persona.facts if fact.about and fact.about[0] in topics)


_SCREENED = subjects.FEELINGS | {"sleep", "appetite", "energy", "concentration", "support", "alcohol", "drugs"}


def _screened(persona: Persona, name: str, topics: list[HeardTopic]) -> bool:
    """True for what is asked in plain words beside risk ("low mood, poor sleep, any thoughts of self-harm").

    Other words of such a question only lead up to it ("when the pain got so bad that ...").
    """
    named = {topic.id for topic in topics}
    if len(named) < RULE.list_from:
        named &= _SCREENED
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
    firm, things = _first_about(persona, named), _first_about(persona, set(named) - subjects.DETAILS)
    found: list[str] = []
    for topic in named:
        holding = [fact for fact in persona.facts if topic in fact.about]
        if not holding:
            continue
        nearest = min(fact.about.index(topic) for fact in holding)
        near = [fact for fact in holding if fact.about.index(topic) == nearest]
        if topic in subjects.DETAILS and things:
            near = [fact for fact in holding if fact.id in things or _names_another(fact, topic, named)]
        elif nearest > 0 and any(fact.id in firm for fact in holding):
            near = [fact for fact in holding if fact.id in firm]
        elif nearest > 0 and (firm or heard.facts):
            near = []
        found += [fact.id for fact in near]
    return list(dict.fromkeys(found))


def _names_another(fact: Fact, topic: str, named: tuple[str, ...]) -> bool:
    return any(other in fact.about for other in named if other != topic)
