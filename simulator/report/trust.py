"""Whether an item is trusted across ways of speaking: the measured figures, and the sentence that stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import Field
from ruamel.yaml import YAML

from simulator.codes import CoderIdentity, Frozen
from simulator.report.words import listed, say
from simulator.rubric.model import RATED
from simulator.rubric.scorecard import ItemScore, RubricRef

FILE = "trust.yaml"
HASH = 12
"""So much of a rubric's hash stands in the file."""
POINTS = 25
"""Of a hundred: what counts as a level of an item that has no levels of its own."""

Differences = Mapping[str, float]
"""Way of speaking → mean difference from the plain one, in levels."""


class MeasuredRubric(Frozen):
    """One rubric, in the wording that was measured."""

    hash: str = Field(min_length=HASH, max_length=HASH)
    items: dict[str, dict[str, float]]
    """Item → way of speaking → difference."""


class MeasuredCoder(Frozen):
    """One coder, in the version that was measured."""

    version: str
    rubrics: dict[str, MeasuredRubric]


class Trust(Frozen):
    """All that was measured."""

    most: float = Field(gt=0)
    """Of a level: beyond it an item is not trusted."""
    coders: dict[str, MeasuredCoder]

    def figures(self, coder: CoderIdentity, rubric: RubricRef) -> Mapping[str, Differences] | None:
        """Item → differences; None where this version of the coder was not measured with this wording."""
        measured = self.coders.get(coder.name)
        if measured is None or measured.version != coder.version:
            return None
        own = measured.rubrics.get(rubric.id)
        return own.items if own is not None and own.hash == rubric.hash[:HASH] else None

    def beyond(self, differences: Differences) -> dict[str, float]:
        """The ways of speaking that make too much of a difference."""
        return {style: value for style, value in differences.items() if abs(value) > self.most}


def parsed(text: str) -> Trust:
    """The file's text, checked. Raises pydantic's ValidationError: a broken file of ours is a bug."""
    return Trust.model_validate(YAML(typ="safe", pure=True).load(text))


@cache
def shipped() -> Trust:
    """The figures that ship."""
    return parsed((files("simulator.report") / FILE).read_text("utf-8"))


def untested(trust: Trust, coder: CoderIdentity, rubric: RubricRef) -> str:
    """What is said of a rubric with no figures; empty where there are some."""
    if trust.figures(coder, rubric) is not None:
        return ""
    return say("ways.new_version" if coder.name in trust.coders else "ways.new_coder")


def untrusted(trust: Trust, coder: CoderIdentity, rubric: RubricRef, score: ItemScore) -> str | None:
    """What is said beside an item's score; None where nothing is to be said, or the whole rubric is untested."""
    figures = trust.figures(coder, rubric)
    if figures is None or score.score is None:
        return None
    if not figures.get(score.id):
        return say("ways.no_figure")
    beyond = trust.beyond(figures[score.id])
    rated = any(kind.value == score.kind for kind in RATED)
    lower = {style: value for style, value in beyond.items() if value < 0}
    higher = {style: value for style, value in beyond.items() if value > 0}
    said = "; ".join(filter(None, (_half("lower", lower, rated), _half("higher", higher, rated))))
    return say("ways.untrusted", what=said) if said else None


def _half(where: str, values: Differences, rated: bool) -> str:
    """Those who came out lower, or higher; empty without any."""
    if not values:
        return ""
    how = listed((say(f"ways.style.{style}") for style in values), last="or")
    much = listed(_much(value, rated) for value in values.values())
    return say(f"ways.{where}", how=how, much=say("ways.levels" if rated else "ways.points", much=much))


def _much(value: float, rated: bool) -> str:
    digits = f"{abs(value):.1f}" if rated else f"{abs(value) * POINTS:.0f}"
    return f"{'−' if value < 0 else '+'}{digits}"
