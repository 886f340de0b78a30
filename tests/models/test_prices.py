"""What a request cost: as the provider said, else reckoned from the operator's prices, else unknown."""

import pytest

from simulator.errors import AttuneError
from simulator.models import ModelCall, Prices, with_cost
from simulator.settings import Settings

PRICES = Prices(tokens_in=2.0, tokens_out=8.0, tokens_cached=0.5)


def call(**fields: object) -> ModelCall:
    return ModelCall(purpose="voice", model_asked="m", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "cost"),
    [
        (call(tokens_in=1000, tokens_out=100), 0.0028),  # 1000 x 2 + 100 x 8, by the million
        (call(tokens_in=1000, tokens_out=100, tokens_cached=600), 0.0019),  # 400 x 2 + 600 x 0.5 + 100 x 8
        (call(tokens_in=1000, tokens_out=100, cost=0.5), 0.5),
        (call(tokens_in=1000, tokens_out=100, cost=0.0), 0.0),
        (call(), None),
    ],
)
def test_the_providers_figure_stands_else_the_prices_count(made: ModelCall, cost: float | None) -> None:
    told: list[ModelCall] = []
    with_cost(told.append, PRICES)(made)
    assert told[0].cost == (cost if cost is None else pytest.approx(cost))


def test_without_a_price_for_cached_tokens_they_cost_what_others_do() -> None:
    flat = Prices(tokens_in=2.0, tokens_out=8.0)
    assert flat.of(call(tokens_in=1000, tokens_out=0, tokens_cached=600)) == pytest.approx(0.002)


def test_without_prices_the_cost_stays_unknown() -> None:
    told: list[ModelCall] = []
    with_cost(told.append, None)(call(tokens_in=1, tokens_out=1))
    assert told[0].cost is None


def test_limits_and_prices_are_read_from_the_environment() -> None:
    env = {
        "ATTUNE_MAX_TURNS": "30",
        "ATTUNE_MAX_TOKENS_PER_ENCOUNTER": "0",
        "ATTUNE_PRICE_IN": "0.25",
        "ATTUNE_PRICE_OUT": "2",
        "ATTUNE_PRICE_CACHED": "0.025",
    }
    read = Settings.from_environment(env)
    assert (read.max_turns, read.max_encounter_tokens) == (30, 0)
    assert (read.price_in, read.price_out, read.price_cached) == (0.25, 2.0, 0.025)
    plain = Settings.from_environment({})
    assert (plain.max_turns, plain.max_encounter_tokens, plain.price_in) == (120, 400_000, None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ATTUNE_MAX_TURNS", "many"),
        ("ATTUNE_MAX_TOKENS_PER_ENCOUNTER", "-1"),
        ("ATTUNE_PRICE_IN", "free"),
        ("ATTUNE_PRICE_CACHED", "nan"),
        ("ATTUNE_PRICE_OUT", "-2"),
    ],
)
def test_what_is_no_number_is_named(name: str, text: str) -> None:
    with pytest.raises(AttuneError) as caught:
        Settings.from_environment({name: text})
    assert name in caught.value.message and text in caught.value.message


def test_one_price_without_the_other_is_named() -> None:
    with pytest.raises(AttuneError, match="ATTUNE_PRICE_OUT"):
        Settings.from_environment({"ATTUNE_PRICE_IN": "1"})
