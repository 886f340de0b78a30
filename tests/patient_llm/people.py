"""A small persona and conversation, written for these tests."""

from simulator.patient.brief import Brief, Say
from simulator.persona import Line, Mood, Persona
from simulator.transcript import Side, Transcript, Turn

SAYS = [
    *("greeting", "small_yes", "go_on", "do_not_know", "nothing_like_that", "puzzled", "jargon", "silence"),
    *("touched", "stock", "reassured", "judged", "pressed", "left_in_peace", "apology", "informed", "advised"),
    *("limit", "limit_bare", "plan", "thanked", "again", "closing"),
]
PUZZLED = ("Sorry, I don't follow you.", "You've lost me there.")
AUTHOR_NOTE = "Underneath it is the brother's death that he came about."


def fact(name: str, sign: str, kind: str = "personal") -> dict[str, object]:
    return {
        "id": name,
        "kind": kind,
        "text": f"It is so that {sign}.",
        "lines": [{"text": f"The thing is, {sign}."}],
        "cover": "Nothing worth talking about.",
        "signs": [sign],
    }


def tom(**changes: object) -> Persona:
    """Tom Price, 58, whose brother died of what he fears."""
    facts = [
        fact("brother", "my brother died"),
        fact("bowel", "bowel cancer"),
        fact("wife", "told my wife"),
        fact("work", "packed in work"),
        fact("shame", "ashamed"),
        fact("pain", "left side", "clinical"),
        fact("dark", "not wake up", "safety"),
    ]
    base: dict[str, object] = {
        "schema_version": 1,
        "id": "tom",
        "name": "Tom Price",
        "age": 58,
        "pronoun": "he",
        "summary": "A man with a stomach ache.",
        "content_note": "Illness.",
        "setting": {"place": "GP surgery", "when": "Tuesday, 10:40", "learner_role": "a doctor at the surgery"},
        "door_note": "Tom Price, 58.",
        "opening": {"text": "Morning. It's my stomach."},
        "manner": "Dry, brief, a joker.",
        "background": ["Drives a delivery van."],
        "author_notes": AUTHOR_NOTE,
        "ways_in": {"feeling_named": 1, "respect": 0.5},
        "affect": {"trust": 0.3, "distress": 0.6},
        "facts": facts,
        "threads": [
            {
                "id": "fear",
                "emotion": "fear",
                "hints": [{"id": "joke", "text": "Jokes about wills.", "lines": [{"text": "Best make my will."}]}],
                "when_met": [{"text": "Yes. That's it."}],
            }
        ],
        "safety": {"risk": "none", "answer": "dark", "half_denial": {"text": "No, not really."}},
        "says": {name: [{"text": f"Line of {name}."}] for name in SAYS}
        | {"puzzled": [{"text": text} for text in PUZZLED]},
        "closing_words": {"guarded": "Bye.", "even": "Bye.", "open": "Bye."},
    }
    return Persona.model_validate(base | changes)


def learner(text: str) -> Turn:
    return Turn(side=Side.LEARNER, text=text)


def patient(text: str) -> Turn:
    return Turn(side=Side.PATIENT, text=text)


def talk(*turns: Turn) -> Transcript:
    return Transcript(id="t", turns=turns)


ASKED = talk(patient("Morning. It's my stomach."), learner("How long has it been like that?"))


def brief(*says: Say, turn: int = 3, mood: Mood = Mood.EVEN, seen: str | None = None) -> Brief:
    return Brief(turn=turn, mood=mood, says=says, seen=seen, bearing=("sits back",))


def tell(text: str, *lines: str, role: str = "tell", name: str = "pain") -> Say:
    return Say(id=name, role=role, text=text, lines=tuple(Line(text=line) for line in lines))
