"""Several readings of one transcript by the same model: what most of them say stands, and the rest goes to a person."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from simulator.codes import CoderIdentity, Coding, Evidence, Expression, Move, Response, Space
from simulator.grader.adjudicate import FAR
from simulator.grader.coder import Coder, uncoded
from simulator.grader.electing import elect_ratings, in_words, most
from simulator.grader.reading import Reading, in_order, moments_of, moves_by_turn, safety_turns
from simulator.grader.responses import threads
from simulator.rubric.evidence import verify
from simulator.rubric.model import Rubric
from simulator.transcript import Transcript

E = TypeVar("E", bound=Evidence)

NO_MAJORITY = "no_majority"
"""Codes that fewer than half of the readings gave."""
READING_FAILED = "reading_failed"


class VotingCoder:
    """Codes with several coders of one kind and keeps what more than half of them say."""

    def __init__(self, coders: Sequence[Coder]) -> None:
        """`coders`: an odd number, each a reading of its own."""
        if len(coders) % 2 == 0:
            raise ValueError("votes: an odd number of readings is needed")
        self._coders = tuple(coders)
        one = coders[0].identity
        self._identity = one.model_copy(update={"version": f"{one.version}+votes{len(coders)}"})

    @property
    def identity(self) -> CoderIdentity:
        """The coder's, with the number of votes."""
        return self._identity

    async def code(self, transcript: Transcript, rubric: Rubric) -> Coding:
        """What more than half of all readings say, failed ones counted in; fewer readings than that are none."""
        tasks = [asyncio.ensure_future(coder.code(transcript, rubric)) for coder in self._coders]
        try:
            codings = await asyncio.gather(*tasks)
        finally:
            for task in tasks:  # one that must be mended by a person ends them all
                task.cancel()
        read = [verify(coding, transcript, rubric) for coding in codings if "*" not in coding.unscored]
        if 2 * len(read) <= len(codings):
            failed = next(coding for coding in codings if "*" in coding.unscored)
            return uncoded(transcript, self._identity, failed.unscored["*"])
        return elect(transcript, rubric, read, len(codings)).model_copy(update={"coder": self._identity})


def elect(transcript: Transcript, rubric: Rubric, codings: Sequence[Coding], votes: int) -> Coding:
    """One coding from several of the same transcript, of `votes` asked for. Pure.

    Labels are the same where their words overlap. A label stands where more than `votes / 2` readings have it; an
    answer's outcome and an item's level likewise, and where none has so many it is under review, with what was said.
    """
    dropped: Counter[str] = Counter()
    for coding in codings:
        dropped.update(coding.dropped)
    dropped[READING_FAILED] += votes - len(codings)
    expressions = _expressions(codings, votes, dropped)
    moves = _moves(codings, votes, dropped)
    reading = Reading(
        transcript=transcript,
        moments=moments_of(expressions),
        by_turn=moves_by_turn(transcript, moves),
        near={},
    )
    answered = tuple(
        _response([r for c in codings for r in c.responses if r.moment == moment.turn], votes)
        for moment in reading.moments
    )
    ratings, unscored, review = elect_ratings(codings, rubric, votes)
    return codings[0].model_copy(
        update={
            "moments": reading.moments,
            "moves": reading.moves,
            "responses": answered,
            "threads": threads(reading, answered),
            "ratings": ratings,
            "unscored": unscored,
            "review": review,
            "dropped": {reason: count for reason, count in sorted(dropped.items()) if count},
            "safety_turns": safety_turns(reading),
        }
    )


# ---- labels ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen(Generic[E]):
    """One stretch of words as several readings label it: reading's number → its label."""

    by: dict[int, E] = field(default_factory=dict)

    def takes(self, number: int, one: E) -> bool:
        """Whether the words overlap those of the first, and this reading has not spoken yet."""
        first = next(iter(self.by.values()))
        same = (first.turn, first.where) == (one.turn, one.where)
        touch = (first.start < one.end and one.start < first.end) or (first.start, first.end) == (one.start, one.end)
        return number not in self.by and same and touch


def _gathered(
    labels: Iterable[tuple[int, E]], label: Callable[[E], Hashable], votes: int, dropped: Counter[str]
) -> list[_Seen[E]]:
    """Labels of all readings put together where `label` is the same and the words overlap; what most have."""
    groups: dict[Hashable, list[_Seen[E]]] = {}
    for number, one in labels:
        known = groups.setdefault(label(one), [])
        seen = next((s for s in known if s.takes(number, one)), None)
        if seen is None:
            seen = _Seen()
            known.append(seen)
        seen.by[number] = one
    everything = [seen for known in groups.values() for seen in known]
    kept = [seen for seen in everything if 2 * len(seen.by) > votes]
    dropped[NO_MAJORITY] += len(everything) - len(kept)
    return kept


def _central(given: Sequence[E], facets: Callable[[E], Iterable[Hashable]]) -> E:
    """The one whose facets most of the others share; the first of equals."""
    counts = Counter(pair for one in given for pair in enumerate(facets(one)))
    return max(given, key=lambda one: sum(counts[pair] for pair in enumerate(facets(one))))


def _expressions(codings: Sequence[Coding], votes: int, dropped: Counter[str]) -> list[Expression]:
    labels = [(n, e) for n, coding in enumerate(codings) for m in coding.moments for e in m.expressions]
    kept = _gathered(labels, lambda e: e.valence, votes, dropped)
    # The words first: of the quotes given, the one most agree on.
    chosen = [
        (seen, _central([*seen.by.values()], lambda e: (e.start, e.end, e.strength, e.emotion, e.whose, e.time, e.cue)))
        for seen in kept
    ]
    chosen.sort(key=lambda pair: (pair[1].turn, pair[1].where != "text", pair[1].start, pair[1].end))
    names: list[str] = []
    for place, (seen, _) in enumerate(chosen):
        before = (n for n in range(place) if _one_concern(chosen[n][0], seen))
        names.append(next((names[n] for n in before), f"t{len(set(names)) + 1}"))
    out = [e.model_copy(update={"thread": name}) for (_, e), name in zip(chosen, names, strict=True)]
    return [e.model_copy(update={"id": f"e{n}"}) for n, e in enumerate(in_order(out), 1)]


def _one_concern(one: _Seen[Expression], other: _Seen[Expression]) -> bool:
    """Whether most readings that have both call them one concern."""
    both = one.by.keys() & other.by.keys()
    return 2 * sum(one.by[n].thread == other.by[n].thread for n in both) > len(both)


def _moves(codings: Sequence[Coding], votes: int, dropped: Counter[str]) -> list[Move]:
    labels = [(n, move) for n, coding in enumerate(codings) for move in coding.moves]
    out = []
    for seen in _gathered(labels, lambda m: m.kind, votes, dropped):
        move = _central([*seen.by.values()], lambda m: (m.start, m.end, m.negative))
        out.append(move.model_copy(update={"negative": 2 * sum(m.negative for m in seen.by.values()) > votes}))
    return out


# ---- answers -----------------------------------------------------------------------------------------------


def _response(given: Sequence[Response], votes: int) -> Response:
    """The answer as most readings have it. Readings that put it under review, or do not see the moment, say nothing."""
    plain = [r for r in given if r.review is None]
    outcome = most((r.outcome for r in plain), votes)
    if outcome is None:
        reasons = most((r.review for r in given), votes)
        said = Counter("under review" if r.review else r.outcome.value.replace("_", " ") for r in given)
        said["not seen"] += votes - len(given)
        return given[0].model_copy(update={"review": reasons or f"the readings do not agree: {in_words(said)}"})
    agreed = [r for r in plain if r.outcome is outcome]
    counts = Counter(pair for one in agreed for pair in enumerate(_derived(one)))
    chosen = max(agreed, key=lambda one: sum(counts[pair] for pair in enumerate(_derived(one))))
    return chosen.model_copy(update={"review": _split(agreed, chosen, votes)})


def _derived(response: Response) -> tuple[Hashable, ...]:
    return response.eccs, response.space, response.suchman, response.explicit, response.nurse


def _split(agreed: Sequence[Response], chosen: Response, votes: int) -> str | None:
    """Why readings with the same outcome still do not agree: levels far apart, or room given against closed."""
    levels = [r.eccs for r in agreed if r.eccs is not None]
    if levels and max(levels) - min(levels) >= FAR and most(levels, votes) is None:
        return f"the readings do not agree: acknowledgement {in_words(Counter(map(str, levels)))}"
    spaces = {r.space for r in agreed}
    if {Space.PROVIDE, Space.REDUCE} <= spaces and most((r.space for r in agreed), votes) is None:
        return "the readings do not agree: room given or closed"
    return None
