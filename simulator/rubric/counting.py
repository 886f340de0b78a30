"""What every kind of item counts by: moments that gave a chance, quotes once each, plain counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from simulator.codes import Coding, Evidence, Expression, Moment, Outcome, Response, Strength, Valence
from simulator.rubric.model import Among
from simulator.rubric.scorecard import NO_OPPORTUNITY, UNDER_REVIEW

NO_ANSWER = (Outcome.DECLINED, Outcome.NO_CHANCE)
"""Outcomes that count nowhere: left in peace, or nobody could answer any more."""


def chances(coding: Coding, among: Among | None = None) -> tuple[list[Response], int]:
    """Responses to moments that gave a chance, without those under review; and how many are under review.

    No chance: nothing but implied expressions, declined, or nobody could answer any more.
    """
    wanted = {moment.turn for moment in coding.moments if _is_among(moment, among)}
    found = [r for r in coding.responses if r.moment in wanted and r.outcome not in NO_ANSWER]
    return [r for r in found if r.review is None], sum(r.review is not None for r in found)


def shown(moment: Moment) -> list[Expression]:
    """What was stated or hinted at; what is merely implied is shown elsewhere and never counted."""
    return [e for e in moment.expressions if e.strength is not Strength.IMPLIED]


def _is_among(moment: Moment, among: Among | None) -> bool:
    own = shown(moment)
    if among is None or not own:
        return bool(own)
    stated = any(e.strength is Strength.STATED for e in own)
    if among in (Among.STATED, Among.HINTED):
        return stated is (among is Among.STATED)  # by what is plainest in the moment
    return any(_FACETS[among](e) for e in own)


_FACETS: dict[Among, Callable[[Expression], bool]] = {
    Among.UNPLEASANT: lambda e: e.valence is Valence.UNPLEASANT,
    Among.PLEASANT: lambda e: e.valence is Valence.PLEASANT,
    Among.PROGRESS: lambda e: e.progress,
    Among.CHALLENGE: lambda e: e.challenge,
    Among.PRAISE: lambda e: e.praise,
}


def nothing(under_review: int) -> str:
    """Why nothing could be scored."""
    return UNDER_REVIEW if under_review else NO_OPPORTUNITY


def bare(evidence: Evidence) -> Evidence:
    """The place and the words, without the label."""
    fields = ("turn", "start", "end", "quote", "where")
    return Evidence(**{field: getattr(evidence, field) for field in fields})


def unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each quote once, in order."""
    return tuple(dict.fromkeys(bare(e) for e in evidence))


def rounded(value: float) -> float:
    """Four decimals: enough for any count, and free of what binary fractions leave behind."""
    return round(value, 4)


def plain(counts: Counter[str]) -> dict[str, int]:
    """Counts by name, without noughts."""
    return {key: counts[key] for key in sorted(counts) if counts[key]}
