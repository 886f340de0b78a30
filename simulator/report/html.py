"""The report as HTML: a page of its own (inline style, no script, printable), or a part of another page."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulator.report.build import unmarked_sentence
from simulator.report.view import Report
from simulator.report.words import say, turns


@cache
def _environment() -> Environment:
    # Autoescape for everything: templates are files of ours, all that was said comes in as variables only.
    environment = Environment(
        loader=PackageLoader("simulator.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=say, turns=turns)
    return environment


def html(report: Report) -> str:
    """A whole page."""
    style = Markup(_environment().get_template("report.css").render())
    page = _environment().get_template("page.html")
    return page.render(r=report, unmarked=unmarked_sentence(report), style=style)


def fragment(report: Report) -> str:
    """The report's body alone, for a page that brings `stylesheet()`."""
    return _environment().get_template("body.html").render(r=report, unmarked=unmarked_sentence(report))


def stylesheet() -> str:
    """The style both forms need."""
    return _environment().get_template("report.css").render()
