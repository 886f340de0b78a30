"""What learners written apart asked for and were not told, turn by turn.

Run it: python -m tests.bars.not_told [STYLE ...]
"""

from __future__ import annotations

import asyncio
import sys

from simulator.language import pack
from simulator.persona import FactKind
from tests.playing import PATIENTS, asked, learners, patient, play


async def show(styles: list[str]) -> None:
    """Print each turn that asked for a clinical or safety fact which was never told."""
    ears = pack("en")
    assert ears is not None
    for identity in PATIENTS:
        persona, wanted = patient(identity), asked(identity)
        for style, turns in learners(identity).items():
            if styles and style not in styles:
                continue
            played = await play(persona, turns)
            for number, (turn, facts) in enumerate(zip(turns, wanted[style], strict=True)):
                kinds = {fact: persona.fact(fact).kind for fact in facts}
                missing = [f for f in facts if kinds[f] in (FactKind.CLINICAL, FactKind.SAFETY)]
                missing = [f for f in missing if f not in played.all_told]
                if missing:
                    topics = [(topic.id, topic.asked) for topic in ears.topics(turn["text"])]
                    says = [(say.role, say.id) for say in played.briefs[number].says]
                    print(f"[{identity} {style} {number + 1}] {turn['text']}")
                    print(f"   wanted {facts}, never told {missing}\n   heard {topics}\n   said {says}")


if __name__ == "__main__":
    asyncio.run(show(sys.argv[1:]))
