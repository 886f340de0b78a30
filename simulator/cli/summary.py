"""A coding as a few readable lines, in the report's words: counts, moments, and what the rubric came to."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from simulator.codes import Coding
from simulator.report import build
from simulator.report.view import MomentView, Quoted, Report
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard

WIDTH = 100


def summary(rubric: Rubric, coding: Coding, card: Scorecard | None) -> str:
    """The lines, ending with a line end."""
    # Without the transcript: a summary shows quotes, and a report shows the conversation.
    report = build(transcript=None, persona_name="", voice_label="", graded=[(rubric, coding, card)], own=False)
    return "".join(f"{line}\n" for line in _lines(coding, report))


def _lines(coding: Coding, report: Report) -> Iterator[str]:
    ref = coding.transcript
    heading = f"{_one_line(ref.id)} ({ref.turns} turn{'' if ref.turns == 1 else 's'})"
    yield heading
    yield "-" * len(heading)
    yield from report.coders
    if "*" in coding.unscored:
        yield f"Not coded: {coding.unscored['*']}"
    yield from report.counts
    if report.counts_untrusted:
        yield from _wrapped(report.counts_untrusted, "")
    for moment in report.moments:
        yield from _moment(moment)
    for rubric in report.rubrics:
        yield ""
        yield f"{rubric.title} ({rubric.id} {rubric.version})"
        for item in rubric.items:
            yield from _wrapped(f"{item.title}: {item.unscored or item.summary}", "  ")
            yield from (line for one in item.lines for line in _wrapped(one, "      "))
            for said in filter(None, (item.untrusted, item.review)):
                yield from _wrapped(said, "      ")
        for said in filter(None, (rubric.untested, rubric.withheld)):
            yield from _wrapped(said, "  ")
    yield from report.dropped


def _moment(moment: MomentView) -> Iterator[str]:
    yield ""
    concern = f", {moment.thread}" if moment.thread else ""
    yield f"  Turn {moment.turn}{concern}: {moment.ended}"
    for quoted in (*moment.showed, *(move for move in moment.moves if move.quote)):
        yield from _quoted(quoted)
    if moment.review:
        yield from _wrapped(moment.review, "      ")


def _quoted(quoted: Quoted) -> Iterator[str]:
    yield from _wrapped(f'{quoted.turn}. "{_one_line(quoted.quote)}": {quoted.label}', "      ")


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
