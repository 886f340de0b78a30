"""The product as `make run` serves it, except that a cookie says who asks: every learner is a person of their own.

python -m tests.bench.servers.product PORT DATA_DIR MODEL BASE_URL
"""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import uvicorn
from starlette.requests import Request

from simulator.encounter.views import Person
from simulator.errors import BadInput
from simulator.settings import Settings
from simulator.ui.web import create_app
from simulator.wiring import build

COOKIE = "bench-learner"


def identify(request: Request) -> Person:
    """The person the cookie names. Raises BadInput without one."""
    name = request.cookies.get(COOKIE)
    if not name:
        raise BadInput("nobody is asking.")
    return Person(id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)), name=name)


def main() -> None:
    """Serve until stopped."""
    port, data, model, base_url = sys.argv[1:]
    settings = Settings(data_dir=Path(data), model=model, base_url=base_url, api_key="bench", port=int(port))
    uvicorn.run(
        create_app(build(settings), identify=identify),
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
