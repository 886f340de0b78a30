"""A person at a bare gr.ChatInterface. Follows the events that its page runs for one submitted message."""

from __future__ import annotations

from typing import Any

from tests.bench.drivers.gradio import Json, Session, config_of
from tests.bench.http import Browser
from tests.bench.marks import Turn


class ChatLearner:
    """One person with the page open. The page holds the conversation and sends it with every event."""

    def __init__(self, url: str, config: Json) -> None:
        self._session = Session(Browser(url), config)
        self._events = [event for event in config["dependencies"] if event.get("backend_fn")]
        self._kinds = {c["id"]: c["type"] for c in config["components"]}
        self._values: dict[int, Any] = {c["id"]: c["props"].get("value") for c in config["components"]}
        self._box = next(at for event in self._events for at, what in event["targets"] if self._submits(at, what))

    def _submits(self, component: int, what: str) -> bool:
        return what == "submit" and self._kinds.get(component) == "textbox"

    async def open(self) -> None:
        """Open the page."""
        await self._session.open()

    async def say(self, text: str, turn: Turn) -> None:
        """Submit a message and follow the chain of events to its end."""
        self._values[self._box] = text
        waiting = [event for event in self._events if [self._box, "submit"] in event["targets"]]
        while waiting:
            event = waiting.pop(0)
            await self._run(event, turn)
            waiting += [after for after in self._events if after.get("trigger_after") == event["id"]]

    async def close(self) -> None:
        """Close the page."""
        await self._session.close()

    async def _run(self, event: Json, turn: Turn) -> None:
        inputs = [None if self._kinds[at] == "state" else self._values.get(at) for at in event["inputs"]]
        outputs = await self._session.run(event, inputs, turn)
        for at, value in zip(event["outputs"], outputs, strict=False):
            if isinstance(value, dict) and value.get("__type__") == "update":
                self._values[at] = value.get("value", self._values.get(at))
            else:
                self._values[at] = value


class ChatCrowd:
    """Makes people."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._config: Any = None

    async def learner(self, number: int) -> ChatLearner:
        """The next person."""
        if self._config is None:
            self._config = await config_of(Browser(self._url))
        return ChatLearner(self._url, self._config)
