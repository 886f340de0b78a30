"""The port of learners, and the scripted one: a style's wordings, drawn by a seed, for what the patient just did."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from simulator.errors import NotConfigured
from simulator.rehearsal.sight import Noticed, Sight, notice
from simulator.rehearsal.wordings import NEEDED, OCCASIONS, PLACE, Style, wordings
from simulator.transcript import Act, Side, Transcript, Turn

SWAP = 0.3
"""How often two neighbouring questions of the agenda change places."""


class Learner(Protocol):
    """Whoever talks with the patient. It is given what a learner sees, and nothing of the persona's inside."""

    async def say(self, sight: Sight, transcript: Transcript) -> Turn | None:
        """The next turn; None when the learner is done."""
        ...


class ScriptedLearner:
    """Talks in one style. The number chooses wording, order and length; equal input gives equal words. A Learner."""

    def __init__(self, style: str, number: int) -> None:
        self._name, self._style = style, wordings().style[style]
        self._chance = random.Random(f"{style}/{number}")  # a text's own hash would differ between processes
        self._length = self._chance.randint(*self._style.length)
        self._agenda = _agenda(self._style, self._chance, self._length)
        self._used: set[str] = set()
        self._turns = 0

    async def say(self, sight: Sight, transcript: Transcript) -> Turn | None:
        """Answer to what was noticed, as far as this style does, then ask on."""
        if sight.language.partition("-")[0] != "en":
            todo = "Set ATTUNE_MODEL and use --learners model."
            raise NotConfigured(f'scripted learners speak English, and this patient "{sight.language}".', todo=todo)
        if self._turns == self._length:
            return None
        self._turns += 1
        return self._turn(_Talk(self, sight, notice(transcript)))

    def _turn(self, talk: _Talk) -> Turn:
        left = self._length - self._turns
        if self._turns == 1:
            return _said(talk.words("opening"))
        if left == 0:
            answer = talk.reaction(("answer",))[1]
            return _said(answer, talk.words("close"))
        occasion, words = talk.reaction(OCCASIONS)
        if left == 1:
            return _said(words, talk.words("next_step"))
        stays = bool(words) and self._chance.random() < self._style.alone.get(occasion, 0.0)
        if stays and self._may_stay(left):
            if occasion in ("feeling", "seen", "telling") and self._chance.random() < self._style.quiet:
                return Turn(side=Side.LEARNER, text="", act=Act.QUIET)
            return _said(words)
        return _said(words, talk.words(self._agenda.pop(0) if self._agenda else "more"))

    def _may_stay(self, left: int) -> bool:
        """Whether all that every talk comes to still fits in, if this turn asks nothing new."""
        waiting = [place for place, kind in enumerate(self._agenda) if kind in NEEDED]
        while waiting and waiting[-1] >= left - 2:
            spare = [place for place, kind in enumerate(self._agenda) if kind not in NEEDED and place < waiting[-1]]
            if not spare:
                return False
            del self._agenda[spare[-1]]
            waiting = [place for place, kind in enumerate(self._agenda) if kind in NEEDED]
        return True

    def pick(self, kind: str, filled: dict[str, Sequence[str]]) -> str:
        """A wording not used before in this talk, its places filled; empty where there is none to be had."""
        fitting = [w for w in wordings().of(self._name, kind) if all(filled.get(p.lower()) for p in PLACE.findall(w))]
        fresh = [wording for wording in fitting if wording not in self._used]
        if not fitting:
            return ""
        wording = self._chance.choice(fresh or fitting)
        self._used.add(wording)
        places = sorted({place.lower() for place in PLACE.findall(wording)})
        drawn = {place: self._chance.choice(filled[place]) for place in places}
        return PLACE.sub(lambda found: _cased(drawn[found[1].lower()], found[1]), wording)

    def feelings(self, shown: str) -> list[str]:
        """The feelings that this learner would name."""
        return list(wordings().notice.guesses) if self._style.guesses else [shown]

    def reacts(self, occasion: str) -> bool:
        """Whether it answers to that, this time."""
        return self._chance.random() < self._style.reacts.get(occasion, 0.0)


class _Talk:
    """One turn in the making."""

    def __init__(self, learner: ScriptedLearner, sight: Sight, noticed: Noticed) -> None:
        self._learner, self._noticed = learner, noticed
        feelings = learner.feelings(noticed.feeling or noticed.joy)
        filled = {
            "name": [sight.name],
            "first": [sight.first],
            "role": [sight.role],
            "seen": [noticed.seen],
            "feeling": feelings,
            "echo": list(noticed.echoes),
            "word": list(noticed.words),
        }
        self._filled: dict[str, Sequence[str]] = {key: [v for v in values if v] for key, values in filled.items()}

    def words(self, kind: str) -> str:
        return self._learner.pick(kind, self._filled)

    def reaction(self, occasions: Sequence[str]) -> tuple[str, str]:
        """The weightiest occasion that this learner answers to, and the answer; both empty where there is none."""
        here = self._noticed
        there = {
            "decline": here.declined,
            "answer": here.question is not None,
            "feeling": bool(here.feeling),
            "joy": bool(here.joy),
            "seen": bool(here.seen),
            "telling": bool(here.echoes or here.words),
            "anything": True,
        }
        for occasion in occasions:
            if there[occasion] and self._learner.reacts(occasion):
                narrower = f"answer_{here.question}" if occasion == "answer" else occasion
                if words := self.words(narrower) or self.words(occasion):
                    return occasion, words
        return "", ""


def _agenda(style: Style, chance: random.Random, length: int) -> list[str]:
    """What it asks about this time: in a short talk without some of the optional questions, neighbours now and then
    swapped.
    """
    kinds = list(style.agenda)
    room = length - 3  # opening, next step, close
    while len(kinds) > room:
        optional = [place for place, kind in enumerate(kinds) if kind.endswith("?")]
        del kinds[chance.choice(optional or [place for place, kind in enumerate(kinds) if kind not in NEEDED])]
    kinds = [kind.rstrip("?") for kind in kinds]
    place = 1  # the complaint stays first
    while place < len(kinds) - 1:
        if chance.random() < SWAP:
            kinds[place], kinds[place + 1] = kinds[place + 1], kinds[place]
            place += 1
        place += 1
    return kinds


def _said(*parts: str) -> Turn:
    return Turn(side=Side.LEARNER, text=" ".join(part for part in parts if part))


def _cased(text: str, place: str) -> str:
    return text[:1].upper() + text[1:] if place[:1].isupper() else text
