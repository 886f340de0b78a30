"""The agreement as one page of HTML that brings everything along: style, picture, figures. No script."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulator.calibrate.model import Agreement, Measure, Verdict
from simulator.calibrate.picture import picture
from simulator.calibrate.text import LIMITS, MEASURES, coder_name, number, rests_on, signed
from simulator.calibrate.verdict import WORDS


@cache
def _environment() -> Environment:
    # Autoescape for everything: titles and names come from files of other people.
    environment = Environment(
        loader=PackageLoader("simulator.calibrate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(number=number, signed=signed, words=WORDS, measures=MEASURES)
    return environment


def html(made: Agreement) -> str:
    """A whole page."""
    style = Markup(_environment().get_template("agreement.css").render())
    return (
        _environment()
        .get_template("agreement.html")
        .render(
            a=made,
            style=style,
            picture=picture(made),
            groups=[(verdict, [item for item in made.items if item.verdict is verdict]) for verdict in Verdict],
            trusted=[item for item in made.items if item.verdict is Verdict.TRUSTED],
            measures_used=[MEASURES[one] for one in dict.fromkeys(item.measure for item in made.items)],
            chance=any(item.measure is Measure.KAPPA for item in made.items),
            coder=coder_name(made),
            rests_on=rests_on(made),
            limits=LIMITS,
        )
    )
