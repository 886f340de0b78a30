"""The report as CSV: one row per moment, then one per item of each rubric."""

from __future__ import annotations

import csv as writer
import io

from simulator.report.view import ItemView, MomentView, Report, RubricView

COLUMNS = (
    *("row", "encounter", "turn", "concern", "patient_quotes", "showed", "learner_turns", "learner_words"),
    *("moves", "ended", "outcome", "counted", "review", "rubric", "item", "result", "n", "score", "unscored"),
    *("coder", "ways_of_speaking"),
)


def csv(report: Report) -> str:
    """Comma-separated, quoted where needed, safe to open in a spreadsheet."""
    out = io.StringIO()
    table = writer.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for moment in report.moments:
        table.writerow(_safe(_moment(report, moment)))
    for rubric in report.rubrics:
        for item in rubric.items:
            table.writerow(_safe(_item(report, rubric, item)))
    return out.getvalue()


def _moment(report: Report, m: MomentView) -> dict[str, object]:
    return {
        "row": "moment",
        "encounter": report.encounter,
        "turn": m.turn,
        "concern": m.thread,
        "patient_quotes": " | ".join(q.quote for q in m.showed),
        "showed": " | ".join(q.label for q in m.showed),
        "learner_turns": " ".join(str(s.turn) for s in m.learner),
        "learner_words": " | ".join(s.text for s in m.learner),
        "moves": " | ".join(f"{q.label}: {q.quote}" for q in m.moves),
        "ended": m.ended,
        "outcome": m.outcome.value,
        "counted": "yes" if m.counted else "no",
        "review": m.review or "",
        "coder": "; ".join(report.coders),
    }


def _item(report: Report, rubric: RubricView, item: ItemView) -> dict[str, object]:
    return {
        "row": "item",
        "encounter": report.encounter,
        "rubric": f"{rubric.id} {rubric.version} {rubric.hash}",
        "item": item.id,
        "result": " | ".join((item.summary, *item.lines)),
        "n": item.n,
        "score": "" if item.score is None else item.score,
        "unscored": item.unscored or "",
        "review": item.review or "",
        "coder": rubric.coder,
        "ways_of_speaking": item.untrusted or ("" if item.score is None else rubric.untested or ""),
    }


def _safe(row: dict[str, object]) -> dict[str, object]:
    """A spreadsheet takes text that begins like this for a formula; an apostrophe makes it text again."""
    return {
        key: f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
        for key, value in row.items()
    }
