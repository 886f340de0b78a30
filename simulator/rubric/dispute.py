"""A person disagrees with a label: it leaves scoring and waits for somebody to look."""

from __future__ import annotations

from simulator.codes import Coding

WOULD_NOT_SAY_THAT = "a patient wouldn't say that"
NOT_WHAT_I_DID = "that isn't what I did"


def dispute_moment(coding: Coding, moment: int, why: str) -> Coding:
    """The coding with the response to the moment at turn `moment` under review. Unknown moments change
    nothing.
    """
    responses = tuple(
        response.model_copy(update={"review": why}) if response.moment == moment else response
        for response in coding.responses
    )
    return coding.model_copy(update={"responses": responses})


def dispute_item(coding: Coding, item: str, why: str) -> Coding:
    """The coding with the whole-conversation item `item` under review."""
    return coding.model_copy(update={"review": {**coding.review, item: why}})
