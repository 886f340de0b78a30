"""Which topics of en/topics.toml the words of a stretch name, asked or not."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.language.lexicon import Lexicon, TopicEntry
from simulator.language.phrases import Part, match_at
from simulator.language.segments import Segment
from simulator.language.text import Word

Stems = Sequence[tuple[str, str]]
Place = tuple[int, int]


def named_topics(segment: Segment, lex: Lexicon) -> dict[str, Place]:
    """The topics a stretch names, with the place of the first words that name each."""
    words = segment.line.words
    stems = tuple((w.text, lex.phrases.stem(w.text)) for w in words)
    present = {stem for _, stem in stems}
    found: dict[str, tuple[int, int]] = {}
    masks: dict[str, list[tuple[int, int]]] = {}
    for at, (text, stem) in enumerate(stems):
        for entry in lex.topics_at(text, stem):
            if entry.id in found or not entry.needs <= present:
                continue
            end = match_at(entry.names, stems, at, entry.gap)
            if end is None or (entry.alone and not _whole_item(words, at, end)):
                continue
            if not _masked(at, end, entry, stems, masks):
                found[entry.id] = (at, end)
    safety = segment.line.any(lex.groups["questions.safety"])
    if safety is not None and segment.line.any(lex.groups["questions.not_safety"]) is None:
        if "self_harm" not in found:
            found.setdefault("suicide", (safety.start, safety.end))
    else:
        found.pop("suicide", None)
        found.pop("self_harm", None)
    return {name: (words[first].start, words[last - 1].end) for name, (first, last) in found.items()}


def _whole_item(words: Sequence[Word], at: int, end: int) -> bool:
    """True when the words fill the space between two pauses or joining words."""
    opens = at == 0 or words[at].after_break or words[at - 1].text in _JOINS
    closes = end == len(words) or words[end].after_break or words[end].text in _JOINS
    return opens and closes


_JOINS = frozenset({"and", "or", "any"})


def _masked(at: int, end: int, entry: TopicEntry, stems: Stems, masks: dict[str, list[tuple[int, int]]]) -> bool:
    """True when the words belong to an idiom that means something else."""
    if entry.id not in masks:
        present = {stem for _, stem in stems}
        idioms = (idiom for idiom in entry.unless if idiom[0].prefix or idiom[0].stem in present)
        masks[entry.id] = [place for idiom in idioms for place in _places(idiom, stems)]
    return any(first < end and at < last for first, last in masks[entry.id])


def _places(parts: Sequence[Part], stems: Stems) -> list[tuple[int, int]]:
    return [(at, end) for at in range(len(stems)) if (end := match_at(parts, stems, at, gap=0)) is not None]
