"""Questions that nearly every learner asks: a patient who answers none of them seems to know nothing of themselves."""

from __future__ import annotations

from typing import NamedTuple

from simulator.library.lint.finding import Finding, Findings, Words
from simulator.library.lint.words import plain, says, stem
from simulator.persona import FactKind, Persona

CHILD = 16
"""Below this age in years a patient is not asked about drink, smoking, work or a partner."""
GROWN = 18


class Likely(NamedTuple):
    """A likely question: how it is put, the topics of which any one answers it, and from which age it is asked."""

    question: str
    topics: tuple[str, ...]
    least: int = 0
    most: int = 120


LIKELY = (
    Likely("What brings you here today?", ("opening",)),
    Likely("When did it start?", ("onset", "duration")),
    Likely("What makes it worse?", ("aggravating", "triggers", "timing", "severity", "character")),
    Likely("Is there anything that helps?", ("relieving", "painkillers", "coping")),
    Likely("Have you noticed anything else?", ("associated_symptoms",)),
    Likely("Do you take any medicines?", ("medicines",)),
    Likely("Have you any allergies?", ("allergies",)),
    Likely("Have you had any illnesses before?", ("past_history",)),
    Likely("Does anything run in the family?", ("family_history",)),
    Likely("Do you drink alcohol?", ("alcohol",), CHILD),
    Likely("Do you smoke?", ("smoking",), CHILD),
    Likely("How do you sleep?", ("sleep",)),
    Likely("How is your appetite?", ("appetite", "diet")),
    Likely("Has your weight changed?", ("weight",)),
    Likely("How is your energy?", ("energy",)),
    Likely("How is your mood?", ("mood", "feelings_today")),
    Likely("What work do you do?", ("work",), GROWN),
    Likely("How is school?", ("school",), 5, GROWN - 1),
    Likely("Who is at home with you?", ("home",)),
    Likely("Have you a partner or a family?", ("partner", "children", "family")),
    Likely("Who helps you?", ("support",)),
    Likely("What do you do for pleasure?", ("hobbies", "enjoyment", "exercise")),
    Likely("How do you manage from day to day?", ("coping", "effect_on_life", "typical_day")),
    Likely("What do you think it is?", ("ideas",)),
    Likely("What worries you most?", ("worries", "hardest")),
    Likely("What were you hoping for from today?", ("expectations", "hopes")),
)


def check(persona: Persona, words: Words) -> Findings:
    """One warning for all the likely questions that have no answer."""
    if not words.topics:
        return
    about = {topic for fact in persona.facts if fact.kind is not FactKind.HELD for topic in fact.about}
    missing = [
        likely
        for likely in LIKELY
        if likely.least <= persona.age <= likely.most
        and about.isdisjoint(likely.topics)
        and not _otherwise(persona, likely.question)
    ]
    if not missing:
        return
    some = "; ".join(f'"{one.question}" (about: {one.topics[0]})' for one in missing)
    count = "1 question that nearly every learner asks has" if len(missing) == 1 else f"{len(missing)} likely questions"
    message = f"{count}{'' if len(missing) == 1 else ' of learners have'} no answer: {some}."
    yield Finding(("facts",), message, "Write a clinical fact for each, or name the topic in a fact that answers it.")


def _otherwise(persona: Persona, question: str) -> bool:
    """True where a fact is asked for by this question without naming its topic."""
    meant = {stem(word) for word in plain(question)}
    return any(
        any(len(plain(one)) > 1 and says(question, one) for one in fact.asked_by)
        or any({stem(word) for word in plain(one)} == meant for one in fact.asked_like)
        for fact in persona.facts
        if fact.kind is not FactKind.HELD
    )
