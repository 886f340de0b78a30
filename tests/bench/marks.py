"""One turn's times, read from the marks that the provider puts into what it says (see tests/fake_provider.py)."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

LONGEST_MARK = 160
_MARK = re.compile(rb"@@([FEL])([\w.-]+):(?:(\d+):)?(\d+)@@")


def now_us() -> int:
    """This machine's monotonic clock, which the provider uses too, in microseconds."""
    return time.monotonic_ns() // 1000


@dataclass(slots=True)
class Turn:
    """What one turn looked like from the learner's side."""

    id: str
    """Echoed by the provider; a page may see other turns' marks again."""
    sent: int = field(default_factory=now_us)
    first_seen: int = 0
    """When the first released words arrived."""
    asked: int = 0
    """When the provider got the request."""
    needed: int = 0
    """When the provider had sent the last of what those first words hold."""
    last_seen: int = 0
    last_sent: int = 0
    done: int = 0
    """When the page could send again."""
    error: str | None = None
    _tail: bytes = b""

    @property
    def tag(self) -> str:
        """What the learner's message must hold for the provider to echo the id."""
        return f"#id={self.id}#"

    def feed(self, received: bytes) -> None:
        """Bytes of any answer that belongs to this turn, as they come."""
        if self.last_sent:
            return
        found = {
            mark[1]: (int(mark[3] or 0), int(mark[4]))
            for mark in _MARK.finditer(self._tail + received)
            if mark[2] == self.id.encode()
        }
        self._tail = (self._tail + received)[-LONGEST_MARK:]
        if not self.first_seen and b"F" in found:
            self.first_seen = now_us()
            self.asked = found[b"F"][0]
            # Released by sentence, the first words hold the sentence's end too, and cannot come before it.
            self.needed = max(sent for name, (_, sent) in found.items() if name != b"L")
        if b"L" in found:
            self.last_seen, self.last_sent = now_us(), found[b"L"][1]

    def finish(self) -> None:
        """The page may send again."""
        self.done = now_us()
        if self.error is None and not (self.first_seen and self.last_sent):
            self.error = "the reply did not come whole"

    @property
    def before_ms(self) -> float:
        """From sending until the provider has the request."""
        return (self.asked - self.sent) / 1000

    @property
    def added_ms(self) -> float:
        """From when the provider had sent the first released words until they arrived."""
        return (self.first_seen - self.needed) / 1000

    @property
    def first_words_ms(self) -> float:
        """From sending until the first released words arrived, the provider's own time included."""
        return (self.first_seen - self.sent) / 1000

    @property
    def after_ms(self) -> float:
        """From the provider's last word until the page may send again."""
        return (self.done - self.last_sent) / 1000


def percentile(values: list[float], share: float) -> float:
    """Between the two nearest values."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
