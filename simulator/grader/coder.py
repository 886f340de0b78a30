"""The port of a coder: whatever labels a transcript. Scores are made elsewhere."""

from __future__ import annotations

from typing import Protocol

from simulator.codes import CoderIdentity, Coding, TranscriptRef
from simulator.rubric.model import Rubric
from simulator.transcript import Transcript

CODER_FAILED = "coder_failed"
"""How the reason begins where a coder could not do its work; it may be asked again."""


class Coder(Protocol):
    """Labels one transcript. It sees the rubric's definitions and anchors, and never uses its points."""

    @property
    def identity(self) -> CoderIdentity:
        """Who codes: equal identities give comparable codings."""
        ...

    async def code(self, transcript: Transcript, rubric: Rubric) -> Coding:
        """All labels. What cannot be coded is named in `Coding.unscored`, never given a low level."""
        ...


def reference(transcript: Transcript) -> TranscriptRef:
    """Which transcript a coding is about."""
    return TranscriptRef(id=transcript.id, turns=len(transcript.turns), hash=transcript.hash)


def uncoded(transcript: Transcript, identity: CoderIdentity, reason: str) -> Coding:
    """A coding that holds nothing but the reason why: every item of every rubric is unscored with it."""
    return Coding(
        transcript=reference(transcript), coder=identity, language=transcript.language, unscored={"*": reason}
    )


def rating_items(rubric: Rubric) -> tuple[str, ...]:
    """Ids of the items that need one level for the whole conversation."""
    return tuple(item.id for item in rubric.items if item.rated)
