"""What can be configured, read from the environment once. Nothing needs to be: every field has a working default."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import AttuneError

MAX_TURNS, MAX_ENCOUNTER_TOKENS = 120, 400_000
"""Several times what a long encounter takes: against a script that never stops, not against a talkative learner."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation's configuration."""

    data_dir: Path
    """Where the database and a site's own texts live."""
    database_url: str | None = None
    """SQLAlchemy URL; None: SQLite in `data_dir`."""
    model: str | None = None
    """LangChain style name, e.g. "openai:gpt-5-mini"; None: the offline voice and the built-in coder."""
    grader_model: str | None = None
    """Model of the LLM coder; None: the same as `model`."""
    base_url: str | None = None
    """Any OpenAI-compatible server."""
    api_key: str | None = field(default=None, repr=False)
    """Never printed, logged or stored."""
    max_turns: int = MAX_TURNS
    """Learner turns that one encounter holds; 0: no limit."""
    max_encounter_tokens: int = MAX_ENCOUNTER_TOKENS
    """Tokens of prompts and answers that the patient's voice may use in one encounter; 0: no limit."""
    price_in: float | None = None
    """Price of a million tokens sent to `model`, where the provider does not say what a request cost."""
    price_out: float | None = None
    """Price of a million tokens of its answers; set together with `price_in`."""
    price_cached: float | None = None
    """Price of a million tokens taken from the provider's cache; None: `price_in`."""
    host: str = "127.0.0.1"
    port: int = 7860

    @property
    def coder_model(self) -> str | None:
        """The model that codes."""
        return self.grader_model or self.model

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read ATTUNE_* and OPENAI_API_KEY. Raises AttuneError naming the variable that cannot be used."""
        env = os.environ if env is None else env
        port = env.get("ATTUNE_PORT", "").strip() or "7860"
        if not port.isdecimal() or not 0 <= int(port) <= 65535:
            raise AttuneError(f'"{port}" is not a port.', where="ATTUNE_PORT", todo="Give a number from 0 to 65535.")
        price_in, price_out = _price(env, "ATTUNE_PRICE_IN"), _price(env, "ATTUNE_PRICE_OUT")
        if (price_in is None) != (price_out is None):
            missing = "ATTUNE_PRICE_IN" if price_in is None else "ATTUNE_PRICE_OUT"
            raise AttuneError("one price is set without the other.", where=missing, todo="Set both, or neither.")
        data = env.get("ATTUNE_DATA_DIR", "").strip()
        home = Path(env.get("XDG_DATA_HOME", "").strip() or Path.home() / ".local" / "share")
        return cls(
            data_dir=Path(data) if data else home / "attune",
            database_url=env.get("ATTUNE_DATABASE_URL", "").strip() or None,
            model=env.get("ATTUNE_MODEL", "").strip() or None,
            grader_model=env.get("ATTUNE_GRADER_MODEL", "").strip() or None,
            base_url=env.get("ATTUNE_BASE_URL", "").strip() or None,
            api_key=env.get("OPENAI_API_KEY", "").strip() or None,
            max_turns=_count(env, "ATTUNE_MAX_TURNS", MAX_TURNS),
            max_encounter_tokens=_count(env, "ATTUNE_MAX_TOKENS_PER_ENCOUNTER", MAX_ENCOUNTER_TOKENS),
            price_in=price_in,
            price_out=price_out,
            price_cached=_price(env, "ATTUNE_PRICE_CACHED"),
            host=env.get("ATTUNE_HOST", "").strip() or "127.0.0.1",
            port=int(port),
        )


def _count(env: Mapping[str, str], name: str, otherwise: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal()):
        raise AttuneError(f'"{text}" is not a number.', where=name, todo="Give a whole number; 0 means no limit.")
    return int(text)


def _price(env: Mapping[str, str], name: str) -> float | None:
    text = env.get(name, "").strip()
    if not text:
        return None
    try:
        price = float(text)
    except ValueError:
        price = math.nan
    if not 0 <= price < math.inf:
        raise AttuneError(f'"{text}" is not a price.', where=name, todo="Give the price of a million tokens: 0.25")
    return price
