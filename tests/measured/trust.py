"""What `styles` measured, as the data file from which reports say what is not trusted across ways of speaking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import simulator.report.trust as reports
from simulator.grader.builtin import BuiltinCoder
from tests.measured.grading import rubric
from tests.measured.styles import FEWEST, MOST, STYLES, Told, from_plain

PATH = Path(reports.__file__).with_name(reports.FILE)
RENEW = "python -m tests.measured - styles --write"
HEAD = f"""\
# Made by `{RENEW}`, never by hand.
# {{n}} conversations, each told in {len(STYLES)} ways of speaking, read by the coder named here in this version.
# Beside an item: how far its mean lies from that of the {STYLES[0]} way, in levels (a quarter of a share is a level),
# over the conversations that have a score in both; nothing with fewer than {FEWEST} of them. Further than `most`:
# not trusted across ways of speaking.
"""


def write(found: Sequence[Told], path: Path = PATH) -> Path:
    """Put it where reports find it."""
    text = document(found)
    reports.parsed(text)  # raises before anything is lost
    path.write_text(text, "utf-8")
    return path


def document(found: Sequence[Told]) -> str:
    """The file's text."""
    return HEAD.format(n=len({one.id for one in found})) + "\n".join(_lines(found)) + "\n"


def _lines(found: Sequence[Told]) -> Iterator[str]:
    identity = BuiltinCoder().identity
    yield f"most: {MOST}"
    yield "coders:"
    yield f"  {identity.name}:"
    yield f'    version: "{identity.version}"'
    yield "    rubrics:"
    differences = from_plain(found)
    by_rubric: dict[str, list[str]] = {}
    for name in found[0].items:
        by_rubric.setdefault(name.partition("/")[0], []).append(name)
    for own, names in by_rubric.items():
        yield f"      {own}:"
        yield f'        hash: "{rubric(own).hash[: reports.HASH]}"'
        yield "        items:"
        for name in names:
            values = ((style, figures[name]) for style, figures in differences.items())
            told = ", ".join(f"{style}: {value:.3f}" for style, value in values if isinstance(value, float))
            yield f"          {name.partition('/')[2]}: {{{told}}}"
