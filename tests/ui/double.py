"""A small stand-in for the simulator, for what needs control over time and failure that the real one does not give."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulator.encounter.views import (
    Accepted,
    Broken,
    Card,
    EncounterRow,
    JobPhase,
    JobState,
    Live,
    Notice,
    Person,
    Phase,
    RubricCard,
    SeenTurn,
    Shelf,
    View,
)
from simulator.errors import BadInput, Closed, Moved, NotFound
from simulator.patient.brief import VoiceIdentity
from simulator.report import Report, build, safety_card
from simulator.settings import Settings
from simulator.transcript import Act, Flag, Side, Transcript, Turn

ADA = Person(id="person-a", name="Ada")
BEN = Person(id="person-b", name="Ben")

CARD = Card(
    id="tom-reeve",
    name="Tom Reeve",
    age=56,
    summary="A joiner who has not seen a doctor for twenty years, and is tired.",
    content_note="serious illness in the family, fear of dying",
    door_note="Tom Reeve, 56, joiner. New registration. Reason given at the desk: <tired>.",
    place="GP surgery",
    when="Tuesday, 10:40",
    learner_role="the doctor on duty",
    level="any health profession",
    minutes=15,
    channel="room",
    language="en",
    version="0123456789ab",
)
SHELF = Shelf(
    patients=(CARD,),
    rubrics=(RubricCard(id="r", title="How emotion was met", purpose="p", version="1", items=(("I", "D"),)),),
    broken=(Broken(file="personas/bad.yaml", problem="personas/bad.yaml, line 3: no name."),),
)


@dataclass
class Talk:
    """One encounter of the stand-in."""

    owner: str
    turns: list[SeenTurn] = field(default_factory=list)
    seq: int = 0
    phase: Phase = Phase.OPEN
    keys: dict[str, Accepted] = field(default_factory=dict)
    notice: Notice | None = None
    task: asyncio.Task[None] | None = None
    growing: str = ""

    def put(self, turn: Turn) -> SeenTurn:
        self.seq += 1
        seen = SeenTurn(number=len(self.turns) + 1, seq=self.seq, turn=turn)
        self.turns.append(seen)
        return seen


class Double:
    """The simulator's verbs over a dictionary. A reply is `words`, one every `pace` seconds."""

    voices = ("offline",)

    def __init__(self, words: str = "I am just tired. That is all.", pace: float = 0.0) -> None:
        self.words, self.pace = words, pace
        self.talks: dict[str, Talk] = {}
        self.fails = 0
        self.jobs: tuple[JobState, ...] = ()

    def _talk(self, who: Person, encounter: str) -> Talk:
        talk = self.talks.get(encounter)
        if talk is None or talk.owner != who.id:
            raise NotFound("there is no such conversation.", todo="Choose a patient to begin one.")
        return talk

    async def shelf(self, who: Person) -> Shelf:
        return SHELF

    async def begin(
        self, who: Person, persona_id: str, *, voice: str | None = None, seed: int | None = None
    ) -> str:
        encounter = f"e{len(self.talks) + 1}"
        self.talks[encounter] = talk = Talk(owner=who.id)
        talk.put(Turn(side=Side.PATIENT, text="Morning.", seen="looks at the floor"))
        return encounter

    async def see(self, who: Person, encounter: str) -> View:
        talk = self._talk(who, encounter)
        return View(
            id=encounter,
            card=CARD,
            voice=VoiceIdentity(kind="offline", version="1"),
            phase=talk.phase,
            turns=tuple(talk.turns),
            seq=talk.seq,
            replying=talk.task is not None and not talk.task.done(),
            notice=talk.notice,
        )

    async def say(
        self, who: Person, encounter: str, text: str, *, key: str, seen_seq: int, act: Act = Act.SAY
    ) -> Accepted:
        talk = self._talk(who, encounter)
        if key in talk.keys:
            before = talk.keys[key]
            return Accepted(number=before.number, seq=before.seq, repeated=True)
        if act is Act.SAY and not text.strip():
            raise BadInput("there is nothing to say yet.", todo="Write something first.")
        if talk.phase is Phase.ENDED:
            raise Closed("this conversation has ended.")
        if seen_seq != talk.seq:
            raise Moved("this conversation moved on in another window.", todo="Your words are kept.")
        seen = talk.put(Turn(side=Side.LEARNER, text=text, act=act))
        talk.keys[key] = accepted = Accepted(number=seen.number, seq=seen.seq)
        talk.notice = None
        talk.task = asyncio.create_task(self._reply(talk))
        return accepted

    async def _reply(self, talk: Talk) -> None:
        talk.growing = ""
        for word in self.words.split(" "):
            await asyncio.sleep(self.pace)
            if self.fails and talk.growing:
                self.fails -= 1
                talk.put(Turn(side=Side.PATIENT, text=talk.growing, flag=Flag.CUT_SHORT))
                talk.notice = Notice(text="The provider did not answer.", retryable=True, kind="timeout")
                return
            talk.growing = f"{talk.growing} {word}".strip()
        talk.put(Turn(side=Side.PATIENT, text=talk.growing, seen="rubs his eyes"))

    async def follow(self, who: Person, encounter: str) -> AsyncIterator[Live]:
        talk = self._talk(who, encounter)
        while talk.task is not None and not talk.task.done():
            yield Live(text=talk.growing, seq=talk.seq)
            await asyncio.sleep(max(self.pace, 0.001))
        yield Live(text=talk.growing, done=True, turn=talk.turns[-1], notice=talk.notice, seq=talk.seq)

    async def retry(self, who: Person, encounter: str) -> None:
        talk = self._talk(who, encounter)
        if talk.notice is not None:
            talk.notice = None
            talk.turns.pop()
            talk.task = asyncio.create_task(self._reply(talk))

    async def end(self, who: Person, encounter: str) -> None:
        self._talk(who, encounter).phase = Phase.ENDED

    async def assess(self, who: Person, encounter: str, **_: Any) -> tuple[JobState, ...]:
        self._talk(who, encounter)
        self.jobs = (JobState(id="j", rubric="r", coder="offline", phase=JobPhase.DONE),)
        return self.jobs

    async def grading(self, who: Person, encounter: str) -> tuple[JobState, ...]:
        self._talk(who, encounter)
        return self.jobs

    async def report(self, who: Person, encounter: str) -> Report:
        talk = self._talk(who, encounter)
        transcript = Transcript(id=encounter, turns=tuple(seen.turn for seen in talk.turns))
        return build(
            transcript=transcript,
            persona_name=CARD.name,
            voice_label="Offline voice",
            safety=safety_card(asked=()),
            encounter=encounter,
        )

    async def encounters(self, who: Person) -> tuple[EncounterRow, ...]:
        at = datetime(2026, 1, 1, tzinfo=UTC)
        return tuple(
            EncounterRow(
                id=encounter,
                persona=CARD.id,
                name=CARD.name,
                phase=talk.phase,
                begun=at,
                turns=len(talk.turns),
                voice="offline",
            )
            for encounter, talk in self.talks.items()
            if talk.owner == who.id
        )


class BuiltDouble:
    """What `wiring.build` gives, around the stand-in."""

    def __init__(self, simulator: Double, settings: Settings) -> None:
        self.simulator, self.settings = simulator, settings

    def identify(self, request: object) -> Person:
        return ADA

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Double]:
        yield self.simulator
