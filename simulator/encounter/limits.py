"""How long one encounter may be, and how much it may cost: told to the learner in plain words, never by the patient."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.encounter.views import Notice
from simulator.errors import Closed

TODO = "End it now: everything that was said is kept, and the debrief follows."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one encounter may use; 0: no limit."""

    turns: int = 0
    """Learner turns."""
    tokens: int = 0
    """Tokens of prompts and answers of the patient's voice, as far as the provider says how many they were."""

    def reached(self, turns: int, tokens: int) -> str | None:
        """What is used up, in a sentence; None while there is room."""
        if self.turns and turns >= self.turns:
            return f"this conversation has come to its limit of {self.turns:,} turns."
        if self.tokens and tokens >= self.tokens:
            return "this conversation has used up what the language model may be asked in one encounter."
        return None


def notice(what: str) -> Notice:
    """The notice that stands below a conversation for which there is no more room."""
    return Notice(text=f"{what[0].upper()}{what[1:]} {TODO}", retryable=False, kind="used_up")


def closed(what: str) -> Closed:
    """The error for a turn or a reply for which there is no more room."""
    return Closed(what, todo=TODO)
