"""Personas and rubrics are read whole or refused with places; a broken file never hides a good one."""

from pathlib import Path
from typing import Any

import pytest

from simulator.errors import BadLibrary, NotFound
from simulator.library import Level, check, parse_persona, parse_rubric, read_folder, schema, shipped, text_hash
from simulator.persona import Persona, Says
from simulator.rubric.model import Rubric

ROOT = Path(__file__).resolve().parents[2]
SAYS = "\n".join(f"  {key}: [{{text: Well.}}]" for key in Says.model_fields if key != "closing")
PERSONAL = "\n".join(
    f"""\
  - id: p{n}
    kind: personal
    asked_by: [matter {n}]
    text: Matter {n}.
    lines: [{{text: The matter {n} is heavy.}}]
    cover: It is nothing.
    signs: [matter {n}]
    opens: {{trust: 0.5}}"""
    for n in range(5)
)
SMALL = f"""\
schema_version: 1
id: small
name: A Person
age: 40
pronoun: they
summary: Somebody.
content_note: None.
setting: {{place: Clinic, when: Today, learner_role: a clinician}}
door_note: Somebody is waiting.
opening: {{text: Hello.}}
manner: Quiet.
ways_in: {{respect: 1.0, plain_information: 0.5}}
affect: {{trust: 0.4, distress: 0.3}}
facts:
  - id: no_risk
    kind: safety
    text: No thoughts of death.
    lines: [{{text: No such thoughts.}}]
    signs: [no such thoughts]
{PERSONAL}
threads:
  - id: thread
    emotion: worry
    hints: [{{id: hint, text: Sighs., lines: [{{text: Oh dear.}}]}}]
    when_met: [{{text: Yes.}}]
safety: {{risk: none, answer: no_risk, half_denial: {{text: No.}}}}
says:
{SAYS}
  closing:
    - {{text: Goodbye., mood: guarded}}
    - {{text: Thank you for your time., mood: even}}
    - {{text: I am glad I came., mood: open}}
closing_words: {{guarded: It was short., even: It was civil., open: Somebody listened to me.}}
"""


def messages(text: str, **kwargs: Any) -> list[str]:
    return [str(problem) for problem in check(text, "small.yaml", "persona", **kwargs)]


def only(text: str) -> str:
    [problem] = messages(text)
    return problem


def test_a_small_whole_persona_has_no_problems() -> None:
    assert messages(SMALL) == []
    assert parse_persona(SMALL, "small.yaml").name == "A Person"


# ---- errors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "line 1, column 1", "holds no fields"),
        ("- 1", "line 1, column 1", "holds no fields"),
        ("a: 1\na: 2", "line 2, column 1", '"a" is written twice'),
        ("a:\n\tb: 1", "line 2, column 1", "a tab"),
        ("a: b: c", "line 1, column 5", "colon in the middle"),
        ("a: &x [1]\nb: *x", "line 2, column 4", "aliases"),
        ("a: !!python/object:os.system 1", "line 1, column 4", "tags (!)"),
        ("%YAML 1.1\n---\na: 1", "line 2", "one plain YAML document"),
        ("a: 1\n---\nb: 1", "line 2", "one plain YAML document"),
        ("a: " + "[" * 60, "line 1", "nested more than 20 levels"),
        ("a: 1\nb: \x07", "line 1", "on line 2"),
        ("a: 2020-13-01", "line 1", "cannot be read"),
        ('a: "x\nb: 1', "line 1, column 4", "a quote is opened here and closed nowhere"),
        ("a: " + "x" * 1_000_001, "line 1", "1,000,000 characters"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_place(text: str, where: str, what: str) -> None:
    problem = only(text)
    assert problem.startswith(f"small.yaml, {where}")
    assert what in problem
    with pytest.raises(BadLibrary, match=r"small\.yaml"):
        parse_rubric(text, "small.yaml")


def test_an_alias_bomb_is_refused_before_it_is_built() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "aliases" in only("\n".join(lines))


def test_every_error_is_listed_with_line_column_and_field() -> None:
    text = SMALL.replace("emotion: worry", "emotion: wory").replace("kind: safety", "kind: safty")
    text = text.replace("age: 40", "age: old\ncolour: red")
    found = messages(text)
    assert [line.split(":")[0] for line in found] == [
        "small.yaml, line 4, column 6, age",
        "small.yaml, line 5, column 1, colour",
        "small.yaml, line 17, column 11, facts.1.kind",
        f"small.yaml, line {text.count(chr(10), 0, text.index('wory')) + 1}, column 14, threads.1.emotion",
    ]
    assert 'Did you mean "safety"?' in found[2]


def test_a_missing_field_is_named_at_the_place_that_should_hold_it() -> None:
    assert only(SMALL.replace("place: Clinic, ", "")) == (
        'small.yaml, line 8, column 10, setting.place: the field "place" is missing. Add it: e.g. "GP surgery".'
    )


def test_every_name_that_leads_nowhere_has_its_own_place() -> None:
    text = SMALL.replace("answer: no_risk", "answer: no_rsk, warning_hints: [hnt]")
    text = text.replace("opens: {trust: 0.5}", "opens: {trust: 0.5, after: [p9], thread_met: t}", 1)
    found = messages(text)
    assert len(found) == 4
    assert 'facts.2.opens.after.1: there is no fact "p9"' in found[0]
    assert 'facts.2.opens.thread_met: there is no thread "t"' in found[1]
    assert 'safety.answer: there is no fact "no_rsk". Did you mean "no_risk"?' in found[2]
    assert 'safety.warning_hints.1: there is no hint "hnt". Did you mean "hint"?' in found[3]


def test_two_facts_of_one_id_are_an_error_at_the_second() -> None:
    text = SMALL.replace("id: p1\n", "id: p0\n")
    assert 'facts.3.id: two facts have the id "p0"' in only(text)


def test_one_problem_reads_as_a_sentence_and_many_as_a_list() -> None:
    with pytest.raises(BadLibrary) as one:
        parse_persona(SMALL.replace("age: 40", "age: 140"), "small.yaml")
    assert one.value.where == "small.yaml, line 4, column 6, age"
    with pytest.raises(BadLibrary) as many:
        parse_persona("id: small", "small.yaml")
    assert "problems:\n  small.yaml, line 1, column 1" in many.value.what


def test_words_that_yaml_1_1_reads_as_false_stay_words() -> None:
    assert parse_persona(SMALL.replace("text: Well.", "text: no"), "small.yaml").says.small_yes[0].text == "no"


def test_a_number_where_text_is_meant_says_to_quote_it() -> None:
    assert only(SMALL.replace("manner: Quiet.", "manner: 7")).endswith(
        "text is expected here. Put the value in quotes."
    )


# ---- warnings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("asked_by: [matter 0]\n", "about: []\n", "facts.2", "nobody can unlock"),
        ("opens: {trust: 0.5}", "opens: {after: [p0]}", "facts.2.opens", "only after itself"),
        ("hints: [{id: hint,", "hints: [{id: hint, due: {turn: 99},", "hints.1.due", "never due"),
        ("hints: [{id: hint,", "hints: [{id: hint, due: {after_passed: 1},", "hints.1.due", "never due"),
        ("hints: [{id: hint,", "hints: [{id: hint, signs: [oh no],", "hints.1.lines.1", "none of its signs"),
        ("manner: Quiet.", "manner: A heavy matter.", "manner", '"matter" belongs to the locked fact'),
        ("opening: {text: Hello.}", "opening: {text: It is the matter 3.}", "opening", "a sign of the locked"),
        ("cover: It is nothing.", "cover: Matter 1 is nothing.", "facts.2.cover", "a sign of the locked"),
        ("{text: Oh dear.}", "{text: My matters 2.}", "hints.1.lines.1", "a sign of the locked"),
        ("{text: No such thoughts.}", "{text: Never.}", "facts.1.lines.1", "none of its signs"),
        ("id: small\n", "id: smaller\n", "id", "Name the file like its id"),
    ],
)
def test_what_will_not_work_as_meant_is_a_warning(old: str, new: str, field: str, what: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    found = check(text, "small.yaml", "persona")
    assert [problem.level for problem in found] == [Level.WARNING] * len(found)
    assert any(what in str(problem) and problem.field.endswith(field) for problem in found), found
    parse_persona(text, "small.yaml")


def test_topics_are_checked_only_when_they_are_given() -> None:
    text = SMALL.replace("asked_by: [matter 0]", "about: [slep]", 1)
    assert messages(text) == []
    found = messages(text, topics=frozenset({"sleep"}))
    assert any('facts.2.about.1: "slep" is not a known topic. Did you mean "sleep"?' in problem for problem in found)


def test_a_byte_order_mark_is_read_and_mentioned() -> None:
    assert "byte order mark" in only("\ufeff" + SMALL)
    assert parse_persona("\ufeff" + SMALL, "small.yaml").id == "small"


# ---- folders -----------------------------------------------------------------------------------------------


def test_an_invalid_file_is_listed_with_its_error_while_the_others_work(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    folder.mkdir()
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    (folder / "broken.yaml").write_text("id: [", "utf-8")
    (folder / "latin.yaml").write_bytes(b"id: a\nname: Andr\xe9")
    library = read_folder(tmp_path)
    assert [entry.id for entry in library.personas] == ["broken", "latin", "small"]
    assert library.rubrics == ()
    assert library.persona("small").get().id == "small"
    with pytest.raises(BadLibrary, match=r"broken\.yaml, line 1"):
        library.persona("broken").get()
    with pytest.raises(BadLibrary, match=r"latin\.yaml, line 2, column 11.*not UTF-8"):
        library.persona("latin").get()
    with pytest.raises(NotFound, match="Known: broken, latin, small"):
        library.persona("nobody")


def test_the_hash_is_of_the_verbatim_text(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    folder.mkdir()
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    entry = read_folder(tmp_path).persona("small")
    assert entry.text == SMALL
    assert entry.hash == text_hash(SMALL) != text_hash(SMALL + "# a comment\n")


@pytest.mark.parametrize("entry", [*shipped().personas, *shipped().rubrics], ids=lambda entry: entry.file)
def test_every_shipped_file_is_read_without_a_problem(entry: Any) -> None:
    assert entry.problems == ()
    assert entry.get().id == entry.id


@pytest.mark.parametrize(("kind", "model"), [("persona", Persona), ("rubric", Rubric)])
def test_schemas_name_every_field(kind: Any, model: type[Persona] | type[Rubric]) -> None:
    assert set(schema(kind)["properties"]) == set(model.model_fields)
