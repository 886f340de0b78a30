"""A learner of the product: opens the page, begins with a patient, talks. Speaks as ui/static/talk.js does."""

from __future__ import annotations

import json
import uuid
from typing import Any

from simulator.library import shipped
from tests.bench.drivers.gradio import Json, Session, config_of
from tests.bench.http import Browser
from tests.bench.marks import Turn
from tests.bench.servers.product import COOKIE

ROOT = "/learn"


class ProductLearner:
    """One person with an encounter of their own."""

    def __init__(self, url: str, config: Json, number: int, patient: str) -> None:
        self._session = Session(Browser(url, {COOKIE: f"learner-{number}"}), config, ROOT)
        self._ask, self._talk = (_event(config, name) for name in ("ask", "talk"))
        self._patient = patient
        self._encounter = ""
        self._seq = self._turns = self._number = 0

    async def open(self) -> None:
        """Open the page, go to the patient's door, begin."""
        await self._session.open()
        await self._page({"do": "open", "patient": self._patient})
        page = await self._page({"do": "begin", "patient": self._patient})
        self._encounter = page["url"].partition("?e=")[2]
        self._shown(page["patch"])

    async def say(self, text: str, turn: Turn) -> None:
        """One turn, from sending to the last patch."""
        ticket = {"encounter": self._encounter, "seq": self._seq, "turns": self._turns}
        ticket |= {"do": "say", "text": text, "key": str(uuid.uuid4())}
        (answer,) = await self._session.run(self._talk, [self._ticket(ticket)], turn)
        patch = json.loads(answer)
        if "seq" in patch:  # a refusal may come without a state
            self._shown(patch)
        if problem := patch.get("refused") or (patch.get("notice") or {}).get("text"):
            raise RuntimeError(problem)

    async def close(self) -> None:
        """Close the page; the encounter stays."""
        await self._session.close()

    async def _page(self, ticket: Json) -> Json:
        (answer,) = await self._session.run(self._ask, [self._ticket(ticket)])
        page: Json = json.loads(answer)
        if page["kind"] == "error":
            raise RuntimeError(f"no page: {page['html'][:200]}")
        return page

    def _ticket(self, ticket: Json) -> str:
        self._number += 1
        return json.dumps({**ticket, "number": self._number})

    def _shown(self, patch: Json) -> None:
        self._seq, self._turns = patch["seq"], patch["after"] + len(patch["turns"])


def _event(config: Json, name: str) -> Json:
    (button,) = (c["id"] for c in config["components"] if c["props"].get("elem_id") == f"attune-{name}")
    found: list[Json] = [event for event in config["dependencies"] if [button, "click"] in event["targets"]]
    return found[0]


class ProductCrowd:
    """Makes learners, over the patients in turn."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._patients = [entry.id for entry in shipped().personas if entry.item is not None]
        self._config: Any = None

    async def learner(self, number: int) -> ProductLearner:
        """The next person."""
        if self._config is None:
            self._config = await config_of(Browser(self._url, {COOKIE: "config"}), ROOT)
        patient = self._patients[number % len(self._patients)]
        return ProductLearner(self._url, self._config, number, patient)
