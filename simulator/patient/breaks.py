"""What a patient would not say: rules that stop at once, signs that add up, form, language, and copied instructions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from simulator.patient.speech import words_of

COPIED = 8
"""Words in a row out of the instructions that show them being read out."""
ENOUGH = 1.5
"""Weight of signs at which a reply stops."""
WARY = 0.4
"""The same, where what a model has read or heard gives reason for it."""
NEW = 0.25
"""There: share of the telling words in a sentence that need not be the case's own."""
SHORT = 14
"""Words of a sentence by which somebody says that they do not follow, at most."""
KEPT = 2
"""Sentences before this one whose signs still count."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LABEL = re.compile(r"(?:^|[.;,\n]\s+)[-•*\d. ]*([A-Z][\w'’&/-]*(?: [\w'’&/-]+){0,3}):(?=\s|$)")
_LOUD = re.compile(r"(?:^|[.;]\s+)[-•* ]*[A-Z][A-Z&]{2,}(?: [A-Z\d]+)*:(?=\s|$)")
_ITEM = re.compile(r"\s*(?:[-•*]|\d{1,2}[.)])\s+\S")
_FORM = re.compile(
    r"[{}|<>]|```|\]\(|https?://|[A-Za-z0-9+/]{24,}={0,2}|(?:[.\-]{1,5}[ /]+){4,}|(?:\b\w[ .·-]+){6,}|"
    r"[\U0001F300-\U0001FAFF\u2190-\u21ff\u2600-\u27bf]"
)
_ASSIGNED = re.compile(r"\w=[\w\"']")
SCRIPTS = re.compile(r"[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, and why it stops a reply."""

    reason: str
    pattern: re.Pattern[str]
    reported: bool
    """Passes what the patient repeats of others' words."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that weigh towards a broken role."""

    reason: str
    pattern: re.Pattern[str]
    weight: float


def flat(text: str) -> str:
    """In lower case, with straight quotes and single spaces."""
    return " ".join(text.lower().translate(_STRAIGHT).split())


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


# ---- rules -------------------------------------------------------------------------------------------------


def broken_rule(text: str, before: str = "", language: str = "en") -> str | None:
    """The reason why a patient would not say this, or None. `before` is what was just said."""
    here, tail = flat(text), flat(before)
    if here.endswith("?") and here.count(" ") < 3 and not here.startswith("how "):
        return None  # a word not understood, asked back
    whole = f"{tail} {here}" if tail else here
    own = _without_quotations(whole)
    for rule in _rules(language):
        looked_at = own if rule.reported else whole
        for match in rule.pattern.finditer(looked_at):
            if match.end() <= len(looked_at) - len(_without_quotations(here) if rule.reported else here):
                continue  # it was all said before, and passed
            if rule.reported and _repeats_others(looked_at, match.start(), match.end(), language):
                continue
            return rule.reason
    return None


def _repeats_others(text: str, start: int, end: int, language: str) -> bool:
    """Whether the same sentence says, before or after, that these are someone else's words."""
    before = re.split(r"[.!?]\s", text[:start])[-1]
    after = re.split(r"[.!?](?:\s|$)", text[end:])[0]
    said = any(pattern.search(before) for pattern in patterns("reported", language))
    return said or any(pattern.search(after) for pattern in patterns("reporting", language))


def _without_quotations(text: str) -> str:
    """Without quoted stretches, unless all of it is quoted."""
    return re.sub(r'"[^"]*"', " ", text) if not re.fullmatch(r'"[^"]*"', text) else text


@lru_cache(maxsize=8)
def _rules(language: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(rule["reason"], re.compile(pattern), rule.get("reported", False))
        for rule in words_of(language)["rule"]
        for pattern in rule["patterns"]
    )


@lru_cache(maxsize=8)
def patterns(name: str, language: str) -> tuple[re.Pattern[str], ...]:
    """One of the language's lists of patterns, compiled."""
    return tuple(re.compile(pattern) for pattern in words_of(language)[name]["patterns"])


# ---- one reply's signs -------------------------------------------------------------------------------------


class Breaks:
    """Looks through one reply, sentence by sentence, for what no patient would say."""

    def __init__(
        self,
        name: str,
        language: str = "en",
        *,
        prompt: Sequence[str] = (),
        given: str = "",
        heard: Sequence[str] = (),
        wary: bool = False,
        case: Callable[[], str] = str,
    ) -> None:
        """`prompt` holds the texts of the instructions; `given` what the patient may well say word for word.

        `heard` is what the learner said last. `wary`: little is let pass that is not out of the `case`.
        """
        self._strict = wary
        self._heard = flat(" ".join(heard))
        self._case = _vocabulary(case()) if self._strict else frozenset()
        self._language = language
        self._first = next((part for part in name.split() if not part.endswith(".")), name)
        self._signs = _signs(self._first.lower(), language)
        self._own_name = _own_name(name, self._first)
        self._copies = [runs_of(text) for text in prompt]
        self._given = runs_of(given) if given else frozenset()
        self._lines = flat(given)
        self._before: list[dict[str, float]] = []
        self._words: list[str] = []
        self._labels = self._items = 0

    def found(self, raw: str, spoken: str, before: str = "") -> str | None:
        """Why the reply stops at this sentence, or None. `raw` still has what is not spoken: brackets, marks."""
        if reason := broken_rule(spoken, before, self._language):
            return reason
        if flat(spoken) in self._lines:
            return None  # the case's own words for this moment
        if self._copied(raw):
            return "reads out its instructions"
        if self._formed(raw):
            return "writes instead of speaking"
        if self._foreign(raw):
            return "speaks another language"
        if self._own_name.search(spoken):
            return "tells the story from outside"
        return self._weighed(flat(raw))

    def _copied(self, raw: str) -> bool:
        words = [*self._words, *_WORD.findall(flat(raw))]
        self._words = words[-COPIED + 1 :]
        for run in zip(*(words[n:] for n in range(COPIED)), strict=False):
            if run not in self._given and any(run in copies for copies in self._copies):
                return True
        return False

    def _formed(self, raw: str) -> bool:
        labels = [label for label in _LABEL.findall(raw) if self._first not in label and label.lower() != "patient"]
        self._labels += len(labels)
        self._items += bool(_ITEM.match(raw))
        plain = self._labels >= 2 or self._items >= 3 or any(p.search(raw) for p in (_FORM, _ASSIGNED, _LOUD))
        return plain or any(label.lower() in _sheet(self._language) for label in labels)

    def _foreign(self, raw: str) -> bool:
        if len(SCRIPTS.findall(raw)) > 2:
            return True
        return is_foreign(flat(raw), self._language)

    def _weighed(self, text: str) -> str | None:
        spans = [
            (-sign.weight, match.start(), match.end(), sign.reason)
            for sign in self._signs
            for match in sign.pattern.finditer(text)
        ]
        here: dict[str, float] = {}
        counted: list[tuple[int, int]] = []
        for weight, start, end, _ in sorted(spans):  # the same words are not counted twice
            if all(end <= other or start >= last for other, last in counted):
                counted.append((start, end))
                here[text[start:end]] = -weight
        together: dict[str, float] = {}
        for one in (*self._before, here):
            together |= one
        self._before = [*self._before, here][-KEPT:]
        echo = self._does_not_follow(text) and all(words in self._heard for words in here)
        if spans and sum(together.values()) >= (WARY if self._strict and not echo else ENOUGH):
            return min(spans)[3]
        return "says what nobody gave it" if self._strict and self._made_up(text) else None

    def _does_not_follow(self, text: str) -> bool:
        """Whether this is a short question or denial, as of somebody who has not understood."""
        return text.count(" ") < SHORT and any(p.search(text) for p in patterns("deflects", self._language))

    def _made_up(self, text: str) -> bool:
        """Whether most of what is said is neither of the case nor a way of not following."""
        words = _WORD.findall(text)
        telling = [word for word in words if len(word) > 3 and word not in _function_words(self._language)[0]]
        new = sum(_stem(word) not in self._case for word in telling)
        if self._does_not_follow(text):
            return False
        return new >= 2 and new > NEW * len(telling)


@lru_cache(maxsize=16)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(flat(text)))


def _stem(word: str) -> str:
    return re.sub(r"(?:'s|ing|ed|es|s|ly|e|y|ies)$", "", word)


def is_foreign(text: str, language: str) -> bool:
    """Whether the words are mostly another language's, or nobody's."""
    words = _WORD.findall(text)
    if len(words) < 4:
        return False
    common, others = _function_words(language)
    own = sum(word in common for word in words) / len(words)
    if own < 0.12 and len(words) >= 8:
        return True
    return any(sum(word in other for word in words) / len(words) > max(0.25, own) for other in others)


def _own_name(name: str, first: str) -> re.Pattern[str]:
    """The patient spoken of as somebody else: "Tom gets tired", "as Tom", "Tom Reeve, 56"."""
    a, whole = re.escape(first), re.escape(name)
    fine = r"(?!fine|ok|all|my|good|enough|what|the name|here|me\b)"
    telling = (
        rf"(?:['’]s {fine}\w+|,? (?:is {fine}|gets|has|had|was|wants|believes|isn['’]t|would|should|tells|says|feels|"
        r"doesn['’]t|thinks|knows|needs|who\b))"
    )
    before = "as|being|of|about|play|playing|called|named|for|from|are"
    introduced = "".join(f"(?<!{word} )" for word in ("'m", "’m", "am", "is", "'s", "’s", "it,"))
    described = r"(?: \(|, (?:\d|a |an |the |who |aged)| (?:is|was|has|and) )"
    return re.compile(
        rf"(?<![\"“])\b{a}{telling}|\b(?:{before}) (?:the )?{a}\b(?!['’]s)|{introduced}\b{whole}\b{described}"
    )


@lru_cache(maxsize=16)
def _signs(first: str, language: str) -> tuple[Sign, ...]:
    return tuple(
        Sign(sign["reason"], re.compile(pattern.replace("{name}", re.escape(first))), sign["weight"])
        for sign in words_of(language).get("sign", ())
        for pattern in sign["patterns"]
    )


@lru_cache(maxsize=8)
def _function_words(language: str) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    lists = words_of(language)
    common = frozenset(lists["common"]["words"])
    own = language.partition("-")[0]
    return common, tuple(
        frozenset(words) - common for other, words in lists["languages"].items() if words and other != own
    )


@lru_cache(maxsize=8)
def _sheet(language: str) -> frozenset[str]:
    return frozenset(words_of(language)["sheet"]["labels"])


@lru_cache(maxsize=256)
def runs_of(text: str, length: int = COPIED) -> frozenset[tuple[str, ...]]:
    """Every run of `length` words in a text."""
    return frozenset(runs(_WORD.findall(flat(text)), length))


def runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    """The runs of `length` words, in order."""
    return zip(*(words[n:] for n in range(length)), strict=False)
