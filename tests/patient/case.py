"""A small patient of the tests' own, and a way to hold a conversation with one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.library import parse_persona
from simulator.patient.brief import Brief
from simulator.patient.inner import Heard, HeardMove, HeardTopic, Inner
from simulator.patient.mind import listen, settle_release, start
from simulator.patient.offline import reply
from simulator.patient.rules import KIND
from simulator.persona import Persona
from simulator.transcript import Act, Side, Transcript, Turn

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "personas").glob("*.yaml"))


def line(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, **more}


def fact(identity: str, kind: str, text: str, signs: list[str], **more: Any) -> dict[str, Any]:
    return {"id": identity, "kind": kind, "text": text, "lines": [line(text)], "signs": signs, **more}


SAYS = (
    *("greeting", "small_yes", "go_on", "do_not_know", "nothing_like_that", "puzzled", "jargon", "silence"),
    *("touched", "stock", "reassured", "judged", "pressed", "left_in_peace", "apology", "informed", "advised"),
    *("limit", "limit_bare", "plan", "thanked", "again", "closing"),
)


def mara() -> dict[str, Any]:
    """Mara: stomach pain, and a fear of what her mother died of. All ways in stand at a middle weight."""
    return {
        "schema_version": 1,
        "id": "mara-test",
        "name": "Mara Test",
        "age": 40,
        "pronoun": "she",
        "summary": "A baker with stomach pain.",
        "content_note": "Illness in the family.",
        "setting": {"place": "GP surgery", "when": "Monday", "learner_role": "the clinician"},
        "door_note": "Stomach pain.",
        "opening": line("Morning. It's my stomach."),
        "manner": "Brisk.",
        "background": ["She is a baker."],
        "author_notes": "She fears cancer.",
        "ways_in": {
            "feeling_named": 0.7,
            "story_taken_seriously": 0.8,
            "plain_information": 0.5,
            "practical_help": 0.4,
            "respect": 0.5,
            "left_in_peace": 0.5,
        },
        "affect": {"trust": 0.4, "distress": 0.4, "feelings": {"fear": 0.7}},
        "facts": [
            fact(
                "pain",
                "clinical",
                "It burns under the ribs.",
                ["under the ribs"],
                about=["opening", "location", "character"],
                more=[line("Mostly after the early shift, it is.")],
            ),
            fact("since", "clinical", "Six weeks now.", ["six weeks"], about=["duration", "onset"]),
            fact("smokes", "clinical", "Ten a day.", ["ten a day"], about=["smoking"]),
            fact("drinks", "clinical", "A glass on Sundays.", ["on sundays"], about=["alcohol"]),
            fact("tablets", "clinical", "Only antacids.", ["antacids"], about=["medicines"]),
            fact("allergy", "clinical", "Plasters, nothing else.", ["plasters"], about=["allergies"]),
            fact("sleeps", "clinical", "I wake at three.", ["wake at three"], about=["sleep"]),
            fact(
                "mother",
                "personal",
                "My mother had it in the stomach.",
                ["had it in the stomach"],
                about=["worries"],
                cover="Nothing special.",
                opens={"trust": 0.5},
                thread="fear",
            ),
            fact(
                "will",
                "personal",
                "I've written my will, in pencil.",
                ["in pencil"],
                about=["future"],
                cover="Tomorrow's bread.",
                opens={"trust": 0.6, "after": ["mother"]},
                thread="fear",
            ),
            fact(
                "bakery",
                "personal",
                "The bakery is all I have.",
                ["all i have"],
                about=["meaning"],
                cover="It's a job.",
                opens={"trust": 0.55, "thread_met": "fear"},
                thread="fear",
            ),
            fact(
                "sister",
                "personal",
                "My sister won't speak to me.",
                ["won't speak to me"],
                about=["family"],
                cover="All fine there.",
                opens={"trust": 0.7},
                thread="alone",
            ),
            fact(
                "song",
                "personal",
                "I sing to the dough.",
                ["to the dough"],
                about=["enjoyment"],
                cover="I work.",
                opens={"trust": 0.5},
            ),
            fact("no_harm", "safety", "No, never that.", ["never that"], about=["suicide"]),
            fact(
                "debt",
                "held",
                "She owes her sister money.",
                ["owes her sister"],
                about=["money"],
                cover="We manage.",
            ),
        ],
        "threads": [
            {
                "id": "fear",
                "emotion": "fear",
                "about": ["worries"],
                "named_by": ["your mother", "cancer"],
                "hints": [
                    {
                        "id": "fear1",
                        "text": "Says it is probably nothing, and stops.",
                        "lines": [line("It's probably nothing.", seen="presses a hand under her ribs")],
                        "signs": ["probably nothing"],
                        "due": {"turn": 1},
                    },
                    {
                        "id": "fear2",
                        "text": "Asks how one would know.",
                        "lines": [line("How would anyone know, early on.")],
                        "signs": ["how would anyone know"],
                        "due": {"turn": 2, "after_passed": 1},
                    },
                    {
                        "id": "fear3",
                        "text": "Says it sharply.",
                        "lines": [line("Some people get told it's nothing until it's too late.")],
                        "signs": ["until it's too late"],
                        "due": {"turn": 3, "after_passed": 2},
                    },
                ],
                "when_met": [line("Yes. That's it."), line("You noticed.")],
                "when_declined": [line("I'd rather leave that."), line("Not today.")],
            },
            {
                "id": "alone",
                "emotion": "loneliness",
                "about": ["family"],
                "named_by": ["your sister", "on your own"],
                "hints": [
                    {
                        "id": "alone1",
                        "text": "Says she closes up by herself.",
                        "lines": [line("I lock up by myself these days.")],
                        "signs": ["lock up by myself"],
                        "due": {"turn": 12},
                    }
                ],
                "when_met": [line("It is quiet, yes.")],
                "when_declined": [line("I'd rather leave that.")],
            },
        ],
        "asks": [{"id": "bad", "text": "Is it bad?", "lines": [line("Is it bad, then?")], "turn": 9}],
        "safety": {"risk": "none", "answer": "no_harm", "half_denial": line("No, no.")},
        "says": {name: [line(f"{name} one."), line(f"{name} two."), line(f"{name} three.")] for name in SAYS},
        "closing_words": {"guarded": "Well.", "even": "Thank you.", "open": "Thank you, really."},
    }


def persona(**changes: Any) -> Persona:
    """Mara, with top-level fields changed."""
    return Persona.model_validate({**mara(), **changes})


def shipped(path: Path) -> Persona:
    return parse_persona(path.read_text("utf-8"), name=path.name)


def heard(*kinds: str, topics: Iterable[str] = (), stale: bool = False, **more: Any) -> Heard:
    """A hearing made by hand: moves one after the other, then the topics asked about."""
    if stale:
        more["worn"] = tuple(kind for kind in kinds if kind in KIND)
    moves = tuple(
        HeardMove(kind=kind, start=10 * n, end=10 * n + 9, negative=True)  # type: ignore[arg-type]
        for n, kind in enumerate(kinds)
    )
    asked = tuple(
        HeardTopic(id=topic, start=10 * len(moves) + n, end=10 * len(moves) + n + 1) for n, topic in enumerate(topics)
    )
    end = 10 * len(moves) + len(asked) + 1
    return Heard(moves=moves, topics=asked, sentences=((0, end),), unsure=not (moves or asked), **more)


@dataclass
class Talk:
    """A conversation with the offline voice, kept turn by turn."""

    case: Persona
    seed: int = 7
    turns: list[Turn] = field(default_factory=list)
    inner: Inner = field(init=False)
    briefs: list[Brief] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    trust: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inner = start(self.case)
        self.turns.append(Turn(side=Side.PATIENT, text=self.case.opening.text, seen=self.case.opening.seen))

    def transcript(self) -> Transcript:
        return Transcript(id="t", turns=tuple(self.turns))

    def say(self, text: str, act: Act = Act.SAY) -> str:
        """One learner turn and the offline reply to it; returns the reply."""
        self.turns.append(Turn(side=Side.LEARNER, text=text, act=act))
        listened = listen(self.case, self.inner, self.transcript(), seed=self.seed)
        words = reply(listened.brief)
        done = settle_release(self.case, listened.inner, listened.brief, words, listened.brief.seen, flagged=False)
        self.inner = done.inner
        self.turns.append(Turn(side=Side.PATIENT, text=words, seen=listened.brief.seen))
        self.briefs.append(listened.brief)
        self.heard.append(listened.heard)
        self.told += done.told
        self.shown += done.shown
        self.trust.append(self.inner.affect.trust)
        return words
