"""A learner's turn in the stretches that each do one thing: sentences, cut where a question begins inside one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from simulator.language.lexicon import Lexicon, english
from simulator.language.patterns import Line
from simulator.language.text import Word, fold

_QUOTED = re.compile(r'"[^"\n]{1,200}"')


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a turn: its words, and its place in the text with the punctuation that closes it."""

    line: Line
    start: int
    end: int


@lru_cache(maxsize=256)
def _segments(text: str) -> tuple[Segment, ...]:
    lex = english()
    masked = unquoted(text)
    out: list[Segment] = []
    spans = lex.sentences(text)
    lines = {line.words[0].start: line for line in lex.lines(masked)}
    for start, end in spans:
        line = next((lines[k] for k in lines if start <= k < end), None)
        if line is None:
            continue
        cuts = [0, *_cuts(line.words, text[start:end], lex), len(line.words)]
        for first, last in pairwise(cuts):
            words = tuple(line.words[first:last])
            begin = start if first == 0 else words[0].start
            stop = end if last == len(line.words) else words[-1].end
            out.append(Segment(Line(words), begin, stop))
    return tuple(out)


def segments(text: str, lex: Lexicon) -> tuple[Segment, ...]:
    """The stretches of a turn, in order; quoted speech is blanked, since quoting a thing is not doing it."""
    return _segments(text)


def unquoted(text: str) -> str:
    """The text with what stands in double quotes blanked, unless that is all there is. Length is unchanged."""
    folded = fold(text)
    if '"' not in folded:
        return text
    out = list(text)
    quoted = 0
    for match in _QUOTED.finditer(folded):
        quoted += match.end() - match.start()
        for at in range(match.start(), match.end()):
            out[at] = " "
    return text if quoted >= len(text.strip()) - 2 else "".join(out)


def _cuts(words: Sequence[Word], sentence: str, lex: Lexicon) -> list[int]:
    """Word positions at which a new stretch begins inside a sentence."""
    bare = not any(w.after_break for w in words[1:])
    asks = sentence.rstrip("\"') ").endswith("?")
    cuts: list[int] = []
    for at in range(2, len(words) - 1):
        word, previous = words[at], words[at - 1].text
        if word.after_break and word.text in ("but", "however"):
            cuts.append(at)
        elif not _opens_question(words, at, lex):
            continue
        elif word.after_break or previous in lex.sets["joiner"]:
            if asks or bare or word.after_break:
                cuts.append(at - 1 if previous in lex.sets["joiner"] and at - 1 > max(cuts, default=1) else at)
        elif bare and at >= 3 and not _carries(words, at, lex) and (not cuts or at - cuts[-1] > 3):
            cuts.append(at)
    return [c for n, c in enumerate(cuts) if n == 0 or c > cuts[n - 1]]


def _carries(words: Sequence[Word], at: int, lex: Lexicon) -> bool:
    """The word before takes the question word into its own clause ("know how", "tell me what"); but after "to hear
    that", "how long have you ..." has its verb before "you" and is a question of its own."""
    if words[at - 1].text not in lex.sets["carries_clause"]:
        return False
    turned = any(
        words[n].text in lex.sets["aux"] and words[n + 1].text == "you"
        for n in range(at + 1, min(at + 4, len(words) - 1))
    )
    return not (turned and words[at - 1].text in ("that", "you", "it", "this"))


def _opens_question(words: Sequence[Word], at: int, lex: Lexicon) -> bool:
    """True when a question begins at the word: by a question word, by verb before subject, or by "tell me"."""
    word = words[at].text
    free = words[at].after_break or words[at - 1].text in lex.sets["joiner"]
    if word == "tell":
        return words[at + 1].text == "me" and free
    if word in lex.sets["wh"]:
        you_near = any(w.text in ("you", "your") for w in words[at : at + 5])
        if not free and (_carries(words, at, lex) or not you_near):
            return False
    elif (
        word not in lex.sets["aux"]
        or word in ("any", "anything", "anyone", "anybody", "ever")
        or (not free and words[at + 1].text != "you")
    ):
        return False
    rest = Line(tuple(words[at : at + 9]))
    if len(words) - at <= 3 and rest.any(lex.groups["questions.tag"]) is not None:
        return False  # "..., are you?" leans on the answer; it belongs to its statement
    if rest.any(lex.groups["questions.closes"]) is not None:
        return False  # "What lies ahead, do you think?" is one question
    return rest.any(lex.groups["questions.starts"]) is not None
