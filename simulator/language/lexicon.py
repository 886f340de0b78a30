"""The data files of one language, read once, checked, and compiled."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from simulator.codes import Cue, Emotion, MoveKind, Strength, When, Whose
from simulator.language.patterns import Group, Line, Pattern, compile_pattern
from simulator.language.phrases import GAP, Part, Phrases
from simulator.language.shapes import Form
from simulator.language.text import Reader, Word, sentences

_NOT_EMOTIONS = ("idioms", "weak")
FILES = ("words", "feelings", "topics", "questions", "moves", "context", "expressions", "jargon", "general", "asides")


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """One topic: what it means, what names it, and whether it belongs to feelings or to safety."""

    id: str
    about: str
    names: tuple[Part, ...]
    feeling: bool
    safety: bool
    unless: tuple[tuple[Part, ...], ...] = ()
    """Idioms in which these words mean something else."""
    gap: int = GAP
    """Most words that may stand between two of the name."""
    alone: bool = False
    """Names it only where it is all of an item: "... fever, pain, weight loss?" """
    needs: frozenset[str] = frozenset()
    """Stems that must all be there for the name to be; a quick look before the long one."""


@dataclass(frozen=True, slots=True)
class MoveRule:
    """Words of a learner that earn a move."""

    kind: MoveKind
    name: str
    says: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class HintRule:
    """Words of a patient that earn an expression, with its facets."""

    name: str
    emotion: Emotion
    strength: Strength
    cue: Cue | None
    time: When
    whose: Whose
    seen: bool
    where: str
    flags: frozenset[str]
    says: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class FeelingWord:
    """One emotion word, perhaps of several words, and the ways in which it can stand."""

    words: tuple[str, ...]
    forms: tuple[tuple[Emotion, Form], ...]


@dataclass(frozen=True)
class Lexicon:
    """Everything the rules of one language look words up in."""

    version: str
    hash: str
    reader: Reader
    phrases: Phrases
    abbreviations: frozenset[str]
    classes: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]
    feelings: Mapping[str, tuple[FeelingWord, ...]]
    idioms: tuple[Pattern, ...]
    weak: frozenset[str]
    """Emotion words that mostly mean something else; see feelings.toml."""
    topics: Mapping[str, tuple[TopicEntry, ...]]
    """By the stem of the first word of a name; names beginning with a prefix are under ""."""
    topic_ids: Mapping[str, TopicEntry]
    groups: Mapping[str, tuple[Pattern, ...]]
    """Named groups of patterns, by "file.group"."""
    moves: tuple[MoveRule, ...]
    hints: tuple[HintRule, ...]
    jargon: Mapping[str, tuple[tuple[str, ...], ...]]
    asides: Mapping[str, str]
    """Phrases that hearing asks for beside topics and moves, by name; see asides.toml."""
    general: frozenset[str]
    """Words of kind phrases that could be said to anybody."""
    stop: frozenset[str]
    """Words too common to show that two texts speak of the same thing."""

    @cached_property
    def topics_at(self) -> Callable[[str, str], tuple[TopicEntry, ...]]:
        """The topics of which a name may begin with a word, given as written and as its stem."""

        @lru_cache(maxsize=8192)
        def entries(word: str, stem: str) -> tuple[TopicEntry, ...]:
            begun = tuple(entry for entry in self.topics.get("", ()) if word.startswith(entry.names[0].stem))
            return self.topics.get(stem, ()) + begun

        return entries

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences of a text."""
        return self._sentences(text)

    @cached_property
    def _sentences(self) -> Callable[[str], tuple[tuple[int, int], ...]]:
        return lru_cache(maxsize=512)(lambda text: sentences(text, self.abbreviations))

    def lines(self, text: str) -> tuple[Line, ...]:
        """The sentences of a text as plain words, places counted in the whole text; wordless ones are left out."""
        return self._lines(text)

    @cached_property
    def _lines(self) -> Callable[[str], tuple[Line, ...]]:
        @lru_cache(maxsize=256)
        def lines(text: str) -> tuple[Line, ...]:
            out = []
            for start, end in self.sentences(text):
                words = self.reader.words(text[start:end])
                if words:
                    out.append(Line(tuple(Word(w.text, w.start + start, w.end + start, w.after_break) for w in words)))
            return tuple(out)

        return lines


class _Builder:
    """Compiles the parsed tables; exists only while a lexicon is being built."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.tables = tables
        words = tables["words"]
        self.reader = Reader(
            {k: tuple(v.split()) for k, v in words["spelling"].items()},
            frozenset(words["fillers"]),
            frozenset(words["with_is"]),
        )
        self.classes = {k: tuple(v) for k, v in words["classes"].items()}
        self.classes["feel_word"] = tuple(  # emotion words that a question about feelings may hold
            word
            for name, table in tables["feelings"].items()
            if name not in _NOT_EMOTIONS
            for form in ("state", "thing", "cause", "verb", "noun")
            for word in table.get(form, ())
            if word not in tables["feelings"]["weak"]["words"]
        )
        self.abbreviations = frozenset(words["abbreviations"])
        self.phrases = Phrases(
            self.reader.words, words["irregular"], words["numbers"], lambda text: sentences(text, self.abbreviations)
        )

    def plain(self, text: str) -> tuple[str, ...]:
        return tuple(w.text for w in self.reader.words(text))

    def patterns(self, sources: Sequence[str]) -> Group:
        return Group(compile_pattern(s, self.classes, self.plain) for s in sources)

    def feelings(self) -> dict[str, tuple[FeelingWord, ...]]:
        forms: dict[tuple[str, ...], list[tuple[Emotion, Form]]] = {}
        for name, table in self.tables["feelings"].items():
            if name in _NOT_EMOTIONS:
                continue
            for form in Form:
                for word in table.get(form.value, ()):
                    forms.setdefault(self.plain(word), []).append((Emotion(name), form))
        by_first: dict[str, list[FeelingWord]] = {}
        for words, found in forms.items():
            by_first.setdefault(words[0], []).append(FeelingWord(words, tuple(found)))
        return {k: tuple(sorted(v, key=lambda w: -len(w.words))) for k, v in by_first.items()}

    def topics(self) -> tuple[dict[str, tuple[TopicEntry, ...]], dict[str, TopicEntry]]:
        by_first: dict[str, list[TopicEntry]] = {}
        by_id: dict[str, TopicEntry] = {}
        for identity, table in self.tables["topics"].items():
            unless = self.phrases.compile("|".join(table.get("unless", ())))
            feeling, safety = table.get("feeling", False), table.get("safety", False)
            alone = tuple(table.get("alone", ()))
            for written in (*table["names"], *alone):
                (names,) = self.phrases.compile(written.removeprefix("="))
                gap = 0 if written.startswith("=") else GAP
                needs = frozenset(part.stem for part in names if not part.prefix)
                entry = TopicEntry(
                    identity, table["about"], names, feeling, safety, unless, gap, written in alone, needs
                )
                by_id.setdefault(identity, entry)
                by_first.setdefault("" if names[0].prefix else names[0].stem, []).append(entry)
        return {k: tuple(v) for k, v in by_first.items()}, by_id

    def moves(self) -> tuple[MoveRule, ...]:
        return tuple(
            MoveRule(
                MoveKind(row["kind"]),
                row.get("name", row["kind"]),
                self.patterns(row["says"]),
                self.patterns(row.get("unless", [])),
            )
            for row in self.tables["moves"]["rule"]
        )

    def hints(self) -> tuple[HintRule, ...]:
        return tuple(
            HintRule(
                row["name"],
                Emotion(row["emotion"]),
                Strength(row.get("strength", "hinted")),
                Cue(row["cue"]) if "cue" in row else None,
                When(row.get("time", "now")),
                Whose(row.get("whose", "patient")),
                row.get("seen", False),
                row.get("where", ""),
                frozenset(row.get("flags", [])),
                self.patterns(row["says"]),
                self.patterns(row.get("unless", [])),
            )
            for row in self.tables["expressions"]["rule"]
        )

    def groups(self) -> dict[str, tuple[Pattern, ...]]:
        return {
            f"{file}.{group}": self.patterns(table["says"])
            for file in ("questions", "context")
            for group, table in self.tables[file].items()
        }

    def jargon(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        out: dict[str, list[tuple[str, ...]]] = {}
        for term in self.tables["jargon"]["terms"]:
            words = self.plain(term)
            out.setdefault(words[0], []).append(words)
        return {k: tuple(v) for k, v in out.items()}


@cache
def english() -> Lexicon:
    """The English lexicon, from the files in `en/`."""
    folder = files("simulator.language") / "en"
    raw = {name: (folder / f"{name}.toml").read_bytes() for name in FILES}
    digest = hashlib.sha256()
    for name in sorted(raw):
        digest.update(name.encode() + b"\0" + raw[name].replace(b"\r\n", b"\n") + b"\0")
    build = _Builder({name: tomllib.loads(body.decode("utf-8")) for name, body in raw.items()})
    topics, topic_ids = build.topics()
    words = build.tables["words"]
    return Lexicon(
        version=words["version"],
        hash=digest.hexdigest(),
        reader=build.reader,
        phrases=build.phrases,
        abbreviations=build.abbreviations,
        classes=build.classes,
        sets={k: frozenset(v) for k, v in build.classes.items()},
        feelings=build.feelings(),
        idioms=build.patterns(build.tables["feelings"]["idioms"]["says"]),
        weak=frozenset(build.tables["feelings"]["weak"]["words"]),
        topics=topics,
        topic_ids=topic_ids,
        groups=build.groups(),
        moves=build.moves(),
        hints=build.hints(),
        jargon=build.jargon(),
        asides=build.tables["asides"],
        general=frozenset(words["stop"]) | frozenset(build.tables["general"]["words"].split()),
        stop=frozenset(words["stop"]),
    )
