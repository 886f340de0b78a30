"""`attune case`: what an actor needs is on the sheet, in the right section."""

from pathlib import Path

import pytest

from simulator.cli.sheet import sheet
from simulator.cli.sheet_words import GROUPS, MOVES, flat, share
from simulator.codes import MoveKind
from simulator.language import topic_meanings
from simulator.library import parse_persona, shipped
from simulator.persona import FactKind, Mood, Persona, Says

PERSONAS = [entry.item for entry in shipped().personas if entry.item is not None]


def sections(text: str) -> dict[str, str]:
    return {part.partition("\n")[0]: part for part in text.split("\n## ")}


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_everything_the_author_wrote_is_on_the_sheet(persona: Persona):
    text = sheet(persona, "v", {})
    wanted = [persona.name, str(persona.age), persona.door_note, persona.opening.text, persona.manner]
    wanted += [persona.setting.place, persona.setting.learner_role, persona.setting.level, *persona.background]
    wanted += [part for part in persona.author_notes.split("\n\n") if part.strip()]
    wanted += [fact.text for fact in persona.facts] + [fact.cover for fact in persona.facts if fact.cover]
    wanted += [hint.text for thread in persona.threads for hint in thread.hints]
    wanted += [ask.text for ask in persona.asks] + list(persona.closing_words.values())
    wanted += [line.text for name in Says.model_fields for line in getattr(persona.says, name)]
    wanted += [persona.safety.half_denial.text, persona.content_note, *persona.never, *persona.objectives]
    wanted += [entry.text for entry in persona.chart] + [task.text for task in persona.checklist]
    for row in (*persona.results, *persona.time_cues, *persona.mistakes):
        wanted += [row.text, *(line.text for line in row.lines)]
    wanted += [result.means for result in persona.results] + [mistake.note for mistake in persona.mistakes]
    wanted += [part for part in persona.training_notes.split("\n\n") if part.strip()]
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
    text = sections(sheet(persona, "v", {}))["What you let show, and when"]
    for thread in persona.threads:
        places = [text.index(flat(hint.text)) for hint in thread.hints]
        assert places == sorted(places)


ORDER = (
    *("What may be practised here", "What the learner reads at the door", "What the learner may look up"),
    *("Results the learner has and you do not", "Your first words", "How you are, and how to play it"),
    *("Ideas, concerns, expectations", "Of your own accord", "If asked", "Only when you feel met", "Not today"),
    *("What you ask the learner", "What you say about time", "What you let show, and when"),
    *("When the learner gets it wrong", "Silence", "How you react otherwise", "How it ends", "Safety"),
    *("Tasks, apart from empathy", "Sources"),
)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_the_sections_stand_in_the_order_of_playing(persona: Persona):
    found = list(sections(sheet(persona, "v", {})))[1:]
    assert found == [name for name in ORDER if name in found]
    assert len(found) >= 17


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_what_a_patient_says_at_the_end_stands_by_its_path(persona: Persona):
    ends = sections(sheet(persona, "v", {}))["How it ends"].split("\n**If ")[1:]
    for mood, part in zip(Mood, ends, strict=True):
        assert flat(persona.closing_words[mood]) in part
        for line in persona.says.closing:
            assert (flat(line.text) in part) == (line.mood in (mood, None))


def test_who_has_not_been_reviewed_says_so():
    persona = PERSONAS[0].model_copy(update={"reviewers": ()})
    assert "- Reviewed by: not yet reviewed\n" in sheet(persona, "v", {})
    known = persona.model_copy(update={"reviewers": ("A. Reader, nurse", "B. Doer")})
    assert "- Reviewed by: A. Reader, nurse; B. Doer\n" in sheet(known, "v", {})


def test_what_a_patient_volunteers_is_numbered_in_its_order():
    facts = [fact for fact in PERSONAS[0].facts if fact.kind is FactKind.CLINICAL][:3]
    persona = PERSONAS[0].model_copy(update={"volunteers": tuple(fact.id for fact in reversed(facts))})
    told = sections(sheet(persona, "v", {}))["Of your own accord"]
    assert [flat(fact.text) for fact in reversed(facts)] == [
        row[3:] for row in told.splitlines() if row[:3] in ("1. ", "2. ", "3. ")
    ]


def test_what_a_patient_may_tell_says_how_many_good_turns_it_takes():
    told = sections(sheet(PERSONAS[0], "v", {}))["Only when you feel met"]
    for fact in PERSONAS[0].facts:
        if fact.kind is FactKind.PERSONAL:
            assert f"(trust {fact.opens.trust:g}; not before " in told


def test_every_kind_of_move_has_words_and_every_topic_a_place():
    assert set(MOVES) == set(MoveKind)
    placed = [topic for _, topics in GROUPS for topic in topics.split()]
    assert len(placed) == len(set(placed))
    assert set(placed) <= set(topic_meanings())


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
