"""Grading, the main path: the coder codes, quotes are verified, arithmetic scores."""

from __future__ import annotations

from simulator.codes import Coding
from simulator.grader.coder import Coder
from simulator.rubric.evidence import verify
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.rubric.scoring import score
from simulator.transcript import Transcript

__all__ = ["Coder", "grade"]


async def grade(transcript: Transcript, rubric: Rubric, coder: Coder) -> tuple[Coding, Scorecard]:
    """Code `transcript`, keep what its quotes bear, and score it by `rubric`.

    A coder that could not do its work gives a coding whose items are unscored, with the reason; only a
    problem a person must mend first (a wrong key, a missing language model) is raised, as AttuneError.
    """
    coding = await coder.code(transcript, rubric)
    verified = verify(coding, transcript, rubric)
    return verified, score(rubric, verified)
