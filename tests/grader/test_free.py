"""One rubric for every coder: free items go to a model as they are written; what is counted needs no model."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ruamel.yaml import YAML

from simulator.codes import Coding
from simulator.grader import builtin
from simulator.grader.ratings import FREE
from simulator.rubric.evidence import verify
from simulator.rubric.model import Rubric
from simulator.rubric.scoring import score
from tests.grader.talks import RATED, SCAN, code, model

ATTUNEMENT = Path(__file__).resolve().parents[2] / "rubrics" / "attunement.yaml"
OWN = Rubric.model_validate(
    {
        **RATED.model_dump(),
        "id": "own",
        "items": [{**item, "kind": "free"} for item in RATED.model_dump()["items"]],
    }
)


def verified(coding: Coding, rubric: Rubric) -> Coding:
    return verify(coding, SCAN, rubric)


def test_a_model_codes_free_items_by_their_anchors_and_never_sees_points() -> None:
    scripted = model()
    card = score(OWN, verified(asyncio.run(code(SCAN, scripted, OWN)), OWN))
    assert [(item.id, item.score, item.unscored) for item in card.items] == [("warm", 373, None), ("cold", 1, None)]
    asked = "\n".join(str(message.text) for call in scripted.seen for message in call)
    assert "somewhat" in asked
    assert not {"171", "272", "373"} & set(asked.split())


def test_the_built_in_coder_leaves_them_with_a_plain_reason() -> None:
    card = score(OWN, verified(builtin.code(SCAN, OWN), OWN))
    assert [(item.score, item.unscored) for item in card.items] == [(None, FREE), (None, FREE)]


def test_signs_of_attunement_come_from_whichever_labels_there_are() -> None:
    rubric = Rubric.model_validate(YAML(typ="safe").load(ATTUNEMENT.read_text("utf-8")))
    card = score(rubric, verified(asyncio.run(code(SCAN, model(), rubric)), rubric))
    # two moments: named and asked after; then a question about sleep
    assert {item.id: (item.score, item.n) for item in card.items} == {
        "emotion_before_fact": (0.5, 2),
        "asks_meaning": (0.5, 2),
        "names_and_checks": (0.5, 2),
        "stays_with_it": (0.5, 2),
    }
