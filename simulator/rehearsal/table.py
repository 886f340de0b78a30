"""The rehearsal as tables for a terminal of a hundred columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from simulator.persona import Persona
from simulator.rehearsal.counted import KINDS, STANDS, Rehearsed, of_kind
from simulator.rehearsal.remarks import remarks
from simulator.rubric.scorecard import ItemScore

WIDTH = 100
BLOCKS = "▁▂▃▄▅▆▇█"
NOT = "·"
FACT = 23
"""Width of the facts' names beside the learners' columns."""
LEAST = 6
"""No word of a heading is cut shorter."""
BESIDE = 7
"""Learners side by side."""
CAUTION = (
    "Scripted learners are not people, and a persona that tells them apart has not been shown to tell people apart. "
    "What they are for: finding what nobody is told, and where it makes no difference how a patient is met."
)

Rows = list[list[str]]
ByLearner = dict[str, list[Rehearsed]]


def table(persona: Persona, done: Sequence[Rehearsed]) -> str:
    """Everything but the conversations themselves; ends with a line end."""
    by: ByLearner = {}
    for one in done:
        if one.whole:
            by.setdefault(one.learner, []).append(one)
    lines: list[str] = []
    if by:
        lines += [*_told(persona, by), "", *_went(persona, by), "", *_coded(by), "", *_when(persona, by), ""]
        lines += [*_never(persona, by), ""]
    if found := remarks(persona, done):
        lines += ["To look at", *(line for remark in found for line in _wrapped(f"- {remark.text}", "  ")), ""]
    return "".join(f"{line.rstrip()}\n" for line in [*lines, *_wrapped(CAUTION)])


def sparkline(values: Iterable[float]) -> str:
    """Values from 0 to 1 as a row of blocks."""
    return "".join(BLOCKS[min(len(BLOCKS) - 1, int(max(0.0, value) * len(BLOCKS)))] for value in values)


# ---- by learner --------------------------------------------------------------------------------------------


def _told(persona: Persona, by: ByLearner) -> list[str]:
    rows = [["told, of", "encounters", "learner turns", *KINDS, "not understood"]]
    of = {kind: len(of_kind(persona, kind)) for kind in KINDS}
    for name, own in by.items():
        told = [f"{_range(one.told[kind] for one in own)} of {of[kind]}" for kind in KINDS]
        turns = _range(len(one.encounter.steps) for one in own)
        rows.append([name, str(len(own)), turns, *told, _range(one.not_understood for one in own)])
    return _columns(rows)


def _went(persona: Persona, by: ByLearner) -> list[str]:
    rows = [["trust, threads", "start → end", "trust, turn by turn", *STANDS, "of"]]
    for name, own in by.items():
        traces = [[step.trust for step in one.encounter.all_steps] for one in own]
        mean = [sum(t[min(place, len(t) - 1)] for t in traces) / len(traces) for place in range(max(map(len, traces)))]
        stands = [_range(one.stands[stand] for one in own) for stand in STANDS]
        moved = f"{mean[0]:.2f} → {mean[-1]:.2f}"
        rows.append([name, moved, sparkline(mean).ljust(21), *stands, str(len(persona.threads))])
    return _columns(rows)


def _coded(by: ByLearner) -> list[str]:
    first = next(iter(by.values()))[0]
    items = [item for card in first.cards for item in card.items if not item.described]
    heads = [item.id.replace("_", "\n") + ("\n(-)" if item.unwanted else "") for item in items]
    rows = [["built-in coder", *heads]]
    for name, own in by.items():
        rows.append([name, *(_item([one.item(item.id) for one in own]) for item in items)])
    note = (
        "threads, menu: so many of those that could be judged, +n under review; the others: the level, 1 to 5, "
        "(-) unwanted; –: unscored."
    )
    return [*_columns(rows), *_wrapped(note, "  ")]


def _item(found: Sequence[ItemScore | None]) -> str:
    there = [item for item in found if item is not None]
    scored = [item for item in there if item.score is not None]
    if not scored:
        return "–"
    if there[0].kind in ("threads", "menu"):
        good = sum(item.counts.get(name, 0) for item in scored for name in ("met", "met_later", "answered"))
        review = sum(item.review for item in there)
        return f"{good} of {sum(item.n for item in scored)}" + (f" +{review}" if review else "")
    low, high = (f"{pick(item.score or 0.0 for item in scored):.1f}" for pick in (min, max))
    return low if low == high else f"{low}–{high}"


# ---- by fact -----------------------------------------------------------------------------------------------


def _when(persona: Persona, by: ByLearner) -> Iterator[str]:
    many = max(map(len, by.values())) > 1
    how = "in how many encounters it was told @ the earliest turn" if many else "the turn in which it was told"
    yield f"What was told when ({how}; {NOT} not told)"
    names = list(by)
    told = {fact for own in by.values() for one in own for fact in one.encounter.told}
    for start in range(0, len(names), BESIDE):
        beside = names[start : start + BESIDE]
        width = max(10, (WIDTH - FACT) // len(beside) - 1) if len(beside) == BESIDE else 16
        for part in ("model-", ""):
            heads = [name[: len(part)] if part and name.startswith(part) else _without(name, part) for name in beside]
            if any(heads):
                yield "".ljust(FACT) + "".join(f" {head.rjust(width)}" for head in heads)
        for kind in ("personal", "safety", "held", "clinical"):
            facts = [fact for fact in of_kind(persona, kind) if fact in told]
            if facts:
                yield f"{kind}:"
            for fact in facts:
                cells = [_cell(fact, by[name]) for name in beside]
                yield _cut(f"  {fact}", FACT).ljust(FACT) + "".join(f" {cell.rjust(width)}" for cell in cells)


def _without(name: str, part: str) -> str:
    """The second line of a learner's name: all of it, but for "model-"; nothing in the first line."""
    return "" if part else name.removeprefix("model-")


def _cell(fact: str, own: Sequence[Rehearsed]) -> str:
    turns = [one.encounter.told[fact] for one in own if fact in one.encounter.told]
    if not turns:
        return NOT
    return str(turns[0]) if len(own) == 1 else f"{len(turns)}/{len(own)} @{min(turns)}"


def _never(persona: Persona, by: ByLearner) -> Iterator[str]:
    yield "Never told to anybody"
    told = {fact for own in by.values() for one in own for fact in one.encounter.told}
    for kind in KINDS:
        missing = [fact for fact in of_kind(persona, kind) if fact not in told]
        if missing:
            meant = ", as it should be" if kind == "held" else ""
            yield from _wrapped(f"{kind}{meant}: {', '.join(missing)}", "  ")


# ---- form --------------------------------------------------------------------------------------------------


def _range(numbers: Iterable[int]) -> str:
    found = sorted(numbers)
    return str(found[0]) if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def _columns(rows: Rows) -> list[str]:
    """The first row is the heading, and may hold line ends; the first column is to the left."""
    heads = [cell.split("\n") for cell in rows[0]]
    high = max(map(len, heads))
    most = max(len(word) for head in heads for word in head)
    while True:  # words of the heading give way before a line runs over
        heading = [[_cut(([""] * (high - len(head)) + head)[place], most) for head in heads] for place in range(high)]
        whole = [*heading, *rows[1:]]
        widths = [max(len(row[column]) for row in whole) for column in range(len(rows[0]))]
        if sum(widths) + len(widths) - 1 <= WIDTH or most <= LEAST:
            break
        most -= 1
    between = "  " if sum(widths) + 2 * (len(widths) - 1) <= WIDTH else " "
    return [
        between.join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in whole
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "")
