"""From figures to a verdict in plain words: the thresholds, each with its reason, and the rule that uses them.

The question is not whether a figure is high but whether the coder agrees with people about as well as people agree
with each other: on some items they hardly do, and nobody can agree with a coder better than the words allow.
"""

from __future__ import annotations

from simulator.calibrate.model import Figure, Measure, Verdict

FEWEST = 10
"""Transcripts that two must both have rated for any figure. With fewer, single transcripts move kappa by .2 and more,
and the bootstrap draws from too little to say how much."""

FEWEST_TO_TRUST = 20
"""Transcripts for *may be trusted here*. Percentile intervals of fewer are too narrow, so they would trust too soon."""

MARGIN = 0.10
"""How much lower than people with people the coder may come out before it is *plainly* below. With 50 transcripts and
three raters a difference of .10 in kappa is noise; a smaller margin could be shown by hardly any set of ratings."""

LEAST = {Measure.KAPPA: 0.40, Measure.SPECIFIC: 0.60}
"""The least agreement with people that may be trusted, however little people agree with each other: below .40, kappa is
called poor (Fleiss 1981). Positive specific agreement is not corrected for chance, which brings some .4 where one code
of four makes up half of all; hence .60."""

BIAS_CARE = 0.5
"""Levels. From half a level the coder's word, rounded, is on average the next anchor's, whatever the kappa."""

BIAS_MOST = 1.0
"""Levels. A whole anchor off: a different instrument under the same name."""

MOST_UNSCORED = 0.30
"""Share of transcripts the coder left unscored. What it does not dare to judge may be the harder part; the same share
withholds a total in a report."""

WORDS = {
    Verdict.TRUSTED: "may be trusted here",
    Verdict.WITH_CARE: "with care",
    Verdict.NOT_TRUSTED: "not trusted here",
    Verdict.NOT_ESTIMABLE: "not estimable",
}


def verdict(
    *, measure: Measure, n: int, unscored: int, human: Figure, agent: Figure, difference: Figure, bias: Figure | None
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on one item, and its reasons as sentences.

    In: how many transcripts the figures rest on and how many the coder left out; the two figures and their difference,
    each with its 95% interval; the bias in levels. *May be trusted here*: the interval of the difference ends above
    minus MARGIN, bias below BIAS_CARE, and enough of everything. *Not trusted here*: agreement that cannot be told from
    none, or plainly below people's, or a bias from BIAS_MOST. *With care*: all between, with what speaks against trust.
    """
    off = abs(_value(bias))
    aside = [_off(bias)] if off >= BIAS_CARE else []
    if why := _missing(human, agent, difference):
        return Verdict.NOT_ESTIMABLE, (why, *aside)
    value, low = _value(agent), agent.low or 0.0
    behind, ahead = difference.low or 0.0, difference.high or 0.0
    against = []
    if low <= 0:
        against.append("Agreement with people cannot be told from chance.")
    if _value(difference) <= -MARGIN and ahead < 0:
        against.append("It agrees with people plainly less than they agree with each other.")
    if against or off >= BIAS_MOST:
        return Verdict.NOT_TRUSTED, (*against, *aside)
    doubts = aside
    if behind < -MARGIN:
        doubts.append("It may agree with people less than they agree with each other; these transcripts leave it open.")
    if value < LEAST[measure]:
        doubts.append(f"Its agreement with people is below {LEAST[measure]:.2f}, whatever theirs is.")
    if n < FEWEST_TO_TRUST:
        doubts.append(f"Only {n} transcripts: fewer than {FEWEST_TO_TRUST} are too few to trust an interval.")
    if unscored > MOST_UNSCORED * (n + unscored):
        doubts.append(f"It left {unscored} of {n + unscored} transcripts unscored.")
    if doubts:
        return Verdict.WITH_CARE, tuple(doubts)
    words = "It agrees with people about as well as they agree with each other"
    close = f", and is on average {off:.2f} levels off" if bias is not None else ""
    return Verdict.TRUSTED, (f"{words}{close}.",)


def _missing(human: Figure, agent: Figure, difference: Figure) -> str | None:
    """Why there is nothing to judge by."""
    for who, figure in (("Coder with people", agent), ("People with each other", human)):
        if figure.not_estimable is not None:
            return f"{who}: {figure.not_estimable}."
    why = agent.no_interval or difference.no_interval
    return f"No interval: {why}." if why is not None else None


def _off(bias: Figure | None) -> str:
    way = "higher" if _value(bias) > 0 else "lower"
    return f"It chooses levels {abs(_value(bias)):.2f} {way} than people on average."


def _value(figure: Figure | None) -> float:
    return (figure.value if figure is not None else None) or 0.0
