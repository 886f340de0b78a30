"""`attune serve`: where it listens. What it serves is tested with the pages."""

import pytest

from simulator.cli import serve
from simulator.settings import Settings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that the server would have been started with."""
    seen: list[Settings] = []
    monkeypatch.setattr(serve, "serve_page", seen.append)
    return seen


def test_it_listens_where_the_environment_says(here, asked, monkeypatch):
    monkeypatch.setenv("ATTUNE_HOST", "localhost")
    monkeypatch.setenv("ATTUNE_PORT", "8123")
    assert here("serve").code == 0
    assert (asked[0].host, asked[0].port) == ("localhost", 8123)


def test_arguments_come_before_the_environment(here, asked, monkeypatch):
    monkeypatch.setenv("ATTUNE_PORT", "8123")
    assert here("serve", "--host", "::1", "--port", "0").code == 0
    assert (asked[0].host, asked[0].port) == ("::1", 0)


def test_beyond_this_machine_is_refused_in_one_line(here):
    done = here("serve", "--host", "0.0.0.0")
    assert (done.code, len(done.err.splitlines())) == (2, 1), done.err
    assert "0.0.0.0" in done.err
