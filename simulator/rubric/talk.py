"""Items of kind `talk`: figures of the whole conversation, from the moves alone. Described, never scored.

In writing nobody is cut off in mid-sentence and nobody's seconds can be counted; these are the nearest things that a
transcript shows. A turn that holds no learner's move is the patient's.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.codes import Coding, Evidence, MoveKind
from simulator.rubric.counting import bare
from simulator.rubric.held import Stretch, stretches
from simulator.rubric.model import Item
from simulator.rubric.scorecard import NO_OPPORTUNITY, ItemScore

K = MoveKind
MOVES, NEVER = "moves", "no_such_question"
WENT_ON, SET_AT_ONCE, PATIENT_TURNS = "went_on", "set_at_once", "patient_turns"
OPEN, CLOSED = "open", "closed"
WORDS = "words"

NARROWS = frozenset({K.EXPLORES_FACT, K.CLOSED_QUESTION, K.CHANGES_SUBJECT, K.ASKS_SAFETY, K.ASKS_SAFETY_LEADING})
"""Sets what is to be spoken of ..."""
LEAVES_OPEN = frozenset(
    {
        *(K.OPEN_QUESTION, K.INVITES, K.EXPLORES_FEELING, K.REFLECTS, K.NAMES_FEELING, K.CHECKS, K.GREETS),
        *(K.SIGNPOSTS, K.BACK_CHANNEL),
    }
)
"""... unless the same words leave that to the patient, or only open the talk."""
ASKS_OPENLY = frozenset({K.OPEN_QUESTION, K.INVITES, K.EXPLORES_FEELING})
ASKS_CLOSED = frozenset({K.CLOSED_QUESTION, K.ASKS_SAFETY, K.ASKS_SAFETY_LEADING})
GIVES_BACK = frozenset({K.REFLECTS, K.NAMES_FEELING, K.NAMES_FEELING_WRONGLY})
"""A statement spoken as a question is no question."""

Figure = tuple[int, dict[str, int], list[Evidence]]
"""What it rests on, its counts, and the words."""


def describe_talk(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    """One figure. Pure."""
    parts = [s for turn in sorted({m.turn for m in coding.moves}) for s in stretches(coding, turn)]
    n, counts, quotes = _FIGURES[item.of or ""](parts, coding)
    return blank.model_copy(
        update={
            "unscored": None if n else NO_OPPORTUNITY,
            "n": n,
            "counts": counts if n else {},
            "evidence": tuple(bare(quote) for quote in quotes),
        }
    )


def _first_question(parts: list[Stretch]) -> int | None:
    """Where the first question stands that sets the topic."""
    return next((n for n, s in enumerate(parts) if s.kinds & NARROWS and not s.kinds & LEAVES_OPEN), None)


def _before_first_question(parts: list[Stretch], coding: Coding) -> Figure:
    first = _first_question(parts)
    if first is None:
        return len(parts), {MOVES: len(parts), NEVER: 1}, []
    return len(parts), {MOVES: first}, [parts[first].place]


def _opening_story(parts: list[Stretch], coding: Coding) -> Figure:
    """How many turns the patient had before a question set the topic. With one, it was set at once."""
    learner = {s.place.turn for s in parts}
    first = _first_question(parts)
    end = coding.transcript.turns + 1 if first is None else parts[first].place.turn
    had = sum(turn not in learner for turn in range(1, end))
    if not learner or not any(turn not in learner for turn in range(1, coding.transcript.turns + 1)):
        return 0, {}, []
    quotes = [] if first is None else [parts[first].place]
    return max(had, 1), {WENT_ON if had > 1 or first is None else SET_AT_ONCE: 1, PATIENT_TURNS: had}, quotes


def _open_questions(parts: list[Stretch], coding: Coding) -> Figure:
    """Open and closed questions; where a coder does not say which it was, it is neither."""
    asked = [s for s in parts if K.OPEN_QUESTION in s.kinds or not s.kinds & GIVES_BACK]
    closed = [s.place for s in asked if s.kinds & ASKS_CLOSED]
    opened = [s.place for s in asked if s.kinds & ASKS_OPENLY and not s.kinds & ASKS_CLOSED]
    # 3 open, 5 closed: "3 of 8 questions were open"
    return len(opened) + len(closed), {OPEN: len(opened), CLOSED: len(closed)}, opened


def _longest_turn(parts: list[Stretch], coding: Coding) -> Figure:
    """Words of the learner's longest turn, as far as they were coded; words under two stretches count once."""
    lengths: dict[int, int] = {}
    reached: dict[int, int] = {}
    for part in parts:
        place = part.place
        if place.where == "text" and place.start >= reached.get(place.turn, 0):
            lengths[place.turn] = lengths.get(place.turn, 0) + len(place.quote.split())
            reached[place.turn] = place.end
    if not lengths:
        return 0, {}, []
    longest = max(lengths, key=lambda turn: (lengths[turn], -turn))
    return len(lengths), {WORDS: lengths[longest]}, [s.place for s in parts if s.place.turn == longest][:1]


_FIGURES: dict[str, Callable[[list[Stretch], Coding], Figure]] = {
    "before_first_question": _before_first_question,
    "opening_story": _opening_story,
    "open_questions": _open_questions,
    "longest_turn": _longest_turn,
}
