"""Nothing untold is in a request of a long conversation either: not in its history, nor in the digest of it."""

import pytest

from tests.bars.prompt_cache import LEARNER
from tests.playing import PATIENTS, patient
from tests.test_noninterference import hold


@pytest.mark.parametrize("identity", PATIENTS)
async def test_requests_before_and_after_a_compaction_are_the_same_whatever_is_untold(identity: str) -> None:
    rows = [{"text": text} for text in (*LEARNER, *LEARNER[2:8])]
    assert await hold(patient(identity), rows, (9, len(rows)), 1) == 9 + len(rows)
