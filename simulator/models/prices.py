"""What a request costs: as the provider says, or else by the prices an operator has set."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.models.calls import ModelCall, OnCall

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices of one model for a million tokens, in whatever currency the operator reckons in."""

    tokens_in: float
    tokens_out: float
    tokens_cached: float | None = None
    """Of input tokens taken from the provider's cache; None: the same as others."""

    def of(self, call: ModelCall) -> float | None:
        """What the call costs; None where the provider did not say how many tokens it was."""
        if call.tokens_in is None or call.tokens_out is None:
            return None
        cached = min(call.tokens_cached or 0, call.tokens_in)
        for_cached = self.tokens_in if self.tokens_cached is None else self.tokens_cached
        fresh = call.tokens_in - cached
        return (fresh * self.tokens_in + cached * for_cached + call.tokens_out * self.tokens_out) / MILLION


def with_cost(on_call: OnCall, prices: Prices | None) -> OnCall:
    """The same, told of calls with their cost: the provider's own figure stands, and is never reckoned over."""
    if prices is None:
        return on_call

    def priced(call: ModelCall) -> None:
        on_call(call if call.cost is not None else replace(call, cost=prices.of(call)))

    return priced
