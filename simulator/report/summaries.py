"""What one item came to: a sentence, and its counts line by line. One function for each kind of item."""

from __future__ import annotations

from collections.abc import Callable

from simulator.codes import Coding
from simulator.report.words import say, say_or
from simulator.rubric.counting import chances
from simulator.rubric.model import PROPERTIES, Item, ItemKind
from simulator.rubric.scorecard import ItemScore

ORDER = ("met", "met_later", "partly", "passed", "declined", "no_chance", "implied", "review")
"""Outcomes in the order in which a reader wants them."""

Summary = tuple[str, tuple[str, ...]]


def summary(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    """The sentence and the lines; both empty where there is nothing to say."""
    kind = next((kind for kind in ItemKind if kind.value == score.kind), None)
    return ("", ()) if kind is None or not score.n else _BY_KIND[kind](score, item, coding)


def _line(label: str, n: int) -> str:
    return say("counts.line", label=label, n=n)


def _number(key: str, n: int, **values: object) -> str:
    """A sentence in the singular or the plural."""
    return say(f"{key}_one" if n == 1 else key, n=n, **values)


def _threads(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    met = score.counts.get("met", 0) + score.counts.get("met_later", 0)
    lines = tuple(_line(say(f"outcome.{key}"), score.counts[key]) for key in ORDER if score.counts.get(key))
    return say("counts.threads_item", met=met, n=score.n), lines


def _menu(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    dishes = {key: n for key, n in score.counts.items() if key not in ("answered", "not_answered")}
    lines = tuple(_line(say(f"nurse.{key}"), n) for key, n in dishes.items())
    return _number("counts.menu", score.n, answered=score.counts.get("answered", 0)), lines


def _moves(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    return _number("counts.moves", score.n, held=score.counts.get("held", 0)), ()


def _responses(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    found = _number("counts.described" if score.described else "counts.over", score.n)
    if item is not None and item.of == "eccs":
        return found, _moment_by_moment(item, coding)
    return found, _labelled(score, item, ItemKind.RESPONSES)


def _moment_by_moment(item: Item, coding: Coding) -> tuple[str, ...]:
    """Levels that may be compared within a moment only are shown moment by moment."""
    lines = []
    for response in chances(coding, item.among)[0]:
        if response.eccs is not None:
            key = "counts.at_turn_shared" if response.shared_experience else "counts.at_turn"
            words = say(f"eccs.{response.eccs}")
            lines.append(say(key, turn=response.moment, level=response.eccs, words=words))
    return tuple(lines)


def _expressions(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    return _number("counts.expressions", score.n), _labelled(score, item, ItemKind.EXPRESSIONS)


def _labelled(score: ItemScore, item: Item | None, kind: ItemKind) -> tuple[str, ...]:
    tables = (item.of,) if item is not None and item.of else PROPERTIES[kind]
    return tuple(_line(_label(key, tables), n) for key, n in score.counts.items())


def _label(key: str, tables: tuple[str, ...]) -> str:
    if key == "shared_experience":
        return say("count.shared_experience")
    found = (say_or(f"{table}.{key}", "") for table in tables)
    return next((words for words in found if words), key)


def _talk(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    """Known by its counts alone: a file from elsewhere comes without its rubric."""
    counts = score.counts
    if "words" in counts:
        return _number("talk.longest_turn", counts["words"]), ()
    if "open" in counts:
        return _number("talk.open_questions", score.n, open=counts["open"]), ()
    if "patient_turns" in counts:
        had = counts["patient_turns"]
        return (_number("talk.went_on", had) if counts.get("went_on") else say("talk.set_at_once")), ()
    if "no_such_question" in counts:
        return say("talk.no_such_question"), ()
    return (_number("talk.before", counts["moves"]) if counts.get("moves") else say("talk.before_none")), ()


def _level(score: ItemScore, item: Item | None, coding: Coding) -> Summary:
    level = next(iter(score.counts), "")
    if score.score is None:
        return "", ()
    rating = next((r for r in coding.ratings if r.item == score.id), None)
    if item is None or level not in item.anchors:
        return level, ()
    place = list(item.anchors).index(level) + 1
    between = rating is not None and rating.between > 0 and place < len(item.anchors)
    words = say(
        "counts.between" if between else "counts.level",
        place=place,
        next=place + 1,
        of=len(item.anchors),
        anchor=item.anchors[level],
    )
    return (f"{words} {say('unwanted')}" if item.unwanted else words), ()


_BY_KIND: dict[ItemKind, Callable[[ItemScore, Item | None, Coding], Summary]] = {
    ItemKind.THREADS: _threads,
    ItemKind.RESPONSES: _responses,
    ItemKind.EXPRESSIONS: _expressions,
    ItemKind.MENU: _menu,
    ItemKind.MOVES: _moves,
    ItemKind.TALK: _talk,
    ItemKind.RATING: _level,
    ItemKind.FREE: _level,
}
