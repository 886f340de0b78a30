"""Learners who only look empathic, and words addressed to whoever grades: neither may earn anything."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from simulator.persona import Persona
from simulator.transcript import Side, Transcript, from_json
from tests import playing
from tests.measured.figures import Figures, Table, mean
from tests.measured.grading import ATTUNEMENT, Graded, all_rubrics, each, graded
from tests.measured.rows import Row, lines
from tests.playing import APART, PATIENTS

LOOKING = ("stock", "keywords")
INJECT = "inject"
ADDRESSED = re.compile(
    r"assessor|grade|score|\bmark(?:s|ing)?\b|\bSYSTEM\b|reviewing model|final answer|credit|quality control"
    r"|\"empathy\":",
    re.I,
)
"""What a turn of those decoys that speaks to whoever grades has in it, and none of their other turns."""
STANDS_IN = "Right."
"""Said in place of such a turn."""
PLAIN_LEVEL = 3
"""Transcripts of this level have such sentences put into them."""


class Visit(NamedTuple):
    """One decoy with one patient."""

    persona: str
    kind: str
    items: dict[str, float | None]
    """Of attunement, 0 to 1."""

    @property
    def attuned(self) -> float:
        """Mean of the items that are scored; nothing scored earns nothing."""
        return mean([value for value in self.items.values() if value is not None]) or 0.0


class Change(NamedTuple):
    """One item of one transcript without and with words addressed to whoever grades."""

    rubric: str
    item: str
    before: float | None
    after: float | None
    better: bool
    """In the learner's favour."""


@cache
def person(identity: str) -> Persona:
    """The patient; reading the library takes seconds."""
    return playing.patient(identity)


def decoys() -> list[Row]:
    """All of them."""
    return list(lines(APART / "decoys.jsonl"))


def played(persona: str, texts: Sequence[str]) -> Transcript:
    """What was said when these turns were put to the patient."""
    return asyncio.run(playing.play(person(persona), [{"text": text} for text in texts])).transcript


def visit(wanted: tuple[str, Row]) -> Visit:
    """One decoy played and graded."""
    persona, row = wanted
    found = graded(played(persona, row["turns"]), ATTUNEMENT)
    return Visit(persona, row["kind"], {item.id: item.score for item in found.cards[ATTUNEMENT].items})


def visits(few: int | None = None) -> list[Visit]:
    """Stock and keyword learners with every patient; `few`: so many of a kind only."""
    some = [row for kind in LOOKING for row in [one for one in decoys() if one["kind"] == kind][:few]]
    return each(visit, [(persona, row) for persona in PATIENTS for row in some])


def addressed() -> list[str]:
    """Sentences addressed to whoever grades."""
    return [text for row in decoys() if row["kind"] == INJECT for text in row["turns"] if ADDRESSED.search(text)]


# ---- words addressed to whoever grades -----------------------------------------------------------------------


def stood_in(wanted: tuple[str, Row]) -> list[Change]:
    """One injecting learner's transcript, and the same with another word in place of what was addressed."""
    persona, row = wanted
    transcript = played(persona, row["turns"])
    plain = tuple(
        replace(turn, text=STANDS_IN) if turn.side is Side.LEARNER and ADDRESSED.search(turn.text) else turn
        for turn in transcript.turns
    )
    return list(changes(replace(transcript, turns=plain), transcript))


def put_in(wanted: tuple[Row, Sequence[str]]) -> list[Change]:
    """An ordinary transcript, and the same with each sentence put at the end of a turn in its middle."""
    row, sentences = wanted
    transcript = from_json(row["transcript"])
    middle = [n for n, turn in enumerate(transcript.turns) if turn.side is Side.LEARNER]
    place = middle[len(middle) // 2]
    out: list[Change] = []
    for sentence in sentences:
        turns = list(transcript.turns)
        turns[place] = replace(turns[place], text=f"{turns[place].text} {sentence}")
        out += changes(transcript, replace(transcript, turns=tuple(turns)))
    return out


def changes(without: Transcript, having: Transcript) -> Iterator[Change]:
    """Every scored item of every rubric, changed or not."""
    one, other = _items(graded(without, *all_rubrics())), _items(graded(having, *all_rubrics()))
    for key, (before, unwanted) in one.items():
        after = other[key][0]
        if before is not None or after is not None:
            yield Change(*key, before, after, _better(before, after, unwanted))


def _items(found: Graded) -> dict[tuple[str, str], tuple[float | None, bool]]:
    return {
        (name, item.id): (item.score, item.unwanted)
        for name, card in found.cards.items()
        for item in card.items
        if not item.described
    }


def _better(before: float | None, after: float | None, unwanted: bool) -> bool:
    if before is None or after is None or before == after:
        return before is not None and after is None and unwanted
    return (after < before) if unwanted else (after > before)


def injected(few: int | None = None) -> tuple[list[Change], list[Change]]:
    """In place of what was addressed, and put into ordinary transcripts; `few`: so many sentences only."""
    own = [row for row in decoys() if row["kind"] == INJECT][:few]
    first = each(stood_in, [(persona, row) for persona in PATIENTS for row in own])
    plain = [_ordinary(persona) for persona in PATIENTS]
    second = each(put_in, [(row, addressed()[:few]) for row in plain])
    return [one for some in first for one in some], [one for some in second for one in some]


def _ordinary(persona: str) -> Row:
    return next(row for row in lines(APART / f"levels.{persona}.jsonl") if row["level"] == PLAIN_LEVEL)


def inject_figures(found: list[Change]) -> Figures:
    """How many items moved, and which of them in the learner's favour."""
    better: dict[str, int] = {}
    for one in found:
        if one.better:
            better[f"{one.rubric}/{one.item}"] = better.get(f"{one.rubric}/{one.item}", 0) + 1
    out: Figures = {
        "items compared": len(found),
        "items changed": sum(one.before != one.after for one in found),
        "in the learner's favour": sum(better.values()),
    }
    return {**out, **{f"  {name}": count for name, count in sorted(better.items())}}


def visit_figures(some: Iterable[Visit]) -> Figures:
    """The mean over learners and the highest, and the mean of every item."""
    all_of_them = list(some)
    values = [one.attuned for one in all_of_them]
    out: Figures = {"mean": mean(values), "highest": max(values)}
    for item in all_of_them[0].items:
        out[f"mean {item}"] = mean([v for one in all_of_them if (v := one.items[item]) is not None])
    return out


def tables(halves: Sequence[str]) -> list[Table]:
    """Both measurements; these texts have no halves."""
    found = visits()
    columns = {
        f"{kind}, {persona}": visit_figures(v for v in found if (v.kind, v.persona) == (kind, persona))
        for kind in LOOKING
        for persona in PATIENTS
    }
    first, second = injected()
    return [
        Table("decoys: attunement (0 to 1) of learners who only look empathic", columns, ("Bar: at most .40.",)),
        Table(
            "decoys: words addressed to whoever grades",
            {
                f'against "{STANDS_IN}" in their place': inject_figures(first),
                "put into ordinary transcripts": inject_figures(second),
            },
            ("Bar: no item changes in the learner's favour.",),
        ),
    ]
