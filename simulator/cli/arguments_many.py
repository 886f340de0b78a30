"""The arguments of `attune code` and `attune grade` that are about many transcripts."""

from __future__ import annotations

import argparse

from simulator.cli.spending import Budget, budget


def many(verb: argparse.ArgumentParser) -> None:
    """Add them."""
    verb.add_argument(
        "--resume",
        action="store_true",
        help="go on with the file in -o: what stands there with the same words, id, rubric and coder is not coded "
        "again, and each result is written as it comes (a first run may have it too)",
    )
    model = verb.add_argument_group("with a language model")
    model.add_argument(
        "--votes",
        metavar="N",
        type=_odd,
        default=1,
        help="read each transcript N times, an odd number, and keep what more than half say (default: 1)",
    )
    model.add_argument("--concurrency", metavar="N", type=_requests, help="requests at the same time (default: 4)")
    model.add_argument(
        "--budget",
        metavar="AMOUNT",
        type=_budget,
        help="begin no transcript that would go beyond it: tokens (300000, 300k, 1.5M), or money (cost:2.50) as the "
        "provider says or ATTUNE_PRICE_* reckon; exit code 1 where transcripts are left",
    )
    verb.add_argument(
        "--dry-run", action="store_true", help="check the input, say what it would take, and code nothing"
    )


def _whole(text: str, least: int, most: int) -> int | None:
    good = text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most
    return int(text) if good else None


def _odd(text: str) -> int:
    number = _whole(text, 1, 15)
    if number is None or number % 2 == 0:
        raise argparse.ArgumentTypeError(f'"{text}" is not an odd number from 1 to 15')
    return number


def _requests(text: str) -> int:
    number = _whole(text, 1, 1000)
    if number is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 1 to 1000')
    return number


def _budget(text: str) -> Budget:
    try:
        return budget(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a budget (tokens as 300000, 300k or 1.5M; money as cost:2.50)'
        ) from None
