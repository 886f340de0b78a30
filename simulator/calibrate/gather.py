"""Ratings as they come in, one by one: each is checked against the rubric and the transcripts, or refused with why."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from simulator.calibrate.data import NOTHING, Rated, code_words, one_a_turn
from simulator.codes import Outcome
from simulator.errors import BadInput
from simulator.rubric.model import Item, Rubric
from simulator.transcript import Side, Transcript

SHOWN = 8


class Gathering:
    """Takes ratings in any order."""

    def __init__(self, rubric: Rubric, transcripts: Mapping[str, Transcript]) -> None:
        self._rubric, self._transcripts = rubric, transcripts
        self._levels: dict[str, dict[str, dict[str, float]]] = {}
        self._codes: dict[str, dict[str, dict[str, set[tuple[int, str]]]]] = {}
        self._spelt: dict[str, str] = {}

    def known(self, where: str, transcript: str, rater: str, item: str) -> Item:
        """The item, if item and transcript exist and the rater's name is no other's misspelt. Raises BadInput."""
        if transcript not in self._transcripts:
            raise _unknown("transcript", transcript, list(self._transcripts), where)
        found = self._rubric.item(item)
        if found is None:
            raise _unknown("item", item, [one.id for one in self._rubric.items], where)
        folded = " ".join(rater.split()).casefold()
        if not folded:
            raise BadInput("a rater without a name.", where=where, todo="Call each rater something (R1, R2 ...).")
        spelt = self._spelt.setdefault(folded, rater)
        if spelt != rater:
            raise BadInput(
                f'rater "{rater}" is written "{spelt}" elsewhere.', where=where, todo="Write it one way throughout."
            )
        return found

    def level(self, where: str, transcript: str, rater: str, item: str, value: Any) -> None:
        """One level for the whole transcript; None is missing. Raises BadInput."""
        found = self.known(where, transcript, rater, item)
        if value is None:
            return
        if not found.rated:
            _codable(found, where)
            raise BadInput(
                f'"{item}" is not rated for the whole conversation, but coded turn by turn.',
                where=where,
                todo=f"Give turn and code; codes: {', '.join((*code_words(found), NOTHING))}.",
            )
        of = self._levels.setdefault(item, {}).setdefault(rater, {})
        if transcript in of:
            raise _twice(where, rater, item, transcript)
        of[transcript] = _position(found, value, where)

    def looked(self, where: str, transcript: str, rater: str, item: str) -> None:
        """The rater read the transcript for an item that is coded turn by turn. Raises BadInput."""
        found = self.known(where, transcript, rater, item)
        if found.rated:
            raise BadInput(
                f'"{item}" is rated for the whole conversation, not turn by turn.',
                where=where,
                todo=f"Give a level: {_levels(found)}.",
            )
        _codable(found, where)
        self._codes.setdefault(item, {}).setdefault(rater, {}).setdefault(transcript, set())

    def code(self, where: str, transcript: str, rater: str, item: str, turn: Any, code: Any) -> None:
        """One code of the answer to one of the patient's turns; `looked` was said before. Raises BadInput."""
        found = self.known(where, transcript, rater, item)
        text = str(code).strip()
        if text == NOTHING:
            return
        if text not in code_words(found):
            raise _unknown(f"code of {item}", text, [*code_words(found), NOTHING], where)
        number = self._turn(where, self._transcripts[transcript], turn)
        of = self._codes[item][rater][transcript]
        if (number, text) in of or (one_a_turn(found) and any(number == other for other, _ in of)):
            raise _twice(where, rater, item, f"{transcript}, turn {number}")
        if text != Outcome.NO_CHANCE:  # says nothing of the learner, and few people write it down
            of.add((number, text))

    def _turn(self, where: str, transcript: Transcript, turn: Any) -> int:
        text, most = str(turn).strip(), len(transcript.turns)
        if not (text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= most):
            raise BadInput(
                f'"{text}" is no turn of "{transcript.id}".',
                where=where,
                todo=f"Its turns are counted from 1 to {most}, from the top.",
            )
        if transcript.turn(int(text)).side is not Side.PATIENT:
            raise BadInput(
                f'turn {text} of "{transcript.id}" is the learner\'s.',
                where=where,
                todo="Name the patient's turn that is answered.",
            )
        return int(text)

    def whole(self, where: str) -> Rated:
        """All of it. Raises BadInput where nobody rated anything."""
        if not self._transcripts:
            raise BadInput("no transcripts.", where=where, todo="Name the file that holds them with --transcripts.")
        if not self._levels and not self._codes:
            raise BadInput(
                "no ratings.",
                where=where,
                todo='Give "ratings" with each transcript, or a table with the columns transcript,rater,item,level.',
            )
        codes = {
            item: {rater: {one: frozenset(found) for one, found in of.items()} for rater, of in raters.items()}
            for item, raters in self._codes.items()
        }
        return Rated(tuple(self._transcripts.values()), self._levels, codes)


def _codable(item: Item, where: str) -> None:
    if not code_words(item):
        raise BadInput(
            f'"{item.id}" cannot be held against people\'s ratings (kind {item.kind.value}).',
            where=where,
            todo="Leave it out; ratings, and what is coded by turn in single words, can.",
        )


def _position(item: Item, value: Any, where: str) -> float:
    """Which anchor is meant: by its key, or by its points."""
    text = str(value).strip()
    keys = list(item.anchors)
    if not isinstance(value, bool):
        if text in keys:
            return float(keys.index(text))
        try:
            points = float(text)
        except ValueError:
            points = None
        places = [place for place, key in enumerate(keys) if item.points[key] == points]
        if len(places) == 1:
            return float(places[0])
    raise BadInput(f'"{text}" is no level of {item.id}.', where=where, todo=f"Its levels: {_levels(item)}.")


def _levels(item: Item) -> str:
    return ", ".join(f"{item.points[key]:g} ({key})" for key in item.anchors)


def _unknown(what: str, value: str, known: list[str], where: str) -> BadInput:
    near = get_close_matches(value, known, n=1)
    listed = ", ".join(known[:SHOWN]) + (f" and {len(known) - SHOWN} more" if len(known) > SHOWN else "")
    todo = f'Did you mean "{near[0]}"?' if near else f"Known: {listed or 'none'}."
    return BadInput(f'unknown {what} "{value}".', where=where, todo=todo)


def _twice(where: str, rater: str, item: str, place: str) -> BadInput:
    return BadInput(
        f'a second one by {rater} for {item} of "{place}".', where=where, todo="Keep one; a rater has one say."
    )
