"""`attune schema`: the shipped formats as JSON Schema, and that what is written fits it."""

import json
from typing import Any

import pytest

from simulator import library
from simulator.cli.schema import GRADED, coding_schema
from simulator.library import hover

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def misfits(value: Any, schema: dict, root: dict, at: str = "$") -> list[str]:
    """What does not fit: the part of JSON Schema that these schemas use."""
    if "$ref" in schema:
        return misfits(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
    if "anyOf" in schema:
        options = [misfits(value, one, root, at) for one in schema["anyOf"]]
        return [] if [] in options else [f"{at}: fits no alternative"]
    if "const" in schema and value != schema["const"]:
        return [f"{at}: {value!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r}"]
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at}: {value!r} is no {kind}"]
    found: list[str] = []
    if isinstance(value, list) and "items" in schema:
        for n, one in enumerate(value):
            found += misfits(one, schema["items"], root, f"{at}[{n}]")
    if isinstance(value, dict) and kind == "object":
        fields, others = schema.get("properties", {}), schema.get("additionalProperties")
        found += [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, needs in schema.get("dependentRequired", {}).items():
            found += [f"{at}: {name} without {n}" for n in needs if name in value and n not in value]
        for name, one in value.items():
            if name in fields:
                found += misfits(one, fields[name], root, f"{at}.{name}")
            elif others is False:
                found.append(f"{at}: unknown {name}")
            elif isinstance(others, dict):
                found += misfits(one, others, root, f"{at}.{name}")
    return found


@pytest.mark.parametrize("args", [("code",), ("grade",), ("grade", "--rubric", "listening")])
def test_what_code_and_grade_write_fits_the_schema_of_a_coding(here, talks, args):
    schema = coding_schema()
    for row in here(args[0], talks, *args[1:]).rows:
        assert row["moves"]
        assert misfits(row, schema, schema) == []


@pytest.mark.parametrize("field", ["moments", "dropped", "coder"])
def test_a_line_without_a_field_does_not_fit(here, talks, field):
    [row, _] = here("code", talks).rows
    del row[field]
    assert misfits(row, coding_schema(), coding_schema()) == [f"$: {field} is missing"]


def test_half_a_scorecard_does_not_fit(here, talks):
    [row, _] = here("grade", talks).rows
    del row["items"]
    assert f"$: {GRADED[0]} without items" in misfits(row, coding_schema(), coding_schema())


def test_every_reference_of_the_schema_leads_somewhere():
    schema = coding_schema()
    text = json.dumps(schema)
    used = {part.partition('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert used <= schema["$defs"].keys()
    assert schema["$defs"].keys() <= used


@pytest.mark.parametrize("kind", ["persona", "rubric"])
def test_the_schema_of_a_file_is_the_librarys(here, kind):
    done = here("schema", kind)
    assert done.code == 0
    assert json.loads(done.out) == library.schema(kind)


def test_the_schema_of_a_coding_is_printed(here):
    assert json.loads(here("schema", "coding").out)["title"] == "attune.coding/1"


# ---- what editors show -------------------------------------------------------------------------------------


def parts(schema: dict) -> dict[str, dict]:
    """Every model and list of words of a schema, by name."""
    return {schema["title"]: schema, **schema["$defs"]}


def test_every_field_of_a_persona_is_explained():
    for name, part in parts(library.schema("persona")).items():
        for field, rules in part.get("properties", {}).items():
            assert len(rules.get("description", "").split()) > 1, (name, field)


def test_every_word_that_may_be_chosen_is_explained():
    for name, part in parts(library.schema("persona")).items():
        for field, rules in {"": part, **part.get("properties", {})}.items():
            if "enum" in rules:
                assert len(rules["enumDescriptions"]) == len(rules["enum"])
                assert all(rules["enumDescriptions"]), (name, field)
                for word, meaning in zip(rules["enum"], rules["enumDescriptions"], strict=True):
                    assert f"- {word}: {meaning}" in rules["description"]


@pytest.mark.parametrize(
    ("name", "field"), [("Line", "mood"), ("Persona", "ways_in"), ("Fact", "kind"), ("Line", "shows")]
)
def test_a_field_explains_the_words_it_takes(name, field):
    """Pointing at the field shows them; nobody has to look up what it refers to."""
    said = parts(library.schema("persona"))[name]["properties"][field]["description"]
    assert said.count("\n- ") >= 3


def test_the_explanations_speak_of_nothing_that_is_gone():
    schema = library.schema("persona")
    known = parts(schema)
    for name, texts in hover.texts().items():
        model, _, field = name.partition(".")
        assert model in known, name
        rules = known[model]["properties"][field] if field else known[model]
        assert set(texts) <= set(rules.get("enum", rules.get("properties", ()))), name
