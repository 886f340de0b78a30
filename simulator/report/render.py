"""One report, many formats: each renderer is one function from the view-model to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.errors import BadInput
from simulator.report.html import html
from simulator.report.pdf import pdf
from simulator.report.table import csv
from simulator.report.text import text
from simulator.report.view import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A report as a file."""

    body: bytes
    media_type: str
    suffix: str


def json(report: Report) -> str:
    """The view-model itself, keys in fixed order."""
    return report.model_dump_json(indent=2) + "\n"


_TEXT: dict[str, tuple[Callable[[Report], str], str]] = {
    "html": (html, "text/html; charset=utf-8"),
    "json": (json, "application/json"),
    "csv": (csv, "text/csv; charset=utf-8"),
    "text": (text, "text/plain; charset=utf-8"),
}
FORMATS = (*_TEXT, "pdf")


def render(report: Report, form: str) -> Rendered:
    """The report in one of FORMATS. Raises BadInput for another, NotConfigured where PDF is not installed."""
    if form == "pdf":
        return Rendered(body=pdf(html(report)), media_type="application/pdf", suffix="pdf")
    if form not in _TEXT:
        raise BadInput(f'"{form}" is not a format of a report.', todo=f"Known: {', '.join(FORMATS)}.")
    make, media_type = _TEXT[form]
    suffix = "txt" if form == "text" else form
    return Rendered(body=make(report).encode("utf-8", "replace"), media_type=media_type, suffix=suffix)
