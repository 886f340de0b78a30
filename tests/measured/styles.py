"""The same learner in six styles of English: terse, non-native, elaborate ... must come to the same levels."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from simulator.persona import FactKind
from simulator.transcript import Transcript
from tests import playing
from tests.measured.decoys import person
from tests.measured.figures import Figures, Table, mean
from tests.measured.grading import ATTUNEMENT, EMOTION, LEVELS, LISTENING, NURSE, SUCHMAN, each, graded, rubric
from tests.measured.rows import Row, learner, lines, patient, talk
from tests.playing import APART, PATIENTS

RUBRICS = (LISTENING, EMOTION, LEVELS, ATTUNEMENT, SUCHMAN, NURSE)
"""All that ship and score anything."""
STYLES = ("plain", "terse", "non_native", "elaborate", "formal_deferential", "literal")
PLAIN = STYLES[0]
MOST = 0.3
"""Of a level; beyond it an item is not trusted across styles."""
STEPS = 4
"""A share (0 to 1) is counted as five levels: a quarter of it is one."""


FEWEST = 10
"""Conversations with a score in both styles; with fewer, one of them moves the mean beyond the bar by itself."""


class Told(NamedTuple):
    """One learner in one style: item → level, None where unscored."""

    id: str
    style: str
    items: dict[str, float | None]


def told(wanted: tuple[Row, str]) -> Told:
    """One learner in one style, graded."""
    row, style = wanted
    found = graded(transcript(row, style), *RUBRICS)
    items = {
        f"{name}/{item.id}": None if item.score is None else item.score * steps(name, item.id)
        for name, card in found.cards.items()
        for item in card.items
        if not item.described
    }
    return Told(row["id"], style, items)


def transcript(row: Row, style: str) -> Transcript:
    """The patient's turns with the learner's in this style."""
    pairs = zip(row["patient"], row["learner"][style], strict=True)
    return talk(f"{row['id']}.{style}", *(one for said, answer in pairs for one in (patient(said), learner(answer))))


def steps(name: str, identity: str) -> float:
    """What turns a score into levels: ratings have their own, a level to a point."""
    item = next(item for item in rubric(name).items if item.id == identity)
    return 1.0 if item.rated else float(STEPS)


@cache
def measured() -> list[Told]:
    """All learners in all styles."""
    return each(told, [(row, style) for row in lines(APART / "styles.jsonl") for style in STYLES])


def from_plain(found: Sequence[Told]) -> dict[str, Figures]:
    """Style → item → mean difference in levels from the plain style, over learners scored in both; None with too
    few of them.
    """
    plain = {one.id: one.items for one in found if one.style == PLAIN}
    out: dict[str, Figures] = {}
    for style in STYLES[1:]:
        own = [one for one in found if one.style == style]
        out[style] = {
            name: _mean([now - before for one in own for now, before in _both(one.items[name], plain[one.id][name])])
            for name in own[0].items
        }
    return out


def _mean(values: Sequence[float]) -> float | None:
    return mean(values) if len(values) >= FEWEST else None


def _both(now: float | None, before: float | None) -> Iterator[tuple[float, float]]:
    if now is not None and before is not None:
        yield now, before


def unscored(found: Sequence[Told]) -> dict[str, Figures]:
    """Style → how many items are scored in only one of it and the plain style, of all."""
    plain = {one.id: one.items for one in found if one.style == PLAIN}
    out: dict[str, Figures] = {}
    for style in STYLES[1:]:
        pairs = [(v, plain[one.id][n]) for one in found if one.style == style for n, v in one.items.items()]
        alone = sum((a is None) != (b is None) for a, b in pairs)
        out[style] = {"scored in one of the two only": f"{alone}/{len(pairs)}"}
    return out


def untrusted(differences: dict[str, Figures]) -> dict[str, dict[str, float]]:
    """Item → styles beyond the bar."""
    out: dict[str, dict[str, float]] = {}
    for style, figures in differences.items():
        for name, value in figures.items():
            if isinstance(value, float) and abs(value) > MOST:
                out.setdefault(name, {})[style] = value
    return out


def personal(wanted: tuple[str, str, Sequence[Row]]) -> int:
    """How many personal facts the patient tells a learner of this style."""
    persona, _, turns = wanted
    return len(asyncio.run(playing.play(person(persona), turns)).kind_told(FactKind.PERSONAL))


def facts_told(patients: Sequence[str] = PATIENTS) -> dict[str, Figures]:
    """Patient → style → personal facts told."""
    wanted = [(who, style, playing.people(who, "styles")[style]) for who in patients for style in STYLES]
    out: dict[str, Figures] = {who: {} for who in patients}
    for (who, style, _), count in zip(wanted, each(personal, wanted), strict=True):
        out[who][style] = count
    return out


def tables(halves: Sequence[str]) -> list[Table]:
    """Through the grader, and through the patient; these texts have no halves."""
    found = measured()
    differences = from_plain(found)
    columns = {style: {**differences[style], **more} for style, more in unscored(found).items()}
    beyond = [
        f"  {name}: " + ", ".join(f"{style} {value:+.2f}" for style, value in styles.items())
        for name, styles in untrusted(differences).items()
    ] or ["  none"]
    bar = f"Bar: {MOST} of a level; of a share, a quarter is a level. Shares rest on the few moments of four turns."
    facts = facts_told()
    for figures in facts.values():
        counts = [value for value in figures.values() if isinstance(value, int)]
        figures["difference"] = max(counts) - min(counts)
    return [
        Table(
            "styles: mean difference in levels from the plain style",
            columns,
            (bar, "Not trusted across styles:", *beyond),
        ),
        Table("styles: personal facts the patient tells", facts, ("Bar: a difference of at most one.",)),
    ]
