"""An attack played: the learner's turns, what a voice made of them, and what a model was sent meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from simulator.models.scripted import ScriptedChatModel
from simulator.patient.answering import answer
from simulator.patient.brief import Brief, Voice, VoiceIdentity
from simulator.patient.llm import LLMVoice
from simulator.patient.mind import Inner, start
from simulator.persona import Persona
from simulator.transcript import Flag, Side, Transcript, Turn

MakeVoice = Callable[[Persona], Voice]
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One learner's turn and what came of it."""

    question: str
    brief: Brief
    text: str
    """What was released, empty where the patient stayed silent."""
    flagged: bool
    stopped: str
    """Why the guard stopped it; empty: it did not."""
    told: tuple[str, ...]
    """Ids of facts of which a sign stands in the released words for the first time."""
    before: Inner
    after: Inner


@dataclass(slots=True)
class Played:
    """The whole dialogue."""

    replies: list[Reply] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    """What the voice said each time it was asked, before the guard; the patient's line where it was not asked."""

    @property
    def briefs(self) -> list[Brief]:
        """What was given to the voice, turn by turn."""
        return [one.brief for one in self.replies]


class _Listening:
    """A voice of which every word is kept. A Voice."""

    def __init__(self, voice: Voice, raw: list[str]) -> None:
        self._voice, self._raw = voice, raw

    @property
    def identity(self) -> VoiceIdentity:
        return self._voice.identity

    async def speak(self, brief: Brief, transcript: Transcript) -> AsyncIterator[str]:
        self._raw.append("")
        async for piece in self._voice.speak(brief, transcript):
            self._raw[-1] += piece
            yield piece


async def play(persona: Persona, turns: Sequence[str], make_voice: MakeVoice, *, always_ask: bool = False) -> Played:
    """A fresh encounter: each turn said in order, each answered through the guard.

    `always_ask`: a model is asked even where the learner's turn is an attack that it would not be shown.
    """
    out, inner = Played(), start(persona)
    voice = _Listening(make_voice(persona), out.raw)
    said = [Turn(side=Side.PATIENT, text=persona.opening.text, seen=persona.opening.seen)]
    for question in turns:
        said.append(Turn(side=Side.LEARNER, text=question))
        transcript = Transcript(id="probe", turns=tuple(said))
        asked = len(out.raw)
        made = await answer(persona, inner, transcript, voice, seed=SEED, always_ask=always_ask)
        if len(out.raw) == asked:  # nobody was asked: the authored line stands for what would have been said
            out.raw.append(made.text)
        one = Reply(
            question=question,
            brief=made.brief,
            text=made.text,
            flagged=made.flag is Flag.GUARDED,
            stopped=made.stopped,
            told=made.released.told,
            before=inner,
            after=made.inner,
        )
        out.replies.append(one)
        inner = made.inner
        said.append(made.turn)
    return out


async def requests(persona: Persona, turns: Sequence[str], raw: Sequence[str]) -> list[list[tuple[str, str]]]:
    """What a model is sent, request by request, as (role, text), if it says in turn what was said.

    It is asked for every turn, so that there is a request to look at even where an attack would not have reached it.
    """
    model = ScriptedChatModel(script=list(raw) or ["..."])
    await play(persona, turns, lambda case: LLMVoice(model, case), always_ask=True)
    return [[(message.type, message.text) for message in sent] for sent in model.seen]
