"""What a learner sees: the door note before the conversation, and what a patient's turn offers to an attentive eye."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from simulator.persona import Persona
from simulator.rehearsal.wordings import Notice, wordings
from simulator.transcript import Side, Transcript, Turn

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lady", "father", "sister", "reverend"}
)
MOST_WORDS = 9
"""A longer sentence is not given back: nobody repeats a whole story."""

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_TURNED = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "am": "are",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "was": "were",
    "wasn't": "weren't",
}
_THEIRS = {"her": "your", "his": "your", "their": "your", "herself": "yourself", "himself": "yourself"}
_THEIRS |= {"your": "my", "you": "me", "yours": "mine", "themselves": "yourself", "themself": "yourself"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is known of the patient before the conversation. A learner is given this and the transcript, no more."""

    name: str
    first: str
    """By which name the learner would speak to the patient."""
    age: int
    role: str
    """Who the learner is, as it could be said aloud: "the nurse on duty"; else empty."""
    learner_role: str
    place: str
    when: str
    channel: str
    door_note: str
    language: str


def sight(persona: Persona) -> Sight:
    """The visible part of a persona."""
    setting, words = persona.setting, persona.name.split()
    titled = words[0].rstrip(".").lower() in TITLES
    role = re.split(r"[;,.(:]", setting.learner_role)[0].strip()
    return Sight(
        name=persona.name,
        first=persona.name if titled else words[0],
        age=persona.age,
        role=role if role.lower().startswith(("the ", "a ", "an ", "one of ")) else "",
        learner_role=setting.learner_role,
        place=setting.place,
        when=setting.when,
        channel=persona.channel,
        door_note=persona.door_note,
        language=persona.language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What one patient's turn offers. Empty: not there."""

    declined: bool = False
    question: str | None = None
    """What a question put to the learner is about; "" where it is about something else."""
    feeling: str = ""
    joy: str = ""
    seen: str = ""
    """What the patient was seen to do, as it follows on "you": "look at the floor"."""
    echoes: tuple[str, ...] = ()
    """Short sentences of the patient about themselves, turned round: "you've lost weight"."""
    words: tuple[str, ...] = ()
    """Words that could be picked up."""


def notice(transcript: Transcript) -> Noticed:
    """What the patient's last turn offers; nothing where the patient has not spoken last."""
    last = transcript.turns[-1] if transcript.turns else None
    return Noticed() if last is None or last.side is not Side.PATIENT else _noticed(last)


def _noticed(turn: Turn) -> Noticed:
    known, text = wordings().notice, turn.text.replace("’", "'").replace("\n", " ")
    sentences = [found.strip() for found in _SENTENCE.findall(text) if found.strip()]
    flat = f" {text.lower()} "
    return Noticed(
        declined=any(_has(flat, phrase) for phrase in known.declines),
        question=_question(sentences, known),
        feeling=_named(flat, known.feelings),
        joy=_named(flat, known.joys),
        seen=_doing(turn.seen or ""),
        echoes=tuple(echo for echo in map(_echo, sentences) if echo),
        words=_words(sentences),
    )


def _has(flat: str, phrase: str) -> bool:
    return re.search(rf"(?<![\w']){re.escape(phrase)}(?!\w)", flat) is not None


def _named(flat: str, table: dict[str, tuple[str, ...]]) -> str:
    return next((name for name, phrases in table.items() if any(_has(flat, phrase) for phrase in phrases)), "")


def _question(sentences: list[str], known: Notice) -> str | None:
    asked = [s.lower() for s in sentences if s.endswith("?") and not s.lower().endswith(known.tags)]
    asked = [s for s in asked if len(s.split()) > 2]
    if not asked:
        return None
    return _named(f" {asked[-1]} ", known.questions)


def _doing(seen: str) -> str:
    """What was seen, as the learner says it after "you": "looks at her hands, then away" becomes "look at your hands",
    and "watches your face" becomes "watch my face".
    """
    first = re.split(r"[,;:.]| and | then ", seen.strip())[0]
    words = first.split()
    if len(words) < 2 or not words[0].isalpha() or not words[0].endswith("s") or words[0].endswith("ss"):
        return ""
    verb = words[0].lower()
    if verb in ("is", "has", "does", "eyes", "hands", "arms", "shoulders", "lips", "tears", "this", "his", "always"):
        return ""
    if verb.endswith("ies") and len(verb) > 4:
        verb = f"{verb[:-3]}y"
    elif verb.endswith(("shes", "ches", "sses", "xes", "zzes")):
        verb = verb[:-2]
    else:
        verb = verb[:-1]
    return " ".join([verb, *(_THEIRS.get(word.lower(), word) for word in words[1:])])


def _echo(sentence: str) -> str:
    """A short sentence about oneself, turned round; empty where that would not read well."""
    if sentence.endswith("?"):
        return ""
    words = sentence.rstrip(".!… ").split()
    if not 3 <= len(words) <= MOST_WORDS or words[0].lower() not in ("i", "i'm", "i've", "my"):
        return ""
    plain = [word.strip(",;:\"'").lower() for word in words]
    if {"you", "your", "you're", "yours", "doctor"} & set(plain) or "don't know" in " ".join(plain):
        return ""
    turned = []
    for place, (word, low) in enumerate(zip(words, plain, strict=True)):
        if low in ("was", "wasn't") and (place == 0 or plain[place - 1] != "i"):
            turned.append(word)  # "my back was bad": only "I was" turns into "you were"
        else:
            turned.append(word.lower().replace(low, _TURNED[low]) if low in _TURNED else word)
    return " ".join(turned)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(wordings().notice.common.split())


def _words(sentences: list[str]) -> tuple[str, ...]:
    """Words from what the patient says of themselves, without common ones and most verbs."""
    own = [s for s in sentences if re.search(r"\b(i|my|me|myself)\b", s.lower())]
    found = [word for s in own for word in re.findall(r"(?<![\w'-])[a-z]{4,}(?![\w'-])", s)]
    plain = [word for word in found if word not in _common() and not word.endswith(("ed", "ing", "ly"))]
    return tuple(dict.fromkeys(plain))
