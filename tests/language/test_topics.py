"""What a learner asks about."""

from __future__ import annotations

import pytest

from simulator.language import pack, topic_meanings


def asked(text: str) -> set[str]:
    english = pack("en")
    assert english is not None
    return {t.id for t in english.topics(text) if t.asked}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What brings you in today?", "opening"),
        ("How are you sleeping?", "sleep"),
        ("sleep ok?", "sleep"),
        ("Tell me about your sleep.", "sleep"),
        ("Any trouble with sleep?", "sleep"),
        ("And your appetite?", "appetite"),
        ("How long have you had it?", "duration"),
        ("Have you lost weight?", "weight"),
        ("Who lives with you at home?", "home"),
        ("Do you drink any alcohol?", "alcohol"),
        ("Do you smoke?", "smoking"),
        ("Are you taking the tablets every day?", "adherence"),
        ("Any allergies?", "allergies"),
        ("Does anything run in the family?", "family_history"),
        ("What do you think it is?", "ideas"),
        ("What were you hoping we could do today?", "expectations"),
        ("What worries you most?", "worries"),
        ("Have you had any thoughts of ending your life?", "suicide"),
        ("Do you feel safe at home?", "violence_at_home"),
        ("How has it affected your work?", "work"),
        ("How are the evenings?", "evenings"),
        ("How have doctors treated you before?", "treated_before"),
        ("How do you feel about all this?", "feelings_today"),
        ("On a scale from one to ten, how bad is it?", "severity"),
    ],
)
def test_a_question_asks_about_its_topic(text: str, topic: str) -> None:
    assert topic in asked(text)


def test_several_questions_in_one_message_are_all_heard() -> None:
    assert {"sleep", "appetite", "mood"} <= asked("How are you sleeping? And your appetite, and how is your mood?")


def test_a_statement_mentions_and_does_not_ask() -> None:
    english = pack("en")
    assert english is not None
    found = english.topics("Good sleep helps the heart.")
    assert [t.id for t in found if t.id == "sleep"] == ["sleep"]
    assert not any(t.asked for t in found)


def test_a_presuming_question_is_leading() -> None:
    english = pack("en")
    assert english is not None
    assert any(t.leading for t in english.topics("You're not drinking too much, are you?") if t.id == "alcohol")
    assert not any(t.leading for t in english.topics("How much do you drink?"))


def test_every_topic_has_a_meaning() -> None:
    meanings = topic_meanings()
    assert len(meanings) >= 70
    assert all(meanings.values())
