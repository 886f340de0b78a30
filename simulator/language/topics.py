"""What a learner's words ask about, or merely mention: ids from en/topics.toml."""

from __future__ import annotations

from simulator.language.asking import asking
from simulator.language.lexicon import Lexicon, TopicEntry
from simulator.language.phrases import match_at
from simulator.language.segments import Segment, segments
from simulator.language.shapes import Topic


def topics(text: str, lex: Lexicon) -> tuple[Topic, ...]:
    """Topics in order of place, each once per stretch; `asked` where the stretch is a question or an invitation."""
    out: list[Topic] = []
    for segment in segments(text, lex):
        how = asking(segment.line, text, lex)
        named = named_topics(segment, lex)
        if how.safety and "suicide" not in named and "self_harm" not in named:
            named["suicide"] = (segment.start, segment.end)
        for identity, (start, end) in named.items():
            asked = how.is_question and not how.repeat
            out.append(Topic(id=identity, start=start, end=end, asked=asked, leading=asked and how.leading))
    return tuple(sorted(out, key=lambda t: (t.start, t.end, t.id)))


def named_topics(segment: Segment, lex: Lexicon) -> dict[str, tuple[int, int]]:
    """The topics a stretch names, with the place of the first words that name each."""
    words = segment.line.words
    stems = tuple((w.text, lex.phrases.stem(w.text)) for w in words)
    out: dict[str, tuple[int, int]] = {}
    for at, (_, stem) in enumerate(stems):
        for entries in (lex.topics.get(stem, ()), lex.topics.get("", ())):
            for entry in entries:
                _note(entry, at, stems, segment, out)
    return out


def _note(
    entry: TopicEntry,
    at: int,
    stems: tuple[tuple[str, str], ...],
    segment: Segment,
    out: dict[str, tuple[int, int]],
) -> None:
    if entry.id in out:
        return
    end = match_at(entry.names, stems, at)
    if end is not None:
        out[entry.id] = (segment.line.words[at].start, segment.line.words[end - 1].end)
