"""A mistake in a file is named where it was made, in words for somebody who has never seen YAML."""

import pytest

from simulator.library import Level, check
from tests.library.test_lint import MARY

INDENT = "the indentation does not fit"
WAYS = "ways_in: {story_taken_seriously: 0.9, plain_information: 0.8, feeling_named: 0.6, respect: 0.5}"
FURTHER = "this line begins further in than the line above it allows"


def first(text: str) -> tuple[int, int, str]:
    """Line, column, and what is said of the first error."""
    errors = [p for p in check(text, "mary-jones.yaml", "persona") if p.level is Level.ERROR]
    return errors[0].line, errors[0].column, f"{errors[0].message} {errors[0].todo}"


@pytest.mark.parametrize(
    ("text", "line", "what", "todo"),
    [
        ("facts:\n  - id: a\n    kind: b\n   text: c\n", 4, INDENT, 'after 4 spaces, like "kind"'),
        ("facts:\n  - id: a\n    kind: b\n      text: c\n", 4, FURTHER, 'after 4 spaces, like "kind"'),
        ('facts:\n  - id: a\n    kind: "b"\n      text: c\n', 4, INDENT, 'after 4 spaces, like "kind"'),
        ("setting:\n  place: x\n    when: y\n", 3, FURTHER, 'after 2 spaces, like "place"'),
        ("id: a\n name: b\nage: 3\n", 2, FURTHER, 'at the margin, like "id"'),
        ("facts:\n  - id: a\n - id: b\n", 3, INDENT, 'after 2 spaces, like "id"'),
        ("note: >-\n  a b\n c d\nname: x\n", 3, "belongs to the text above", "after 2 spaces"),
        ("lines:\n  text: x\n  - text: y\n", 3, "a dash stands beside lines without", 'with "- "'),
        ("  id: a\nname: b\n", 2, "further left than the first line", "at the margin"),
        ("id: a\nname:b\nage: 3\n", 2, "no space after the colon", 'Write "name: b".'),
        ("facts:\n  -id: a\n    kind: b\n", 2, "no space after the dash", 'Write "- id: a".'),
        ('a: "x y\nb: 2\nc: 3\n', 1, "a quote is opened here and closed nowhere", "Close it"),
        ("about: [a, b\nname: x\n", 1, "a bracket is opened here", "Close it"),
        ("text: 'it's fine'\nb: 1\n", 1, "goes on after its closing quote", "double quotes"),
        ("text: I said: no\n", 1, "a colon in the middle of a text", "double quotes"),
    ],
)
def test_text_that_is_no_yaml_is_mended_by_what_is_said(text: str, line: int, what: str, todo: str) -> None:
    at, _, said = first(text)
    assert at == line
    assert what in said and todo in said


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("manner: >-", "manner:\nnever_mind: >-", "manner:", '"manner" is empty. Write a value after the colon'),
        (WAYS, "ways_in:", "ways_in:", '"ways_in" is empty. Write its fields on the lines below'),
        ("age: 58", "age: old", "age:", 'a whole number is expected here, not "old". Write it in digits'),
        ("age: 58", "age: 580", "age:", "580 is too large. Write a number from 0 to 120."),
        ("trust: 0.4,", "trust: high,", "affect:", 'a number is expected here, not "high".'),
        (
            "unasked: true}",
            "unasked: maybe}",
            "    opens: {trust: 0.5, unasked",
            'true or false is expected here, not "maybe".',
        ),
        ("due: {turn: 2}", "due: {turn: -2}", "        due: {turn: -2", "-2 is too small. Write 0 or more."),
        ("signs: [honey]", "signs: []", "    signs: []", "at least 1 entry is needed; here is none."),
        ("signs: [honey]", "sings: [honey]", "    sings:", 'unknown field "sings". Did you mean "signs"?'),
        ("pronoun: she", "pronouns: she", "pronouns:", 'unknown field "pronouns". Did you mean "pronoun"?'),
        ("risk: none", "risk: low", "  risk: low", "Known: 'none', 'passive' or 'thoughts'."),
        ("mood: open}]\n  touched", "mood: opn}]\n  touched", "  silence", 'Did you mean "open"?'),
        ("manner: >-", "channel: phone\nmanner: >-", "channel:", "Known: 'room', 'telephone', 'video' or 'written'."),
        ("volunteers: [cough,", "volunteers: [coug,", "volunteers:", 'no fact "coug". Did you mean "cough"?'),
    ],
)
def test_what_does_not_fit_is_said_in_plain_words(old: str, new: str, at: str, said: str) -> None:
    assert old in MARY
    text = MARY.replace(old, new, 1)
    errors = check(text, "mary-jones.yaml", "persona")
    hits = [problem for problem in errors if said in f"{problem.message} {problem.todo}"]
    assert hits, [str(problem) for problem in errors]
    assert text.splitlines()[hits[0].line - 1].startswith(at)
    everything = " ".join(map(str, errors)).lower()
    assert "input should" not in everything and "validation" not in everything and "tuple" not in everything


def test_a_field_that_lost_its_indentation_is_sent_back_under_its_name() -> None:
    text = MARY.replace("setting:\n  place:", "setting:\nplace:").replace("\n  when:", "\nwhen:")
    found = [str(problem) for problem in check(text.replace("\n  learner_role", "\nlearner_role"), "m.yaml", "persona")]
    assert any('unknown field "place". It belongs under "setting"' in line for line in found)


def test_a_missing_field_says_what_it_is() -> None:
    [problem] = check(MARY.replace("    signs: [honey]\n", ""), "mary-jones.yaml", "persona")
    assert problem.message == 'the field "signs" is missing.'
    assert problem.todo.startswith("Add it: Phrases of which any one")
