"""From a model's running text to spoken sentences: where they end, and what in them is not speech."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

LONGEST = 160
"""A sentence that runs longer is released in parts."""
PATIENCE = 240
"""An opened bracket or asterisk is waited for no longer than this."""

_END = re.compile(r"""(?:\.(?:\s?\.)+|…|[.!?]+)["”’')\]*_]*(?=\s+[^\s.…])|\n+(?=\s*\S)""")
_DOTTED = re.compile(r"([A-Za-z]+(?:\.[A-Za-z]+)*)\.$")
_ELLIPSIS = re.compile(r"(?:\.\s?\.|…)\W*$")
_I = re.compile(r"I\b")
_SOFT = re.compile(r"[,;:—–]\s")


@lru_cache(maxsize=8)
def words_of(language: str) -> dict[str, Any]:
    """The guard's lists for a language; English where there are none."""
    folder = resources.files("simulator.patient") / "prompts"
    file = folder / f"guard.{language.partition('-')[0]}.toml"
    if not file.is_file():
        file = folder / "guard.en.toml"
    return tomllib.loads(file.read_text("utf-8"))


class Sentences:
    """Cuts running text into sentences as it comes. What comes out, put together, is what went in."""

    def __init__(self, language: str = "en") -> None:
        lists = words_of(language)["sentences"]
        self._never, self._rarely = frozenset(lists["never"]), frozenset(lists["rarely"])
        self._held = ""

    def feed(self, piece: str) -> list[str]:
        """Take in a piece; the sentences it completes, each with the white space before it."""
        self._held += piece
        out = []
        while end := self._end():
            out.append(self._held[:end])
            self._held = self._held[end:]
        return out

    def rest(self) -> str:
        """What is left when nothing more comes."""
        held, self._held = self._held, ""
        return held

    def _end(self) -> int:
        """Where the first sentence ends; 0 while that cannot be known."""
        waiting = len(self._held) < PATIENCE
        for match in _END.finditer(self._held):
            if not self._held[: match.start()].strip():
                continue  # line breaks before anything was said
            if not self._ends(match):
                continue
            if waiting and _open(self._held[: match.end()]) >= 0:
                continue
            return match.end() if match.end() <= LONGEST + 40 else self._soft_end(waiting)
        return self._soft_end(waiting)

    def _ends(self, match: re.Match[str]) -> bool:
        if match[0].isspace():
            return True
        before, after = self._held[: match.end()], self._held[match.end() :].lstrip()
        upper = not after[:1].islower()
        if _ELLIPSIS.search(before):
            return upper and not _I.match(after)  # "So... I went": always a capital, so it shows nothing
        dotted = _DOTTED.search(before)
        if dotted is None:
            return not before.strip().rstrip(".").isdigit()  # "1." begins a list
        word = dotted[1].lower()
        initial = len(word) == 1 and dotted[1].isupper() and word not in "ai"
        return not initial and word not in self._never and (word not in self._rarely or upper)

    def _soft_end(self, waiting: bool) -> int:
        lead = len(self._held) - len(self._held.lstrip())
        if len(self._held) - lead <= LONGEST:
            return 0
        window = self._held[: lead + LONGEST]
        opened = _open(window)
        if opened > lead:
            window = window[:opened]
        elif opened == lead and waiting:
            return 0
        commas = [m.start() + 1 for m in _SOFT.finditer(window) if m.start() > lead + 40]
        space = window.rstrip().rfind(" ")
        return commas[-1] if commas else space if space > lead else len(window)


def _open(text: str) -> int:
    """Position of a bracket or asterisk that has been opened and not closed; -1 if there is none."""
    for opening, closing in (("[", "]"), ("(", ")")):
        start = text.rfind(opening)
        if start > text.rfind(closing):
            return start
    return text.rfind("*") if text.replace("**", "").count("*") % 2 else -1


class Plain:
    """Takes from a reply, by sentence, what nobody hears: actions, labels, marks, quotes around it."""

    def __init__(self, name: str, language: str = "en") -> None:
        lists = words_of(language)
        self._actions = frozenset(lists["actions"]["words"])
        self._nouns = frozenset(lists["actions"]["nouns"])
        self._speech = tuple(lists["actions"]["speech"])
        names = sorted({name, *name.split(), *lists["others"]["own"]}, key=len, reverse=True)
        own = "|".join(re.escape(each) for each in names if len(each) > 1 and not each.endswith("."))
        self._label = re.compile(rf"^[*_]*(?:{own})(?:\s*\([^)]*\))?[*_]*\s*:[*_]*\s*", re.IGNORECASE)
        others = "|".join(map(re.escape, lists["others"]["labels"]))
        self._other = re.compile(rf"^[*_]*(?i:{others})(?: \(?[A-Z][\w’'-]+\)?)?[*_]*:[*_]*(?:\s|$)")
        first = re.escape(next((part for part in name.split() if not part.endswith(".")), name))
        self._narrated = re.compile(rf"^{first} (\w+)(?: (\w+))?", re.IGNORECASE)
        self._quoted: bool | None = None
        self._wrapped = False

    def speaks_for_another(self, sentence: str) -> bool:
        """Whether the model begins to write somebody else's lines here."""
        return bool(self._other.match(sentence.strip()))

    def of(self, sentence: str) -> str:
        """The spoken words of it, without white space around; empty when there are none."""
        body = re.sub(r"^(?:#{1,6}|[-•>]|\*(?=\s))\s+", "", sentence.strip())
        body = self._label.sub("", body)
        spoken = self._without_actions(body)
        if spoken != body:  # no gap is left before a full stop
            spoken = re.sub(r"\s+([,.;:!?])", r"\1", spoken)
        spoken = re.sub(r"(?<!\w)__?([^_]+)__?(?!\w)", r"\1", spoken).replace("*", "").replace("`", "")
        spoken = " ".join(spoken.split())
        narrated = self._narrated.match(spoken)
        if narrated and not self._actions.isdisjoint(word.lower() for word in narrated.groups("")):
            return ""
        spoken = self._unquoted(spoken)
        worded = any(letter.isalnum() for letter in spoken)
        return spoken if worded or (spoken == body and spoken.strip(".… ") == "") else ""

    def _without_actions(self, text: str) -> str:
        text = text.replace("**", "")
        text = re.sub(r"\[[^\]]*\]?", " ", text)
        text = re.sub(r"\*([^*]*)\*", lambda m: " " if self._is_action(m[1], 4) else m[1], text)
        text = re.sub(r"(?<!\w)_([^_]*)_(?!\w)", lambda m: " " if self._is_action(m[1], 4) else m[1], text)
        return re.sub(r"\(([^)]*)\)?", lambda m: " " if self._is_action(m[1], 99) else m[0], text)

    def _is_action(self, content: str, many: int) -> bool:
        """An action, not a stressed word or an aside: by its first words, or by being `many` words long."""
        words = re.findall(r"[\w'’]+", content.lower())
        if not words or " ".join(words).startswith(self._speech):
            return not words
        acts = words[0] in self._actions or (len(words) > 1 and words[1] in self._actions and many < 99)
        return acts or len(words) >= many or (len(words) <= 4 and not self._nouns.isdisjoint(words))

    def _unquoted(self, text: str) -> str:
        """Without the quotation marks some models put around all speech."""
        if not text:
            return text
        quotes = text[0] in '"“' and text[-1] in '"”' and len(text) > 2 and not re.search('["“”]', text[1:-1])
        if self._quoted is None:  # the first sentence shows the manner of the whole reply
            self._quoted = quotes
            self._wrapped = text[0] in '"“' and not re.search('["”]', text[1:])
            if self._wrapped:
                return text[1:].lstrip()
        if self._quoted and quotes:
            return text[1:-1]
        if self._wrapped and text[-1] in '"”' and not re.search('["“]', text[:-1]):
            self._wrapped = False
            return text[:-1]
        return text
