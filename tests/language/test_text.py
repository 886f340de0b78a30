"""Sentences, emotion words, and which languages there are."""

from __future__ import annotations

import pytest

from simulator.codes import Emotion
from simulator.language import Form, Pack, pack


def english() -> Pack:
    found = pack("en")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Lee came. She left.", ["Dr. Lee came.", "She left."]),
        ("Well... I don't know. Maybe.", ["Well... I don't know.", "Maybe."]),
        ("I take 2.5 mg, e.g. at night.", ["I take 2.5 mg, e.g. at night."]),
        ("Really?! Yes", ["Really?!", "Yes"]),
        ("no punctuation at all", ["no punctuation at all"]),
        ("One line\nanother line", ["One line", "another line"]),
        ("I'm sad 😢. You?", ["I'm sad 😢.", "You?"]),
        ("   ", []),
        ("hard?How so", ["hard?", "How so"]),
    ],
)
def test_sentences_survive_ordinary_typing(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in english().sentences(text)] == expected


def test_feelings_are_marked_when_denied() -> None:
    found = english().feelings("I'm not angry, I was never so scared, and I can't help worrying.")
    assert [(f.emotion, f.negated) for f in found] == [
        (Emotion.ANGER, True),
        (Emotion.FEAR, False),
        (Emotion.WORRY, False),
    ]


def test_idioms_are_not_feelings() -> None:
    assert english().feelings("I'm afraid not. I'm happy to wait; the pain relief helps, no worries.") == ()


def test_a_feeling_knows_its_form() -> None:
    (only,) = english().feelings("It was frightening.")
    assert (only.form, only.word) == (Form.THING, "frightening")


@pytest.mark.parametrize("tag", ["en", "en-GB", "EN_us", "en-Latn-ZA"])
def test_every_english_has_the_english_pack(tag: str) -> None:
    assert pack(tag) is english()


@pytest.mark.parametrize("tag", ["de", "fr-CA", "", "enm", "x"])
def test_another_language_has_none(tag: str) -> None:
    assert pack(tag) is None


def test_the_pack_says_which_rules_it_holds() -> None:
    assert english().version
    assert len(english().lexicon_hash) == 64
