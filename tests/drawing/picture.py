"""The rule at one glance: what each kind of turn does in each state, for two people. An SVG of plain text and cells."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby

from simulator.patient.rules import RULE_VERSION
from tests.drawing.states import PROFILES, ROWS, STATES, Row, points, table

WIDTH = 1000
LABELS, CELL, ROW, GAP = 288, 42, 21, 20
TOP = 140
GROUP = 9
INK, FAINT, LINE = "#1a1a1a", "#555555", "#c8c8c8"
RISES = ((6.0, "#5f9bd6"), (4.0, "#8fbbe3"), (2.0, "#bcd7ef"), (0.0, "#e3eef8"))
FALLS = ((6.0, "#e8852b"), (2.5, "#f3ae6b"), (1.0, "#f9d1a3"), (0.0, "#fdebd4"))
"""From this many hundredths: the fill. Blue and orange are told apart by everybody; dark ink is legible on each."""
NONE = "#ffffff"
STYLE = f"""text {{ font: 12.5px Arial, Helvetica, "Liberation Sans", sans-serif; fill: {INK} }}
.n {{ text-anchor: middle; font-variant-numeric: tabular-nums }} .m {{ text-anchor: middle }}
.down {{ font-weight: bold }} .zero, .f {{ fill: {FAINT} }} .s {{ font-size: 11px }} .t {{ font-size: 10.5px }}
.b {{ font-weight: bold }}
.h {{ font-size: 17px; font-weight: bold }} .e {{ text-anchor: end }}"""


def fill(change: float) -> str:
    """The colour of a cell, by the number that stands in it."""
    shown = round(100 * change, 1)
    if shown == 0:
        return NONE
    return next(colour for least, colour in (RISES if shown > 0 else FALLS) if abs(shown) > least)


def text(x: float, y: float, words: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}"{named}>{escape(words)}</text>'


def rows() -> list[float]:
    """The top of each row: a little room before each group."""
    tops: list[float] = []
    y = float(TOP)
    for row in ROWS:
        y += GROUP if row.group and tops else 0
        tops.append(y)
        y += ROW
    return tops


def _left(panel: int) -> float:
    return LABELS + panel * (len(STATES) * CELL + GAP)


def _heads(panel: int, name: str) -> list[str]:
    left = _left(panel)
    ways = ", ".join(f"{way.value.replace('_', ' ')} {weight:g}" for way, weight in list(PROFILES[name].items())[:3])
    out = [text(left, TOP - 66, name, "b"), text(left, TOP - 51, f"({ways} ...)", "t f")]
    place = 0
    for group, states in groupby(STATES, key=lambda state: state.group):
        many = len(list(states))
        x, width = left + place * CELL, many * CELL
        out.append(text(x + width / 2, TOP - 30, group, "m s f"))
        out.append(f'<path d="M{x + 4:g} {TOP - 23}h{width - 8:g}" stroke="{FAINT}"/>')
        place += many
    out += [text(left + (n + 0.5) * CELL, TOP - 8, state.name, "m t") for n, state in enumerate(STATES)]
    return out


def _cells(panel: int, changes: list[list[float]]) -> list[str]:
    out = []
    for top, row in zip(rows(), changes, strict=True):
        for n, change in enumerate(row):
            x = _left(panel) + n * CELL
            said = points(change)
            kind = "n zero" if said == "0" else "n down" if change < 0 else "n"
            out.append(
                f'<rect x="{x:g}" y="{top:g}" width="{CELL}" height="{ROW}" fill="{fill(change)}" stroke="{LINE}"/>'
                + (_corner(x, top) if said.startswith("−") else "")
                + text(x + CELL / 2 + 1, top + 15, said, kind)
            )
    return out


def _labels() -> list[str]:
    out = []
    for top, row in zip(rows(), ROWS, strict=True):
        if row.group:
            out.append(text(10, top + 15, row.group, "s f"))
        out.append(text(LABELS - 8, top + 15, row.name, "e"))
    return out


def _rules() -> list[str]:
    """A darker line between the groups of states."""
    cuts = [n for n in range(1, len(STATES)) if STATES[n].group != STATES[n - 1].group]
    spans = [list(part) for _, part in groupby(zip(rows(), ROWS, strict=True), key=_group())]
    lines = [
        f"M{_left(panel) + n * CELL:g} {span[0][0]:g}V{span[-1][0] + ROW:g}"
        for panel in range(len(PROFILES))
        for n in cuts
        for span in spans
    ]
    return [f'<path d="{"".join(lines)}" stroke="{INK}" stroke-width="1.5"/>']


def _group() -> Callable[[tuple[float, Row]], int]:
    """A key by which rows of a group stand together: a row that names a group begins one."""
    begun = 0

    def key(placed: tuple[float, Row]) -> int:
        nonlocal begun
        begun += bool(placed[1].group)
        return begun

    return key


def _legend(y: float) -> list[str]:
    steps = [(least, colour, True) for least, colour in FALLS]
    steps += [(-1.0, NONE, False)]
    steps += [(least, colour, False) for least, colour in reversed(RISES)]
    out = []
    for n, (least, colour, falls) in enumerate(steps):
        x = LABELS + n * 54
        out.append(f'<rect x="{x}" y="{y:g}" width="54" height="15" fill="{colour}" stroke="{LINE}"/>')
        out.append(_corner(x, y) if falls else "")
        out.append(text(x + 27, y + 29, "none" if least < 0 else f"over {least:g}", "m s"))
    out.append(text(LABELS - 8, y + 12, "trust lost", "e s"))
    out.append(text(LABELS + len(steps) * 54 + 8, y + 12, "trust gained", "s"))
    return out


def _corner(x: float, y: float) -> str:
    """The mark of a cell that loses, which is seen in grey too."""
    return f'<path d="M{x:g} {y:g}h5.5l-5.5 5.5z" fill="{INK}"/>'


UNDER = "In hundredths of its whole range, in different states and with two different people."
NOTES = (
    "Guarded, even, open: how trust stands before the turn; all other columns begin at even. A hint open: the patient "
    "has just let a worry show for the first time; again, after it",
    "was passed over; or has let something glad show. Declined: would rather not talk about it. Hurt: trust was lost, "
    "nothing was repaired, and the worry was passed over twice.",
    "A cell with a dark corner loses. No turn brings more than this person's cap, and what several turns bring does "
    "not simply add up.",
)


def picture() -> str:
    """The whole drawing; equal rules give equal bytes."""
    numbers = table()
    below = rows()[-1] + ROW + 16
    height = int(below + 44 + 17 * len(NOTES) + 10)
    about = (
        f"For {len(ROWS)} kinds of turn and {len(STATES)} states, by how many hundredths trust rises or falls, for two "
        f"people: {' / '.join(PROFILES)}. The same numbers stand as tables in docs/patient.md."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' role="img" aria-labelledby="rule-title rule-desc">',
        '<title id="rule-title">What a turn does to the patient\'s trust</title>',
        f'<desc id="rule-desc">{escape(about)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        text(10, 30, "What a turn does to the patient's trust", "h"),
        text(10, 50, f"{UNDER} Rule {RULE_VERSION}.", "f"),
        text(LABELS - 8, TOP - 8, "The learner ...", "e s f"),
        *_labels(),
    ]
    for panel, name in enumerate(PROFILES):
        parts += [*_heads(panel, name), *_cells(panel, numbers[name])]
    parts += [*_rules(), *_legend(below)]
    parts += [text(10, below + 52 + 17 * n, words, "s") for n, words in enumerate(NOTES)]
    return "\n".join([*parts, "</svg>"]) + "\n"
