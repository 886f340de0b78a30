"""Every shipped patient keeps the promises that make a conversation with them work."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.codes import MoveKind
from simulator.language import pack, topic_meanings
from simulator.library import check, schema, shipped
from simulator.persona import FactKind, Line, Mood, Persona, Says, WayIn

FOLDER = Path(__file__).resolve().parents[2] / "personas"
PERSONAS = [entry.get() for entry in shipped().personas]
NAMES = [persona.id for persona in PERSONAS]
LOCKED = (FactKind.PERSONAL, FactKind.SAFETY, FactKind.HELD)
OFTEN = (
    *("small_yes", "go_on", "do_not_know", "nothing_like_that", "silence"),
    *("touched", "informed", "advised", "plan"),
)
SHOWN_FEELING = re.compile(
    r"\b(sad|afraid|angry|anxious|ashamed|frightened|guilty|happy|hopeless|lonely|proud|relieved|scared|upset|"
    r"worried|nervous|grieving|depressed)\b"
)
each = pytest.mark.parametrize("persona", PERSONAS, ids=NAMES)


def says(text: str, sign: str) -> bool:
    english = pack("en")
    assert english is not None
    return english.mentions(text, sign)


def everyday(persona: Persona) -> Iterator[tuple[str, Line]]:
    """Lines that are no fact's: said or shown whatever is locked."""
    yield "opening", persona.opening
    yield "half_denial", persona.safety.half_denial
    for key in Says.model_fields:
        yield from ((f"says.{key}", line) for line in getattr(persona.says, key))
    for thread in persona.threads:
        yield from ((thread.id, line) for line in (*thread.when_met, *thread.when_declined))
        yield from ((hint.id, line) for hint in thread.hints for line in hint.lines)
    for question in persona.asks:
        yield from ((question.id, line) for line in question.lines)


def every_line(persona: Persona) -> Iterator[tuple[str, Line]]:
    yield from everyday(persona)
    for fact in persona.facts:
        yield from ((fact.id, line) for line in (*fact.lines, *fact.more))


def test_the_three_patients_are_there() -> None:
    assert NAMES == ["adaeze-okoro", "george-lindqvist", "tom-reeve"]


def test_the_schema_beside_them_is_the_one_of_the_code() -> None:
    """To renew it: attune schema persona > personas/persona.schema.json"""
    assert json.loads((FOLDER / "persona.schema.json").read_text("utf-8")) == schema("persona")


@each
def test_nothing_is_warned_of(persona: Persona) -> None:
    text = (FOLDER / f"{persona.id}.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=persona.schema.json\nschema_version: 1\n")
    moves = frozenset(move.value for move in MoveKind)
    topics = frozenset(topic_meanings())
    assert [str(p) for p in check(text, f"{persona.id}.yaml", "persona", topics=topics, moves=moves)] == []


@each
def test_telling_a_fact_is_noticed_by_its_signs(persona: Persona) -> None:
    for fact in persona.facts:
        for line in fact.lines:
            assert any(says(line.text, sign) for sign in fact.signs), (fact.id, line.text)


@each
def test_showing_a_hint_is_noticed_by_its_signs(persona: Persona) -> None:
    for thread in persona.threads:
        for hint in thread.hints:
            assert hint.signs, hint.id
            for line in hint.lines:
                assert any(says(f"{line.text} {line.seen or ''}", sign) for sign in hint.signs), hint.id


@each
def test_no_sign_of_one_fact_stands_in_another_facts_words(persona: Persona) -> None:
    for fact in persona.facts:
        for other in persona.facts:
            if other.id == fact.id:
                continue
            for text in (*(line.text for line in (*other.lines, *other.more)), other.cover or ""):
                assert not [sign for sign in fact.signs if says(text, sign)], (fact.id, other.id, text)


@each
def test_nothing_said_or_sent_before_gives_away_what_is_locked(persona: Persona) -> None:
    sent = [("manner", persona.manner), ("summary", persona.summary), ("door note", persona.door_note)]
    sent += [("background", text) for text in persona.background]
    sent += [(place, f"{line.text} {line.seen or ''}") for place, line in everyday(persona)]
    sent += [(hint.id, hint.text) for thread in persona.threads for hint in thread.hints]
    sent += [(question.id, question.text) for question in persona.asks]
    for fact in persona.facts:
        if fact.kind in LOCKED:
            for place, text in sent:
                assert not [sign for sign in fact.signs if says(text, sign)], (fact.id, place, text)


@each
def test_there_is_enough_for_a_quarter_of_an_hour(persona: Persona) -> None:
    kinds = Counter(fact.kind for fact in persona.facts)
    assert kinds[FactKind.CLINICAL] >= 35
    assert 7 <= kinds[FactKind.PERSONAL] <= 10
    assert kinds[FactKind.SAFETY] >= 2
    assert kinds[FactKind.HELD] >= 1
    assert 2 <= len(persona.threads) <= 4
    assert all(2 <= len(thread.hints) <= 4 for thread in persona.threads)
    assert 2 <= len(persona.asks) <= 6
    for key in Says.model_fields:
        assert len(getattr(persona.says, key)) >= (3 if key in OFTEN else 2), key


@each
def test_personal_facts_lie_in_layers_between_first_trust_and_deep_trust(persona: Persona) -> None:
    needed = [fact.opens.trust for fact in persona.facts if fact.kind is FactKind.PERSONAL]
    assert all(persona.affect.trust < trust <= 0.75 for trust in needed)
    assert max(needed) - min(needed) >= 0.1
    assert any(fact.opens.unasked for fact in persona.facts)


@each
def test_hints_come_back_only_after_being_passed_over(persona: Persona) -> None:
    for thread in persona.threads:
        turns = [hint.due.turn for hint in thread.hints]
        passed = [hint.due.after_passed for hint in thread.hints]
        assert turns == sorted(turns), thread.id
        assert passed == sorted(passed), thread.id


@each
def test_a_warm_conversation_and_a_cold_one_end_differently(persona: Persona) -> None:
    closing = {line.mood: line.text for line in persona.says.closing}
    assert set(closing) == set(persona.closing_words) == set(Mood)
    assert len(set(closing.values())) == 3


@each
def test_a_no_with_its_reason_is_taken_differently_by_mood(persona: Persona) -> None:
    assert {line.mood for line in persona.says.limit} >= {Mood.GUARDED}
    assert {line.mood for line in persona.says.plan} == set(Mood)


@each
def test_what_is_seen_never_names_a_feeling(persona: Persona) -> None:
    for place, line in every_line(persona):
        assert not SHOWN_FEELING.search(line.seen or ""), (place, line.seen)


@each
def test_risk_is_told_without_method_means_place_or_date(persona: Persona) -> None:
    safety = persona.fact(persona.safety.answer)
    assert safety.kind is FactKind.SAFETY
    assert persona.safety.protects is not None
    protects = persona.fact(persona.safety.protects)
    words = " ".join(line.text for fact in (safety, protects) for line in (*fact.lines, *fact.more))
    assert not re.search(r"\b(tablets?|pills?|rope|bridge|train|car|knife|overdose|hang\w*|jump\w*)\b", words)
    shown = {hint.id: hint for thread in persona.threads for hint in thread.hints}
    for name in persona.safety.warning_hints:
        assert not re.search(r"\b(kill|suicide|die|dead)\b", shown[name].lines[0].text)


def test_only_tom_is_at_risk_and_three_hints_let_it_show() -> None:
    risk = {persona.id: persona.safety.risk for persona in PERSONAS}
    assert risk == {"adaeze-okoro": "none", "george-lindqvist": "none", "tom-reeve": "passive"}
    [tom] = [persona for persona in PERSONAS if persona.id == "tom-reeve"]
    assert len(tom.safety.warning_hints) == 3


def test_what_being_met_means_differs_from_patient_to_patient() -> None:
    first = {persona.id: max(persona.ways_in, key=lambda way: persona.ways_in[way]) for persona in PERSONAS}
    assert first == {
        "adaeze-okoro": WayIn.STORY_TAKEN_SERIOUSLY,
        "george-lindqvist": WayIn.HUMOUR_RETURNED,
        "tom-reeve": WayIn.LEFT_IN_PEACE,
    }
    for persona in PERSONAS:
        feeling = persona.ways_in[WayIn.FEELING_NAMED]
        assert sum(weight > feeling for weight in persona.ways_in.values()) >= 3, persona.id


@each
def test_no_patient_is_said_to_be_reviewed_before_somebody_did(persona: Persona) -> None:
    assert persona.reviewers == ()
    assert persona.sources
    assert persona.author_notes
    assert persona.objectives
