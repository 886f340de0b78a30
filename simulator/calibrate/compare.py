"""The main path: people's ratings and a coder's in, the agreement of every item out. Pure.

On each item all figures rest on the transcripts that the coder scored, people with people too: a coder that leaves out
the hard ones must not be held against people who did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from simulator.calibrate.bycode import by_code
from simulator.calibrate.bylevel import by_level
from simulator.calibrate.data import Rated, Read
from simulator.calibrate.model import Agreement, ItemAgreement
from simulator.codes import CoderIdentity
from simulator.rubric.agreement import DRAWS
from simulator.rubric.model import Item, Rubric
from simulator.rubric.scorecard import RubricRef


def compare(
    rubric: Rubric,
    rated: Rated,
    read: Sequence[Read],
    coder: CoderIdentity,
    chance: np.random.Generator,
    draws: int = DRAWS,
) -> Agreement:
    """The coder `coder`, which made `read`, held against the raters, item by item.

    The order of transcripts and raters changes nothing: both are sorted before anything is drawn.
    """
    by_id = {one.transcript: one for one in read}
    made = [
        _item(item, rated, by_id, own, draws)
        for item, own in zip(rubric.items, chance.spawn(len(rubric.items)), strict=True)
    ]
    return Agreement(
        rubric=RubricRef(id=rubric.id, version=rubric.version, hash=rubric.hash),
        rubric_title=rubric.title,
        coder=coder,
        transcripts=len(rated.transcripts),
        uncoded=sum(one.failed is not None for one in read),
        raters=rated.raters,
        draws=draws,
        items=tuple(one for one in made if one is not None),
        not_rated=tuple(item.id for item, one in zip(rubric.items, made, strict=True) if one is None),
    )


def _item(
    item: Item, rated: Rated, read: dict[str, Read], chance: np.random.Generator, draws: int
) -> ItemAgreement | None:
    people = rated.levels.get(item.id) or rated.codes.get(item.id)
    if not people:
        return None
    seen = sorted({transcript for of in people.values() for transcript in of})
    unscored = Counter(why for one in seen if (why := read[one].unscored.get(item.id)) is not None)
    scored = [read[one] for one in seen if item.id not in read[one].unscored]
    reasons = dict(sorted(unscored.items()))
    if item.id in rated.levels:
        return by_level(item, rated.levels[item.id], scored, reasons, chance, draws)
    return by_code(item, rated.codes[item.id], scored, reasons, chance, draws)
