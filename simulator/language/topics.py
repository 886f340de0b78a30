"""What a learner's words ask about, or merely mention: ids from en/topics.toml."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.language.lexicon import Lexicon
from simulator.language.shapes import Topic
from simulator.language.subjects import Place, named_topics
from simulator.language.turns import Stretch, stretches

_AGREEMENT = frozenset({"understanding"})
_PROPOSED = frozenset({"tests", "plan"})
"""What a question after agreement asks about besides, where the sentence before proposed it."""


def topics(text: str, lex: Lexicon) -> tuple[Topic, ...]:
    """Topics in order of place, each once per stretch; `asked` where the stretch is a question or an invitation."""
    parts = stretches(text, lex)
    named = [named_topics(part.segment, lex) for part in parts]
    out: list[Topic] = []
    for number, (part, found) in enumerate(zip(parts, named, strict=True)):
        how = part.how
        if how.safety and "suicide" not in found and "self_harm" not in found:
            found["suicide"] = (part.segment.start, part.segment.end)
        asked = how.is_question and not how.repeat
        for identity, (start, end) in found.items():
            agreed = not asked and identity in _PROPOSED and _is_agreement(parts, named, number)
            leading = asked and how.leading
            out.append(Topic(id=identity, start=start, end=end, asked=asked or agreed, leading=leading))
    return tuple(sorted(out, key=lambda t: (t.start, t.end, t.id)))


def _is_agreement(parts: Sequence[Stretch], named: Sequence[dict[str, Place]], number: int) -> bool:
    """True when the next stretch asks whether what this one proposes is acceptable."""
    after = number + 1
    return after < len(parts) and parts[after].how.is_question and not _AGREEMENT.isdisjoint(named[after])
