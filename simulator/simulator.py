"""The main path: choose a patient, begin, say, end, be graded, read why."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from simulator.codes import Coding
from simulator.encounter import acts
from simulator.encounter.live import Desk, Live
from simulator.encounter.portrait import at_the_door, portrait_of
from simulator.encounter.views import (
    Accepted,
    Broken,
    Card,
    EncounterRow,
    JobPhase,
    JobState,
    Person,
    Phase,
    RubricCard,
    Shelf,
    View,
)
from simulator.encounter.views import Live as LiveReply
from simulator.errors import Closed, NotConfigured, NotFound
from simulator.jobs import Jobs
from simulator.library import Entry, Library, parse_persona, parse_rubric
from simulator.patient.brief import VoiceIdentity
from simulator.patient.locked import mood_of
from simulator.persona import Persona
from simulator.report.build import build
from simulator.report.safety import safety_card
from simulator.report.view import Report, SafetyCard
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.store import Store
from simulator.store import events as store_events
from simulator.store import tables as t
from simulator.store.records import Version, ensure_version, get_version, usage_of
from simulator.transcript import Act, Transcript

IdentityOf = Callable[[Persona], VoiceIdentity]

USUAL = ("emotion-response", "listening")
"""The rubrics an encounter is graded by where nobody asks for others: a report of all of them would bury its reader."""


@dataclass
class Simulator:
    """Everything a page or a terminal can ask for. `who` comes first, everywhere: nothing is answered without it."""

    store: Store
    library: Library
    voice_identities: Mapping[str, IdentityOf]
    chance: random.Random
    safety_file: Path
    """A site's own words for the safety card; used where the file exists."""
    desk: Desk = field(init=False)
    jobs: Jobs = field(init=False)
    _personas: dict[str, Persona] = field(default_factory=dict)
    _rubrics: dict[str, Rubric] = field(default_factory=dict)
    _shipped: dict[tuple[str, str], Version] = field(default_factory=dict)

    @property
    def voices(self) -> tuple[str, ...]:
        """Names of the voices that can speak here; the first is the default."""
        return tuple(self.voice_identities)

    async def import_shipped(self) -> None:
        """Keep the verbatim text of every shipped file as a version; what a site edited is never overridden."""
        at = self.store.clock()
        async with self.store.write() as tx:
            for kind, table, entries in (
                ("persona", t.persona_version, self.library.personas),
                ("rubric", t.rubric_version, self.library.rubrics),
            ):
                for entry in entries:
                    if entry.item is None:
                        continue
                    version = Version(
                        id=self.store.new_id(),
                        key=entry.id,
                        hash=entry.hash,
                        text=entry.text,
                        schema_version=entry.item.schema_version,
                        origin="shipped",
                        at=at,
                    )
                    self._shipped[kind, entry.id] = await ensure_version(tx, table, version)

    async def shelf(self, who: Person) -> Shelf:
        """The patients and rubrics there are; files that cannot be used are listed with what is wrong."""
        people = [(entry.item, entry.hash) for entry in self.library.personas if entry.item is not None]
        instruments = [entry.item for entry in self.library.rubrics if entry.item is not None]
        return Shelf(
            patients=tuple(card_of(persona, digest) for persona, digest in people),
            rubrics=tuple(_rubric_card(rubric) for rubric in instruments),
            broken=(*_broken(self.library.personas), *_broken(self.library.rubrics)),
        )

    async def begin(self, who: Person, persona_id: str, *, voice: str | None = None, seed: int | None = None) -> str:
        """Begin an encounter with a shipped patient and return its id. Raises NotFound, NotConfigured."""
        kind = self.voices[0] if voice is None else voice
        if kind not in self.voice_identities:
            raise NotConfigured(
                f'the voice "{kind}" is not set up here.', todo=f"Known voices: {', '.join(self.voices)}."
            )
        persona = self.library.persona(persona_id).get()
        version = self._shipped["persona", persona_id]
        identity = self.voice_identities[kind](persona)
        seed = self.chance.randrange(2**31) if seed is None else seed
        return await acts.begin(self.store, who, persona, version.id, identity, seed)

    async def see(self, who: Person, encounter_id: str) -> View:
        """The encounter as its learner sees it now."""
        live = await self.desk.open(who, encounter_id)
        story = live.story
        version = await self._persona_version(live.record.persona_version_id)
        return View(
            id=live.record.id,
            card=card_of(live.persona, version.hash),
            voice=VoiceIdentity.model_validate(live.record.voice),
            phase=story.phase,
            turns=tuple(story.turns),
            seq=story.seq,
            replying=live.replying,
            notice=live.notice,
            begun=live.record.at,
            portrait=portrait_of(live.persona, story),
        )

    async def say(
        self, who: Person, encounter_id: str, text: str, *, key: str, seen_seq: int, act: Act = Act.SAY
    ) -> Accepted:
        """Store the learner's turn; the reply is made from then on, whether or not anybody follows it."""
        live = await self.desk.open(who, encounter_id)
        return await acts.say(self.desk, live, text, act, key=key, seen_seq=seen_seq)

    async def follow(self, who: Person, encounter_id: str) -> AsyncIterator[LiveReply]:
        """The growing reply, if one is being made; the last one has `done`."""
        live = await self.desk.open(who, encounter_id)
        async for reply in live.follow():
            yield replace(reply, portrait=portrait_of(live.persona, live.story))

    async def retry(self, who: Person, encounter_id: str) -> None:
        """Go on with a reply that broke off."""
        await acts.retry(self.desk, await self.desk.open(who, encounter_id))

    async def end(self, who: Person, encounter_id: str) -> None:
        """End the encounter."""
        await acts.end(self.desk, await self.desk.open(who, encounter_id))

    async def assess(
        self,
        who: Person,
        encounter_id: str,
        *,
        rubrics: Sequence[str] | None = None,
        coder: str | None = None,
    ) -> tuple[JobState, ...]:
        """Ask for grading by these rubrics (`USUAL` by default); asking twice is asking once."""
        live = await self.desk.open(who, encounter_id)
        if live.story.phase is not Phase.ENDED:
            raise Closed("this conversation is still going on.", todo="End it first.")
        wanted = USUAL if rubrics is None else rubrics
        versions = []
        for rubric_id in wanted:
            self.library.rubric(rubric_id).get()
            version = self._shipped["rubric", rubric_id]
            versions.append((version.id, version.hash))
        name = self.jobs.coders[0] if coder is None else coder
        await self.jobs.ask(encounter_id, live.story.transcript(encounter_id), versions, name)
        return await self.grading(who, encounter_id)

    async def grading(self, who: Person, encounter_id: str) -> tuple[JobState, ...]:
        """How far each grading is that was asked for."""
        await self.desk.open(who, encounter_id)
        names = {version.id: key for (kind, key), version in self._shipped.items() if kind == "rubric"}
        return tuple(
            JobState(
                id=row["id"],
                rubric=names.get(row["rubric_version_id"], row["rubric_version_id"]),
                coder=row["coder"],
                phase=JobPhase(row["phase"]),
                reason=row["reason"],
            )
            for row in await self.jobs.states(encounter_id)
        )

    async def report(self, who: Person, encounter_id: str) -> Report:
        """The report of an ended encounter: the newest scorecard of each rubric, with the transcript."""
        live = await self.desk.open(who, encounter_id)
        if live.story.phase is not Phase.ENDED:
            raise Closed("this conversation is still going on.", todo="End it first.")
        newest = {}
        for graded in await self.jobs.results(encounter_id):
            rubric = await self.rubric_of(graded.rubric_version_id)
            newest[rubric.id] = (rubric, graded.coding, Scorecard.model_validate(graded.scorecard))
        return build(
            transcript=live.story.transcript(encounter_id),
            persona_name=live.persona.name,
            persona_version=(await self._persona_version(live.record.persona_version_id)).hash[:12],
            voice_label=voice_label(VoiceIdentity.model_validate(live.record.voice)),
            graded=[newest[key] for key in sorted(newest)],
            safety=self._safety_card(live, [coding for _, coding, _ in newest.values()]),
            shown=[turn for turn, ids in live.story.shown.items() if ids],
            begun=live.record.at,
            pending=[_pending(state) for state in await self.grading(who, encounter_id) if state.rubric not in newest],
            closing_words=live.persona.closing_words.get(mood_of(live.persona, live.story.state)),
            encounter=encounter_id,
        )

    def _safety_card(self, live: Live, codings: Sequence[Coding]) -> SafetyCard | None:
        if not codings:
            return None
        hints = set(live.persona.safety.warning_hints)
        return safety_card(
            asked={turn for coding in codings for turn in coding.safety_turns},
            warned=[turn for turn, ids in live.story.shown.items() if hints.intersection(ids)],
            override=self.safety_file,
        )

    async def transcript(self, who: Person, encounter_id: str) -> Transcript:
        """The encounter's transcript as the grader gets it."""
        return (await self.desk.open(who, encounter_id)).story.transcript(encounter_id)

    async def encounters(self, who: Person) -> tuple[EncounterRow, ...]:
        """The asker's encounters, newest first."""
        async with self.store.read() as tx:
            rows = await store_events.encounters_of(tx, who.id)
            ids = [row.id for row in rows]
            counts = await store_events.summary_of(tx, ids) if rows else {}
            usage = await usage_of(tx, ids) if rows else {}
        out = []
        for row in rows:
            persona = await self.persona_of(row.persona_version_id)
            turns, ended = counts[row.id]
            out.append(
                EncounterRow(
                    id=row.id,
                    persona=persona.id,
                    name=persona.name,
                    phase=Phase.ENDED if ended else Phase.OPEN,
                    begun=row.at,
                    turns=turns,
                    voice=voice_label(VoiceIdentity.model_validate(row.voice)),
                    usage=usage.get(row.id, {}),
                )
            )
        return tuple(out)

    # ---- what the desk and the jobs need ------------------------------------------------------------------

    async def persona_of(self, version_id: str) -> Persona:
        """The persona frozen under this version."""
        if version_id not in self._personas:
            version = await self._persona_version(version_id)
            self._personas[version_id] = parse_persona(version.text, f"{version.key}.yaml")
        return self._personas[version_id]

    async def rubric_of(self, version_id: str) -> Rubric:
        """The rubric frozen under this version."""
        if version_id not in self._rubrics:
            async with self.store.read() as tx:
                version = await get_version(tx, t.rubric_version, version_id)
            if version is None:
                raise NotFound("that rubric's version is not in the database.")
            self._rubrics[version_id] = parse_rubric(version.text, f"{version.key}.yaml")
        return self._rubrics[version_id]

    async def transcript_of(self, encounter_id: str) -> Transcript:
        """The transcript for a grading job; whoever asked for the job was checked when they asked."""
        live: Live = await self.desk.open_for_grading(encounter_id)
        return live.story.transcript(encounter_id)

    async def _persona_version(self, version_id: str) -> Version:
        for (kind, _), version in self._shipped.items():
            if kind == "persona" and version.id == version_id:
                return version
        async with self.store.read() as tx:
            found = await get_version(tx, t.persona_version, version_id)
        if found is None:
            raise NotFound("that patient's version is not in the database.")
        return found


def _broken(entries: Sequence[Entry[Any]]) -> list[Broken]:
    return [
        Broken(file=entry.file, problem="\n".join(str(problem) for problem in entry.problems))
        for entry in entries
        if entry.item is None
    ]


def card_of(persona: Persona, digest: str) -> Card:
    """What anybody may know of a patient beforehand."""
    return Card(
        id=persona.id,
        name=persona.name,
        age=persona.age,
        pronoun=persona.pronoun,
        summary=persona.summary,
        content_note=persona.content_note,
        door_note=persona.door_note,
        place=persona.setting.place,
        when=persona.setting.when,
        learner_role=persona.setting.learner_role,
        level=persona.setting.level,
        minutes=persona.setting.minutes,
        channel=persona.channel,
        language=persona.language,
        version=digest[:12],
        reviewers=persona.reviewers,
        objectives=persona.objectives,
        portrait=at_the_door(persona),
        chart=tuple((entry.title, entry.text) for entry in persona.chart),
        results=tuple(result.text for result in persona.results),
    )


def _rubric_card(rubric: Rubric) -> RubricCard:
    return RubricCard(
        id=rubric.id,
        title=rubric.title,
        purpose=rubric.purpose,
        version=rubric.version,
        items=tuple((item.title, item.definition) for item in rubric.items),
        citations=rubric.citations,
    )


def voice_label(voice: VoiceIdentity) -> str:
    """How page and report say which voice spoke."""
    if voice.kind == "offline":
        return f"built-in offline voice (version {voice.version.removeprefix('offline/')})"
    return f"language model {voice.model} (prompt {(voice.prompt_hash or '')[:8]})"


def _pending(state: JobState) -> str:
    words = {
        JobPhase.QUEUED: "is waiting to be read",
        JobPhase.RUNNING: "is being read",
        JobPhase.FAILED: "failed",
    }
    reason = f": {state.reason}" if state.reason else "."
    return f"{state.rubric} ({state.coder}) {words.get(state.phase, 'is done')}{reason}"
