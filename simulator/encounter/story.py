"""An encounter folded from its events: the transcript so far, the patient's inner state, and what is pending."""

from __future__ import annotations

from typing import Any

from simulator.encounter.views import Accepted, Notice, Phase, SeenTurn
from simulator.patient.brief import Brief
from simulator.patient.mind import Inner
from simulator.store.events import Event
from simulator.transcript import Act, Flag, Side, Transcript, Turn

BEGUN, LEARNER_TURN, RELEASED, REPLY_ENDED, RESUMED, ENDED = (
    "begun",
    "learner_turn",
    "released",
    "reply_ended",
    "resumed",
    "ended",
)

INTERRUPTED = Notice(
    text="The reply was interrupted. Nothing you wrote is lost: ask for the reply again, or go on.",
    retryable=True,
    kind="interrupted",
)


class Story:
    """The fold. `apply` takes one event in constant time, so a long conversation costs no more than a short one."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.turns: list[SeenTurn] = []
        self.phase = Phase.OPEN
        self.seq = 0
        self.accepted: dict[str, Accepted] = {}
        self.notice: Notice | None = None
        self.pending: Brief | None = None
        """The stored brief of a reply that has not come to its end."""
        self.listened: Inner | None = None
        """The inner state after hearing, before what the reply tells: the base for settling it."""
        self.inner: Inner | None = None
        self.told: dict[int, tuple[str, ...]] = {}
        """What each patient turn told, by its number."""
        self.shown: dict[int, tuple[str, ...]] = {}
        """Answer key: what each patient turn showed; kept beside the transcript, never part of it."""

    @property
    def answered(self) -> bool:
        """False while a reply is owed: it has a brief, and has not ended well."""
        return self.pending is None

    @property
    def state(self) -> Inner:
        """The patient's inner state now; there from the first event on."""
        assert self.inner is not None
        return self.inner

    @property
    def partial(self) -> SeenTurn | None:
        """What is released of the pending reply, if anything."""
        if self.pending is None or not self.turns or self.turns[-1].turn.side is not Side.PATIENT:
            return None
        return self.turns[-1]

    def transcript(self, identity: str) -> Transcript:
        """The conversation as voice, patient and grader get it."""
        return Transcript(id=identity, turns=tuple(seen.turn for seen in self.turns), language=self.language)

    def apply(self, event: Event) -> None:
        """Fold one event in. Unknown kinds are ignored, so that older code can read newer encounters."""
        handler = _HANDLERS.get(event.kind)
        self.seq = event.seq
        if handler is not None:
            handler(self, event)

    def _begun(self, event: Event) -> None:
        self.inner = Inner.model_validate(event.payload["inner"])
        self._put(event.seq, Turn(side=Side.PATIENT, text=event.payload["text"], seen=event.payload["seen"]))
        self.shown[1] = tuple(event.payload["shown"])

    def _learner_turn(self, event: Event) -> None:
        body = event.payload
        self._put(event.seq, Turn(side=Side.LEARNER, text=body["text"], act=Act(body["act"])))
        self.inner = self.listened = Inner.model_validate(body["inner"])
        self.pending = Brief.model_validate(body["brief"])
        self.notice = None
        if event.key is not None:
            self.accepted[event.key] = Accepted(number=len(self.turns), seq=event.seq)

    def _released(self, event: Event) -> None:
        text, seen = event.payload["text"], event.payload.get("seen")
        before = self.partial
        if before is not None:
            text, seen = before.turn.text + text, before.turn.seen
            self.turns.pop()
        # Until the reply has ended it counts as cut short: that is what it is if the process dies now.
        self._put(event.seq, Turn(side=Side.PATIENT, text=text, seen=seen, flag=Flag.CUT_SHORT))

    def _reply_ended(self, event: Event) -> None:
        body = event.payload
        flag = None if body["flag"] is None else Flag(body["flag"])
        partial = self.partial
        if partial is not None:
            self.turns.pop()
            turn = partial.turn
            self._put(event.seq, Turn(side=turn.side, text=turn.text, seen=turn.seen, flag=flag))
            self.told[len(self.turns)] = tuple(body["told"])
            self.shown[len(self.turns)] = tuple(body["shown"])
        self.inner = Inner.model_validate(body["inner"])
        self.notice = None if body["notice"] is None else Notice(**body["notice"])
        if self.notice is None:
            self.pending = None

    def _resumed(self, event: Event) -> None:
        self.notice = None

    def _ended(self, event: Event) -> None:
        self.phase, self.pending, self.notice = Phase.ENDED, None, None

    def _put(self, seq: int, turn: Turn) -> None:
        self.turns.append(SeenTurn(number=len(self.turns) + 1, seq=seq, turn=turn))


_HANDLERS: dict[str, Any] = {
    BEGUN: Story._begun,
    LEARNER_TURN: Story._learner_turn,
    RELEASED: Story._released,
    REPLY_ENDED: Story._reply_ended,
    RESUMED: Story._resumed,
    ENDED: Story._ended,
}
