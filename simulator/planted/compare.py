"""The main path: encounters with key and finding in, recall and precision with intervals out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from simulator.codes import CoderIdentity, Cue, Emotion
from simulator.persona import Shows
from simulator.planted.counts import Counts, Which
from simulator.planted.judged import NO_KIND, Encountered, Judged
from simulator.planted.key import Source
from simulator.planted.model import CaseRef, Planted, Recalled
from simulator.rubric.agreement import DRAWS, resamples

ALL, NO_THREAD = "all", "no_thread"
TAGS = tuple(tag for tag in Shows if tag is not Shows.NONE)
EMOTIONS: tuple[Emotion | None, ...] = (*Emotion, None)
KINDS = (*(cue.value for cue in Cue), NO_KIND)


def compare(
    encounters: Sequence[Encountered],
    *,
    coder: CoderIdentity,
    personas: Sequence[CaseRef],
    learners: Sequence[str],
    uncoded: int,
    set_aside: int,
    asked_reader: bool,
    chance: np.random.Generator,
    draws: int = DRAWS,
) -> Planted:
    """The coder beside the key; `asked_reader`: a blind reader said which turns are empty."""
    times = resamples(len(encounters), chance, draws) if encounters else np.empty((draws, 0))
    every = Counts(encounters, times)
    own = {case.id: every.only(case.id) for case in personas}
    return Planted(
        coder=coder,
        personas=tuple(personas),
        learners=tuple(dict.fromkeys(learners)),
        encounters=len(encounters),
        uncoded=uncoded,
        turns=sum(len(one.turns) for one in encounters),
        set_aside=set_aside,
        draws=draws,
        recall=every.recalled(ALL, _tagged),
        precision=every.precise(ALL, _found),
        nothing_shown=every.quiet(lambda turn: not turn.tags),
        called_empty=every.quiet(lambda turn: turn.empty) if asked_reader else None,
        by_tag=_some(every.recalled(tag.value, _shows(tag)) for tag in TAGS),
        by_source=_some(every.recalled(source.value, _from(source)) for source in Source),
        by_emotion=_some(every.recalled(one.value if one else NO_THREAD, _of(one)) for one in EMOTIONS),
        by_cue=tuple(one for kind in KINDS if (one := every.precise(kind, _hinted(kind))).n),
        by_persona=tuple(counts.recalled(name, _tagged) for name, counts in own.items()),
        precision_by_persona=tuple(counts.precise(name, _found) for name, counts in own.items()),
    )


def _some(rows: Iterable[Recalled]) -> tuple[Recalled, ...]:
    """Those that came up at all."""
    return tuple(row for row in rows if row.n)


def _tagged(turn: Judged) -> bool:
    return bool(turn.tags)


def _found(turn: Judged) -> bool:
    return turn.found


def _shows(tag: Shows) -> Which:
    return lambda turn: tag in turn.tags


def _from(source: Source) -> Which:
    return lambda turn: source in turn.sources


def _of(emotion: Emotion | None) -> Which:
    return lambda turn: emotion in turn.emotions


def _hinted(kind: str) -> Which:
    return lambda turn: kind in turn.cues
