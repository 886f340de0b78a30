"""Between a voice and the learner: a reply is released by sentence, and only while it is the patient's."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache

from simulator.language import pack
from simulator.patient.brief import Brief, Voice
from simulator.patient.speech import Plain, Sentences, words_of
from simulator.persona import Line, Persona
from simulator.transcript import Flag, Side, Transcript

MOST = 1200
"""Characters after which a reply ends at the sentence, against a voice that runs on."""
TAIL = 160
"""How much of what was released is looked at again with the next sentence."""

LOCKED = "tells what is locked"
NOTHING = "says nothing"

Mentions = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedSigns:
    """A fact that may not be told yet, and the phrases that would tell it."""

    id: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A stretch of the reply, to be stored and shown. All texts of a reply, put together, are the reply."""

    text: str
    """With the white space before it; may be empty in the last one."""
    stopped: str | None = None
    """Why the guard stopped the reply here."""
    flag: Flag | None = None
    """GUARDED where the reply was stopped."""


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: str
    pattern: re.Pattern[str]
    reported: bool


class Guard:
    """Watches over one reply; make a new one for each."""

    def __init__(
        self,
        persona: Persona,
        locked: Sequence[LockedSigns],
        brief: Brief,
        transcript: Transcript,
        *,
        mentions: Mentions | None = None,
    ) -> None:
        """`transcript` ends with the learner's turn; `mentions(text, phrase)` is the language's search."""
        self._locked, self._brief, self._transcript = locked, brief, transcript
        self._mentions = mentions or _search(persona.language)
        self._language = persona.language
        self._sentences = Sentences(persona.language)
        self._plain = Plain(persona.name, persona.language)
        self.released = ""

    async def guarded(self, pieces: AsyncIterator[str]) -> AsyncGenerator[Release]:
        """Yield what may be heard; the last one names the reason if the reply had to stop.

        What the voice raises passes through after what was released; its unfinished sentence is dropped.
        """
        async for piece in pieces:
            for sentence in self._sentences.feed(piece):
                release = self._release(sentence)
                if release is None:
                    return
                if release.text or release.stopped:
                    yield release
                if release.stopped or len(self.released) > MOST:
                    return
        if (release := self._release(self._sentences.rest())) and (release.text or release.stopped):
            yield release

    def _release(self, sentence: str) -> Release | None:
        """The sentence as it may be heard, or why not; None when the reply is over without fault."""
        if self._plain.speaks_for_another(sentence):
            # A model that goes on with the learner's lines has finished the patient's.
            return None if self.released else _stop("speaks for another")
        spoken = self._plain.of(sentence)
        if not spoken:
            return Release(text="")
        if reason := self._forbidden(spoken):
            return _stop(reason)
        text = f" {spoken}" if self.released else spoken
        self.released += text
        return Release(text=text)

    def _forbidden(self, spoken: str) -> str | None:
        tail = self.released[-TAIL:]
        if reason := broken_rule(spoken, tail, self._language):
            return reason
        for fact in self._locked:
            for sign in fact.signs:
                if self._tells(sign, tail, spoken):
                    return LOCKED
        return None

    def _tells(self, sign: str, tail: str, spoken: str) -> bool:
        here = self._mentions(spoken, sign)
        across = not here and self._mentions(f"{tail} {spoken}", sign) and not self._mentions(tail, sign)
        if not here and not across:
            return False
        return not self._given(sign) and not self._only_echoes(sign, spoken)

    def _given(self, sign: str) -> bool:
        """Whether the case lets it be said now: the brief holds it, or the patient has said it before."""
        for say in self._brief.says:
            if any(self._mentions(text, sign) for text in (say.text, *(line.text for line in say.lines))):
                return True
        turns = self._transcript.turns
        return any(turn.side is Side.PATIENT and self._mentions(turn.text, sign) for turn in turns)

    def _only_echoes(self, sign: str, spoken: str) -> bool:
        """Whether the learner named it just now, and the patient only denies it or asks back."""
        heard = [turn.text for turn in self._transcript.turns[-3:] if turn.side is Side.LEARNER]
        if not any(self._mentions(text, sign) for text in heard):
            return False
        return any(pattern.search(_flat(spoken)) for pattern in _patterns("denial", self._language))


def _search(language: str) -> Mentions:
    known = pack(language)
    return known.mentions if known is not None else lambda text, phrase: phrase.lower() in text.lower()


def _stop(reason: str) -> Release:
    return Release(text="", stopped=reason, flag=Flag.GUARDED)


# ---- what a patient would not say --------------------------------------------------------------------------


def broken_rule(text: str, before: str = "", language: str = "en") -> str | None:
    """The reason why a patient would not say this, or None. `before` is what was just said."""
    flat, tail = _flat(text), _flat(before)
    whole = f"{tail} {flat}" if tail else flat
    own = _without_quotations(whole)
    for rule in _rules(language):
        looked_at = own if rule.reported else whole
        for match in rule.pattern.finditer(looked_at):
            if match.end() <= len(looked_at) - len(_without_quotations(flat) if rule.reported else flat):
                continue  # it was all said before, and passed
            if rule.reported and _repeats_others(looked_at, match.start(), language):
                continue
            return rule.reason
    return None


def _repeats_others(text: str, start: int, language: str) -> bool:
    """Whether, earlier in the same sentence, someone else's words are announced."""
    before = re.split(r"[.!?]\s", text[:start])[-1]
    return any(pattern.search(before) for pattern in _patterns("reported", language))


def _flat(text: str) -> str:
    text = text.lower().translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(text.split())


def _without_quotations(text: str) -> str:
    """Without quoted stretches, unless all of it is quoted."""
    return re.sub(r'"[^"]*"', " ", text) if not re.fullmatch(r'"[^"]*"', text) else text


@lru_cache(maxsize=8)
def _rules(language: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(rule["reason"], re.compile(pattern), rule.get("reported", False))
        for rule in words_of(language)["rule"]
        for pattern in rule["patterns"]
    )


@lru_cache(maxsize=8)
def _patterns(name: str, language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words_of(language)[name]["patterns"])


# ---- one reply ---------------------------------------------------------------------------------------------


async def reply(
    voice: Voice,
    persona: Persona,
    brief: Brief,
    transcript: Transcript,
    locked: Sequence[LockedSigns],
    *,
    on_retry: Callable[[str], None] | None = None,
    mentions: Mentions | None = None,
) -> AsyncGenerator[Release]:
    """Yield the guarded reply of the voice.

    Stopped before anything was released, the voice is asked once more (`on_retry` hears why), and after that
    the patient says an authored line. Stopped later, the reply ends there. Both are flagged GUARDED.
    ProviderFailed passes through after what was released.
    """
    reason = NOTHING
    for attempt in (1, 2):
        guard = Guard(persona, locked, brief, transcript, mentions=mentions)
        stopped: str | None = None
        async with _closed(voice.speak(brief, transcript)) as words:
            async for release in guard.guarded(words):
                stopped = release.stopped
                if stopped is None or guard.released:
                    yield release
        if guard.released:
            return
        taken_up = transcript.turns[-1].side is Side.PATIENT
        if stopped is None and (brief.seen is not None or taken_up):
            return  # a silence that can be seen, or a reply that had been broken off at its very end
        reason = stopped or NOTHING
        if attempt == 1 and on_retry is not None:
            on_retry(reason)
    yield Release(text=_puzzled(persona, brief).text, stopped=reason, flag=Flag.GUARDED)


@asynccontextmanager
async def _closed(words: AsyncIterator[str]) -> AsyncIterator[AsyncIterator[str]]:
    """Leave nobody talking: a voice that is no longer listened to is ended, and its request with it."""
    try:
        yield words
    finally:
        if isinstance(words, AsyncGenerator):
            await words.aclose()


def _puzzled(persona: Persona, brief: Brief) -> Line:
    """An authored line of not understanding, another one each time."""
    lines = [line for line in persona.says.puzzled if line.mood in (None, brief.mood)]
    lines = lines or list(persona.says.puzzled)
    return lines[brief.turn // 2 % len(lines)]
