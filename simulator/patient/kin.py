"""Feelings near enough that a person named one hears the other."""

from __future__ import annotations

from simulator.codes import Emotion

KIN: tuple[frozenset[Emotion], ...] = (
    frozenset({Emotion.FEAR, Emotion.WORRY}),
    frozenset({Emotion.SADNESS, Emotion.GRIEF, Emotion.LONELINESS, Emotion.HOPELESSNESS}),
    frozenset({Emotion.ANGER, Emotion.FRUSTRATION}),
    frozenset({Emotion.SHAME, Emotion.GUILT}),
    frozenset({Emotion.RELIEF, Emotion.JOY, Emotion.PRIDE, Emotion.GRATITUDE, Emotion.HOPE, Emotion.LOVE}),
)
"""Feelings near enough that a person named one hears the other."""


def akin(one: Emotion, other: Emotion) -> bool:
    """True when naming `one` is apt for `other`. Plain distress is apt for any unpleasant feeling."""
    if one is other or any(one in kin and other in kin for kin in KIN):
        return True
    glad = KIN[-1]
    return Emotion.DISTRESS in (one, other) and one not in glad and other not in glad
