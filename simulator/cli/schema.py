"""`attune schema`: the JSON Schema of a format."""

from __future__ import annotations

import argparse
import json
from typing import Any

from simulator import library
from simulator.calibrate.model import AGREEMENT_FORMAT, Agreement
from simulator.cli.files import output
from simulator.codes import CODING_FORMAT, Coding, Frozen
from simulator.planted.model import PLANTED_FORMAT, Planted
from simulator.rubric.scorecard import Scorecard

DRAFT = "https://json-schema.org/draft/2020-12/schema"
INSIDE = ("ratings", "review")
"""Fields of a coding that stay inside the program: what they come to stands in `items`."""
GRADED = ("rubric", "items", "total", "total_withheld")
"""Fields that only `attune grade` writes; it writes all of them."""


def run(args: argparse.Namespace) -> int:
    """Print one schema."""
    own = {"coding": coding_schema, "agreement": agreement_schema, "planted": planted_schema}
    made = own[args.format]() if args.format in own else library.schema(args.format)
    text = json.dumps(made, ensure_ascii=False, indent=2)
    with output(None) as write:
        write(f"{text}\n".encode())
    return 0


def coding_schema() -> dict[str, Any]:
    """Of one line of what `attune code` and `attune grade` write: made from the models, so that it cannot grow stale.

    The written form leaves out what stands elsewhere already, as `rubric.output.to_contract` does.
    """
    coding = Coding.model_json_schema(mode="serialization")
    card = Scorecard.model_json_schema(mode="serialization")
    kinds: dict[str, Any] = {**coding["$defs"], **card["$defs"]}
    expression, identity = kinds["Expression"], kinds["CoderIdentity"]
    del expression["properties"]["turn"]  # stands on the moment
    for name in ("Evidence", "Expression", "Move"):
        kinds[name]["required"] = [
            field for field in kinds[name]["properties"] if field != "where"
        ]  # written only where it is not the turn's text
    identity["required"] = ["name", "version"]  # the others only where there is something to say
    kinds.pop("Rating", None)
    fields = {name: value for name, value in coding["properties"].items() if name not in INSIDE}
    fields["format"] = {"const": CODING_FORMAT, "title": "Format", "type": "string"}
    graded = {name: card["properties"][name] for name in GRADED}
    return {
        "$schema": DRAFT,
        "title": CODING_FORMAT,
        "description": "All labels of one transcript; with a rubric, what they come to.",
        "type": "object",
        "properties": {**fields, **graded},
        "required": list(fields),
        "dependentRequired": {name: [other for other in GRADED if other != name] for name in GRADED},
        "additionalProperties": False,
        "$defs": dict(sorted(kinds.items())),
    }


def agreement_schema() -> dict[str, Any]:
    """Of what `attune calibrate --format json` writes."""
    return _whole(Agreement, AGREEMENT_FORMAT)


def planted_schema() -> dict[str, Any]:
    """Of what `attune calibrate --planted --format json` writes."""
    return _whole(Planted, PLANTED_FORMAT)


def _whole(model: type[Frozen], name: str) -> dict[str, Any]:
    """Every field is always there."""
    made = model.model_json_schema(mode="serialization")
    for part in (made, *made["$defs"].values()):
        if "properties" in part:
            part["required"] = list(part["properties"])
    made["properties"]["format"] = {"const": name, "title": "Format", "type": "string"}
    return {"$schema": DRAFT, **made, "title": name}
