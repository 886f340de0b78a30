"""`attune serve`: the web page, until it is stopped."""

from __future__ import annotations

import argparse
from dataclasses import replace

from simulator.settings import Settings


def run(args: argparse.Namespace) -> int:
    """Listen where the arguments, or else the environment, say."""
    settings = Settings.from_environment()
    if args.host is not None:
        settings = replace(settings, host=args.host)
    if args.port is not None:
        settings = replace(settings, port=args.port)
    serve_page(settings)
    return 0


def serve_page(settings: Settings) -> None:
    """Load the pages and start the server; nobody but this verb waits for them."""
    from simulator.ui.web import serve

    serve(settings)
