"""An item that is rated by a level for the whole conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from simulator.calibrate.data import Read
from simulator.calibrate.figures import Drawn, figure, less, mean, plain, too_few
from simulator.calibrate.model import Figure, Group, ItemAgreement, Measure, Pair
from simulator.calibrate.verdict import FEWEST, verdict
from simulator.rubric.agreement import (
    Floats,
    Level,
    alpha,
    bias,
    exact,
    icc,
    kappa,
    kappa_draws,
    mean_draws,
    resamples,
    within_one,
)
from simulator.rubric.model import Item

CODER = "coder"
"""What the coder is called beside the raters' names."""
ONE_RATER = "only one person rated it, so nobody knows how far people agree"


def by_level(
    item: Item,
    people: Mapping[str, Mapping[str, float]],
    scored: Sequence[Read],
    unscored: dict[str, int],
    chance: np.random.Generator,
    draws: int,
) -> ItemAgreement:
    """The item's agreement. In: rater → transcript → position; what the coder scored; why it left out the others."""
    ids, levels = [one.transcript for one in scored], len(item.anchors)
    own: list[Level] = [one.levels[item.id] for one in scored]
    found: dict[str, list[Level]] = {rater: [people[rater].get(one) for one in ids] for rater in sorted(people)}
    rows = {rater: row for rater, row in found.items() if any(level is not None for level in row)}
    times = resamples(len(ids), chance, draws) if ids else np.empty((draws, 0))

    def main(one: Sequence[Level], other: Sequence[Level]) -> Drawn:
        n = common(one, other)
        if n < FEWEST:
            return Drawn(too_few(n, FEWEST), None)
        return Drawn(kappa(one, other, levels), kappa_draws(times, one, other, levels))

    human = [(a, b, main(rows[a], rows[b])) for a, b in combinations(rows, 2)]
    agent = [(rater, main(own, rows[rater])) for rater in rows]
    off = [_bias(own, rows[rater], times) for rater in rows]
    all_human = mean([drawn for *_, drawn in human], ONE_RATER)
    all_agent = mean([drawn for _, drawn in agent], "the coder scored none of the rated transcripts")
    figures = {
        "human": figure(all_human),
        "agent": figure(all_agent),
        "difference": figure(less(all_agent, all_human)),
        "bias": figure(mean(off, "the coder scored none of the rated transcripts")),
    }
    said, because = verdict(measure=Measure.KAPPA, n=len(ids), unscored=sum(unscored.values()), **figures)
    return ItemAgreement(
        id=item.id,
        title=item.title,
        measure=Measure.KAPPA,
        verdict=said,
        because=because,
        n=len(ids),
        raters=len(rows),
        unscored=unscored,
        human_human=figures["human"],
        agent_human=figures["agent"],
        difference=figures["difference"],
        bias=figures["bias"],
        human_pairs=tuple(_pair(a, b, rows[a], rows[b], levels, drawn) for a, b, drawn in human),
        agent_pairs=tuple(
            _pair(CODER, rater, own, rows[rater], levels, drawn, figure(of))
            for (rater, drawn), of in zip(agent, off, strict=True)
        ),
        humans=_group(list(rows.values()), levels),
        with_coder=_group([own, *rows.values()], levels),
    )


def common(one: Sequence[Level], other: Sequence[Level]) -> int:
    """How many transcripts both rated."""
    return sum(a is not None and b is not None for a, b in zip(one, other, strict=True))


def _bias(own: Sequence[Level], row: Sequence[Level], times: Floats) -> Drawn:
    n = common(own, row)
    if n < FEWEST:
        return Drawn(too_few(n, FEWEST), None)
    apart = [None if a is None or b is None else a - b for a, b in zip(own, row, strict=True)]
    return Drawn(bias(own, row), mean_draws(times, apart))


def _pair(
    one: str,
    other: str,
    a: Sequence[Level],
    b: Sequence[Level],
    levels: int,
    main: Drawn,
    off: Figure | None = None,
) -> Pair:
    n = common(a, b)
    few = plain(too_few(n, FEWEST)) if n < FEWEST else None
    return Pair(
        one=one,
        other=other,
        n=n,
        main=figure(main),
        kappa_linear=few or plain(kappa(a, b, levels, "linear")),
        kappa_plain=few or plain(kappa(a, b, levels, "plain")),
        icc_2_1=few or plain(icc([a, b]).single),
        exact=few or plain(exact(a, b)),
        within_one=few or plain(within_one(a, b)),
        bias=off,
    )


def _group(rows: Sequence[Sequence[Level]], levels: int) -> Group:
    together = icc(rows)
    few = plain(too_few(together.n, FEWEST)) if together.n < FEWEST else None
    return Group(
        raters=len(rows),
        complete=together.n,
        alpha_nominal=plain(alpha(rows, levels, "nominal")),
        alpha_ordinal=plain(alpha(rows, levels, "ordinal")),
        alpha_interval=plain(alpha(rows, levels, "interval")),
        icc_2_1=few or plain(together.single),
        icc_2_k=few or plain(together.mean),
    )
