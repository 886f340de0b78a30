"""Counting votes: what more than half say, and levels of whole-conversation items by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from simulator.codes import Coding, Rating
from simulator.rubric.model import Item, Rubric

V = TypeVar("V", bound=Hashable)


def most(given: Iterable[V], votes: int) -> V | None:
    """What more than half of `votes` say; None where nothing is said so often."""
    for value, count in Counter(given).most_common(1):
        return value if 2 * count > votes else None
    return None


def in_words(counts: Mapping[str, int]) -> str:
    """Counts as "met (2), passed (1)", in the order first said."""
    return ", ".join(f"{what} ({count})" for what, count in counts.items() if count)


def elect_ratings(
    codings: Sequence[Coding], rubric: Rubric, votes: int
) -> tuple[tuple[Rating, ...], dict[str, str], dict[str, str]]:
    """Levels that most readings give; what is unscored; what a person should look at, and why."""
    ratings: list[Rating] = []
    unscored: dict[str, str] = {}
    review: dict[str, str] = {}
    for item in rubric.items:
        reasons = [coding.unscored[item.id] for coding in codings if item.id in coding.unscored]
        given = [(coding, r) for coding in codings for r in coding.ratings if r.item == item.id]
        if reasons and (not given or 2 * len(reasons) > votes):
            unscored[item.id] = Counter(reasons).most_common(1)[0][0]
        elif given:
            chosen, why = _level(item, given, len(reasons), votes)
            ratings.append(chosen)
            if why is not None:
                review[item.id] = why
    return tuple(ratings), unscored, review


def _level(item: Item, given: Sequence[tuple[Coding, Rating]], unscored: int, votes: int) -> tuple[Rating, str | None]:
    """A rating under review in its own reading gives no vote."""
    plain = [rating for coding, rating in given if item.id not in coding.review]
    level = most(((r.level, r.between) for r in plain), votes)
    if level is not None:
        agreed = [r for r in plain if (r.level, r.between) == level]
        evidence = tuple(dict.fromkeys(quote for r in agreed for quote in r.evidence))
        return agreed[0].model_copy(update={"evidence": evidence}), None
    own = most((coding.review.get(item.id) for coding, _ in given), votes)
    said = Counter(f'"{rating.level}"' for rating in plain)
    said["under review"] = len(given) - len(plain)
    said["unscored"] = unscored
    return _middle(item, [r for _, r in given]), own or f"the readings do not agree: {in_words(said)}"


def _middle(item: Item, given: Sequence[Rating]) -> Rating:
    levels = list(item.anchors)
    ordered = sorted(given, key=lambda r: (levels.index(r.level) if r.level in levels else -1, r.between))
    return ordered[(len(ordered) - 1) // 2]
