"""How much of what is sent to a model over twenty turns a provider can take from its cache, and how much that is.

Run it: python -m tests.bars.prompt_cache

Every request of a scripted encounter is kept as it was sent. A request's cacheable part is what it has in common, from
its start, with the request before it: once counted by whole messages, and once as large providers do it, by blocks of
128 tokens from 1,024 on. Nothing is taken for cached in the first request, though a provider that has just heard the
same persona would have it.

Tokens are counted by a fixed rule, four characters a token and four tokens a message for its frame: no tokenizer is
downloaded, and the share hardly depends on the rule. A share alone says little: a longer unchanging prompt raises it
and costs more. So the total stands beside it, and what is paid for if cached tokens cost a tenth.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from langchain_core.messages import BaseMessage

from simulator.library import shipped
from simulator.models.scripted import ScriptedChatModel
from simulator.patient.llm import LLMVoice
from simulator.persona import Persona
from tests.playing import play

CHARACTERS, FRAME = 4, 4
BLOCK, LEAST = 128, 1024
CACHED_COSTS = 0.1

LEARNER: tuple[str, ...] = (
    "Hello, my name is Sam Carter, I'm one of the clinicians here. What brings you in today?",
    "Thank you. Can you tell me a bit more about that?",
    "When did it start?",
    "That sounds wearing. How has it been affecting your day?",
    "How are you sleeping at the moment?",
    "And your appetite, has that changed? Any change in your weight?",
    "Do you take any medicines, or anything you buy yourself?",
    "I can hear that this has been hard going. What worries you most about it?",
    "Mm. Take your time.",
    "Has anything like this happened to you before, or in your family?",
    "Who is at home with you?",
    "And how are they finding all this?",
    "Do you smoke, or drink any alcohol?",
    "It makes sense that you would feel like that, with so much on your shoulders.",
    "Have there been times when you felt that life was not worth living?",
    "Thank you for telling me. What would help most, from today?",
    "What do you think might be causing it?",
    "I'd like to do a blood test and see you again next week. How does that sound?",
    "Is there anything we have not talked about that you wanted to bring up?",
    "All right. I'll see you next week then. Take care.",
)


@dataclass(frozen=True)
class Figures:
    """One encounter's prompt tokens."""

    persona: str
    requests: int
    total: int
    """Tokens of all requests."""
    system: int
    """Of one system message."""
    notes: int
    """Of the notes, in all requests."""
    by_message: int
    by_block: int

    @property
    def share(self) -> float:
        return self.by_message / self.total

    @property
    def share_by_block(self) -> float:
        return self.by_block / self.total

    @property
    def paid(self) -> int:
        """Tokens at full price that cost as much, if a cached one costs a tenth."""
        return round(self.total - (1 - CACHED_COSTS) * self.by_message)


def tokens(text: str) -> int:
    return math.ceil(len(text) / CHARACTERS) + FRAME


def speaks(messages: list[BaseMessage]) -> str:
    """A model that keeps to the words offered, so that replies are as long as a patient's and the talk moves on."""
    offered = re.findall(r'(?:Like: "(.*)"|a little more: (.*))$', messages[-1].text, re.MULTILINE)
    return " ".join("".join(pair) for pair in offered) or "Yes. I suppose so."


def common(before: Sequence[BaseMessage], now: Sequence[BaseMessage]) -> int:
    """Tokens of the whole messages with which both begin."""
    total = 0
    for one, other in zip(before, now, strict=False):
        if (one.type, one.text) != (other.type, other.text):
            break
        total += tokens(other.text)
    return total


def common_blocks(before: Sequence[BaseMessage], now: Sequence[BaseMessage]) -> int:
    """Tokens of the same beginning in whole blocks, where there are enough of them; it may end inside a message."""
    total = 0
    for one, other in zip(before, now, strict=False):
        if (one.type, one.text) == (other.type, other.text):
            total += tokens(other.text)
            continue
        same = 0
        while same < min(len(one.text), len(other.text)) and one.text[same] == other.text[same]:
            same += 1
        total += same // CHARACTERS
        break
    return total // BLOCK * BLOCK if total >= LEAST else 0


async def measure(persona: Persona, learner: Sequence[str] = LEARNER) -> Figures:
    """Play the encounter and count."""
    model = ScriptedChatModel(script=speaks)
    await play(persona, [{"text": text} for text in learner], voice=lambda who: LLMVoice(model, who))
    sent = model.seen
    return Figures(
        persona=persona.id,
        requests=len(sent),
        total=sum(tokens(message.text) for request in sent for message in request),
        system=tokens(sent[0][0].text),
        notes=sum(len(request[-1].text.rpartition("</learner>")[2]) // CHARACTERS for request in sent),
        by_message=sum(common(*pair) for pair in pairwise(sent)),
        by_block=sum(common_blocks(*pair) for pair in pairwise(sent)),
    )


async def figures(times: int = 1) -> list[Figures]:
    """One row for each shipped persona; `times` says the twenty turns again, for a longer conversation."""
    return [await measure(entry.get(), LEARNER * times) for entry in shipped().personas]


def show(rows: Sequence[Figures]) -> None:
    print(
        f"{'persona':20} {'requests':>8} {'prompt':>8} {'system':>7} {'notes':>7} {'cacheable':>10} {'in blocks':>10}"
    )
    for row in rows:
        print(
            f"{row.persona:20} {row.requests:8d} {row.total:8,} {row.system:7,} {row.notes:7,} "
            f"{row.share:10.1%} {row.share_by_block:10.1%}   pays for {row.paid:,}"
        )


def main() -> None:
    show(asyncio.run(figures()))
    print("\nSixty turns, with the compactions at turns 24 and 44:")
    show(asyncio.run(figures(3)))


if __name__ == "__main__":
    main()
