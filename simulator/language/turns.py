"""A learner's whole turn as stretches, each with how it asks, read in the light of its neighbours.

A stretch alone is judged in asking.py. Here belongs what takes the turn to see: a checklist without verb or mark, an
item that goes on a question ("Any chest pain? Palpitations, cough."), the head of a question ("Home readings, do you
have a monitor?"), and a short question that points back to what was just said of not wanting to live.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from simulator.language.asking import Asking, asking, speaks_of_death, strip_lead_in
from simulator.language.lexicon import Lexicon, english
from simulator.language.segments import Segment, segments
from simulator.language.subjects import named_topics
from simulator.language.text import Word

_COLONS = frozenset({":", "-", "–", "—", "...", "…"})
_LONGEST_ITEM = 12
_LONGEST_LED = 8
_LONGEST_LIST = 40
_LONGEST_BACK = 14


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a turn and how it asks."""

    segment: Segment
    how: Asking


def stretches(text: str, lex: Lexicon) -> tuple[Stretch, ...]:
    """The stretches of a learner's turn, in order."""
    return _stretches(text)


@lru_cache(maxsize=256)
def _stretches(text: str) -> tuple[Stretch, ...]:
    lex = english()
    parts = segments(text, lex)
    alone = [asking(part.line, text, lex) for part in parts]
    out: list[Stretch] = []
    spoken_of = False
    for number, (part, how) in enumerate(zip(parts, alone, strict=True)):
        if not how.is_question and not spoken_of:
            before = bool(out) and out[-1].how.is_question and not out[-1].how.repeat
            heads = number + 1 < len(parts) and alone[number + 1].is_question and not _ends(text, part)
            if _listed(part, text, before=before, heads=heads, lex=lex):
                how = Asking(is_question=True, statement=True, why="a list of what is asked")
        if spoken_of and not how.safety and _points_back(part, how, lex):
            how = replace(how, is_question=True, safety=True)
        out.append(Stretch(part, how))
        spoken_of = _speaks_of_death(part, lex) or (spoken_of and _aside(how))
    return tuple(out)


def _speaks_of_death(part: Segment, lex: Lexicon) -> bool:
    """Talk of not wanting to live, which a question may then point back to; advice for "if it comes" is not that."""
    return speaks_of_death(part.line, lex) and part.line.any(lex.groups["questions.netting"]) is None


def _aside(how: Asking) -> bool:
    """A stretch that leaves what was spoken of in reach: a statement ("I ask everybody that.")."""
    return not how.is_question


def _points_back(part: Segment, how: Asking, lex: Lexicon) -> bool:
    """A short question after talk of suicide that asks about "that": it is the safety question."""
    if len(part.line.words) > _LONGEST_BACK or part.line.any(lex.groups["questions.elsewhere"]) is not None:
        return False
    if how.is_question and part.line.any(lex.groups["questions.refers"]) is not None:
        return True
    return part.line.any(lex.groups["questions.refers_plainly"]) is not None


def _ends(text: str, part: Segment) -> bool:
    """True when a sentence ends where the stretch does."""
    return text[: part.end].rstrip()[-1:] in ".!?…\n"


def _listed(part: Segment, text: str, *, before: bool, heads: bool, lex: Lexicon) -> bool:
    """True for words without a clause that name what is to be told: a list, a label, an item after a question."""
    words = tuple(part.line.words)
    core = strip_lead_in(words, lex)
    if before and words[0].text in lex.sets["goes_on_whatever"] and len(words) <= _LONGEST_ITEM:
        return _naming(part, lex, _NOT_ITEMS) > 0
    if len(words) > _LONGEST_LIST or not _clauseless(core, lex, head=before):
        return False
    if not lex.sets["kindly"].isdisjoint(part.line.has) or _told_to(core, lex):
        return False
    if part.line.any(lex.groups["questions.arranges"]) is not None:
        return False
    naming = _naming(part, lex, _NEVER_ITEMS if heads else _NOT_ITEMS)
    if not naming:
        return False
    items = 1 + sum(w.after_break or w.text in ("and", "or", "plus") for w in core[1:])
    label = any(text[core[n].end : core[n + 1].start].strip() in _COLONS for n in range(min(3, len(core) - 1)))
    led = words[0].text in lex.sets["goes_on"] and len(words) <= _LONGEST_LED and part.line.has.isdisjoint(_DOUBTFUL)
    short = _head(core) <= _LONGEST_ITEM if before else len(core) <= _LONGEST_ITEM
    return (naming >= 2 and items >= 2) or label or (before and short) or (heads and short) or led


def _clauseless(words: Sequence[Word], lex: Lexicon, *, head: bool) -> bool:
    """True when no clause is there; with `head`, none before the first pause ("Alcohol in units, a pint is two")."""
    return all(w.text not in lex.sets["clause"] for w in words[: _head(words) if head else None])


def _head(words: Sequence[Word]) -> int:
    """How many words stand before the first pause."""
    return next((n for n, w in enumerate(words) if n and w.after_break), len(words))


def _told_to(words: Sequence[Word], lex: Lexicon) -> bool:
    """True when the stretch, or a part of it after a pause, begins as advice does."""
    return any((n == 0 or w.after_break) and w.text in lex.sets["tells_to"] for n, w in enumerate(words))


def _naming(part: Segment, lex: Lexicon, leave_out: frozenset[str]) -> int:
    """In how many places the words name a matter of fact."""
    places = sorted(place for name, place in named_topics(part, lex).items() if name not in leave_out)
    return sum(n == 0 or start >= places[n - 1][1] for n, (start, _) in enumerate(places))


_DOUBTFUL = frozenset({"maybe", "perhaps", "kind", "sort", "just", "not", "also"})
"""With these a scrap that begins "and" gives back rather than asks."""

_NEVER_ITEMS = frozenset({"suicide", "self_harm", "loss", "partner", "plan", "tests"})

_NOT_ITEMS = frozenset(
    {"suicide", "self_harm", "tests", "opening", "feelings_today", "coping", "agenda", "understanding", "plan",
     "future", "meaning", "hopes", "loss", "support", "treated_before", "worries", "hardest", "relieving", "school",
     "partner"}
)  # fmt: skip
"""Topics whose bare name seldom asks."""
