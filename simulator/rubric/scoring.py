"""The arithmetic: a rubric and a coding in, a scorecard out. The coder never sees the points used here.

Three things are kept apart everywhere: zero (an opportunity that was passed over scores 0 points), missing
(nobody coded the item) and unscored (it cannot be scored, and why). Only the first is a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from simulator.codes import (
    Coding,
    Evidence,
    Expression,
    Outcome,
    Response,
    Strength,
    Suchman,
    ThreadOutcome,
    Valence,
)
from simulator.rubric.counting import bare, chances, nothing, plain, rounded, shown, unique
from simulator.rubric.held import score_moves
from simulator.rubric.model import SCORED_OUTCOMES, Item, ItemKind, Rubric
from simulator.rubric.scorecard import (
    DESCRIBED,
    NO_OPPORTUNITY,
    NOT_CODED,
    UNDER_REVIEW,
    ItemScore,
    RubricRef,
    Scorecard,
)
from simulator.rubric.talk import describe_talk

IMPLIED = "implied"
REVIEW = "review"
ANSWERED, NOT_ANSWERED = "answered", "not_answered"


def score(rubric: Rubric, coding: Coding) -> Scorecard:
    """Every item of `rubric` as far as `coding` bears it. Pure: equal input, equal scorecard."""
    items = tuple(_item(item, coding) for item in rubric.items)
    total, withheld = _total(rubric, items)
    return Scorecard(
        rubric=RubricRef(id=rubric.id, version=rubric.version, hash=rubric.hash),
        transcript=coding.transcript,
        coder=coding.coder,
        items=items,
        total=total,
        total_withheld=withheld,
    )


def _item(item: Item, coding: Coding) -> ItemScore:
    blank = ItemScore(
        id=item.id, title=item.title, kind=item.kind.value, unwanted=item.unwanted, described=item.described
    )
    reason = coding.unscored.get(item.id, coding.unscored.get("*"))
    if reason is not None:
        return blank.model_copy(update={"unscored": reason})
    scored = _BY_KIND[item.kind](item, coding, blank)
    if item.described and scored.unscored is None:
        return scored.model_copy(update={"score": None, "unscored": DESCRIBED})
    return scored


# --- threads: each concern counted once


def _threads(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    responses = {response.moment: response for response in coding.responses}
    expressions = _expressions(coding)
    counts: Counter[str] = Counter()
    evidence: list[Evidence] = []
    for thread in coding.threads:
        counts[_standing(thread, responses, expressions)] += 1
        evidence += _thread_evidence(thread, responses, expressions)
    # 3 met, 1 partly, 2 passed, 1 declined, 1 under review, at 1, .5 and 0 points:
    # (3 x 1 + 1 x .5 + 2 x 0) / 6 = .58; the declined one and the one under review are in neither part.
    scored = {outcome.value: counts[outcome.value] for outcome in SCORED_OUTCOMES}
    n = sum(scored.values())
    points = sum(count * item.points.get(outcome, 0.0) for outcome, count in scored.items())
    return blank.model_copy(
        update={
            "score": rounded(points / n) if n else None,
            "unscored": None if n else nothing(counts[REVIEW]),
            "n": n,
            "review": counts[REVIEW],
            "counts": plain(counts),
            "evidence": unique(evidence),
        }
    )


def _standing(thread: ThreadOutcome, responses: dict[int, Response], expressions: dict[str, list[Expression]]) -> str:
    """An outcome's name, "implied" (only implied expressions: shown, never counted), or "review".

    A thread with a moment under review is itself under review, unless another of its moments was met:
    whatever a person decides about the rest, the concern was met.
    """
    shown = expressions.get(thread.id, [])
    if shown and all(e.strength is Strength.IMPLIED for e in shown):
        return IMPLIED
    own = [responses[turn] for turn in thread.moments if turn in responses]
    met = (Outcome.MET, Outcome.MET_LATER)
    if any(r.review is not None for r in own):
        clear = any(r.review is None and r.outcome in met for r in own)
        return thread.outcome.value if clear and thread.outcome in met else REVIEW
    return thread.outcome.value


def _thread_evidence(
    thread: ThreadOutcome, responses: dict[int, Response], expressions: dict[str, list[Expression]]
) -> list[Evidence]:
    quotes: list[Evidence] = [bare(e) for e in expressions.get(thread.id, [])]
    for turn in thread.moments:
        quotes += responses[turn].evidence if turn in responses else ()
    return quotes


# --- responses and menus: each moment once


def _responses(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    responses, review = chances(coding, item.among)
    counts: Counter[str] = Counter()
    coded, points = [], 0.0
    for response in responses:
        value = property_of(response, item.of or "")
        if value is not None:
            counts[value] += 1
            coded.append(response)
            points += item.points.get(value, 0.0)
        if item.of == "eccs" and response.shared_experience:
            counts["shared_experience"] += 1  # beside the 0-5 ordinal, never above it
    n = len(coded)
    # 2 empathic responses at 1, an invitation at .5, one without response at 0: 2.5 / 4 = .625
    return blank.model_copy(
        update={
            "score": rounded(points / n) if n and not item.described else None,
            "unscored": None if n else nothing(review),
            "n": n,
            "review": review,
            "counts": plain(counts),
            "evidence": unique(e for r in coded for e in r.evidence),
        }
    )


def property_of(response: Response, of: str) -> str | None:
    """One property of an answer as a key of the report's texts."""
    if of == "vr_codes":
        if response.space is None or response.explicit is None:
            return None
        return f"{'explicit' if response.explicit else 'not_explicit'}_{response.space.value}"
    value: Suchman | int | None = getattr(response, of)
    return None if value is None else str(value)


def _expressions_described(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    """Unpleasant expressions, stated or hinted, by one facet; a concern (clear, now) is no cue."""
    found = [e for m in coding.moments for e in shown(m) if e.valence is Valence.UNPLEASANT]
    counts = Counter(_facet(e, item.of or "") for e in found)
    return blank.model_copy(
        update={
            "unscored": None if found else NO_OPPORTUNITY,
            "n": len(found),
            "counts": plain(counts),
            "evidence": unique(found),
        }
    )


def _facet(expression: Expression, of: str) -> str:
    if of == "cue":
        hinted = "other" if expression.strength is Strength.HINTED else "concern"
        return hinted if expression.cue is None else expression.cue.value
    return str(getattr(expression, of))


def _menu(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    responses, review = chances(coding, item.among)
    counts: Counter[str] = Counter()
    for response in responses:
        counts[ANSWERED if response.nurse else NOT_ANSWERED] += 1
        counts.update(move.value for move in response.nurse)
    # A menu, not a sum: a moment answered with one fitting move is as full as one answered with four.
    # 5 moments, 3 of them with at least one move: 3 / 5 = .6
    n = len(responses)
    return blank.model_copy(
        update={
            "score": rounded(counts[ANSWERED] / n) if n else None,
            "unscored": None if n else nothing(review),
            "n": n,
            "review": review,
            "counts": plain(counts),
            "evidence": unique(e for r in responses if r.nurse for e in r.evidence),
        }
    )


# --- ratings: one level for the whole conversation


def _rating(item: Item, coding: Coding, blank: ItemScore) -> ItemScore:
    rating = next((r for r in coding.ratings if r.item == item.id), None)
    if rating is None:
        return blank.model_copy(update={"unscored": NOT_CODED})
    base = {"n": rating.n, "evidence": unique(rating.evidence), "reason": rating.reason}
    if item.id in coding.review:
        return blank.model_copy(update={**base, "n": 0, "review": 1, "unscored": UNDER_REVIEW})
    levels = list(item.anchors)
    if rating.level not in levels:
        return blank.model_copy(update={"unscored": NOT_CODED})
    place = levels.index(rating.level)
    here = item.points[levels[place]]
    above = item.points[levels[min(place + 1, len(levels) - 1)]]
    # Level "some" at 3 points, a quarter of the way to "often" at 4: 3 + .25 x (4 - 3) = 3.25
    value = rounded(here + rating.between * (above - here))
    return blank.model_copy(update={**base, "score": value, "counts": {rating.level: 1}})


# --- total


def _total(rubric: Rubric, items: tuple[ItemScore, ...]) -> tuple[float | None, str | None]:
    """The named item's score, or why it is withheld: one encounter is a small sample."""
    rule = rubric.total
    if rule is None:
        return None, "this rubric has no total"
    item = next(i for i in items if i.id == rule.item)
    if item.score is None:
        return None, item.unscored or NOT_CODED
    if item.n < rule.min_threads:
        return None, f"only {item.n} of at least {rule.min_threads} threads"
    # 5 scored, 3 under review: 3 / 8 = .375 > .30
    missing = item.review / (item.n + item.review)
    if missing > rule.max_missing:
        return None, f"{item.review} of {item.n + item.review} threads are under review"
    return item.score, None


# --- small helpers


def _expressions(coding: Coding) -> dict[str, list[Expression]]:
    out: dict[str, list[Expression]] = {}
    for moment in coding.moments:
        for expression in moment.expressions:
            out.setdefault(expression.thread, []).append(expression)
    return out


_BY_KIND: dict[ItemKind, Callable[[Item, Coding, ItemScore], ItemScore]] = {
    ItemKind.THREADS: _threads,
    ItemKind.RESPONSES: _responses,
    ItemKind.EXPRESSIONS: _expressions_described,
    ItemKind.MENU: _menu,
    ItemKind.MOVES: score_moves,
    ItemKind.TALK: describe_talk,
    ItemKind.RATING: _rating,
    ItemKind.FREE: _rating,
}
