"""What goes to the page: whole pages as HTML made here, and the conversation as small patches of plain data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from simulator.encounter.views import Phase, SeenTurn, View
from simulator.transcript import Act, Side
from simulator.ui.texts import Texts, sentence

MOST_CHARACTERS = 4000
"""Longest message; the simulator refuses more, and the page says so before sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, or a sentence in its place."""

    kind: str
    """shelf, door, talk, debrief, library or error."""
    title: str
    html: str
    url: str
    """Where it lives: what the address bar shows and a reload asks for."""
    patch: dict[str, Any] | None = None
    """For a conversation: its turns so far and its state."""
    words: dict[str, str] = field(default_factory=dict)
    """Strings the script needs."""
    again: int = 0
    """Milliseconds after which to ask again; 0: it will not change by itself."""

    def to_json(self, number: object) -> str:
        """As the page's script reads it. `number` is the asker's own, so that late answers are recognised."""
        body = asdict(self)
        stamp = hashlib.sha256(self.html.encode("utf-8", "replace")).hexdigest()[:16]
        return json.dumps({"n": number, "stamp": stamp, **body}, ensure_ascii=False)


def voice_words(t: Texts, view: View) -> str:
    """Which voice speaks, as the page says it."""
    voice = view.voice
    if voice.kind == "offline":
        return t("voice.offline")
    return t("voice.llm", model=voice.model or t("voice.llm_plain"))


def turn_data(seen: SeenTurn) -> dict[str, Any]:
    """One turn as plain data; the script puts it in as text, never as markup."""
    turn = seen.turn
    row: dict[str, Any] = {"number": seen.number, "side": turn.side.value, "text": turn.text}
    for key, value in (("who", turn.who), ("seen", turn.seen), ("flag", turn.flag and turn.flag.value)):
        if value:
            row[key] = value
    if turn.act is not Act.SAY:
        row["act"] = turn.act.value
    return row


def whole_turns(view: View) -> tuple[SeenTurn, ...]:
    """The turns that will not change any more: without the reply that is growing just now."""
    if view.replying and view.turns and view.turns[-1].turn.side is Side.PATIENT:
        return view.turns[:-1]
    return view.turns


def growing(text: str, seen: str | None) -> dict[str, Any]:
    """The reply so far: all that is released of it."""
    return {"text": text, "seen": seen}


def state(view: View, after: int = 0) -> dict[str, Any]:
    """The patch that brings a page which shows turns up to `after` to this view.

    The page drops what it shows beyond `after` and puts `turns` in its place; `live` is the growing reply, or None
    when none is being made.
    """
    turns = whole_turns(view)
    after = min(after, len(turns))
    partial = view.turns[-1].turn if len(turns) < len(view.turns) else None
    notice = view.notice
    return {
        "seq": view.seq,
        "after": after,
        "turns": [turn_data(turn) for turn in turns[after:]],
        "live": growing(partial.text if partial else "", partial.seen if partial else None) if view.replying else None,
        "notice": None if notice is None else {"text": sentence(notice.text), "retry": notice.retryable},
        "ended": view.phase is Phase.ENDED,
    }
