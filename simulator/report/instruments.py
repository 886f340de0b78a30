"""What each rubric came to, in counts and words. No bare number, no sum over a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.codes import CoderIdentity, Coding
from simulator.report.said import bare
from simulator.report.summaries import ORDER, summary
from simulator.report.trust import Trust, untested, untrusted
from simulator.report.view import ConcernView, ItemView, RubricView
from simulator.report.words import say, say_or
from simulator.rubric.model import Item, ItemKind, Rubric
from simulator.rubric.scorecard import ItemScore, Scorecard

ENOUGH = 4
"""Fewest concerns that are counted up in one sentence: with fewer, each stands for itself."""


def coder_line(coder: CoderIdentity) -> str:
    """Who coded, in a line."""
    key = "coder_model" if coder.model else "coder_line"
    return say(key, name=coder.name, version=coder.version, model=coder.model)


def rubric_view(rubric: Rubric | None, coding: Coding, card: Scorecard, trust: Trust) -> RubricView:
    """One instrument's reading. Without the rubric (a file from elsewhere) the scorecard's titles serve."""
    scored = any(score.score is not None for score in card.items)
    return RubricView(
        id=card.rubric.id,
        version=card.rubric.version,
        hash=card.rubric.hash[:12],
        title=rubric.title if rubric else card.rubric.id,
        purpose=rubric.purpose if rubric else "",
        citations=rubric.citations if rubric else (),
        coder=say("coder_title", coder=coder_line(card.coder)),
        items=tuple(
            _item(
                score,
                rubric.item(score.id) if rubric else None,
                coding,
                untrusted(trust, card.coder, card.rubric, score),
            )
            for score in card.items
        ),
        withheld=_withheld(rubric, card),
        untested=(untested(trust, card.coder, card.rubric) or None) if scored else None,
    )


def thread_counts(cards: Sequence[Scorecard], concerns: Sequence[ConcernView]) -> tuple[str, ...]:
    """The counts of concerns in sentences: from the first rubric that counts them, else from the coding."""
    if found := _counting(cards):
        return _sentences(found[1].counts, found[1].n)
    own: dict[str, int] = {}
    for concern in concerns:
        if concern.counted:
            own[concern.outcome.value] = own.get(concern.outcome.value, 0) + 1
    return _sentences(own, sum(own.values())) if concerns else ()


def counts_untrusted(cards: Sequence[Scorecard], trust: Trust) -> str | None:
    """What is said beside these counts where the item they belong to is not trusted across ways of speaking."""
    found = _counting(cards)
    return untrusted(trust, found[0].coder, found[0].rubric, found[1]) if found else None


def _counting(cards: Sequence[Scorecard]) -> tuple[Scorecard, ItemScore] | None:
    """The first item that counts concerns."""
    for card in cards:
        for item in card.items:
            if item.kind == ItemKind.THREADS.value and not item.described and (item.n or item.counts):
                return card, item
    return None


def _sentences(counts: Mapping[str, int], n: int) -> tuple[str, ...]:
    met = counts.get("met", 0) + counts.get("met_later", 0)
    if n >= ENOUGH:  # one sentence stands alone; "5 of 6" says more than a mean and claims less
        head = say("counts.concerns", met=met, n=n)
    else:
        head = say("counts.none" if not n else "counts.few_one" if n == 1 else "counts.few", n=n)
    told = ("met",) if n >= ENOUGH else ()
    rest = [say(f"counts.{key}", n=counts[key]) for key in ORDER if key not in told and counts.get(key)]
    return (head, *rest)


def _withheld(rubric: Rubric | None, card: Scorecard) -> str | None:
    if card.total_withheld is None or (rubric is not None and rubric.total is None):
        return None  # a rubric that never adds up needs no excuse
    # The report calls a thread a concern, as its reader would.
    return say("withheld", reason=card.total_withheld.replace("thread", "concern"))


def _item(score: ItemScore, item: Item | None, coding: Coding, untrusted: str | None) -> ItemView:
    found, lines = summary(score, item, coding)
    unscored = None
    if score.unscored is not None and not score.described and not score.review:
        reason = say_or(f"unscored.{score.unscored}", score.unscored)
        unscored = say("unscored_lead", reason=reason)
    elif score.described and score.unscored is not None and not score.n:
        unscored = say("unscored_lead", reason=say_or(f"unscored.{score.unscored}", score.unscored))
    return ItemView(
        id=score.id,
        title=score.title or score.id,
        definition=item.definition if item else "",
        summary=found,
        lines=lines,
        reason=score.reason,
        unscored=unscored,
        review=_review(score, coding),
        n=score.n,
        score=score.score,
        evidence=tuple(bare(e, coding.moves) for e in score.evidence),
        source=item.source if item else "",
        untrusted=untrusted,
    )


def _review(score: ItemScore, coding: Coding) -> str | None:
    if not score.review:
        return None
    why = coding.review.get(score.id)
    return why if why is not None else say("counts.review", n=score.review)
