"""The built-in voice: it says what the brief carries, and it does not sound like a broken record."""

from itertools import pairwise
from pathlib import Path

import pytest

from simulator.patient.brief import Brief, Say
from simulator.patient.hearing import language
from simulator.patient.offline import VERSION, OfflineVoice, reply
from simulator.patient.wording import known
from simulator.persona import Line, Mood, Persona
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
def test_what_the_usual_wording_says_counts_as_told(path: Path) -> None:
    """Every wording of a fact bears one of its signs; else a patient would tell it for ever."""
    persona = case.shipped(path)
    words = language(persona)
    for fact in persona.facts:
        for line in fact.lines:
            assert any(words.mentions(line.text, sign) for sign in fact.signs), (fact.id, line.text)


def kinds_told(talk: case.Talk, kind: str) -> int:
    return sum(talk.case.fact(name).kind.value == kind for name in talk.told)


COLD = (
    "Hello. When did it start?",
    "Do you smoke? Do you drink? Any drugs?",
    "What medicines are you on? Any allergies?",
    "Any family history?",
    "How is your sleep? Appetite? Weight?",
    "Who do you live with? What's your job?",
    "Any thoughts of harming yourself?",
    "OK. Blood tests. Goodbye.",
)


@pytest.mark.parametrize("path", case.SHIPPED, ids=lambda path: path.stem)
def test_a_cold_collector_of_facts_gets_the_facts_and_the_safety_answer_and_nothing_personal(path: Path) -> None:
    talk = case.Talk(case.shipped(path))
    for words in COLD:
        talk.say(words)
    assert kinds_told(talk, "clinical") >= 11
    assert talk.case.safety.answer in talk.told
    assert kinds_told(talk, "personal") == 0
    assert talk.trust[-1] <= talk.case.affect.trust + 0.05


async def test_gibberish_is_met_with_honest_puzzlement() -> None:
    talk = case.Talk(MARA)
    assert "puzzled" in talk.say("xqzt brrk wvvt")
    assert talk.trust[-1] == MARA.affect.trust


def test_an_ordinary_question_nobody_authored_is_answered_and_not_with_a_hint() -> None:
    talk = case.Talk(MARA)
    assert "do_not_know" in talk.say("Do you like football?")
    assert "nothing_like_that" in talk.say("Any trouble with your bowels?")


def test_several_questions_get_their_answers_in_the_order_asked() -> None:
    talk = case.Talk(MARA)
    said = talk.say("Do you drink alcohol? Any allergies? Do you smoke?")
    assert said.index("Sundays") < said.index("Plasters") < said.index("Ten a day")


async def test_a_reply_that_was_cut_short_is_taken_up_where_it_stopped() -> None:
    cut = Transcript(id="t", turns=(*ANY.turns, Turn(side=Side.PATIENT, text="One.")))
    pieces = [piece async for piece in OfflineVoice().speak(brief("One. Two?", "Three."), cut)]
    assert "".join(pieces) == "Two? Three."


def test_asked_about_risk_in_a_list_the_rest_of_the_list_is_answered_too() -> None:
    talk = case.Talk(MARA)
    said = talk.say("How is your sleep? Any thoughts of ending your life?")
    assert said.index("three") < said.index("never that")


def test_a_line_that_refers_back_waits_for_what_it_refers_to() -> None:
    lines = (Line(text="As I said.", after="since"), Line(text="Just so."))
    assert known(lines, set()) == lines[1:]
    assert known(lines, {"since"}) == lines


def test_a_question_that_was_answered_before_is_not_put() -> None:
    raw = case.mara()
    raw["asks"][0] |= {"turn": 1, "settled_by": ["nothing dangerous"]}
    told, untold = case.Talk(Persona.model_validate(raw)), case.Talk(Persona.model_validate(raw))
    told.say("I looked at the tests, and I can see nothing dangerous there.")
    for talk in (told, untold):
        for words in ("Do you smoke?", "Okay.", "Do you drink?", "Okay.", "Any allergies?"):
            talk.say(words)
    assert any("bad, then" in turn.text for turn in untold.turns)
    assert not any("bad, then" in turn.text for turn in told.turns)
