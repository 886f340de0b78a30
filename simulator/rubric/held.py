"""Items of kind `moves`: in how many moments the answer held certain moves, in a certain order.

A move counts only where it has to do with what was shown (its words are among the answer's evidence), and never as a
formula: not a stock phrase, not words that were said before to something else, not one of a list of feelings, and not
a feeling named, or concern voiced, in nearly every turn. What does not count is simply not there; it is held against
nobody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from simulator.codes import Coding, Evidence, Move, MoveKind, Outcome, Response
from simulator.rubric.counting import chances, nothing, plain, rounded, unique
from simulator.rubric.model import Item
from simulator.rubric.scorecard import ItemScore

K = MoveKind
Key = tuple[int, int, int]
"""Turn, start and end of a stretch."""
Formula = tuple[Key, MoveKind]
_WORD = re.compile(r"\w+")
_ROW = re.compile(r"\w+, \w+, \w+")
"""Single words in a row."""

HELD, NOT_HELD = "held", "not_held"

FORM = frozenset({K.OPEN_QUESTION, K.CLOSED_QUESTION})
"""How something is asked: counts with the words that hold what is asked, and never alone."""
AFTER_ANYTHING = frozenset({K.CHECKS, K.QUIET})
"""These name nothing themselves; they belong to what was said before them."""
DOUBTFUL = frozenset({K.MINIMISES, K.ARGUES, K.JUDGES, K.PRESSES, K.REASSURES_EARLY, K.CHANGES_SUBJECT})
"""Count only where two signs, or both coders, bear them."""
NAMING = frozenset({K.NAMES_FEELING, K.NAMES_FEELING_WRONGLY})
COURTESY = frozenset({K.STOCK_PHRASE, K.THANKS, K.CLOSES, K.GREETS})
"""What is said to everybody, and whatever else the same words do."""
SAFETY = frozenset({K.ASKS_SAFETY, K.ASKS_SAFETY_LEADING})
"""Never leads away, wherever it stands."""
SAID_TO_ANYBODY = (
    NAMING,
    frozenset({K.VALIDATES}),
    frozenset({K.SHOWS_CONCERN}),
    frozenset({K.SUPPORTS}),
)
"""What can be done at every turn without having listened."""
NEARLY_EVERY = 0.75
"""Share of the learner's turns from which one of these is a habit rather than an answer ..."""
ENOUGH_TURNS = 6
"""... in a conversation of at least so many turns."""
A_LIST = 3
"""So many stretches of one turn that name feelings are a list."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a learner's words and all that it does."""

    place: Evidence
    kinds: frozenset[MoveKind]


def score_moves(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    """The share of moments whose answer held what the item asks for. Pure."""
    responses, review = chances(coding, item.among)
    counts: Counter[str] = Counter()
    evidence: list[Evidence] = []
    empty = _formulas(coding)
    for response in responses:
        answer = [s for turn in _turns(response) for s in stretches(coding, turn)]
        quotes = _held(item, answer, response, empty)
        counts[HELD if quotes else NOT_HELD] += 1
        evidence += quotes
    # 5 moments, 3 of them answered so: 3 / 5 = .6
    n = len(responses)
    return blank.model_copy(
        update={
            "score": rounded(counts[HELD] / n) if n else None,
            "unscored": None if n else nothing(review),
            "n": n,
            "review": review,
            "counts": plain(counts),
            "evidence": unique(evidence),
        }
    )


def stretches(coding: Coding, turn: int) -> list[Stretch]:
    """A learner's turn as stretches in order, each with all its moves. Doubtful codes are left out."""
    found: defaultdict[tuple[int, int, str], list[Move]] = defaultdict(list)
    for move in coding.moves:
        if move.turn == turn and (move.negative or move.kind not in DOUBTFUL):
            found[move.start, move.end, move.where].append(move)
    return [Stretch(found[key][0], frozenset(m.kind for m in found[key])) for key in sorted(found)]


def _turns(response: Response) -> tuple[int, ...]:
    """The answer: the first turns after the moment, and those that followed a mere listening sound."""
    later = () if response.outcome is Outcome.MET_LATER else (e.turn for e in response.evidence)
    return tuple(sorted({*response.turns, *later}))


def _held(item: Item, answer: Sequence[Stretch], response: Response, empty: Collection[Formula]) -> list[Evidence]:
    """The words that held it; none where it was not held."""
    touching = {_key(e) for e in response.evidence}
    counting = [_counting(s, touching) - {kind for key, kind in empty if key == _key(s.place)} for s in answer]
    for start, kinds in enumerate(counting):
        if not kinds & set(item.holds[0]) or _was_before(item, answer[:start]):
            continue
        places = [start]
        for group in item.holds[1:]:
            found = _next(frozenset(group), answer, counting, places[-1])
            if found is None:
                break
            places.append(found)
        if len(places) == len(item.holds) and not _left(item, answer[places[-1] + 1 :]):
            return [answer[place].place for place in places]
    return []


def _counting(stretch: Stretch, touching: Collection[Key]) -> frozenset[MoveKind]:
    """The moves of a stretch that may be held. What presses or argues (borne by two signs) is no listening."""
    if stretch.kinds & (COURTESY | DOUBTFUL):
        return frozenset()
    return stretch.kinds - FORM if _key(stretch.place) in touching else stretch.kinds & AFTER_ANYTHING


def _next(
    group: frozenset[MoveKind], answer: Sequence[Stretch], counting: Sequence[frozenset[MoveKind]], at: int
) -> int | None:
    """Where a move of the next group stands: in the same words, then later. The form of a question counts with its
    words.
    """
    if answer[at].kinds & group:
        return at
    return next((n for n in range(at + 1, len(answer)) if counting[n] & group), None)


def _was_before(item: Item, earlier: Sequence[Stretch]) -> bool:
    return any(s.kinds & set(item.before) and not s.kinds & (SAFETY | set(item.holds[0])) for s in earlier)


def _left(item: Item, later: Sequence[Stretch]) -> bool:
    held = SAFETY | {kind for group in item.holds for kind in group}
    return any(s.kinds & set(item.not_then) and not s.kinds & held for s in later)


# --- what is a formula


def _formulas(coding: Coding) -> set[Formula]:
    """Moves that count nowhere, since they could be said to anybody."""
    habits = _habits(coding)
    said: set[str] = set()
    out: set[Formula] = set()
    for _, turn in groupby(coding.moves, key=lambda move: move.turn):
        moves = list(turn)
        empty = habits | (NAMING if _lists(moves) else frozenset())
        out |= {(_key(m), m.kind) for m in moves if m.kind in empty or said & _wordings(m)}
        said |= {words for m in moves for words in _wordings(m)}
    return out


def _lists(moves: Sequence[Move]) -> bool:
    """Whether a turn goes through feelings like a list ("scared, sad, angry") rather than naming one."""
    naming = {_key(move) for move in moves if move.kind in NAMING}
    rows = any(_ROW.search(move.quote) for move in moves if move.kind in NAMING or move.kind is K.OTHER)
    return bool(naming) and (rows or len(naming) >= A_LIST)


def _habits(coding: Coding) -> frozenset[MoveKind]:
    """Moves made in nearly every turn. 5 of 6 turns: 5 / 6 = .83 >= .75; in 5 turns nothing is a habit."""
    turns = {move.turn for move in coding.moves}
    if len(turns) < ENOUGH_TURNS:
        return frozenset()
    return frozenset().union(
        *(
            kinds
            for kinds in SAID_TO_ANYBODY
            if len({m.turn for m in coding.moves if m.kind in kinds}) / len(turns) >= NEARLY_EVERY
        )
    )


def _wordings(move: Move) -> set[str]:
    """The words alone: the same sentence again is the same, whatever its stops and capitals - and, where it names a
    feeling, whichever feeling it names ("you sound sad", "you sound angry").
    """
    words = _WORD.findall(move.quote.casefold())
    named = set(_WORD.findall(" ".join(move.why).casefold())) if move.kind in NAMING else set()
    frame = [word if word not in named else "_" for word in words]
    return {" ".join(form) for form in (words, frame) if form}


def _key(evidence: Evidence) -> Key:
    return evidence.turn, evidence.start, evidence.end
