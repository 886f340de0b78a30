"""Authored phrases found in text."""

from __future__ import annotations

import pytest

from simulator.language import pack


def mentions(text: str, phrase: str) -> bool:
    english = pack("en")
    assert english is not None
    return english.mentions(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("She had been worrying about it.", "worry"),
        ("He DIED in March.", "die"),
        ("I stopped taking them.", "stop taking"),
        ("I can’t sleep at all.", "can't sleep"),
        ("I cannot sleep.", "can't sleep"),
        ("They are anti-depressants.", "anti depressants"),
        ("It was depression, they said.", "depress*"),
        ("I lost my old job.", "lost job"),
        ("We were going to the church.", "mosque|church|temple"),
        ("two kids", "2 kids"),
        ("My children's school rang.", "child school"),
    ],
)
def test_a_phrase_is_found_through_its_forms(text: str, phrase: str) -> None:
    assert mentions(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I lost all of my very old job papers.", "lost papers"),
        ("The job was lost.", "lost job"),
        ("I was diet-conscious.", "die"),
        ("Nothing here.", ""),
        ("", "anything"),
        ("I feel fine.", "|"),
        ("She is impressed.", "depress*"),
    ],
)
def test_order_distance_and_whole_words_are_kept(text: str, phrase: str) -> None:
    assert not mentions(text, phrase)
