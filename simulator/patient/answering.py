"""One turn of the patient's, for conversations that nothing keeps: listen, let the voice speak, settle what it told."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.errors import ProviderFailed
from simulator.patient.brief import Brief, Voice
from simulator.patient.guard import reply
from simulator.patient.inner import Inner, Listened, Released
from simulator.patient.locked import locked_signs
from simulator.patient.mind import listen, settle_release
from simulator.persona import Persona
from simulator.transcript import Flag, Side, Transcript, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The reply to one learner turn, and what came of it."""

    listened: Listened
    """What was heard and felt, and the brief, before the reply."""
    text: str
    """What was released; empty where the patient stayed silent."""
    flag: Flag | None
    """Why it is not whole."""
    stopped: str
    """Why the guard stopped it; empty: it did not."""
    released: Released
    """What the released words told and showed, and the inner state after them."""

    @property
    def brief(self) -> Brief:
        """What the voice was given."""
        return self.listened.brief

    @property
    def inner(self) -> Inner:
        """The state after the reply: where the next turn begins."""
        return self.released.inner

    @property
    def turn(self) -> Turn:
        """The reply as a turn of the transcript."""
        return Turn(side=Side.PATIENT, text=self.text, seen=self.brief.seen, flag=self.flag)


async def answer(
    persona: Persona,
    inner: Inner,
    transcript: Transcript,
    voice: Voice,
    *,
    seed: int,
    always_ask: bool = False,
    cut_at_length: bool = False,
) -> Answer:
    """The patient's answer to the learner's turn that ends `transcript`.

    `always_ask`: a model is asked even where the learner's turn is an attack. `cut_at_length`: a voice that comes to
    its limit of length after some words ends there, as in an encounter; else that is raised. Raises ProviderFailed.
    """
    listened = listen(persona, inner, transcript, seed=seed)
    locked = locked_signs(persona, listened.brief, listened.inner)
    text, stopped, flag = "", "", None
    try:
        async for release in reply(voice, persona, listened.brief, transcript, locked, always_ask=always_ask):
            text, stopped, flag = text + release.text, release.stopped or stopped, release.flag or flag
    except ProviderFailed as failure:
        if not (cut_at_length and failure.kind == "length" and text):
            raise
        flag = Flag.CUT_SHORT  # it ends with its last whole sentence
    guarded = flag is Flag.GUARDED
    released = settle_release(persona, listened.inner, listened.brief, text, listened.brief.seen, flagged=guarded)
    return Answer(listened=listened, text=text, flag=flag, stopped=stopped, released=released)
