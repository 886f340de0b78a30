"""What happens in any conversation, whatever the case: which everyday answer fits the learner's turn."""

from __future__ import annotations

from simulator.codes import MoveKind as M
from simulator.patient.affect import earning
from simulator.patient.inner import Heard, Ledger
from simulator.patient.rules import KIND
from simulator.transcript import Act

TEXTS: dict[str, str] = {
    "opening": "Begin with these words.",
    "greeting": "Answer the greeting.",
    "small_yes": "Take in what was said with a nod or a short word.",
    "go_on": "There is nothing more to say about it just now; say so in a few words.",
    "do_not_know": "Asked something ordinary: answer in few words, or do not know. Add no illness, no event.",
    "nothing_like_that": "The answer is no, nothing of that kind.",
    "puzzled": "Did not understand what is meant; ask what was meant.",
    "jargon": "Did not know a word the clinician used; ask what it means.",
    "silence": "The clinician is quiet. Stay with it, or fill it with a few words.",
    "touched": "A kind word has been said; show in a few words that it was heard.",
    "stock": "The same sort of phrase again; acknowledge it briefly and without warmth.",
    "reassured": "Has been told not to worry; is not helped by that, and shows it briefly.",
    "judged": "Feels lectured or doubted; answer briefly and more coolly.",
    "pressed": "Is being pressed on something already declined; decline again, more firmly.",
    "left_in_peace": "Was left in peace about it; acknowledge that.",
    "apology": "The clinician has apologised; take it.",
    "informed": "Has been given information; take it in.",
    "advised": "Has been given advice; respond to it as this person would.",
    "limit": "Has been refused something, with the reason; respond as this person would.",
    "limit_bare": "Has been refused something without a reason; respond as this person would.",
    "plan": "A next step has been offered; respond as this person would.",
    "thanked": "Has been thanked or complimented; answer it.",
    "again": "Has said this already; mention that lightly and say it in other words.",
    "closing": "The conversation is ending; say goodbye.",
    "repeat": "Was not understood; say the same once more.",
}
"""What each everyday answer is, for a voice that finds its own words."""

STANDS_ALONE = frozenset({"pressed", "closing", "silence", "puzzled", "jargon"})
"""Answers beside which nothing else is said, unless something was asked."""

WITH_ANSWERS = frozenset(
    {
        "pressed",
        "left_in_peace",
        "judged",
        "reassured",
        "apology",
        "limit",
        "limit_bare",
        "greeting",
        "touched",
    }
)
"""Answers that may stand before facts; the others give way to them."""


def reaction(heard: Heard, ledger: Ledger, *, pressed: bool, peace: bool) -> str | None:
    """The name of the everyday answer to the turn's moves, or None. `ledger` is the one before the turn."""
    if heard.act is Act.QUIET:
        return "silence"
    if pressed:
        return "pressed"
    if peace:
        return "left_in_peace"
    if heard.has(M.CLOSES) and not heard.questions:
        return "closing"
    sure = any(move.negative for move in heard.moves)
    for name, kinds in _UNKIND:
        if heard.has(*kinds) and (sure or not heard.touched):
            return name
    if heard.has(M.APOLOGISES) and not heard.has(M.SHOWS_CONCERN):
        return "apology"
    if heard.has(M.SETS_LIMIT):
        return "limit" if heard.reason else "limit_bare"
    kind = earning(heard) & KIND - {M.REFLECTS}
    useful = next((name for name, kinds in _PLAIN[:2] if heard.has(*kinds)), None)
    if heard.stale and not kind and useful is None:
        return "stock"
    if kind or heard.act is Act.GESTURE:
        return "touched"
    if heard.has(M.GREETS) and not ledger.greeted:
        return "greeting"
    for name, kinds in _PLAIN:
        if heard.has(*kinds):
            return name
    return None


_UNKIND: tuple[tuple[str, tuple[M, ...]], ...] = (
    ("judged", (M.JUDGES, M.ARGUES)),
    ("reassured", (M.MINIMISES, M.REASSURES_EARLY)),
)
_PLAIN: tuple[tuple[str, tuple[M, ...]], ...] = (
    ("plan", (M.PLANS, M.SOLVES)),
    ("advised", (M.ADVISES, M.ADVISES_UNASKED)),
    ("jargon", (M.JARGON,)),
    ("informed", (M.INFORMS, M.ANSWERS)),
    ("thanked", (M.THANKS,)),
    ("small_yes", (M.REFLECTS, M.SIGNPOSTS, M.POSTPONES, M.BACK_CHANNEL, M.SELF_DISCLOSES, M.GREETS)),
)
