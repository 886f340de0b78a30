"""The report as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, indent

from simulator.report.build import unmarked_sentence
from simulator.report.view import MomentView, Report, RubricView, Said
from simulator.report.words import say

WIDTH = 88


def text(report: Report) -> str:
    """Everything the page shows, in the same order."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(r: Report) -> Iterator[str]:
    yield from _heading(r.title, "=")
    yield from filter(None, (r.voice, *(say("coder_title", coder=coder) for coder in r.coders)))
    yield ""
    yield _wrap(say("caution"))
    if not r.has_transcript:
        yield _wrap(say("coding_only"))
    yield from (say("pending_lead", what=what) for what in r.pending)
    if r.counts:
        yield from _heading(say("heading_counts"))
        yield from (f"- {line}" for line in r.counts)
        if r.counts_untrusted:
            yield _wrap(r.counts_untrusted)
    yield from _heading(say("heading_moments"))
    if not r.moments:
        yield say("unread", reason=r.unread) if r.unread else say("no_moments" if r.coders else "nothing_read")
    for moment in r.moments:
        yield from _moment(moment)
    if r.unmarked:
        yield _wrap(unmarked_sentence(r))
    for rubric in r.rubrics:
        yield from _rubric(rubric)
    if r.safety:
        yield from _heading(r.safety.title)
        yield from map(_wrap, filter(None, (r.safety.statement, r.safety.warned, *r.safety.paragraphs, r.safety.note)))
    if r.transcript:
        yield from _heading(say("heading_transcript"))
        for said in r.transcript:
            yield from _said(said)


def _heading(title: str, line: str = "-") -> list[str]:
    return ["", title, line * len(title), ""]


def _wrap(words: str) -> str:
    return "\n".join(fill(line, WIDTH) for line in words.splitlines())


def _said(said: Said) -> Iterator[str]:
    seen = f" *{said.seen}*" if said.seen else ""
    remark = f" [{said.remark}]" if said.remark else ""
    yield indent(_wrap(f"{said.turn}. {said.who}:{seen} {said.text}{remark}"), "  ").lstrip("\n")


def _moment(m: MomentView) -> Iterator[str]:
    title = " · ".join(filter(None, (say("turn", n=m.turn), m.thread, m.ended)))
    yield f"[{title}]"
    yield from _said(m.patient)
    yield from (f'      "{q.quote}": {q.label}' for q in m.showed)
    for said in m.learner:
        yield from _said(said)
    if not m.learner:
        yield f"  {say('nothing_followed')}"
    yield from (f'      "{q.quote}": {q.label}' for q in m.moves if q.quote)
    if m.then:
        yield from _said(m.then)
    if m.counted_why_not:
        yield indent(_wrap(m.counted_why_not), "  ")
    if m.review:
        yield indent(_wrap(f"{say('review_mark')}: {m.review}"), "  ")
    yield ""


def _rubric(rubric: RubricView) -> Iterator[str]:
    yield from _heading(say("rubric_line", title=rubric.title, version=rubric.version, hash=rubric.hash))
    yield rubric.coder
    for item in rubric.items:
        yield f"- {item.title}: {item.unscored or item.summary}"
        yield from (f"    {line}" for line in item.lines)
        if item.reason:
            yield indent(_wrap(item.reason), "    ")
        if item.untrusted:
            yield indent(_wrap(item.untrusted), "    ")
        if item.review:
            yield indent(_wrap(f"{say('review_mark')}: {item.review}"), "    ")
    yield from map(_wrap, filter(None, (rubric.untested, rubric.withheld)))
    yield ""
