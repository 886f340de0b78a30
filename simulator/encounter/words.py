"""What a learner typed, made fit to be stored and shown: nothing lost, nothing dangerous, nothing invisible."""

from __future__ import annotations

import unicodedata

from simulator.errors import BadInput
from simulator.transcript import Act

LONGEST = 4000
"""Characters in one turn: several minutes of speech."""


def accept(text: str, act: Act) -> str:
    """The text as it is stored. Raises BadInput when it is empty or too long (the page keeps the words)."""
    if act is Act.QUIET:
        return ""
    text = clean(text)
    if not text.strip():
        raise BadInput("there is nothing to send yet.", todo="Write something, or choose to stay quiet.")
    if len(text) > LONGEST:
        raise BadInput(
            f"that is {len(text):,} characters; one turn holds {LONGEST:,}.",
            todo="Your words are still in the box: shorten them or send them in parts.",
        )
    return text


def clean(text: str) -> str:
    """Line ends unified, control characters made visible (as their pictures), lone surrogates replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n ")
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char in "\n\t":
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(char) in ("Cc", "Cs"):
        return "\ufffd"
    return char
