"""A portrait's address: a key that changes when the drawing does and never else, so that a browser may keep it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache, lru_cache
from importlib.resources import files

from simulator.encounter.views import Portrait

PLACE = "/portraits"


@cache
def _drawing() -> str:
    """A hash of all that draws: another drawing is another address."""
    room = files("simulator.ui")
    sources = sorted((room / "portrait").iterdir(), key=lambda file: file.name)
    texts = [file.read_bytes() for file in sources if file.name.endswith(".py")]
    texts.append((room / "templates" / "portrait.svg").read_bytes())
    return hashlib.sha256(b"".join(texts)).hexdigest()


@lru_cache(maxsize=8192)
def key(portrait: Portrait) -> str:
    """The portrait's key. It tells nothing of what it stands for."""
    what = [_drawing(), portrait.looks.model_dump(), portrait.age, portrait.hands, asdict(portrait.figure)]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:20]


def find(portrait: Portrait, wanted: str) -> Portrait | None:
    """The portrait of the same patient that has this key."""
    return next((one for one in portrait.every() if key(one) == wanted), None)


def in_encounter(encounter: str, portrait: Portrait) -> str:
    """Where its owner gets the portrait of an encounter."""
    return f"{PLACE}/{encounter}/{key(portrait)}.svg"


def at_door(patient: str, portrait: Portrait) -> str:
    """Where whoever may see the shelf gets a patient's portrait."""
    return f"{PLACE}/door/{patient}/{key(portrait)}.svg"
