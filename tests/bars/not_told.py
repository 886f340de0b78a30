"""What learners written apart asked for and were not told, turn by turn.

Run it: python -m tests.bars.not_told [STYLE ...]
"""

from __future__ import annotations

import asyncio
import sys

from simulator.persona import FactKind
from tests.playing import PATIENTS, asked, patient, people, play


async def show(styles: list[str]) -> None:
    """Print each turn that asked for a clinical or safety fact which was never told."""
    for identity in PATIENTS:
        persona, wanted = patient(identity), asked(identity)
        plain = {fact.id for fact in persona.facts if fact.kind in (FactKind.CLINICAL, FactKind.SAFETY)}
        for style, turns in people(identity).items():
            if styles and style not in styles:
                continue
            played = await play(persona, turns)
            for number, (turn, needs) in enumerate(zip(turns, wanted[style], strict=True)):
                missing = [need for need in needs if plain.issuperset(need) and played.all_told.isdisjoint(need)]
                if missing:
                    says = [(say.role, say.id) for say in played.briefs[number].says]
                    print(f"[{identity} {style} {number + 1}] {turn['text']}\n   never told {missing}\n   said {says}")


if __name__ == "__main__":
    asyncio.run(show(sys.argv[1:]))
