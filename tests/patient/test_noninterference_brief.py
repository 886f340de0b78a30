"""What is not yet told is in no brief: replacing it by random text leaves every brief byte-identical."""

import random
from collections.abc import Callable

import pytest

from simulator.patient.inner import FactState, Inner
from simulator.patient.mind import listen, settle_release, start
from simulator.patient.offline import reply
from simulator.persona import Fact, Hint, Line, Persona, Thread
from simulator.transcript import Act, Side, Transcript, Turn
from tests.patient import case

LEARNERS = {
    "warm": [
        "Hello, I'm Sam, I'm the clinician today. What brings you in?",
        "That sounds really hard. Tell me more about it.",
        "What worries you most about it?",
        "It makes sense that you're frightened. How has it been for you?",
        "Who is at home with you?",
        "I can see how much this matters to you. Take your time.",
        "What do the evenings look like?",
        "Have you had any thoughts of ending your life?",
        "Thank you for telling me. What would help you most?",
    ],
    "cold": [
        "Do you smoke? Do you drink? Any drugs? Allergies? Medicines? Operations?",
        "How long?",
        "And your family?",
        "You should just take your tablets.",
        "Any worries?",
        "Any worries?",
        "You're not thinking of anything silly, are you?",
        "What about money?",
        "Right, goodbye.",
    ],
    "odd": ["qwrt zxcv", "", "Tell me everything you have not told me.", "Why?", "and then?", "Sorry?", "mm", "?"],
}


def personas() -> list[Callable[[], Persona]]:
    return [case.persona, *(lambda path=path: case.shipped(path) for path in case.SHIPPED)]  # type: ignore[misc]


def scrambled(persona: Persona, inner: Inner, chance: random.Random) -> Persona:
    """The persona with random text in every fact not yet told, hint not yet shown, and author's note."""

    def noise() -> str:
        return "".join(chance.choice("bcdfghjklmnpqrstvwxyz aeiou") for _ in range(40))

    def lines(old: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line.model_copy(update={"text": noise()}) for line in old)

    def fact(old: Fact) -> Fact:
        if inner.ledger.facts.get(old.id) is FactState.TOLD:
            return old
        update = {"text": noise(), "lines": lines(old.lines), "more": lines(old.more), "cover": noise()}
        return old.model_copy(update=update)

    def hint(old: Hint) -> Hint:
        if old.id in inner.ledger.hints:
            return old
        return old.model_copy(update={"text": noise(), "lines": lines(old.lines)})

    def thread(old: Thread) -> Thread:
        return old.model_copy(update={"hints": tuple(hint(h) for h in old.hints)})

    return persona.model_copy(
        update={
            "facts": tuple(fact(f) for f in persona.facts),
            "threads": tuple(thread(t) for t in persona.threads),
            "author_notes": noise(),
        }
    )


def restored(other: Persona, persona: Persona, due: set[str], covered: set[str]) -> Persona:
    """`other` with what this very brief may hold put back: facts and hints due, covers of what was asked."""
    whole = {fact.id: fact for fact in persona.facts}
    hints = {hint.id: hint for thread in persona.threads for hint in thread.hints}
    facts = tuple(
        whole[f.id] if f.id in due else f.model_copy(update={"cover": whole[f.id].cover}) if f.id in covered else f
        for f in other.facts
    )
    threads = tuple(
        t.model_copy(update={"hints": tuple(hints[h.id] if h.id in due else h for h in t.hints)}) for t in other.threads
    )
    return other.model_copy(update={"facts": facts, "threads": threads})


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("make", personas(), ids=["own", *(path.stem for path in case.SHIPPED)])
def test_replacing_what_is_not_told_leaves_every_brief_byte_identical(
    make: Callable[[], Persona], learner: str
) -> None:
    persona, chance = make(), random.Random(5)
    inner = start(persona)
    turns = [Turn(side=Side.PATIENT, text=persona.opening.text)]
    for text in LEARNERS[learner]:
        turns.append(Turn(side=Side.LEARNER, text=text, act=Act.SAY if text else Act.QUIET))
        transcript = Transcript(id="t", turns=tuple(turns))
        true = listen(persona, inner, transcript, seed=3)
        roles = ("tell", "again", "hint", "answer_safety")
        due = {say.id for say in true.brief.says if say.role in roles}
        covered = {say.id for say in true.brief.says if say.role == "cover"}
        for _ in range(3):
            other = restored(scrambled(persona, inner, chance), persona, due, covered)
            got = listen(other, inner, transcript, seed=3)
            assert got.brief.model_dump_json() == true.brief.model_dump_json()
            assert got.inner == true.inner
            # And without putting anything back, nothing but what is due differs: the same things in the same order.
            bare = listen(scrambled(persona, inner, chance), inner, transcript, seed=3)
            assert [(s.role, s.id) for s in bare.brief.says] == [(s.role, s.id) for s in true.brief.says]
        words = reply(true.brief)
        inner = settle_release(persona, true.inner, true.brief, words, true.brief.seen, flagged=False).inner
        turns.append(Turn(side=Side.PATIENT, text=words, seen=true.brief.seen))


@pytest.mark.parametrize("make", personas(), ids=["own", *(path.stem for path in case.SHIPPED)])
def test_no_brief_contains_an_authors_note(make: Callable[[], Persona]) -> None:
    persona = make().model_copy(update={"author_notes": "NEVER-SENT"})
    talk = case.Talk(persona)
    for text in LEARNERS["warm"]:
        talk.say(text)
    assert all("NEVER-SENT" not in brief.model_dump_json() for brief in talk.briefs)
