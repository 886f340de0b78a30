"""A learner in a process of its own, to be killed: says things, prints a line for all that it was promised.

Usage: python -m tests.encounter.talker DATA_DIR BASE_URL MODEL
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from simulator.settings import Settings
from simulator.wiring import build
from tests.encounter.conftest import ADA, PATIENT


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


async def talk(data_dir: str, base_url: str, model: str) -> None:
    settings = Settings(data_dir=Path(data_dir), model=model, base_url=base_url, api_key="none")
    async with build(settings).running() as simulator:
        encounter = await simulator.begin(ADA, PATIENT, voice="llm", seed=1)
        tell(encounter=encounter)
        for n in range(100):
            view = await simulator.see(ADA, encounter)
            text = f"How have the evenings been? ({n})"
            accepted = await simulator.say(ADA, encounter, text, key=f"k{n}", seen_seq=view.seq)
            tell(accepted=accepted.number, text=text)
            async for live in simulator.follow(ADA, encounter):
                tell(released=live.text, number=accepted.number + 1)


if __name__ == "__main__":
    asyncio.run(talk(*sys.argv[1:]))
