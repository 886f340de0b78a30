"""The data files hold together, and the pattern language refuses what it cannot read."""

from __future__ import annotations

import pytest

from simulator.codes import Emotion, MoveKind
from simulator.language.lexicon import english
from simulator.language.patterns import Line, compile_pattern
from simulator.language.text import Reader

READER = Reader({"can't": ("can", "not")}, frozenset({"um"}), frozenset({"it"}))


def plain(text: str) -> list[str]:
    return [w.text for w in READER.words(text)]


def found(pattern: str, text: str) -> bool:
    compiled = compile_pattern(pattern, {"hue": ("red", "light blue")}, plain)
    return Line(READER.words(text)).find(compiled) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("red (car|old bike)", "a red old bike", True),
        ("red (car|old bike)", "a red old car", False),
        ("red very? car", "red car", True),
        ("a ~ car", "a big fast red car", True),
        ("a ~ car", "a big fast red shiny car", False),
        ("a ~5 car", "a big fast red shiny car", True),
        ("^ car", "red car", False),
        ("car $", "red car", True),
        ("<hue> car", "the light blue car", True),
        ("drive*", "we were driving", False),
        ("driv*", "we were driven", True),
        ("can't go", "I can not go", True),
        ("it's red", "It's, um, red", True),
        ("(red (car|bike)|boat)", "one boat", True),
    ],
)
def test_a_pattern_means_what_it_says(pattern: str, text: str, expected: bool) -> None:
    assert found(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["(red", "red)", "(red|)", "<shade>", "", "um"])
def test_a_bad_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        compile_pattern(pattern, {}, plain)


def test_every_emotion_has_words() -> None:
    named = {emotion for entries in english().feelings.values() for e in entries for emotion, _ in e.forms}
    assert named >= set(Emotion)


def test_move_rules_use_known_kinds_once_or_more() -> None:
    used = {rule.kind for rule in english().moves}
    assert used <= set(MoveKind)
    assert {MoveKind.VALIDATES, MoveKind.SUPPORTS, MoveKind.SETS_LIMIT} <= used
