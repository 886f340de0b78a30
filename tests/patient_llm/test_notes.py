"""The notes of a moment: an answer's length follows from what it must hold, and nothing is put twice the same way."""

import tomllib
from importlib import resources

import pytest

from simulator.patient.brief import Brief, Say
from simulator.patient.guard import LOCKED, NOTHING
from simulator.patient.notes import notes
from simulator.patient.prompting import words
from simulator.persona import Line, Mood
from tests.patient_llm.people import ASKED, brief, learner, patient, talk, tell, tom

TWENTY = " ".join(["word"] * 20)


def length(note: Brief) -> str:
    return notes(tom(), note, ASKED).splitlines()[-1]


def test_a_guarded_answer_is_short_and_an_open_one_may_be_longer() -> None:
    says = (tell("It is so.", "Three weeks."),)
    found = {mood: length(Brief(turn=3, mood=mood, says=says, length="as said")) for mood in Mood}
    assert found[Mood.GUARDED] == "Length: 20 words at the most, as said."
    assert found[Mood.EVEN] == "Length: up to 35 words, as said."
    assert found[Mood.OPEN] == "Length: up to 55 words, as said."


@pytest.mark.parametrize(("mood", "most"), [(Mood.GUARDED, 65), (Mood.EVEN, 80), (Mood.OPEN, 95)])
def test_four_things_to_say_get_the_room_that_four_things_need(mood: Mood, most: int) -> None:
    says = tuple(tell(f"Fact {n}.", TWENTY, name=f"f{n}") for n in range(4))
    assert length(brief(*says, mood=mood)) == f"Length: up to {most} words for all of it, each thing briefly."


def test_the_wording_the_mind_put_first_is_the_one_that_is_offered() -> None:
    say = Say(id="a", role="tell", text="It is so.", lines=(Line(text="First."), Line(text="Second.", mood=Mood.EVEN)))
    assert 'Like: "First."' in notes(tom(), brief(say), ASKED)


def test_a_wording_that_was_used_is_not_offered_again() -> None:
    before = talk(patient("That door's not hung right, is it."), learner("Hm."))
    say = tell("He remarks on the door.", "That door's not hung right.", role="hint")
    text = notes(tom(), brief(say), before)
    assert "hung right" not in text and "other words now" in text
    again = tell("Was not understood; say the same once more.", "That door's not hung right.", role="again")
    assert "hung right" in notes(tom(), brief(again), before)


def test_what_only_the_eye_can_see_is_left_to_the_page() -> None:
    note = Brief(turn=3, mood=Mood.EVEN, bearing=("leans in a little", "hands at rest"))
    assert "Manner" not in notes(tom(), note, ASKED)


def test_every_reason_of_the_guard_has_one_plain_sentence_or_two_for_a_second_try() -> None:
    guard = tomllib.loads((resources.files("simulator.patient") / "prompts" / "guard.en.toml").read_text("utf-8"))
    first = notes(tom(), brief(), ASKED)
    for reason in {LOCKED, NOTHING, "a reason made tomorrow", *(rule["reason"] for rule in guard["rule"])}:
        second = notes(tom(), brief().model_copy(update={"again": reason}), ASKED)
        added = second.removeprefix(first).strip().splitlines()
        assert second.startswith(first) and len(added) == 1 and added[0].startswith("Your first try")


def test_what_is_said_of_a_first_try_names_nothing_of_the_case() -> None:
    for reason, text in words()["retry"].items():
        second = notes(tom(), brief().model_copy(update={"again": reason}), ASKED)
        assert second.endswith(text.replace("{name}", "Tom Price"))
