"""The case sheet's words for what the file format says in keys and numbers."""

from __future__ import annotations

from simulator.persona import FactKind, Line, Mood, Shows, WayIn

CHANNELS = {"room": "face to face", "telephone": "on the telephone", "video": "by video", "written": "in writing"}

KINDS: dict[FactKind, tuple[str, str]] = {
    FactKind.CLINICAL: ("If asked", "You tell this to any civil, understandable question."),
    FactKind.PERSONAL: ("Only when you feel met", "You tell this more fully the better you are met."),
    FactKind.HELD: (
        "Not today",
        "You keep this to yourself, whoever asks and however kindly. It is no failure of the learner's. "
        "It is here so that you know what you are carrying.",
    ),
}

RISKS = {
    "none": "You are not at risk of harming yourself.",
    "passive": "You sometimes wish not to wake up. You have no thoughts of doing anything.",
    "thoughts": "You have thoughts of ending your life, and no plan.",
}

WAYS = {
    WayIn.FEELING_NAMED: "that your feeling is put into words",
    WayIn.STORY_TAKEN_SERIOUSLY: "that your story is taken seriously",
    WayIn.PLAIN_INFORMATION: "plain information",
    WayIn.PRACTICAL_HELP: "practical help",
    WayIn.RESPECT: "respect",
    WayIn.FAMILY_OR_FAITH: "that your family or your faith counts",
    WayIn.HUMOUR_RETURNED: "that your humour is returned",
    WayIn.LEFT_IN_PEACE: "being left in peace",
}

MOODS = {Mood.GUARDED: "guarded", Mood.EVEN: "even", Mood.OPEN: "open"}

SHOWS = {
    Shows.NONE: "shows nothing",
    Shows.CUE: "a hint",
    Shows.CONCERN: "said plainly",
    Shows.PROGRESS: "something that went well",
    Shows.CHALLENGE: "a challenge",
}

_SHARES = ((0.8, "very high"), (0.6, "high"), (0.4, "middling"), (0.2, "low"), (0.0, "very low"))


def share(value: float) -> str:
    """A number from 0 to 1 as an actor can use it; the number stays beside the word."""
    word = next(word for least, word in _SHARES if value >= least)
    return f"{word}, {value:g}"


def line(one: Line) -> str:
    """Words to say, with what is seen and the mood they belong to."""
    seen = f"*({flat(one.seen)})* " if one.seen else ""
    mood = f" [when {MOODS[one.mood]}]" if one.mood is not None else ""
    return f"{seen}{flat(one.text)}{mood}"


def flat(text: str) -> str:
    """On one line: a line end in a file is no line end on paper."""
    return " ".join(text.split())
