"""No quote, no code: every label's quote is looked up, verbatim, in the turn it cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from simulator.codes import Coding, Evidence, Moment, Rating, Response, ThreadOutcome
from simulator.rubric.model import Rubric
from simulator.transcript import Side, Transcript, Turn

E = TypeVar("E", bound=Evidence)

TURN_UNKNOWN = "turn_unknown"
WRONG_SIDE = "wrong_side"
TURN_FLAGGED = "turn_flagged"
QUOTE_EMPTY = "quote_empty"
QUOTE_NOT_FOUND = "quote_not_found"
QUOTE_AMBIGUOUS = "quote_ambiguous"
MOMENT_UNKNOWN = "moment_unknown"
DUPLICATE = "duplicate"
ITEM_UNKNOWN = "item_unknown"
LEVEL_UNKNOWN = "level_unknown"
NO_QUOTE = "no_quote"


def check(evidence: E, transcript: Transcript, side: Side | None) -> E | str:
    """The evidence as it stands in the transcript, or the reason it cannot.

    A quote at its stated place is kept. Wrong offsets are repaired only where the quote occurs exactly once
    in the turn's words and in what was seen; a quote that occurs twice could mean either. `side` None allows
    both sides. A patient's turn that was cut short or stopped by the guard (`flag`) bears nothing.
    """
    if not 1 <= evidence.turn <= len(transcript.turns):
        return TURN_UNKNOWN
    turn = transcript.turn(evidence.turn)
    if side is not None and turn.side is not side:
        return WRONG_SIDE
    if turn.side is Side.PATIENT and turn.flag is not None:
        return TURN_FLAGGED
    return _place(evidence, turn)


def _place(evidence: E, turn: Turn) -> E | str:
    fields = {"text": turn.text, "seen": turn.seen or ""}
    if not evidence.quote:
        silent = not turn.text and not turn.seen  # silence has no words to quote
        return evidence.model_copy(update={"start": 0, "end": 0, "where": "text"}) if silent else QUOTE_EMPTY
    cited = fields.get(evidence.where, "")
    if evidence.start >= 0 and cited[evidence.start : evidence.end] == evidence.quote:
        return evidence
    found = [(where, start) for where, text in fields.items() for start in _occurrences(evidence.quote, text)]
    if not found:
        return QUOTE_NOT_FOUND
    if len(found) > 1:
        return QUOTE_AMBIGUOUS
    where, start = found[0]
    return evidence.model_copy(update={"where": where, "start": start, "end": start + len(evidence.quote)})


def _occurrences(quote: str, text: str) -> list[int]:
    starts, start = [], text.find(quote)
    while start >= 0:
        starts.append(start)
        start = text.find(quote, start + 1)
    return starts


def keep(items: Iterable[E], transcript: Transcript, side: Side | None, dropped: Counter[str]) -> tuple[E, ...]:
    """Those of `items` whose quote holds; the others are counted in `dropped` by reason."""
    kept = []
    for item in items:
        checked = check(item, transcript, side)
        if isinstance(checked, str):
            dropped[checked] += 1
        else:
            kept.append(checked)
    return tuple(kept)


def verify(coding: Coding, transcript: Transcript, rubric: Rubric | None = None) -> Coding:
    """The coding with only what its quotes bear; `dropped` is added to, by reason. Verifying twice changes
    nothing.

    With a `rubric`, ratings are also checked against its items and anchors. A rating above the lowest anchor
    whose quotes are all gone becomes unscored, never the lowest anchor. A response without its moment goes
    with it.
    """
    dropped = Counter(coding.dropped)
    moments = _moments(coding.moments, transcript, dropped)
    known = {moment.turn for moment in moments}
    responses = _responses(coding.responses, transcript, known, dropped)
    ratings, unscored = _ratings(coding, transcript, rubric, dropped)
    return coding.model_copy(
        update={
            "moments": moments,
            "moves": keep(coding.moves, transcript, Side.LEARNER, dropped),
            "responses": responses,
            "threads": _threads(coding.threads, known),
            "ratings": ratings,
            "unscored": unscored,
            "safety_turns": tuple(n for n in coding.safety_turns if _is_learner(n, transcript)),
            "dropped": dict(sorted(dropped.items())),
        }
    )


def _is_learner(number: int, transcript: Transcript) -> bool:
    return 1 <= number <= len(transcript.turns) and transcript.turn(number).side is Side.LEARNER


def _moments(moments: tuple[Moment, ...], transcript: Transcript, dropped: Counter[str]) -> tuple[Moment, ...]:
    seen: set[str] = set()
    out = []
    for moment in moments:
        fresh = []
        for expression in keep(moment.expressions, transcript, Side.PATIENT, dropped):
            if expression.turn != moment.turn:
                dropped[MOMENT_UNKNOWN] += 1
            elif expression.id in seen:
                dropped[DUPLICATE] += 1
            else:
                seen.add(expression.id)
                fresh.append(expression)
        if fresh:
            out.append(moment.model_copy(update={"expressions": tuple(fresh)}))
    return tuple(out)


def _responses(
    responses: tuple[Response, ...], transcript: Transcript, known: set[int], dropped: Counter[str]
) -> tuple[Response, ...]:
    out: dict[int, Response] = {}
    for response in responses:
        if response.moment not in known:
            dropped[MOMENT_UNKNOWN] += 1
        elif response.moment in out:
            dropped[DUPLICATE] += 1
        else:
            turns = tuple(n for n in response.turns if n > response.moment and _is_learner(n, transcript))
            evidence = keep(response.evidence, transcript, Side.LEARNER, dropped)
            out[response.moment] = response.model_copy(update={"turns": turns, "evidence": evidence})
    return tuple(out.values())


def _threads(threads: tuple[ThreadOutcome, ...], known: set[int]) -> tuple[ThreadOutcome, ...]:
    out = []
    for thread in threads:
        moments = tuple(turn for turn in thread.moments if turn in known)
        if moments:
            out.append(thread.model_copy(update={"moments": moments}))
    return tuple(out)


def _ratings(
    coding: Coding, transcript: Transcript, rubric: Rubric | None, dropped: Counter[str]
) -> tuple[tuple[Rating, ...], dict[str, str]]:
    unscored = dict(coding.unscored)
    out: dict[str, Rating] = {}
    for rating in coding.ratings:
        checked = rating.model_copy(update={"evidence": keep(rating.evidence, transcript, None, dropped)})
        fault = DUPLICATE if rating.item in out else _fault(checked, rubric)
        if fault is None:
            out[rating.item] = checked
        else:
            dropped[fault] += 1
            if fault in (LEVEL_UNKNOWN, NO_QUOTE):
                unscored.setdefault(rating.item, _FAULTS[fault])
    return tuple(out.values()), unscored


_FAULTS = {
    LEVEL_UNKNOWN: "the coder named a level the rubric does not have",
    NO_QUOTE: "no quote from the conversation bears the level",
}


def _fault(rating: Rating, rubric: Rubric | None) -> str | None:
    if rubric is None:
        return None
    item = rubric.item(rating.item)
    if item is None or not item.rated:
        return ITEM_UNKNOWN
    if rating.level not in item.anchors:
        return LEVEL_UNKNOWN
    lowest = rating.level == next(iter(item.anchors)) and rating.between == 0
    return None if lowest or rating.evidence else NO_QUOTE
