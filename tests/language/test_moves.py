"""What a learner's words do."""

from __future__ import annotations

import pytest

from simulator.codes import Move
from simulator.codes import MoveKind as K
from simulator.language import Pack, pack
from simulator.transcript import Act, Side, Turn

SAD = "My sister died in the spring, and I still lay the table for two."
AFRAID = "I'm really scared that the lump is cancer."
PLAIN = "It's a dull ache on the left, since Tuesday."
DECLINES = "I'd rather not talk about that."


def english() -> Pack:
    found = pack("en")
    assert found is not None
    return found


def moves(text: str, before: str | None = None, act: Act = Act.SAY) -> tuple[Move, ...]:
    turn = Turn(side=Side.LEARNER, text=text, act=act)
    return english().moves(turn, 2, None if before is None else Turn(side=Side.PATIENT, text=before))


def kinds(text: str, before: str | None = None) -> list[K]:
    return [m.kind for m in moves(text, before)]


@pytest.mark.parametrize(
    ("text", "before", "kind"),
    [
        ("You sound worried about what the scan might show.", AFRAID, K.NAMES_FEELING),
        ("That must be frightening.", AFRAID, K.NAMES_FEELING),
        ("I wonder if you feel guilty about that.", SAD, K.NAMES_FEELING),
        ("It sounds like mealtimes are the worst of it.", SAD, K.REFLECTS),
        ("So you still lay the table for her.", SAD, K.REFLECTS),
        ("How did that make you feel?", SAD, K.EXPLORES_FEELING),
        ("What worries you most about it?", AFRAID, K.EXPLORES_FEELING),
        ("What's that been like for you?", SAD, K.EXPLORES_FEELING),
        ("How long have you had the lump?", AFRAID, K.EXPLORES_FACT),
        ("It makes sense that you would miss her.", SAD, K.VALIDATES),
        ("Anyone in your shoes would be scared.", AFRAID, K.VALIDATES),
        ("I'm so sorry about your sister.", SAD, K.SHOWS_CONCERN),
        ("I'll be with you through this, you're not alone with it.", AFRAID, K.SUPPORTS),
        ("It took courage to come in today.", AFRAID, K.RESPECTS),
        ("Thank you for telling me that.", SAD, K.RESPECTS),
        ("Take your time.", SAD, K.INVITES),
        ("Would you like to tell me a little about her?", SAD, K.INVITES),
        ("I'm sorry I interrupted you just now.", PLAIN, K.APOLOGISES),
        ("When my own brother died I could not sleep either.", SAD, K.SELF_DISCLOSES),
        ("I'd like to ask a few questions about your health in general.", PLAIN, K.SIGNPOSTS),
        ("We can come back to that in a moment.", AFRAID, K.POSTPONES),
        ("We'll arrange a scan and I'll see you in two weeks.", PLAIN, K.PLANS),
        ("I'll write the letter to your employer for you.", PLAIN, K.SOLVES),
        ("Good morning, my name is Sam, I'm a medical student.", None, K.GREETS),
        ("Goodbye, and take care.", None, K.CLOSES),
        ("Thank you.", PLAIN, K.THANKS),
        ("Mm.", SAD, K.BACK_CHANNEL),
        ("I see, okay.", PLAIN, K.BACK_CHANNEL),
        ("You should have come in months ago.", AFRAID, K.JUDGES),
        ("Why didn't you come sooner?", AFRAID, K.JUDGES),
        ("At least you still have your brother.", SAD, K.MINIMISES),
        ("Don't worry, I'm sure it's nothing.", AFRAID, K.REASSURES_EARLY),
        ("That is just not true.", AFRAID, K.ARGUES),
    ],
)
def test_words_earn_their_move(text: str, before: str | None, kind: K) -> None:
    assert kind in kinds(text, before)


def test_every_move_quotes_the_turn_and_names_its_words() -> None:
    text = "I'm so sorry. It sounds like evenings are worst - how are you sleeping?"
    found = moves(text, SAD)
    assert all(text[m.start : m.end] == m.quote for m in found)
    assert all(m.why for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)


def test_staying_quiet_is_one_quiet_move() -> None:
    (only,) = moves("", SAD, Act.QUIET)
    assert (only.kind, only.start, only.end, only.quote) == (K.QUIET, 0, 0, "")


@pytest.mark.parametrize(
    "text", ["I'm sorry to hear that.", "I understand.", "That must be difficult.", "I can imagine."]
)
def test_a_worn_phrase_alone_is_a_stock_phrase(text: str) -> None:
    assert K.STOCK_PHRASE in kinds(text, SAD)


@pytest.mark.parametrize(
    "text", ["I'm sorry to hear your sister died.", "It must be hard to sit at that table in the evening."]
)
def test_the_same_phrase_with_the_patients_own_matter_is_not_stock(text: str) -> None:
    found = kinds(text, SAD)
    assert K.SHOWS_CONCERN in found
    assert K.STOCK_PHRASE not in found


def test_a_question_has_one_form_and_one_content() -> None:
    assert kinds("How is your appetite?", PLAIN) == [K.EXPLORES_FACT, K.OPEN_QUESTION]
    assert kinds("Have you lost weight?", PLAIN) == [K.EXPLORES_FACT, K.CLOSED_QUESTION]


def test_asking_to_hear_it_again_is_neither_apology_nor_exploration() -> None:
    assert kinds("Sorry, could you say that again?", SAD) == [K.OTHER]
    assert english().asks_repeat("Sorry, could you say that again?")
    assert not english().asks_repeat("I'm sorry. When did she die?")


def test_a_denied_judgement_is_no_judgement() -> None:
    found = moves("I'm not saying you are weak, and it's not your fault.", SAD)
    assert not any(m.negative or m.kind in (K.JUDGES, K.ARGUES, K.NAMES_FEELING) for m in found)


def test_quoted_words_are_not_the_learners_own() -> None:
    assert K.REASSURES_EARLY not in kinds('Who told you "don\'t worry, it is nothing"?', AFRAID)


def test_a_supposed_feeling_is_not_named() -> None:
    assert K.NAMES_FEELING not in kinds("If you feel anxious at night, ring this number.", PLAIN)
    assert K.NAMES_FEELING not in kinds("You don't seem angry to me.", PLAIN)


def test_a_pleasant_name_for_plain_grief_is_named_wrongly() -> None:
    assert K.NAMES_FEELING_WRONGLY in kinds("You must be delighted!", SAD)


@pytest.mark.parametrize(
    "text",
    [
        "Have you had any thoughts of ending your life?",
        "Do you ever wish you were dead?",
        "Are you thinking about suicide?",
        "Some people who feel this low think about ending it all. Have you had thoughts like that?",
    ],
)
def test_a_plain_safety_question_is_heard(text: str) -> None:
    found = kinds(text, SAD)
    assert K.ASKS_SAFETY in found
    assert K.ASKS_SAFETY_LEADING not in found


@pytest.mark.parametrize(
    "text", ["You're not thinking of hurting yourself, are you?", "You wouldn't do anything silly, would you?"]
)
def test_a_leading_safety_question_is_told_apart(text: str) -> None:
    assert K.ASKS_SAFETY_LEADING in kinds(text, SAD)


def test_a_limit_keeps_its_reason() -> None:
    (limit,) = [
        m for m in moves("I can't prescribe more today because a higher dose could stop your breathing.", PLAIN)
        if m.kind is K.SETS_LIMIT
    ]  # fmt: skip
    assert "because" in limit.why[0]
    assert not limit.negative


def test_advice_is_unasked_only_after_an_emotion_and_without_a_request() -> None:
    advice = "You should try a walk in the evening."
    assert K.ADVISES_UNASKED in kinds(advice, SAD)
    assert K.ADVISES in kinds(advice, "I miss her so much. What should I do?")
    assert K.ADVISES in kinds(advice, PLAIN)


def test_an_answer_to_a_question_is_an_answer() -> None:
    assert K.ANSWERS in kinds("We cannot tell before the scan.", "Is it cancer?")
    assert K.ANSWERS not in kinds("We cannot tell before the scan.", PLAIN)


def test_a_refusal_can_be_taken_or_pressed() -> None:
    assert K.ACCEPTS_DECLINE in kinds("That's fine, you don't have to.", DECLINES)
    assert K.PRESSES in kinds("But I really need to know what happened.", DECLINES)
    assert K.PRESSES not in kinds("How is your appetite?", DECLINES)


def test_a_question_elsewhere_after_grief_changes_the_subject() -> None:
    assert K.CHANGES_SUBJECT in kinds("Do you smoke?", SAD)
    assert K.CHANGES_SUBJECT not in kinds("Do you smoke?", PLAIN)
    assert K.CHANGES_SUBJECT not in kinds("When did she die?", SAD)


def test_a_question_about_the_symptom_follows_a_worry_about_it() -> None:
    assert K.CHANGES_SUBJECT not in kinds("Has the lump changed? Any fever?", AFRAID)


def test_jargon_counts_unless_the_patient_used_it_or_it_is_explained() -> None:
    assert K.JARGON in kinds("You have tachycardia.", PLAIN)
    assert K.JARGON not in kinds("You have tachycardia, which means a fast heartbeat.", PLAIN)
    assert K.JARGON not in kinds("The tachycardia will settle.", "They said I had tachycardia.")


def test_one_sign_alone_is_never_negative() -> None:
    assert not any(m.negative for m in moves("At least you have family near.", PLAIN))
    assert not any(m.negative for m in moves("At least you have family near."))


def test_two_signs_bear_a_negative_code_and_both_are_named() -> None:
    (move,) = [m for m in moves("At least you have family near.", SAD) if m.negative]
    assert move.kind is K.MINIMISES
    assert len(move.why) == 2


def test_several_moves_keep_their_order() -> None:
    found = kinds("That sounds so painful. Anyway, do you smoke?", SAD)
    assert found.index(K.SHOWS_CONCERN) < found.index(K.CHANGES_SUBJECT)


def test_typed_without_punctuation_still_falls_into_its_parts() -> None:
    found = kinds("im so sorry about your sister how have you been sleeping", SAD)
    assert K.SHOWS_CONCERN in found
    assert K.EXPLORES_FACT in found


def test_a_question_without_punctuation_keeps_its_question_word() -> None:
    quotes = [m.quote for m in moves("im sorry to hear that how long have you had this pain", SAD)]
    assert "how long have you had this pain" in quotes


def test_a_safety_question_or_a_reasoned_limit_never_closes() -> None:
    asked = moves("Have you had thoughts of ending your life?", SAD)
    limited = moves("I can't raise the dose today, because it could harm your breathing.", SAD)
    assert not any(m.negative for m in (*asked, *limited))


def test_an_answer_that_takes_up_what_was_shown_is_not_said_to_close() -> None:
    kind = moves("You said that quite lightly, but it sounds as if it weighs on you.", SAD)
    hard = moves("You really ought to be over that by now, other people manage.", SAD)
    assert not any(m.negative for m in kind)
    assert any(m.negative for m in hard)
