"""An item that is coded turn by turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from simulator.calibrate.bylevel import CODER, ONE_RATER
from simulator.calibrate.data import Coded, Read, code_words
from simulator.calibrate.figures import Drawn, figure, less, mean, plain, too_few
from simulator.calibrate.model import CodeAgreement, ItemAgreement, Measure, Pair
from simulator.calibrate.verdict import FEWEST, verdict
from simulator.rubric.agreement import Codes, Floats, resamples, specific_draws
from simulator.rubric.model import Item

Row = Sequence[Coded | None]
"""One rater's codes, a set per transcript; None where the rater did not read it for this item."""


def by_code(
    item: Item,
    people: Mapping[str, Mapping[str, Coded]],
    scored: Sequence[Read],
    unscored: dict[str, int],
    chance: np.random.Generator,
    draws: int,
) -> ItemAgreement:
    """The item's agreement. In: rater → transcript → codes; what the coder coded; why it left out the others.

    Turns that the coder put before a person are left out on all sides.
    """
    own: Row = [_decided(one.codes[item.id], one) for one in scored]
    found = {
        rater: [None if (has := people[rater].get(one.transcript)) is None else _decided(has, one) for one in scored]
        for rater in sorted(people)
    }
    rows: dict[str, Row] = {rater: row for rater, row in found.items() if any(has is not None for has in row)}
    times = resamples(len(scored), chance, draws) if scored else np.empty((draws, 0))
    human = [(a, b, counts(rows[a], rows[b])) for a, b in combinations(rows, 2)]
    agent = [(CODER, rater, counts(own, rows[rater])) for rater in rows]
    all_human = mean([_drawn(one, times) for *_, one in human], ONE_RATER)
    all_agent = mean([_drawn(one, times) for *_, one in agent], "the coder coded none of these transcripts")
    figures = {
        "human": figure(all_human),
        "agent": figure(all_agent),
        "difference": figure(less(all_agent, all_human)),
    }
    measure, n, left = Measure.SPECIFIC, len(scored), sum(unscored.values())
    said, because = verdict(measure=measure, n=n, unscored=left, bias=None, **figures)
    return ItemAgreement(
        id=item.id,
        title=item.title,
        measure=measure,
        verdict=said,
        because=because,
        n=n,
        raters=len(rows),
        unscored=unscored,
        human_human=figures["human"],
        agent_human=figures["agent"],
        difference=figures["difference"],
        human_pairs=tuple(_pair(*one, times) for one in human),
        agent_pairs=tuple(_pair(*one, times) for one in agent),
        codes=_one_by_one(item, own, rows),
    )


def counts(one: Row, other: Row, code: str | None = None) -> list[Codes | None]:
    """Per transcript, how many codes the two have in common; only `code` where one is named."""
    out: list[Codes | None] = []
    for first, second in zip(one, other, strict=True):
        if first is None or second is None:
            out.append(None)
        else:
            a, b = ({at for at in of if code is None or at[1] == code} for of in (first, second))
            out.append(Codes(len(a & b), len(a), len(b)))
    return out


def _decided(codes: Coded, read: Read) -> Coded:
    return frozenset(code for code in codes if code[0] not in read.review)


def total(each: Sequence[Codes | None]) -> Codes:
    """The counts of all transcripts together."""
    known = [one for one in each if one is not None]
    return Codes(*(sum(column) for column in zip(*known, strict=True))) if known else Codes(0, 0, 0)


def _drawn(each: Sequence[Codes | None], times: Floats) -> Drawn:
    n = sum(one is not None for one in each)
    if n < FEWEST:
        return Drawn(too_few(n, FEWEST), None)
    return Drawn(total(each).specific, specific_draws(times, each))


def _pair(one: str, other: str, each: Sequence[Codes | None], times: Floats) -> Pair:
    return Pair(one=one, other=other, n=sum(has is not None for has in each), main=figure(_drawn(each, times)))


def _one_by_one(item: Item, own: Row, rows: Mapping[str, Row]) -> tuple[CodeAgreement, ...]:
    out = []
    for code in code_words(item):
        held = total([one for row in rows.values() for one in counts(own, row, code)])
        among = total([one for a, b in combinations(rows, 2) for one in counts(rows[a], rows[b], code)])
        if held.one or held.other:
            out.append(
                CodeAgreement(
                    code=code,
                    coder=held.one,
                    human=held.other,
                    both=held.both,
                    precision=plain(held.precision),
                    recall=plain(held.recall),
                    human_human=plain(among.specific),
                )
            )
    return tuple(out)
