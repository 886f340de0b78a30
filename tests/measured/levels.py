"""Thirty encounters played at five levels of skill: does what is counted rise with the level?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.transcript import from_json
from tests.measured.figures import Figures, Table, mean, spearman
from tests.measured.grading import EMOTION, Graded, all_rubrics, each, graded
from tests.measured.rows import Row, lines
from tests.playing import APART, PATIENTS

MET = ("met", "met_later")
COUNTED = (*MET, "partly", "passed")


class Encounter(NamedTuple):
    """One encounter, its level and its scores."""

    persona: str
    level: int
    met: float | None
    """Share of threads met, at once or later, among those that count."""
    counts: Counter[str]
    """Threads by what became of them, with those under review and only implied."""
    items: dict[str, float | None]
    """Rubric and item → score, turned round for items that are unwanted."""


def encounter(row: Row) -> Encounter:
    """The transcript graded by every rubric that ships."""
    found = graded(from_json(row["transcript"]), *all_rubrics())
    item = found.cards[EMOTION].item("threads_met")
    counts = Counter({} if item is None else item.counts)
    return Encounter(row["persona"], row["level"], share_met(counts), counts, items_of(found))


def share_met(counts: Counter[str]) -> float | None:
    """Threads met or met later, among those that count."""
    of = sum(counts[outcome] for outcome in COUNTED)
    return sum(counts[outcome] for outcome in MET) / of if of else None


def items_of(found: Graded) -> dict[str, float | None]:
    """Every item that is scored at all, more always meaning better."""
    return {
        f"{name}/{item.id}": -item.score if item.score is not None and item.unwanted else item.score
        for name, card in found.cards.items()
        for item in card.items
        if not item.described
    }


def measured() -> list[Encounter]:
    """All of them."""
    return each(encounter, (row for persona in PATIENTS for row in lines(APART / f"levels.{persona}.jsonl")))


def correlation(some: Sequence[Encounter], values: Sequence[float | None]) -> float | None:
    """Spearman's between level and value, where there is a value."""
    pairs = [(float(one.level), value) for one, value in zip(some, values, strict=True) if value is not None]
    return spearman([level for level, _ in pairs], [value for _, value in pairs]) if len(pairs) > 2 else None


def figures(some: Sequence[Encounter]) -> Figures:
    """Correlations with the level."""
    out: Figures = {
        "encounters": len(some),
        "threads met or met later": correlation(some, [one.met for one in some]),
    }
    for name in some[0].items:
        out[name] = correlation(some, [one.items[name] for one in some])
    return out


def threads_by_level(some: Sequence[Encounter]) -> dict[str, Figures]:
    """Level → mean number of threads an encounter, by what became of them."""
    out: dict[str, Figures] = {}
    for level in sorted({one.level for one in some}):
        own = [one for one in some if one.level == level]
        known = dict.fromkeys((*COUNTED, "declined", "no_chance", "review", "implied"))
        out[f"level {level}"] = {name: mean([float(one.counts[name]) for one in own]) for name in known}
        out[f"level {level}"]["share met"] = mean([one.met for one in own if one.met is not None])
    return out


def wrong_way(columns: dict[str, Figures]) -> Iterator[str]:
    """Items that fall as the level rises, and with whom."""
    for name in next(iter(columns.values())):
        against = {who: v for who, column in columns.items() if isinstance(v := column[name], float) and v < 0}
        if against:
            yield f"{name}: " + ", ".join(f"{who} {value:+.2f}" for who, value in against.items())


def tables(halves: Sequence[str]) -> list[Table]:
    """A column a patient; these texts have no halves."""
    found = measured()
    columns = {persona: figures([one for one in found if one.persona == persona]) for persona in PATIENTS}
    columns["all"] = figures(found)
    notes = ("Bar: .90 for threads met, each patient. Unwanted items are turned round.", "Wrong way:")
    return [
        Table(
            "levels: Spearman's correlation with the level played",
            columns,
            (*notes, *(f"  {line}" for line in [*wrong_way(columns)] or ["none"])),
        ),
        Table("levels: threads an encounter, all patients", threads_by_level(found)),
    ]
