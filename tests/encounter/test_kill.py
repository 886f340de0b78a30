"""kill -9 at a random moment of a reply: no accepted turn lost, released sentences kept, the reply goes on."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.encounter.views import JobPhase
from simulator.settings import Settings
from simulator.transcript import Side
from simulator.wiring import build
from tests.encounter.conftest import ADA
from tests.fake_provider import FakeProvider

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("ATTUNE_BARS") == "full"
TIMES = 50 if FULL else 4
MODEL = "openai:talk:40,8,60"  # 40 ms to the first token, 8 ms a token, 60 tokens in sentences


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


def killed_talk(data_dir: Path, base_url: str, chance: random.Random) -> list[dict[str, Any]]:
    """What a learner had been promised when its process was killed in the middle of a reply."""
    command = [sys.executable, "-m", "tests.encounter.talker", str(data_dir), base_url, MODEL]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines: list[str] = []
    wanted = chance.randint(1, 4)
    for line in process.stdout:  # let it get into its first, second ... reply, then strike at a random moment of it
        lines.append(line)
        if sum('"accepted"' in seen for seen in lines) == wanted:
            break
    time.sleep(chance.uniform(0.0, 0.7))
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    return [json.loads(line) for line in lines if line.endswith("\n")]


@pytest.mark.faults
@pytest.mark.bars
@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", range(TIMES))
async def test_kill_in_mid_reply(tmp_path: Path, provider: FakeProvider, number: int) -> None:
    promises = killed_talk(tmp_path, provider.url, random.Random(number))
    encounter = promises[0]["encounter"]
    settings = Settings(data_dir=tmp_path, model=MODEL, base_url=provider.url, api_key="none")
    async with build(settings).running() as simulator:
        view = await simulator.see(ADA, encounter)
        turns = {seen.number: seen.turn for seen in view.turns}
        for promise in promises[1:]:
            if "accepted" in promise:
                assert turns[promise["accepted"]].text == promise["text"]
            elif promise["released"]:
                assert turns[promise["number"]].text.startswith(promise["released"])
        broken = view.notice is not None
        released = view.turns[-1].turn.text if view.turns[-1].turn.side is Side.PATIENT else ""
        await simulator.retry(ADA, encounter)
        [_ async for _ in simulator.follow(ADA, encounter)]
        after = await simulator.see(ADA, encounter)
        assert after.notice is None and after.turns[-1].turn.side is Side.PATIENT
        assert after.turns[-1].turn.flag is None
        if broken:
            assert after.turns[-1].turn.text.startswith(released)
            assert len(after.turns[-1].turn.text) > len(released)
        await simulator.end(ADA, encounter)
        await simulator.assess(ADA, encounter, coder="offline")
        await simulator.jobs.wait()
        assert {state.phase for state in await simulator.grading(ADA, encounter)} == {JobPhase.DONE}
