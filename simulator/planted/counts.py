"""Turns counted by encounter, and shares of them with intervals over encounters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulator.calibrate.figures import Drawn, figure, plain, rounded
from simulator.calibrate.model import Figure
from simulator.planted.judged import Encountered, Judged
from simulator.planted.model import Precise, Quiet, Recalled
from simulator.rubric.agreement import Floats, NotEstimable, share_draws

Which = Callable[[Judged], bool]
FEWEST = 10
"""Encounters that hold such a turn: with fewer, draws of encounters say too little for an interval."""


class Counts:
    """Encounters, and how often each stands in each draw."""

    def __init__(self, encounters: Sequence[Encountered], times: Floats) -> None:
        self._encounters, self._times = tuple(encounters), times

    def only(self, persona: str) -> Counts:
        """Those with one patient, in the same draws."""
        places = [place for place, one in enumerate(self._encounters) if one.persona == persona]
        return Counts([self._encounters[place] for place in places], self._times[:, np.array(places, dtype=int)])

    def recalled(self, name: str, which: Which) -> Recalled:
        """Of the turns meant, those in which something was found."""
        n, found = self._n(which), self._n(lambda turn: which(turn) and turn.found)
        share, more = self._share(which, lambda turn: turn.found), self._share(which, lambda turn: turn.implied)
        return Recalled(name=name, n=n, found=found, recall=share, with_implied=more)

    def precise(self, name: str, which: Which) -> Precise:
        """Of the turns meant, those that are tagged."""
        n, tagged = self._n(which), self._n(lambda turn: which(turn) and bool(turn.tags))
        return Precise(name=name, n=n, tagged=tagged, precision=self._share(which, lambda turn: bool(turn.tags)))

    def quiet(self, which: Which) -> Quiet:
        """Of the turns meant, those in which nothing was found."""
        return Quiet(
            n=self._n(which),
            found=self._n(lambda turn: which(turn) and turn.found),
            tagged=self._n(lambda turn: which(turn) and bool(turn.tags)),
            left_alone=self._share(which, lambda turn: not turn.found),
            with_implied=self._share(which, lambda turn: not turn.implied),
        )

    def _n(self, which: Which) -> int:
        return sum(which(turn) for one in self._encounters for turn in one.turns)

    def _share(self, whole: Which, part: Which) -> Figure:
        counts = [
            (sum(whole(turn) and part(turn) for turn in one.turns), sum(map(whole, one.turns)))
            for one in self._encounters
        ]
        of = sum(n for _, n in counts)
        if not of:
            return plain(NotEstimable("there is no such turn"))
        value = sum(n for n, _ in counts) / of
        held = sum(n > 0 for _, n in counts)
        if held < FEWEST:
            few = f"such turns come up in {held} encounter{'' if held == 1 else 's'}, and at least {FEWEST} are needed"
            return Figure(value=rounded(value), no_interval=few)
        return figure(Drawn(value, share_draws(self._times, counts)))
