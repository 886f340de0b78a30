"""The case sheet's words for what the file format says in keys and numbers."""

from __future__ import annotations

from simulator.codes import MoveKind as M
from simulator.persona import FactKind, Line, Mood, Shows, WayIn

CHANNELS = {"room": "face to face", "telephone": "on the telephone", "video": "by video", "written": "in writing"}

KINDS: dict[FactKind, tuple[str, str]] = {
    FactKind.CLINICAL: ("If asked", "You tell this to any civil, understandable question, however you feel."),
    FactKind.PERSONAL: (
        "Only when you feel met",
        "You tell this more fully the better you are met. Asked before it is time, you say what stands under "
        '"Until then". One of these at a time; never all at once.',
    ),
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

ENDS = {
    Mood.GUARDED: "If it stayed cold (you are guarded)",
    Mood.EVEN: "If it was civil (you are even)",
    Mood.OPEN: "If you were met (you are open)",
}

SHOWS = {
    Shows.NONE: "shows nothing",
    Shows.CUE: "a hint",
    Shows.CONCERN: "said plainly",
    Shows.PROGRESS: "something that went well",
    Shows.CHALLENGE: "a challenge",
}

MOVES: dict[str, str] = {
    M.NAMES_FEELING: "puts your feeling into words",
    M.NAMES_FEELING_WRONGLY: "names a feeling that is not yours",
    M.REFLECTS: "says back what you said",
    M.EXPLORES_FEELING: "asks how that feels",
    M.EXPLORES_FACT: "asks for particulars",
    M.OPEN_QUESTION: "asks openly",
    M.CLOSED_QUESTION: "asks a yes-or-no question",
    M.INVITES: "invites you to go on",
    M.CHECKS: "checks that something was understood",
    M.VALIDATES: "says that what you feel makes sense",
    M.SHOWS_CONCERN: "says a word of sympathy",
    M.SUPPORTS: "offers support",
    M.RESPECTS: "gives you credit",
    M.ACCEPTS_DECLINE: 'accepts your "rather not"',
    M.APOLOGISES: "apologises",
    M.SELF_DISCLOSES: "tells of themselves",
    M.INFORMS: "gives information",
    M.ANSWERS: "answers your question",
    M.SOLVES: "does something about it",
    M.SETS_LIMIT: "says no to something you want",
    M.SIGNPOSTS: "says what comes next",
    M.POSTPONES: "puts something off until later",
    M.ADVISES: "gives advice",
    M.ADVISES_UNASKED: "gives advice you did not ask for",
    M.REASSURES_EARLY: "reassures you before having listened",
    M.MINIMISES: "plays it down",
    M.ARGUES: "argues with you",
    M.CHANGES_SUBJECT: "changes the subject",
    M.JUDGES: "lectures or judges you",
    M.PRESSES: "presses you on what you declined",
    M.JARGON: "uses words you do not know",
    M.STOCK_PHRASE: "uses a stock phrase",
    M.BACK_CHANNEL: 'says "mm" or "okay"',
    M.ASKS_SAFETY: "asks plainly whether you think of harming yourself",
    M.ASKS_SAFETY_LEADING: "asks about harming yourself in a leading way",
    M.PLANS: "proposes a next step",
    M.GREETS: "greets you",
    M.THANKS: "thanks you",
    M.CLOSES: "closes the conversation",
    M.QUIET: "stays quiet",
    M.OTHER: "says something else",
}

GROUPS: tuple[tuple[str, str], ...] = (
    (
        "Why you are here",
        "opening onset duration location radiation character severity timing aggravating relieving triggers ideas "
        "expectations worries hopes agenda effect_on_life pain_now pain_worst crises",
    ),
    (
        "Medicines and treatment",
        "medicines adherence side_effects allergies painkillers opioid_dose running_out addiction treated_before tests "
        "bp_home",
    ),
    (
        "Health before now",
        "past_history operations hospital_stays family_history check_ups",
    ),
    (
        "Body",
        "associated_symptoms fever weight appetite sleep snoring energy headache chest_pain palpitations breath cough "
        "vision hearing bowels urine bleeding nausea dizziness numbness swelling thirst skin lumps joints sex periods",
    ),
    ("Mood", "mood anxiety concentration enjoyment tearfulness meaning feelings_today coping hardest loss future"),
    (
        "Habits and daily life",
        "alcohol smoking drugs diet salt caffeine exercise hobbies typical_day evenings driving travel",
    ),
    ("Home and work", "home partner children family support work school money faith violence_at_home who"),
)
"""Where on the sheet a fact stands, by the topic it has first."""

ELSE = "Anything else"

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


def title(identity: str) -> str:
    """why_here -> Why here."""
    return identity.replace("_", " ").capitalize()


def count(n: int, what: str) -> str:
    """2, turn -> 2 turns."""
    return f"{n} {what}{'' if n == 1 else 's'}"


def times(n: int) -> str:
    """2 -> twice."""
    return {1: "once", 2: "twice"}.get(n, f"{n} times")
