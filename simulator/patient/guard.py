"""Between a voice and the learner: a reply is released by sentence, and only while it is the patient's."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from simulator.language import pack
from simulator.patient.breaks import Breaks, broken_rule, flat, patterns
from simulator.patient.brief import Brief, Voice
from simulator.patient.hostile import hostile, planted
from simulator.patient.notes import notes
from simulator.patient.prompting import system_text
from simulator.patient.speech import Plain, Sentences
from simulator.persona import Line, Persona
from simulator.transcript import Flag, Side, Transcript

MOST = 1200
"""Characters after which a reply ends at the sentence, against a voice that runs on."""
TAIL = 160
"""How much of what was released is looked at again with the next sentence."""

LOCKED = "tells what is locked"
NOTHING = "says nothing"
NOT_ASKED = "no talk with a patient"
"""The learner's turn was an attack on the role, and no model was asked."""

__all__ = ["LOCKED", "MOST", "NOTHING", "NOT_ASKED", "Guard", "LockedSigns", "Release", "broken_rule", "reply"]

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
        prompt: Sequence[str] = (),
    ) -> None:
        """`transcript` ends with the learner's turn; `mentions(text, phrase)` is the language's search.

        `prompt` holds the texts a model was instructed with: long runs of them are not to be read out.
        """
        self._locked, self._brief, self._transcript = locked, brief, transcript
        self._mentions = mentions or _search(persona.language)
        self._language = persona.language
        self._sentences = Sentences(persona.language)
        self._plain = Plain(persona.name, persona.language)
        given = " ".join(text for say in brief.says for text in (say.text, *(line.text for line in say.lines)))
        read = (persona.manner, *persona.background, persona.setting.place, given)
        self._breaks = Breaks(
            persona.name,
            persona.language,
            prompt=prompt,
            given=given,
            heard=_heard(transcript)[-1:],
            wary=any(planted(text, persona.language) for text in read),
            case=lambda: _spoken(persona),
        )
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
        if sentence.strip() and (reason := self._forbidden(sentence, spoken)):
            return _stop(reason)
        if not spoken:
            return Release(text="")
        text = f" {spoken}" if self.released else spoken
        self.released += text
        return Release(text=text)

    def _forbidden(self, raw: str, spoken: str) -> str | None:
        tail = self.released[-TAIL:]
        if reason := self._breaks.found(raw, spoken, tail):
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
        return any(pattern.search(flat(spoken)) for pattern in patterns("denial", self._language))


def _search(language: str) -> Mentions:
    known = pack(language)
    return known.mentions if known is not None else lambda text, phrase: phrase.lower() in text.lower()


def _stop(reason: str) -> Release:
    return Release(text="", stopped=reason, flag=Flag.GUARDED)


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
    always_ask: bool = False,
) -> AsyncGenerator[Release]:
    """Yield the guarded reply of the voice.

    Where the learner attacks the role, a model is not asked at all (unless `always_ask`): the patient does not follow.
    Stopped before anything was released, the voice is asked once more (`on_retry` hears why), and after that
    the patient says an authored line. Stopped later, the reply ends there. Both are flagged GUARDED.
    ProviderFailed passes through after what was released.
    """
    model = voice.identity.kind == "llm"
    if model and not always_ask and hostile(_heard(transcript), persona.language):
        yield Release(text=_puzzled(persona, brief).text, stopped=NOT_ASKED, flag=Flag.GUARDED)
        return
    reason = NOTHING
    for attempt in (1, 2):
        if attempt == 2:  # the same question would get the same answer
            brief = brief.model_copy(update={"again": reason})
        prompt = sent(voice, persona, brief, transcript)
        guard = Guard(persona, locked, brief, transcript, mentions=mentions, prompt=prompt)
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


def _heard(transcript: Transcript) -> list[str]:
    """What the learner said, in order."""
    return [turn.text for turn in transcript.turns if turn.side is Side.LEARNER]


def _spoken(persona: Persona) -> str:
    """All that the case gives the patient to say, and what anyone may know; no author's word about it."""

    def lines(value: Any) -> Iterator[str]:
        if isinstance(value, Line):
            yield value.text
        elif isinstance(value, BaseModel):
            for name in type(value).model_fields:
                yield from lines(getattr(value, name))
        elif isinstance(value, tuple):
            for one in value:
                yield from lines(one)

    return "\n".join((*lines(persona), *persona.background))


def sent(voice: Voice, persona: Persona, brief: Brief, transcript: Transcript) -> tuple[str, ...]:
    """The texts of instruction that a model has before it for this reply; none for a voice that is not one."""
    if voice.identity.kind != "llm":
        return ()
    return system_text(persona), notes(persona, brief, transcript)


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
