"""The built-in voice: it says what the brief carries, and it does not sound like a broken record."""

from itertools import pairwise
from pathlib import Path

import pytest

from simulator.patient.brief import Brief, Say
from simulator.patient.offline import VERSION, OfflineVoice, reply
from simulator.persona import Line, Mood
from simulator.transcript import Side, Transcript, Turn
from tests.patient import case

MARA = case.persona()
ANY = Transcript(id="t", turns=(Turn(side=Side.LEARNER, text="Hello."),))


def brief(*texts: str) -> Brief:
    says = tuple(Say(id=f"s{n}", role="tell", text="secret", lines=(Line(text=t),)) for n, t in enumerate(texts))
    return Brief(turn=2, mood=Mood.EVEN, says=says)


async def test_it_speaks_sentence_by_sentence_and_only_from_the_lines() -> None:
    pieces = [piece async for piece in OfflineVoice().speak(brief("One. Two?", "Three ... and four."), ANY)]
    assert "".join(pieces) == "One. Two? Three ... and four."
    assert pieces[0] == "One." and len(pieces) >= 3


async def test_equal_briefs_give_equal_words_and_the_same_sentence_is_not_said_twice() -> None:
    assert reply(brief("Well. One.", "Well. Two.")) == "Well. One. Two."
    spoken = [piece async for piece in OfflineVoice().speak(brief("A.", "B."), ANY)]
    assert "".join(spoken) == reply(brief("A.", "B."))


def test_its_identity_says_which_voice_and_version_speaks() -> None:
    assert OfflineVoice().identity.kind == "offline"
    assert OfflineVoice().identity.version == VERSION


@pytest.mark.parametrize("path", case.SHIPPED, ids=lambda path: path.stem)
def test_a_long_conversation_says_no_reply_twice_running(path: Path) -> None:
    talk = case.Talk(case.shipped(path))
    said = [
        talk.say(words)
        for words in (
            *("Hello.", "Okay.", "I see.", "Right.", "Okay.", "Mm.", "Go on.", "Tell me more.", "And then?"),
            *("That sounds hard.", "I'm sorry to hear that.", "I'm sorry to hear that.", "Okay.", "Why?"),
            *("Do you keep bees?", "Do you play chess?", "asdf qwer", "Mm.", "Okay.", "Thank you.", "Goodbye."),
        )
    ]
    assert all(one != two for one, two in pairwise(said))
    assert all(said)
    assert len(set(said)) >= 0.8 * len(said)


@pytest.mark.parametrize("path", case.SHIPPED, ids=lambda path: path.stem)
def test_every_fact_asked_for_in_its_own_phrase_is_told_if_clinical(path: Path) -> None:
    persona = case.shipped(path)
    for fact in persona.facts:
        if fact.kind.value == "clinical":
            assert any(sign for sign in fact.signs)
