"""`attune case`: what an actor needs is on the sheet, in the right section."""

from pathlib import Path

import pytest

from simulator.cli.sheet import sheet
from simulator.cli.sheet_words import flat, share
from simulator.library import parse_persona, shipped
from simulator.persona import FactKind, Persona, Says

PERSONAS = [entry.item for entry in shipped().personas if entry.item is not None]


def sections(text: str) -> dict[str, str]:
    return {part.partition("\n")[0]: part for part in text.split("\n## ")}


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_everything_the_author_wrote_is_on_the_sheet(persona: Persona):
    text = sheet(persona, "v", {})
    wanted = [persona.name, str(persona.age), persona.door_note, persona.opening.text, persona.manner]
    wanted += [persona.setting.place, persona.setting.learner_role, persona.author_notes, *persona.background]
    wanted += [fact.text for fact in persona.facts] + [fact.cover for fact in persona.facts if fact.cover]
    wanted += [hint.text for thread in persona.threads for hint in thread.hints]
    wanted += [ask.text for ask in persona.asks] + list(persona.closing_words.values())
    wanted += [line.text for name in Says.model_fields for line in getattr(persona.says, name)]
    wanted += [persona.safety.half_denial.text]
    assert [words for words in wanted if flat(words) not in text] == []


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_every_fact_stands_where_it_may_be_told(persona: Persona):
    found = sections(sheet(persona, "v", {}))
    titles = {
        FactKind.CLINICAL: "If asked",
        FactKind.PERSONAL: "Only when you feel met",
        FactKind.HELD: "Not today",
        FactKind.SAFETY: "Safety",
    }
    for fact in persona.facts:
        assert flat(fact.text) in found[titles[fact.kind]]
        if fact.kind is FactKind.HELD:
            assert not any(flat(line.text) in found["Not today"] for line in fact.lines), (
                "held words are not for saying"
            )


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_hints_stand_in_their_order(persona: Persona):
    text = sections(sheet(persona, "v", {}))["What you let show"]
    for thread in persona.threads:
        places = [text.index(flat(hint.text)) for hint in thread.hints]
        assert places == sorted(places)


def test_topics_are_said_in_words_of_the_language(here):
    text = here("case", PERSONAS[0].id).text
    assert "When asked about: " in text
    assert "[" not in text.partition("When asked about: ")[2].partition("\n")[0]


def test_a_file_gives_the_same_sheet_as_its_id(here, root, tmp_path):
    identity = PERSONAS[0].id
    path = tmp_path / "copy.yaml"
    path.write_text((root / f"personas/{identity}.yaml").read_text("utf-8"), "utf-8")
    assert here("case", path).out == here("case", identity).out


def test_a_level_keeps_its_number_beside_the_word():
    assert share(0) == "very low, 0"
    assert share(0.42) == "middling, 0.42"
    assert share(1) == "very high, 1"


def test_the_sheet_has_no_line_of_the_file_left_broken(root: Path):
    path = sorted((root / "personas").glob("*.yaml"))[0]
    text = sheet(parse_persona(path.read_text("utf-8"), path.name), "v", {})
    assert "\n\n\n" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")
