"""A coder's result on one transcript, as `attune grade` writes it (`attune.coding/1`), in the shape of the raters'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.calibrate.data import Coded, Read, code_words
from simulator.codes import Outcome, Strength
from simulator.rubric.model import Among, Item, ItemKind, Rubric
from simulator.rubric.scorecard import NOT_CODED

NO_ANSWER = (Outcome.DECLINED, Outcome.NO_CHANCE)


def read_row(row: Mapping[str, Any], rubric: Rubric) -> Read:
    """What the coder gave for each item of `rubric`, or why it gave none.

    In: one object of `attune grade`, made with this rubric. A level comes from the item's score, so that what is
    compared is what a report would show.
    """
    scores = {item["id"]: item for item in row["items"]}
    levels, codes, unscored = {}, {}, {}
    for item in rubric.items:
        if item.rated:
            score = scores[item.id]
            if score["score"] is None:
                unscored[item.id] = score["unscored"] or NOT_CODED
            else:
                levels[item.id] = _position(item, score)
        elif (reason := row["unscored"].get(item.id, row["unscored"].get("*"))) is not None:
            unscored[item.id] = reason
        elif code_words(item):
            codes[item.id] = _codes(item, row)
    waiting = frozenset(response["moment"] for response in row["responses"] if response["review"] is not None)
    return Read(row["transcript"]["id"], levels, codes, unscored, waiting, row["unscored"].get("*"))


def _position(item: Item, score: Mapping[str, Any]) -> float:
    """The place among the anchors: 3.25 points, level "some" (third, 3 points), the next at 4: position 2.25."""
    keys = list(item.anchors)
    [level] = score["counts"]
    place = keys.index(level)
    here, above = item.points[level], item.points[keys[min(place + 1, len(keys) - 1)]]
    between = (score["score"] - here) / (above - here) if above > here else 0.0
    return round(place + between, 4)


def _codes(item: Item, row: Mapping[str, Any]) -> Coded:
    """By the rules of scoring: what is merely implied is never counted, and for anything but the outcome itself only
    answers to moments that gave a chance are.
    """
    moments = {moment["turn"]: own for moment in row["moments"] if (own := _shown(item, moment["expressions"]))}
    if item.kind is ItemKind.EXPRESSIONS:
        every = ((turn, expression[item.of or ""]) for turn, own in moments.items() for expression in own)
        return frozenset((turn, value) for turn, value in every if value is not None)
    found: set[tuple[int, str]] = set()
    for response in row["responses"]:
        turn = response["moment"]
        if turn not in moments:
            continue
        if item.kind is ItemKind.THREADS:
            if response["outcome"] != Outcome.NO_CHANCE:
                found.add((turn, response["outcome"]))
        elif response["outcome"] in NO_ANSWER:
            continue
        elif item.kind is ItemKind.MENU:
            found.update((turn, nurse) for nurse in response["nurse"])
        elif (value := response[item.of or ""]) is not None:
            found.add((turn, str(value)))
    return frozenset(found)


def _shown(item: Item, expressions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was stated or hinted at; nothing where the item looks at other moments (`among`)."""
    own = [expression for expression in expressions if expression["strength"] != Strength.IMPLIED]
    if item.among is None or not own:
        return own
    stated = any(expression["strength"] == Strength.STATED for expression in own)
    if item.among in (Among.STATED, Among.HINTED):
        return own if stated is (item.among is Among.STATED) else []
    name = item.among.value
    return own if any(e["valence"] == name or e.get(name) is True for e in own) else []
