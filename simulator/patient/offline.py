"""The built-in voice: speaks the wordings the brief carries, and nothing else, so nothing locked can leak."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from simulator.patient.brief import Brief, VoiceIdentity
from simulator.transcript import Side, Transcript

VERSION = "offline/1"

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'”’)\]]*(?=\s|$)|$)", re.DOTALL)


class OfflineVoice:
    """Says the first wording of each thing in the brief, sentence by sentence; equal briefs give equal words."""

    @property
    def identity(self) -> VoiceIdentity:
        return VoiceIdentity(kind="offline", version=VERSION)

    async def speak(self, brief: Brief, transcript: Transcript) -> AsyncIterator[str]:
        """Yield the reply a sentence at a time.

        Where `transcript` ends with the patient, that reply was cut short and is taken up again: what already stands
        there is not said twice.
        """
        last = transcript.turns[-1] if transcript.turns else None
        said = last.text if last is not None and last.side is Side.PATIENT else ""
        first = True
        for sentence in rest(sentences(brief), said):
            yield sentence if first else f" {sentence}"
            first = False


def sentences(brief: Brief) -> list[str]:
    """The sentences of the reply, in order; a sentence that already stands in it is not said twice."""
    found: list[str] = []
    for say in brief.says:
        if say.lines:
            found += [each for each in dict.fromkeys(cut(say.lines[0].text)) if each not in found]
    return found


def cut(text: str) -> list[str]:
    """The sentences of a line."""
    return [match[0] for match in _SENTENCE.finditer(text)]


def rest(whole: list[str], said: str) -> list[str]:
    """Those of the sentences that do not stand in what was said, in order."""
    left = []
    for sentence in whole:
        if sentence in said:
            said = said.replace(sentence, " ", 1)
        else:
            left.append(sentence)
    return left


def reply(brief: Brief) -> str:
    """The whole reply as one text."""
    return " ".join(sentences(brief))
