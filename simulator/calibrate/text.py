"""The agreement as a table for a terminal of a hundred columns, and the sentences that every readable format shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from simulator.calibrate.model import Agreement, Figure, ItemAgreement, Measure, Verdict
from simulator.calibrate.verdict import FEWEST_TO_TRUST, WORDS

WIDTH = 100
MEASURES = {
    Measure.KAPPA: "quadratic-weighted kappa",
    Measure.SPECIFIC: "positive specific agreement",
}
HEAD = ("item", "n", "people with each other", "coder with people", "bias", "verdict")


def first(made: Agreement) -> tuple[str, ...]:
    """What a reader must know before any figure: one sentence per verdict, and what it rests on."""
    out = []
    for verdict, lead in LEADS.items():
        names = [item.title for item in made.items if item.verdict is verdict]
        if names:
            out.append(f"{lead}: {'; '.join(names)}.")
        elif verdict is Verdict.TRUSTED:
            out.append("On no item may the coder's word be trusted by itself.")
    return (*out, rests_on(made))


LEADS = {
    Verdict.TRUSTED: "The coder may be trusted here",
    Verdict.WITH_CARE: "With care",
    Verdict.NOT_TRUSTED: "Not trusted here",
    Verdict.NOT_ESTIMABLE: "Not estimable",
}


def rests_on(made: Agreement) -> str:
    """How much there was to go by."""
    people = f"{len(made.raters)} {'person' if len(made.raters) == 1 else 'people'}"
    failed = f"; {made.uncoded} of them the coder could not code" if made.uncoded else ""
    return f"{made.transcripts} transcripts rated by {people}{failed}."


def coder_name(made: Agreement) -> str:
    """Who was held against people."""
    model = f", model {made.coder.model}" if made.coder.model else ""
    return f"{made.coder.name} {made.coder.version}{model}"


LIMITS = (
    "A verdict holds for transcripts and raters like these: another school, language or kind of conversation needs "
    "ratings of its own.",
    "People are the measure here because there is no other, not because they are right; where they agree little with "
    "each other, agreement with them says little.",
    "A coder that agrees with people over many transcripts may still be wrong on any one. Nobody is to be judged by "
    "one conversation.",
    f"Intervals are percentiles of draws of whole transcripts, and too narrow with fewer than {FEWEST_TO_TRUST}. "
    "Verdicts on several items are several chances of a wrong one.",
    "What the coder left unscored is in no figure; it is never counted as a low level.",
)


def number(figure: Figure | None) -> str:
    """A figure in two decimals with its interval, or that there is none."""
    if figure is None:
        return ""
    if figure.value is None:
        return "not estimable"
    if figure.low is None or figure.high is None:
        return _two(figure.value)
    return f"{_two(figure.value)} [{_two(figure.low)}, {_two(figure.high)}]"


def signed(figure: Figure | None) -> str:
    """The same for a difference in levels: with its sign, without its interval."""
    if figure is None:
        return "–"
    return "not estimable" if figure.value is None else f"{figure.value:+.2f}".replace("-0.00", "+0.00")


def _two(value: float) -> str:
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00")


def table(made: Agreement) -> str:
    """The whole result as text."""
    lines = [f"{made.rubric_title} ({made.rubric.id} {made.rubric.version}): {coder_name(made)} beside people", ""]
    for sentence in first(made):
        lines += wrap(sentence, WIDTH)
    lines += ["", *_rows(HEAD, [_row(item) for item in made.items])]
    for item in made.items:
        lines += ["", *_item(item)]
    if made.not_rated:
        lines += ["", *wrap(f"Nobody rated: {', '.join(made.not_rated)}.", WIDTH)]
    measures = [MEASURES[m] for m in dict.fromkeys(item.measure for item in made.items)]
    lines += ["", *wrap(f"Figures: {', '.join(measures)}, in brackets 95% intervals over {made.draws} draws of "
                        "transcripts; bias: coder minus people, in levels.", WIDTH)]  # fmt: skip
    for limit in LIMITS:
        lines += wrap(f"- {limit}", WIDTH, subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def _row(item: ItemAgreement) -> tuple[str, ...]:
    human, agent = number(item.human_human), number(item.agent_human)
    return item.id, str(item.n), human, agent, signed(item.bias), WORDS[item.verdict]


def _item(item: ItemAgreement) -> Iterable[str]:
    yield f"{item.id}: {WORDS[item.verdict]}"
    for reason in item.because:
        yield from wrap(reason, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for pair in (*item.human_pairs, *item.agent_pairs):
        more = []
        if pair.exact is not None and pair.exact.value is not None:
            more += [f"same {number(pair.exact)}", f"within one {number(pair.within_one)}"]
        if pair.bias is not None and pair.bias.value is not None:
            more.append(f"bias {signed(pair.bias)}")
        if pair.main.value is None:
            more.append(pair.main.not_estimable or "")
        said = f"{pair.one} - {pair.other} (n {pair.n}): {', '.join([number(pair.main), *more])}"
        yield from wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ")
    for name, group in (("people", item.humans), ("people and coder", item.with_coder)):
        if group is not None and group.raters > 1:
            said = (
                f"{name}: alpha {number(group.alpha_ordinal)} (ordinal), ICC(2,1) {number(group.icc_2_1)}, "
                f"ICC(2,{group.raters}) {number(group.icc_2_k)}, n {group.complete}"
            )
            yield from wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ")
    for code in item.codes:
        said = (
            f"{code.code}: precision {number(code.precision)}, recall {number(code.recall)} "
            f"(coder {code.coder}, people {code.human}); people with each other {number(code.human_human)}"
        )
        yield from wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ")
    for reason, n in item.unscored.items():
        yield from wrap(f"{n} left unscored: {reason}", WIDTH, initial_indent="  ", subsequent_indent="  ")


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]
