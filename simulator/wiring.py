"""The only file that chooses an implementation: which voice, which coder, which database, who is asking."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.encounter.limits import Limits
from simulator.encounter.live import Desk, MakeVoice
from simulator.encounter.views import Person
from simulator.errors import NotConfigured
from simulator.grader.adjudicate import BothCoder
from simulator.grader.builtin import BuiltinCoder
from simulator.grader.coder import Coder
from simulator.jobs import Jobs, MakeCoder
from simulator.library import Library, shipped
from simulator.patient.brief import Voice, VoiceIdentity
from simulator.patient.offline import OfflineVoice
from simulator.persona import Persona
from simulator.settings import Settings
from simulator.simulator import IdentityOf, Simulator
from simulator.store import open_store
from simulator.store.database import Clock, wall_clock
from simulator.store.events import EncounterRecord
from simulator.store.records import person_named

if TYPE_CHECKING:
    from simulator.models import Prices

LOCAL_PERSON = "Local learner"
VOICE_TOKENS = 2000
"""Most tokens of one reply. A reply of the patient's ends at some 300, and the guard ends one that runs on; the rest is
for models that think before they speak, whose thoughts count too. What is not used costs nothing."""

Identify = Callable[[Mapping[str, Any]], Person]


@dataclass
class Built:
    """Everything chosen. `simulator` is there while `running()` is entered."""

    settings: Settings
    clock: Clock = wall_clock
    chance: random.Random = field(default_factory=random.SystemRandom)
    library: Library = field(default_factory=shipped)
    voice_maker: MakeVoice | None = None
    """None: as configured."""
    _simulator: Simulator | None = None
    _local: Person | None = None

    @property
    def simulator(self) -> Simulator:
        """The running simulator."""
        if self._simulator is None:
            raise RuntimeError("enter `running()` first")
        return self._simulator

    def identify(self, request: object) -> Person:
        """Single-person mode: whoever reaches this machine's own loopback is its one local person."""
        if self._local is None:
            raise RuntimeError("enter `running()` first")
        return self._local

    @asynccontextmanager
    async def running(self, *, take_up: bool = True) -> AsyncIterator[Simulator]:
        """Open the store and close everything again. `take_up`: go on with gradings that an earlier process left."""
        store = await open_store(self.settings, clock=self.clock, chance=self.chance)
        try:
            async with store.write() as tx:
                local = await person_named(tx, LOCAL_PERSON, new_id=store.new_id(), at=store.clock())
            self._local = Person(id=local, name=LOCAL_PERSON)
            simulator = Simulator(
                store=store,
                library=self.library,
                voice_identities=voice_identities(self.settings),
                chance=self.chance,
                safety_file=self.settings.data_dir / "safety.yaml",
            )
            voices = self.voice_maker or make_voice(self.settings)
            limits = Limits(turns=self.settings.max_turns, tokens=self.settings.max_encounter_tokens)
            simulator.desk = Desk(store, simulator.persona_of, voices, limits=limits)
            simulator.jobs = Jobs(store, simulator, make_coders(self.settings))
            await simulator.import_shipped()
            if take_up:  # a terminal command beside a running server leaves that to the server
                await simulator.jobs.start()
            self._simulator = simulator
            yield simulator
            await simulator.desk.close()
            await simulator.jobs.close()
        finally:
            self._simulator = None
            await store.close()


def build(settings: Settings, **chosen: Any) -> Built:
    """Choose by configuration; `chosen` overrides clock, chance, library or voices (tests)."""
    return Built(settings, **chosen)


# ---- voices ----------------------------------------------------------------------------------------------------


def voice_identities(settings: Settings) -> dict[str, IdentityOf]:
    """The voices there are, the default first, and how each is identified for a persona."""
    voices: dict[str, IdentityOf] = {}
    if settings.model is not None:
        voices["llm"] = lambda persona: _llm_voice(settings, persona, lambda call: None).identity
    voices["offline"] = lambda persona: OfflineVoice().identity
    return voices


def make_voice(settings: Settings) -> MakeVoice:
    """How an encounter gets the voice that was frozen when it began: never another one in silence."""

    def make(record: EncounterRecord, persona: Persona, on_call: Callable[[Any], None]) -> Voice:
        asked = VoiceIdentity.model_validate(record.voice)
        if asked.kind == "offline":
            return OfflineVoice()
        if settings.model is None or settings.model != asked.model:
            raise NotConfigured(
                f"this conversation was begun with the language model {asked.model}, which is not set up now.",
                todo="Set ATTUNE_MODEL to it again, or begin a new conversation.",
            )
        return _llm_voice(settings, persona, on_call)

    return make


def voice_named(settings: Settings, name: str) -> Callable[[Persona], Voice]:
    """A voice for conversations that no store keeps: offline or llm. Raises NotConfigured where a model is missing."""
    if name == "offline":
        return lambda persona: OfflineVoice()
    _model(settings, settings.model, max_tokens=VOICE_TOKENS)
    return lambda persona: _llm_voice(settings, persona, lambda call: None)


def _llm_voice(settings: Settings, persona: Persona, on_call: Callable[[Any], None]) -> Voice:
    from simulator.models import with_cost
    from simulator.patient.llm import LLMVoice  # the model edge is slow to import, and only some need it

    model = _model(settings, settings.model, max_tokens=VOICE_TOKENS)
    return LLMVoice(model, persona, on_call=with_cost(on_call, prices_of(settings, settings.model)))


def prices_of(settings: Settings, name: str | None) -> Prices | None:
    """The operator's prices, which are those of the model that speaks; another one that codes has none."""
    from simulator.models import Prices

    if settings.price_in is None or settings.price_out is None or name != settings.model:
        return None
    return Prices(tokens_in=settings.price_in, tokens_out=settings.price_out, tokens_cached=settings.price_cached)


_models: dict[tuple[Any, ...], Any] = {}


def _model(settings: Settings, name: str | None, **limits: Any) -> Any:
    from simulator.models import ModelSpec, chat_model

    if name is None:
        raise NotConfigured("no language model is set up.", where="ATTUNE_MODEL", todo="Example: openai:gpt-5-mini.")
    key = (name, settings.base_url, settings.api_key, *sorted(limits.items()))
    if key not in _models:
        spec = ModelSpec(name=name, base_url=settings.base_url, api_key=settings.api_key, **limits)
        _models[key] = chat_model(spec)
    return _models[key]


# ---- coders ----------------------------------------------------------------------------------------------------


def make_coders(settings: Settings) -> dict[str, MakeCoder]:
    """The coders there are, the default first."""
    coders: dict[str, MakeCoder] = {}
    if settings.coder_model is not None:
        coders["both"] = lambda on_call: make_coder(settings, "both", on_call)
        coders["llm"] = lambda on_call: make_coder(settings, "llm", on_call)
    coders["offline"] = lambda on_call: make_coder(settings, "offline", on_call)
    return coders


def make_coder(settings: Settings, name: str, on_call: Callable[[Any], None], votes: int = 1) -> Coder:
    """One coder by its name: offline, llm or both. `votes`: readings by the language model, an odd number. Raises
    NotConfigured where a model is needed and missing.
    """
    if name == "offline":
        return BuiltinCoder()
    from simulator.grader.llm import LLMCoder
    from simulator.grader.voting import VotingCoder
    from simulator.models import with_cost

    priced = with_cost(on_call, prices_of(settings, settings.coder_model))
    model = _model(settings, settings.coder_model, max_tokens=8000, timeout_s=180)
    readings = [LLMCoder(model, on_call=priced, ballot=n) for n in range(votes)]
    llm: Coder = readings[0] if votes == 1 else VotingCoder(readings)
    return llm if name == "llm" else BothCoder(llm, BuiltinCoder())
