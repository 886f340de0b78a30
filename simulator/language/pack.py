"""The language pack: one object with everything that the hearing and the built-in coder ask of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.codes import Expression, Move
from simulator.language import asking as _asking
from simulator.language import expressions as _expressions
from simulator.language import feelings as _feelings
from simulator.language import moves as _moves
from simulator.language import topics as _topics
from simulator.language.before import read_before
from simulator.language.lexicon import Lexicon
from simulator.language.shapes import NamedFeeling, Topic
from simulator.language.taking_up import TakenUp
from simulator.language.taking_up import taken_up as _taken_up
from simulator.language.turns import stretches
from simulator.transcript import Turn


@dataclass(frozen=True, slots=True)
class Pack:
    """Reads clinical talk of one language by written rules; pure, deterministic, no state."""

    language: str
    version: str
    """Version of rules and lexicon together; changes whenever a reading may change."""
    lexicon_hash: str
    """SHA-256 over the files of words and the learned weights."""
    lexicon: Lexicon = field(repr=False, compare=False)

    def moves(self, turn: Turn, number: int, before: Turn | None = None) -> tuple[Move, ...]:
        """A learner's turn, at position `number`, as ordered moves; `before` is the patient's turn it answers."""
        return _moves.moves(turn, number, before, self.lexicon)

    def heard(self, turn: Turn, number: int, before: Turn | None = None) -> tuple[Move, ...]:
        """The same by the written rules alone: what a patient hears, so that its rule stays a written one."""
        return _moves.moves_by_rules(turn, number, before, self.lexicon)

    def expressions(self, turn: Turn, number: int, before: Turn | None = None) -> tuple[Expression, ...]:
        """The emotional expressions of a patient's turn; `before` is the learner's turn it answers."""
        return _expressions.expressions(turn, number, before, self.lexicon)

    def taken_up(self, turn: Turn, before: Turn) -> TakenUp | None:
        """How likely a learner's turn takes up what the patient's before it showed; None where words are missing."""
        return _taken_up(turn, before)

    def topics(self, text: str) -> tuple[Topic, ...]:
        """What a learner's text asks about or mentions."""
        return _topics.topics(text, self.lexicon)

    def mentions(self, text: str, phrase: str) -> bool:
        """True when an authored phrase stands in the text (see phrases.py for the little language of phrases)."""
        return self.lexicon.phrases.find(text, phrase) is not None

    @property
    def asides(self) -> Mapping[str, str]:
        """Phrases that hearing asks for beside topics and moves: reasons, proposals, follows, which, ever ..."""
        return self.lexicon.asides

    def general(self, text: str) -> bool:
        """True when every word could be said to anybody: nothing of it takes up what this person said."""
        words = self.lexicon.reader.words(text)
        return bool(words) and all(word.text in self.lexicon.general for word in words)

    def feelings(self, text: str) -> tuple[NamedFeeling, ...]:
        """Emotion words of either side, idioms left out, negation marked."""
        return _feelings.feelings(text, self.lexicon)

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences."""
        return self.lexicon.sentences(text)

    def is_question(self, text: str) -> bool:
        """True when any stretch of the text asks or invites."""
        return any(part.how.is_question for part in stretches(text, self.lexicon))

    def is_fragment(self, text: str) -> bool:
        """True for a stretch without a clause, as in lists and forms: "Units of alcohol per week." """
        words = {word.text for word in self.lexicon.reader.words(text)}
        return bool(words) and words.isdisjoint(self.lexicon.sets["clause"])

    def asks_repeat(self, text: str) -> bool:
        """True when the turn only asks to hear it again."""
        return _asking.asks_repeat(text)

    def asks_advice(self, turn: Turn) -> bool:
        """True when a patient's turn asks what to do, or for help with it."""
        return read_before(turn, self.lexicon).asks_advice

    def declines(self, turn: Turn) -> bool:
        """True when a patient's turn says that it would rather not speak of something."""
        return read_before(turn, self.lexicon).declines
