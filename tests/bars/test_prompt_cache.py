"""Over twenty turns at least 85% of the prompt tokens can come from a provider's cache, and no more is sent for it."""

from __future__ import annotations

import pytest

from tests.bars.prompt_cache import LEARNER, Figures, figures

SHARE, SHARE_BY_BLOCK = 0.85, 0.80
A_REQUEST, NOTES = 2250, 150
"""Most prompt tokens of a request and of its notes, on average: the share may not be bought by sending more."""


@pytest.mark.bars
async def test_most_of_what_is_sent_was_sent_before() -> None:
    rows: list[Figures] = await figures()
    assert len(LEARNER) == 20 and len(rows) >= 3
    for row in rows:
        assert row.share >= SHARE and row.share_by_block >= SHARE_BY_BLOCK, row
        assert row.total <= A_REQUEST * row.requests and row.notes <= NOTES * row.requests, row
