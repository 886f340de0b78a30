"""What each kind of turn does in each state, by the real settle, signals and step. The hearing is made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.codes import Emotion
from simulator.codes import MoveKind as M
from simulator.patient.affect import step
from simulator.patient.asking import asked_for
from simulator.patient.inner import Affect, Heard, HeardMove, HeardTopic, Inner, Stand, ThreadState
from simulator.patient.mind import _signals, start
from simulator.patient.rules import GENERAL, PLAYFUL, RULE, WEARS
from simulator.patient.threads import settle
from simulator.persona import FactKind, Persona
from simulator.persona import WayIn as W
from simulator.transcript import Act
from tests.patient import case

NOW = 6
"""Learner turns before the one that is drawn."""
TRUST = {"guarded": 0.25, "even": 0.45, "open": 0.8}
HURT = 0.2
GLAD = {
    "id": "bread",
    "emotion": "pride",
    "about": ["hobbies"],
    "hints": [{"id": "bread1", "text": "Mentions her bread.", "lines": [{"text": "They queue for it."}]}],
    "when_met": [{"text": "They do."}],
}
PROFILES: dict[str, dict[W, float]] = {
    "A feeling named comes first": {
        W.FEELING_NAMED: 1.0,
        W.STORY_TAKEN_SERIOUSLY: 0.7,
        W.RESPECT: 0.5,
        W.PLAIN_INFORMATION: 0.3,
        W.PRACTICAL_HELP: 0.2,
        W.HUMOUR_RETURNED: 0.2,
        W.LEFT_IN_PEACE: 0.1,
    },
    "Being left in peace comes first": {
        W.LEFT_IN_PEACE: 1.0,
        W.RESPECT: 0.8,
        W.PLAIN_INFORMATION: 0.6,
        W.PRACTICAL_HELP: 0.6,
        W.HUMOUR_RETURNED: 0.5,
        W.STORY_TAKEN_SERIOUSLY: 0.3,
        W.FEELING_NAMED: 0.1,
    },
}
"""Two people with the same story and the same worry, and what being met means to each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How things stand before the turn."""

    group: str
    name: str
    trust: float = TRUST["even"]
    hurt: float = 0.0
    thread: str | None = None
    stand: Stand = Stand.OPEN
    passed: int = 0
    near: bool = True
    """The last reply was about it."""

    @property
    def declined(self) -> bool:
        return self.stand is Stand.DECLINED

    @property
    def emotional(self) -> bool:
        """An emotion was just expressed: only then is a hard word heard without doubt."""
        return self.thread is not None and self.near and not self.declined

    def inner(self, persona: Persona) -> Inner:
        begun = start(persona)
        affect = Affect(
            trust=self.trust, distress=0.5, hurt=self.hurt, feelings={Emotion.FEAR: 0.7, Emotion.PRIDE: 0.5}
        )
        ledger: dict[str, Any] = {"turns": NOW}
        threads = dict(begun.threads)
        if self.thread is not None:
            raised = NOW if self.emotional else NOW - 3
            state = ThreadState(stand=self.stand, rung=1 + self.passed, passed=self.passed, raised=raised)
            threads[self.thread] = state
            ledger["last_thread"] = self.thread if self.near else None
        if self.declined:
            ledger |= {"declined": self.thread, "declined_openly": True}
        return begun.model_copy(
            update={"affect": affect, "threads": threads, "ledger": begun.ledger.model_copy(update=ledger)}
        )


STATES = (
    *(State(group="nothing raised", name=name, trust=trust) for name, trust in TRUST.items()),
    State(group="a hint open", name="first", thread="fear"),
    State(group="a hint open", name="again", thread="fear", passed=1),
    State(group="a hint open", name="glad", thread="bread"),
    State(group="other", name="declined", thread="fear", stand=Stand.DECLINED),
    State(group="other", name="hurt", hurt=HURT, thread="fear", stand=Stand.PASSED, passed=2, near=False),
)
HARD = frozenset({M.JUDGES, M.ARGUES, M.MINIMISES, M.REASSURES_EARLY, M.CHANGES_SUBJECT, M.PRESSES})
"""Moves that can be heard without doubt, and are where they follow an expressed emotion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of turn."""

    group: str
    name: str
    moves: tuple[M, ...] = ()
    topics: tuple[str, ...] = ()
    of: Callable[[State], dict[str, Any]] = lambda state: {}
    """More of the hearing, by state."""
    ledger: dict[str, Any] = field(default_factory=dict)
    act: Act = Act.SAY

    def heard(self, state: State) -> Heard:
        moves = tuple(
            HeardMove(kind=kind, start=10 * n, end=10 * n + 9, negative=state.emotional and kind in HARD)
            for n, kind in enumerate(self.moves)
        )
        end = 10 * len(moves)
        topics = tuple(HeardTopic(id=topic, start=end + n, end=end + n + 1) for n, topic in enumerate(self.topics))
        asks = len([kind for kind in self.moves if "question" in kind.value or "explores" in kind.value])
        more = {"questions": asks, "sentences": ((0, end + len(topics) + 1),), **self.of(state)}
        return Heard(act=self.act, moves=moves, topics=topics, **more)


def _felt(state: State) -> dict[str, Any]:
    return {"named": (Emotion.PRIDE if state.thread == "bread" else Emotion.FEAR,), "feelings": 1}


def _wrong(state: State) -> dict[str, Any]:
    return {"named": (Emotion.ANGER,), "feelings": 1}


def _anybody(*kinds: M, worn: bool = False) -> Callable[[State], dict[str, Any]]:
    return lambda state: {"general": kinds, "worn": tuple(k for k in kinds if k in WEARS) if worn else ()}


_OFTEN = {"told_feelings": tuple(range(NOW - RULE.over_named + 2, NOW + 1))}
"""A feeling was named so often in the last turns that this one is too much."""

ROWS = (
    Row(group="takes up a feeling", name="names it, aptly", moves=(M.NAMES_FEELING,), of=_felt),
    Row(group="", name="names it again, as in most turns lately", moves=(M.NAMES_FEELING,), of=_felt, ledger=_OFTEN),
    Row(group="", name="names another than the one felt", moves=(M.NAMES_FEELING_WRONGLY,), of=_wrong),
    Row(group="", name="gives back what was said", moves=(M.REFLECTS,)),
    Row(group="", name="says that it makes sense", moves=(M.VALIDATES,)),
    Row(
        group="",
        name="a kind phrase for anybody, the third such",
        moves=(M.VALIDATES,),
        of=_anybody(M.VALIDATES),
        ledger={"earned": {GENERAL: 2}},
    ),
    Row(
        group="",
        name="a stock phrase, the first",
        moves=(M.STOCK_PHRASE,),
        of=_anybody(M.STOCK_PHRASE),
    ),
    Row(
        group="",
        name="a stock phrase, again",
        moves=(M.STOCK_PHRASE,),
        of=_anybody(M.STOCK_PHRASE, worn=True),
        ledger={"stock": 1, "concern": 1, "earned": {GENERAL: 1}},
    ),
    Row(
        group="",
        name="acknowledges, then asks something else",
        moves=(M.VALIDATES, M.CLOSED_QUESTION),
        topics=("smoking",),
    ),
    Row(group="gives room", name="asks how that is", moves=(M.EXPLORES_FEELING,)),
    Row(group="", name="invites to go on", moves=(M.INVITES,)),
    Row(group="", name="stays silent", moves=(M.QUIET,), act=Act.QUIET),
    Row(group="", name="stays silent again", moves=(M.QUIET,), act=Act.QUIET, ledger={"quiet": 1}),
    Row(group="", name="leaves it at that: we need not", moves=(M.ACCEPTS_DECLINE,)),
    Row(group="respect", name="acknowledges what was managed", moves=(M.RESPECTS,)),
    Row(group="", name="apologises", moves=(M.APOLOGISES,)),
    Row(group="", name="returns a joke", moves=(M.OTHER,), of=lambda state: {"playful": True}),
    Row(
        group="",
        name="returns a joke, the third",
        moves=(M.OTHER,),
        of=lambda state: {"playful": True},
        ledger={"earned": {PLAYFUL: 2}},
    ),
    Row(group="is of use", name="answers plainly", moves=(M.ANSWERS,)),
    Row(
        group="",
        name="answers plainly, the sixth time",
        moves=(M.ANSWERS,),
        ledger={"earned": {"information": 5}},
    ),
    Row(group="", name="arranges something", moves=(M.SOLVES,)),
    Row(group="", name="says no, with the reason", moves=(M.SETS_LIMIT,), of=lambda state: {"reason": True}),
    Row(group="", name="says no, without", moves=(M.SETS_LIMIT,)),
    Row(group="asks", name="an ordinary question of fact", moves=(M.CLOSED_QUESTION,), topics=("smoking",)),
    Row(group="", name="about family, out of the blue", moves=(M.CLOSED_QUESTION,), topics=("family",)),
    Row(
        group="",
        name="about the worry (declined: presses)",
        moves=(M.EXPLORES_FEELING, M.CLOSED_QUESTION),
        topics=("worries",),
    ),
    Row(group="", name="about suicide, with a hard word", moves=(M.JUDGES, M.ASKS_SAFETY_LEADING), topics=("suicide",)),
    Row(group="closes", name="advises, unasked", moves=(M.ADVISES_UNASKED,)),
    Row(group="", name="uses a word nobody knows", moves=(M.JARGON,)),
    Row(group="", name="reassures too early", moves=(M.REASSURES_EARLY,)),
    Row(group="", name="makes light of it, or argues", moves=(M.MINIMISES,)),
    Row(group="", name="lectures, or judges", moves=(M.JUDGES,)),
    Row(group="not understood", name="nothing was recognised", of=lambda state: {"unsure": True}),
)


def person(ways: dict[W, float]) -> Persona:
    """The small patient of the tests, with something to be proud of and these ways in."""
    drawn = case.mara()
    return case.persona(threads=[*drawn["threads"], GLAD], ways_in={way.value: much for way, much in ways.items()})


def change(persona: Persona, row: Row, state: State) -> float:
    """By how much the turn moves trust in this state, as `mind.listen` puts the parts together."""
    inner, heard = state.inner(persona), row.heard(state)
    inner = inner.model_copy(update={"ledger": inner.ledger.model_copy(update=row.ledger)})
    asked = asked_for(persona, heard)
    plain = any(persona.fact(name).kind is FactKind.CLINICAL for name in asked.facts)
    settled = settle(persona, inner, heard, plain=plain)
    signals = _signals(persona, inner, heard, asked, settled)
    after = step(persona, inner.affect, heard, settled, signals, inner.ledger)
    return after.trust - inner.affect.trust


def table() -> dict[str, list[list[float]]]:
    """For each profile: a list of rows of changes, in the order of ROWS and STATES."""
    people = {name: person(ways) for name, ways in PROFILES.items()}
    return {name: [[change(who, row, state) for state in STATES] for row in ROWS] for name, who in people.items()}


def points(change: float) -> str:
    """Hundredths of the whole range of trust, with a sign: +4.1."""
    rounded = round(100 * change, 1)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"
