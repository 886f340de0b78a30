"""Listening and settling: the patient's turn from the learner's words to what was told and shown."""

import pytest

from simulator.patient.inner import Inner, Stand
from simulator.patient.mind import listen, settle_release, start
from simulator.transcript import Act, Side, Transcript, Turn
from tests.patient import case

MARA = case.persona()


def roles(talk: case.Talk) -> list[str]:
    return [say.role for say in talk.briefs[-1].says]


def test_equal_input_gives_equal_briefs_and_states() -> None:
    one, two = case.Talk(MARA), case.Talk(MARA)
    for words in ("What brings you in?", "Do you smoke?", "That sounds frightening.", "xqz", "Goodbye."):
        assert one.say(words) == two.say(words)
    assert one.inner == two.inner and one.briefs == two.briefs


def test_the_inner_state_survives_json() -> None:
    talk = case.Talk(MARA)
    talk.say("What brings you in?")
    talk.say("Do you smoke?")
    assert Inner.model_validate_json(talk.inner.model_dump_json()) == talk.inner


def test_listen_looks_at_the_last_turns_only() -> None:
    """The same ending after a long or a short beginning gives the same brief but for its turn number."""
    talk = case.Talk(MARA)
    talk.say("What brings you in?")
    ending = (*talk.turns, Turn(side=Side.LEARNER, text="Do you smoke?"))
    long = (talk.turns[0], *(Turn(side=Side.PATIENT, text="Mm.") for _ in range(500)), *ending)
    short, longer = (listen(MARA, talk.inner, Transcript(id="t", turns=turns), seed=1) for turns in (ending, long))
    assert short.inner == longer.inner
    assert short.brief.model_copy(update={"turn": 0}) == longer.brief.model_copy(update={"turn": 0})


def test_listen_refuses_a_transcript_that_ends_with_the_patient() -> None:
    with pytest.raises(ValueError, match="learner"):
        listen(MARA, start(MARA), Transcript(id="t", turns=(Turn(side=Side.PATIENT, text="Hm."),)), seed=1)


def test_told_and_shown_are_decided_by_the_released_words() -> None:
    talk = case.Talk(MARA)
    talk.turns.append(Turn(side=Side.LEARNER, text="Do you smoke?"))
    listened = listen(MARA, talk.inner, talk.transcript(), seed=1)
    said = settle_release(MARA, listened.inner, listened.brief, "Ten a day, I'm afraid.", None, flagged=False)
    unsaid = settle_release(MARA, listened.inner, listened.brief, "Well, you know.", None, flagged=False)
    assert said.told == ("smokes",) and unsaid.told == ()
    assert unsaid.inner.ledger.facts["smokes"] == "allowed"


def test_a_flagged_reply_gives_no_opportunity_and_no_affect_change() -> None:
    talk = case.Talk(MARA)
    talk.turns.append(Turn(side=Side.LEARNER, text="Mm-hm."))
    listened = listen(MARA, talk.inner, talk.transcript(), seed=1)
    words = "It's probably nothing. And my mother had it in the stomach."
    done = settle_release(MARA, listened.inner, listened.brief, words, None, flagged=True)
    assert done.told == ("mother",) and done.shown == ()
    assert done.inner.affect == listened.inner.affect and done.inner.threads == listened.inner.threads


def test_a_hint_passed_over_comes_back_plainer_and_then_falls_silent() -> None:
    talk = case.Talk(MARA)
    questions = ["Do you smoke?", "Do you drink alcohol?", "Any allergies?", "Do you take any medicines?"]
    questions += ["How do you sleep?", "Do you drive?", "Have you had any operations?", "Any fever?", "Any cough?"]
    questions += ["Do you snore?", "Any swelling?", "Any rash?", "Any headaches?", "How is your hearing?"]
    questions += ["Any dizziness?", "Do you exercise?", "What do you eat?", "Have you any pets?", "Any bleeding?"]
    for words in questions:
        talk.say(words)
    assert [name for name in talk.shown if name.startswith("fear")] == ["fear1", "fear2", "fear3"]
    assert talk.inner.threads["fear"].stand is Stand.SILENT
    assert not [name for name in talk.told if MARA.fact(name).kind.value == "personal"]


def test_a_hint_taken_up_is_met_and_later_hints_stay_away() -> None:
    talk = case.Talk(MARA)
    while not talk.shown:
        talk.say("Mm-hm.")
    talk.say("You sound frightened. What worries you most?")
    assert talk.inner.threads["fear"].stand is Stand.MET
    for _ in range(4):
        talk.say("Do you smoke?")
    assert not [name for name in talk.shown if name in ("fear2", "fear3")]


def test_asked_plainly_about_safety_the_answer_is_true_at_any_trust() -> None:
    talk = case.Talk(MARA)
    assert talk.say("Have you had any thoughts of suicide?") == "No, never that."
    assert talk.told == ["no_harm"]


def test_asked_in_a_leading_way_half_denied_and_asked_plainly_again_answered() -> None:
    talk = case.Talk(MARA)
    assert "No, no." in talk.say("You're not thinking of doing anything silly, are you?")
    assert talk.told == []
    assert "never that" in talk.say("Have you thought about killing yourself?")


def declined() -> case.Talk:
    """Asked three times about her family while trust is low: covered, then declined."""
    low = case.mara()
    low["affect"]["trust"] = 0.2
    talk = case.Talk(case.Persona.model_validate(low))
    assert "All fine there." in talk.say("What about your family?")
    assert "rather leave that" in talk.say("And your family?")
    return talk


def test_a_cover_comes_first_then_a_plain_decline_and_pressing_after_that_costs() -> None:
    talk = declined()
    before = talk.trust[-1]
    assert "pressed" in talk.say("But what about your family?")
    assert talk.trust[-1] < before


def test_left_in_peace_after_a_decline_earns() -> None:
    talk = declined()
    before = talk.trust[-1]
    assert "left_in_peace" in talk.say("That's fine, you don't have to talk about it.")
    assert talk.trust[-1] > before


def test_the_opening_words_answer_the_first_greeting_if_not_yet_said() -> None:
    said = Transcript(id="t", turns=(Turn(side=Side.LEARNER, text="Hello, I'm Dr Lee."),))
    brief = listen(MARA, start(MARA), said, seed=1).brief
    assert brief.says[0].lines[0] == MARA.opening


def test_silence_is_answered_and_changes_no_thread() -> None:
    talk = case.Talk(MARA)
    talk.say("", Act.QUIET)
    assert talk.briefs[-1].says
    assert talk.inner.ledger.quiet == 1


def test_asked_to_repeat_the_last_words_come_again_and_nothing_else_changes() -> None:
    talk = case.Talk(MARA)
    said = talk.say("Do you smoke?")
    before = talk.inner
    assert talk.say("Sorry, could you say that again?") == said
    assert talk.inner.affect == before.affect and talk.inner.threads == before.threads


def test_what_was_improvised_is_kept_for_the_next_time_it_is_asked() -> None:
    talk = case.Talk(MARA)
    reply = talk.say("How is your eyesight?")
    assert talk.inner.ledger.improvised.get("vision") == reply
    talk.say("And your vision?")
    assert any(reply in say.text for say in talk.briefs[-1].says)
