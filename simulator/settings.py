"""What can be configured, read from the environment once. Nothing needs to be: every field has a working default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import AttuneError

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
        data = env.get("ATTUNE_DATA_DIR", "").strip()
        home = Path(env.get("XDG_DATA_HOME", "").strip() or Path.home() / ".local" / "share")
        return cls(
            data_dir=Path(data) if data else home / "attune",
            database_url=env.get("ATTUNE_DATABASE_URL", "").strip() or None,
            model=env.get("ATTUNE_MODEL", "").strip() or None,
            grader_model=env.get("ATTUNE_GRADER_MODEL", "").strip() or None,
            base_url=env.get("ATTUNE_BASE_URL", "").strip() or None,
            api_key=env.get("OPENAI_API_KEY", "").strip() or None,
            host=env.get("ATTUNE_HOST", "").strip() or "127.0.0.1",
            port=int(port),
        )
