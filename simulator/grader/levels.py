"""The three items of `empathy-levels`: how emotional reaction, interpretation and exploration show in words.

Each of the learner's turns that answers somebody is read sentence by sentence with the patterns of
`levels.<language>.toml` XX
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from simulator.codes import Evidence, Move, MoveKind, Rating
from simulator.grader.reading import Reading
from simulator.rubric.counting import shown
from simulator.rubric.model import Item
from simulator.rubric.scorecard import NO_OPPORTUNITY
from simulator.transcript import Side

K = MoveKind
NONE, WEAK, STRONG = 0, 1, 2
QUOTES = 6
"""At most so many quotes bear one level."""
PART = 4
"""Strong is more than in passing: once in so many occasions."""
LONGEST = 600
"""Characters of a sentence that are read."""
A_MONOLOGUE = 90
"""Words. In a turn longer than this a question that is not near its end is the speaker's own way of going on."""

NO_PATTERNS = "language: there are no patterns for this item in "

BY_MOVE: dict[str, dict[MoveKind, int]] = {
    "emotional_reaction": {K.SHOWS_CONCERN: WEAK, K.SUPPORTS: WEAK, K.APOLOGISES: WEAK, K.STOCK_PHRASE: WEAK},
    "interpretation": {K.SELF_DISCLOSES: STRONG, K.NAMES_FEELING: STRONG, K.REFLECTS: STRONG, K.VALIDATES: STRONG},
    "exploration": {},
}
"""What a move reaches by itself."""

ABOUT_IT = frozenset({K.NAMES_FEELING, K.REFLECTS, K.VALIDATES})
"""Only where they are about an emotion that was shown: an echo of anything is no interpretation."""

ALWAYS = frozenset({"exploration"})
"""Items for which there is always an occasion."""

_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_APOSTROPHES = re.compile(r"['’‘`´]")


class Patterns(NamedTuple):
    """One item's patterns, by list."""

    lists: dict[str, tuple[re.Pattern[str], ...]]

    def any(self, name: str, sentence: str) -> bool:
        """Whether a pattern of that list is found."""
        return any(pattern.search(sentence) for pattern in self.lists.get(name, ()))


class Reached(NamedTuple):
    """What one turn reached, and by which words."""

    level: int
    evidence: Evidence | None


def rate_level(reading: Reading, item: Item) -> Rating | str:
    """A level for one of the three items, or why there is none."""
    known = patterns(reading.transcript.language)
    if known is None:
        return f'{NO_PATTERNS}"{reading.transcript.language}"'
    answers = _answers(reading)
    reached = [_turn(reading, turn, item.id, known[item.id]) for turn in answers]
    if not answers or (item.id not in ALWAYS and not reading.moments and all(r.level == NONE for r in reached)):
        return NO_OPPORTUNITY
    chances = len(answers) if item.id in ALWAYS else sum(any(shown(m)) for m in reading.moments)
    # strong in 2 turns, weak in 3, over 9 moments: a quarter of 9 is 3, so strong was in passing only: weak
    often = sum(r.level == STRONG for r in reached) >= max(1, -(-chances // PART))
    level = STRONG if often else WEAK if any(r.level for r in reached) else NONE
    quotes = tuple(r.evidence for r in reached if r.evidence is not None and (not often or r.level == STRONG))
    return Rating(
        item=item.id,
        level=list(item.anchors)[level],
        reason=f"{sum(r.level == STRONG for r in reached)} strong and {sum(r.level == WEAK for r in reached)} weak "
        f"in {len(answers)} turns.",
        evidence=quotes[:QUOTES],
        n=max(1, chances),
    )


def _answers(reading: Reading) -> list[int]:
    """The learner's turns after the patient's first words; without any such, none."""
    sides = [turn.side for turn in reading.transcript.turns]
    first = sides.index(Side.PATIENT) + 1 if Side.PATIENT in sides else len(sides)
    return [turn for turn in reading.learner_turns if turn > first]


def _turn(reading: Reading, number: int, item: str, known: Patterns) -> Reached:
    text = reading.transcript.turn(number).text
    best = Reached(NONE, None)
    for found in _SENTENCE.finditer(text):
        level = _explores(found, text, known) if item == "exploration" else _shows(found[0], known)
        if level > best.level:
            quote = found[0].strip()
            start = found.start() + found[0].index(quote)
            best = Reached(level, Evidence(turn=number, start=start, end=start + len(quote), quote=quote))
    for move in reading.by_turn[number]:
        about = move.kind not in ABOUT_IT or any(reading.is_near(moment.turn, move) for moment in reading.moments)
        level = BY_MOVE[item].get(move.kind, NONE) if about else NONE
        if level > best.level and move.quote:
            best = Reached(level, _quote(move))
    return best


def _plain(sentence: str) -> str:
    return " ".join(_APOSTROPHES.sub("", sentence[:LONGEST].lower()).split())


def _shows(sentence: str, known: Patterns) -> int:
    words = _plain(sentence)
    return STRONG if known.any("strong", words) else WEAK if known.any("weak", words) else NONE


def _explores(found: re.Match[str], text: str, known: Patterns) -> int:
    """A question about the other person: in general words weak, else strong."""
    words = _plain(found[0])
    if not (words.endswith("?") or known.any("asks", words)) or known.any("not", words):
        return NONE
    if len(text[: found.start()].split()) and len(text[found.end() :].split()) > A_MONOLOGUE:
        return NONE
    if known.any("weak", words):
        return WEAK
    if known.any("yours", words):
        return STRONG
    return NONE if known.any("mine", words) or not known.any("asks", words) else STRONG


def _quote(move: Move) -> Evidence:
    return Evidence(turn=move.turn, start=move.start, end=move.end, quote=move.quote, where=move.where)


@cache
def patterns(language: str) -> dict[str, Patterns] | None:
    """The patterns of a language, by item; None where there are none."""
    file = resources.files("simulator.grader") / f"levels.{language}.toml"
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text("utf-8"))
    return {
        item: Patterns({name: tuple(map(re.compile, found)) for name, found in lists.items()})
        for item, lists in data.items()
    }
