"""What a patient's words and looks show, and above all what they do not."""

from __future__ import annotations

import pytest

from simulator.codes import Cue, ElicitedBy, Emotion, Expression, Strength, Valence, When, Whose
from simulator.language import pack
from simulator.transcript import Flag, Side, Turn


def shown(
    text: str, before: str | None = None, seen: str | None = None, flag: Flag | None = None
) -> tuple[Expression, ...]:
    english = pack("en")
    assert english is not None
    asked = None if before is None else Turn(side=Side.LEARNER, text=before)
    return english.expressions(Turn(side=Side.PATIENT, text=text, seen=seen, flag=flag), 3, asked)


@pytest.mark.parametrize(
    "text",
    [
        "I've had a splitting headache since Monday, it's agony when I bend down.",
        "I feel sick and dizzy, and I can feel a lump just here.",
        "It hurts when I breathe in. I feel so tired.",
        "I'm afraid I don't know the name of the tablet.",
        "I'm happy to do the blood test.",
        "Sorry, what was that?",
        "Hopefully the antibiotics will clear it.",
        "I love a coffee in the morning.",
        "It's a bit annoying, the itching.",
        "The pain relief wore off. My blood pressure was low.",
        "I've an upset stomach and a tight chest.",
        "I live alone, with the cat, over a shop.",
        "No, I'm not worried about it.",
        "I don't think I'm depressed.",
        "If I get worried I'll ring you.",
        "Yes, twice a day, with food.",
        "I was diagnosed with anxiety in my twenties.",
        "My throat has been irritated and my nose is blocked.",
        "No worries, doctor, that's fine.",
        "I looked down and the foot had gone blue.",
        "",
    ],
)
def test_a_plain_report_shows_no_emotion(text: str) -> None:
    assert [e for e in shown(text) if e.strength is not Strength.IMPLIED] == []


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("I'm a bit worried about this rash.", Emotion.WORRY),
        ("To be honest I'm terrified.", Emotion.FEAR),
        ("It scares me, doctor.", Emotion.FEAR),
        ("I'm just so angry with them.", Emotion.ANGER),
        ("I feel ashamed even saying it.", Emotion.SHAME),
        ("I miss him every single day.", Emotion.GRIEF),
        ("I've been feeling really low lately.", Emotion.SADNESS),
        ("I'm fed up with all of it.", Emotion.FRUSTRATION),
        ("I feel so guilty about leaving her there.", Emotion.GUILT),
        ("Honestly, I can't cope any more.", Emotion.DISTRESS),
        ("If I'm honest, I'm scared.", Emotion.FEAR),
        ("I have never been so frightened.", Emotion.FEAR),
    ],
)
def test_a_stated_emotion_is_a_concern(text: str, emotion: Emotion) -> None:
    (only,) = shown(text)
    assert (only.strength, only.emotion, only.cue) == (Strength.STATED, emotion, None)
    assert only.valence is Valence.UNPLEASANT
    assert only.quote == text[only.start : only.end]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("I've been having a really hard time lately.", Cue.VAGUE),
        ("Is it cancer?", Cue.HIDDEN),
        ("I don't see the point in any of it.", Cue.HIDDEN),
        ("I'm just a burden on everyone.", Cue.HIDDEN),
        ("Nobody ever listens to me.", Cue.HIDDEN),
        ("I lie awake staring at the ceiling.", Cue.BODY),
        ("My wife left me in June.", Cue.EVENT),
        ("I lost my job last month.", Cue.EVENT),
        ("I was really frightened back then, in the ambulance.", Cue.PAST),
    ],
)
def test_a_hint_is_a_cue_of_its_kind(text: str, cue: Cue) -> None:
    (only,) = shown(text)
    assert (only.strength, only.cue) == (Strength.HINTED, cue)


def test_what_is_seen_is_quoted_from_what_is_seen() -> None:
    (only,) = shown("It's fine.", seen="She looks at the floor, and her eyes fill.")
    assert (only.where, only.cue) == ("seen", Cue.NONVERBAL)
    assert "She looks at the floor, and her eyes fill."[only.start : only.end] == only.quote


def test_a_stage_direction_in_the_words_counts_as_seen() -> None:
    (only,) = shown("*sighs* It's all right.")
    assert (only.where, only.cue) == ("text", Cue.NONVERBAL)


def test_a_plain_look_is_no_cue() -> None:
    assert shown("Yes, on Monday.", seen="He nods and turns a page.") == ()


def test_another_persons_feeling_is_theirs() -> None:
    (only,) = shown("My wife is really worried about it.")
    assert only.whose is Whose.OTHER


def test_a_past_feeling_has_its_time() -> None:
    (only,) = shown("I was terrified when I was in hospital years ago.")
    assert only.time is When.PAST


def test_a_serious_event_told_to_a_question_of_fact_is_only_implied() -> None:
    (only,) = shown("My dad died of a stroke.", before="Any illnesses in the family?")
    assert only.strength is Strength.IMPLIED
    (unasked,) = shown("My dad died of a stroke.", before="Tell me what has brought you here.")
    assert unasked.strength is Strength.HINTED


def test_a_feeling_asked_for_was_elicited_by_the_learner() -> None:
    (asked,) = shown("Scared, really.", before="How are you feeling about it?")
    assert asked.elicited_by is ElicitedBy.LEARNER
    (own,) = shown("I'm scared, really.", before="Which tablets do you take?")
    assert own.elicited_by is ElicitedBy.PATIENT


def test_pleasant_emotions_are_kept_apart() -> None:
    (only,) = shown("I'm so relieved to hear that!")
    assert (only.valence, only.emotion, only.cue) == (Valence.PLEASANT, Emotion.RELIEF, None)


def test_progress_and_challenge_are_marked() -> None:
    (progress,) = shown("I finally stopped smoking!")
    assert progress.progress
    (challenge,) = shown("I can't even pick up my grandson any more.")
    assert challenge.challenge


def test_mixed_feelings_are_both_kept() -> None:
    assert {e.valence for e in shown("I'm so happy she came, but I'm scared of Monday.")} == set(Valence)


@pytest.mark.parametrize("flag", list(Flag))
def test_a_turn_that_is_not_whole_gives_no_opportunity(flag: Flag) -> None:
    assert shown("I'm so frightened.", flag=flag) == ()


def test_ids_count_within_the_turn() -> None:
    found = shown("I'm scared. And I miss my mum.", seen="tears in her eyes")
    assert [e.id for e in found] == ["t3e1", "t3e2", "t3e3"]
    assert all(e.thread == "" for e in found)
