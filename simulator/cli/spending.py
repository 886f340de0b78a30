"""What a language model may use up: the budget as typed, what was used, and whether one more transcript fits."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.grader.estimate import Tokens
    from simulator.models import ModelCall, Prices

COST = "cost:"
_TOKENS = re.compile(r"(?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?)(?P<unit>[kM]?)")
_UNITS = {"": 1, "k": 1_000, "M": 1_000_000}


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens, or money in whatever currency the operator reckons in."""

    most: float
    money: bool


def budget(text: str) -> Budget:
    """The budget as typed: "300000", "300k" and "1.5M" are tokens, "cost:2.50" is money. Raises ValueError."""
    money = text.startswith(COST)
    match = _TOKENS.fullmatch(text.removeprefix(COST))
    if match is None or (money and match["unit"]):
        raise ValueError(text)
    most = float(match["number"]) * _UNITS[match["unit"]]
    if not 0 < most < math.inf or (not money and most != int(most)):
        raise ValueError(text)
    return Budget(most, money)


@dataclass(slots=True)
class Purse:
    """What was used and what is under way. Where the transcripts before used more than was estimated, estimates are
    corrected; never downwards, since the same words again cost nothing and the next may be new.
    """

    budget: Budget | None = None
    prices: Prices | None = None
    tokens: int = 0
    cost: float = 0.0
    unknown: bool = False
    """A request was answered without a word of what it cost."""
    closed: str | None = None
    """Why no further transcript is begun."""
    _under_way: int = 0
    _estimated: int = 0
    _average: float = field(default=0.0)

    def note(self, call: ModelCall) -> None:
        """One request, ended in whatever way. Where the server does not count tokens, the estimate stands for them."""
        counted = call.tokens_in is not None or call.tokens_out is not None
        if counted:
            self.tokens += (call.tokens_in or 0) + (call.tokens_out or 0)
        elif call.ok:
            self.tokens += round(self._average)
        self.cost += call.cost or 0.0
        self.unknown = self.unknown or (call.ok and call.cost is None)

    def takes(self, tokens: Tokens) -> bool:
        """Whether a transcript of this estimate still fits beside those under way."""
        if self.budget is None:
            return True
        if not self.budget.money:
            rate = max(self.tokens / self._estimated, 1.0) if self._estimated else 1.0
            return self.tokens + rate * (self._under_way + tokens.all) <= self.budget.most
        if self.unknown:
            return False
        price = None if self.prices is None else priced(tokens, self.prices) / max(1, tokens.all)
        if self._estimated:
            rate = max(self.cost / self._estimated, price or 0.0)
        elif price is not None:
            rate = price
        else:  # one alone shows what they cost
            return not self._under_way
        return self.cost + rate * (self._under_way + tokens.all) <= self.budget.most

    def begin(self, tokens: Tokens) -> None:
        """A transcript is begun."""
        self._under_way += tokens.all
        self._average = tokens.all / max(1, tokens.requests)

    def end(self, tokens: Tokens) -> None:
        """It is done."""
        self._under_way -= tokens.all
        self._estimated += tokens.all

    def close(self) -> None:
        """No further transcript fits."""
        if self.budget is not None and self.budget.money and self.unknown:
            self.closed = "nobody says what a request costs (set ATTUNE_PRICE_IN and ATTUNE_PRICE_OUT)"
        else:
            self.closed = "the budget is reached"

    @property
    def used(self) -> str:
        """In words."""
        cost = f", cost {self.cost:.4f}" if self.cost else ""
        return f"{self.tokens:,} tokens{cost}"


def priced(tokens: Tokens, prices: Prices) -> float:
    """What an estimate comes to."""
    return (tokens.sent * prices.tokens_in + tokens.answered * prices.tokens_out) / 1_000_000


def foreseen(tokens: Tokens, transcripts: int, prices: Prices | None) -> str:
    """The estimate in words."""
    many = "transcript" if transcripts == 1 else "transcripts"
    cost = "" if prices is None else f", cost about {priced(tokens, prices):.2f}"
    return (
        f"{transcripts:,} {many}: about {tokens.requests:,} requests, {_rounded(tokens.sent)} tokens sent and "
        f"{_rounded(tokens.answered)} answered{cost}."
    )


def _rounded(number: int) -> str:
    """Two figures are all that an estimate has."""
    return f"{round(number, 1 - math.floor(math.log10(number))) if number else 0:,}"
