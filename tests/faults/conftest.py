"""The provider that fails on request, and models that talk to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.models import ModelCall, ModelSpec, chat_model
from tests.fake_provider import FakeProvider

KEY = "sk-test-4f9a1c7e-do-not-print"


@pytest.fixture(scope="session")
def _provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider


@pytest.fixture
def provider(_provider: FakeProvider) -> FakeProvider:
    """The running provider, with nothing seen yet."""
    _provider.reset()
    return _provider


@pytest.fixture
def model_of(provider: FakeProvider) -> Callable[..., Any]:
    """Make a model of a behaviour's name."""

    def make(behaviour: str, **changes: Any) -> Any:
        spec: dict[str, Any] = {"base_url": provider.url, "api_key": KEY, "timeout_s": 5, "max_retries": 0}
        return chat_model(ModelSpec(name=f"openai:{behaviour}", **{**spec, **changes}))

    return make


@pytest.fixture
def calls() -> list[ModelCall]:
    """Where a test keeps the account."""
    return []
