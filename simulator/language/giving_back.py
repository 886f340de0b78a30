"""Giving back what the patient said, beyond the forms the rules know: the learned reading of a stretch."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.codes import MoveKind
from simulator.language.features import grams, hashed, of_stretch, spoken
from simulator.language.heard import Before
from simulator.language.learned import learned
from simulator.language.lexicon import Lexicon
from simulator.language.segments import Segment
from simulator.language.why import heaviest

Kind = MoveKind
Reading = tuple[MoveKind, str]

SURE = 0.35
"""How likely it must be, for words that the rules do not read as giving back."""
UNLIKELY = 0.1
"""Below this, what the rules took for giving back is not."""
SHORTEST = 2
MOST_FEELINGS = 3
"""So many words of feeling in one stretch are a list and give nothing back."""
_SAYS_IT_ALREADY = frozenset({Kind.NAMES_FEELING, Kind.NAMES_FEELING_WRONGLY})
_ASKS = frozenset({Kind.OPEN_QUESTION, Kind.CLOSED_QUESTION})
_LEFT_OVER = frozenset({Kind.INFORMS, Kind.ANSWERS, Kind.OTHER})
"""What statements are for want of better; giving back is better."""
_IS_SOMETHING_ELSE = frozenset(
    {Kind.GREETS, Kind.CLOSES, Kind.SETS_LIMIT, Kind.SIGNPOSTS, Kind.BACK_CHANNEL, Kind.STOCK_PHRASE, Kind.PLANS,
     Kind.ADVISES, Kind.ADVISES_UNASKED, Kind.JUDGES, Kind.MINIMISES, Kind.ARGUES, Kind.REASSURES_EARLY,
     Kind.SELF_DISCLOSES, Kind.PRESSES}
)  # fmt: skip


def giving_back(
    text: str, parts: Sequence[Segment], by_rules: Sequence[Sequence[Reading]], context: Before, lex: Lexicon
) -> list[list[Reading]]:
    """The readings of each stretch, with `reflects` where the words as a whole give back, and without where not."""
    heard = spoken(context.text) if context.text else None
    out: list[list[Reading]] = []
    for place, (part, readings) in enumerate(zip(parts, by_rules, strict=True)):
        said = spoken(text[part.start : part.end])
        kinds = [kind for kind, _ in readings]
        listed = sum(word in lex.feelings for word in said.words) >= MOST_FEELINGS
        if heard is None or listed or len(said.words) < SHORTEST or not _IS_SOMETHING_ELSE.isdisjoint(kinds):
            out.append(list(readings))
            continue
        reading = learned("en").readings["gives_back"]
        numbers = of_stretch(said, context, heard, kinds, place=place, of=len(parts), lex=lex)
        chance = reading.chance(hashed(grams(said.words)), numbers)
        if Kind.REFLECTS in kinds:
            out.append([r for r in readings if r[0] is not Kind.REFLECTS or chance >= UNLIKELY] or [(Kind.OTHER, "")])
        elif chance >= SURE and _ASKS.isdisjoint(kinds) and _SAYS_IT_ALREADY.isdisjoint(kinds):
            kept = [r for r in readings if r[0] not in _LEFT_OVER]
            out.append([*kept, (Kind.REFLECTS, heaviest(reading, said.words))])
        else:
            out.append(list(readings))
    return out
