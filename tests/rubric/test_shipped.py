"""Every shipped rubric holds together, and the wording keeps its promises."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulator.grader.builtin import code
from simulator.grader.ratings import FREE
from simulator.library import parse_rubric, schema
from simulator.rubric.evidence import verify
from simulator.rubric.model import ItemKind, Rubric
from simulator.rubric.scorecard import NO_OPPORTUNITY, Scorecard
from simulator.rubric.scoring import score
from simulator.transcript import Side, Transcript, Turn

FOLDER = Path(__file__).resolve().parents[2] / "rubrics"
GUIDE = FOLDER.parent / "docs" / "educators.md"
FILES = sorted(FOLDER.glob("*.yaml"))

LISTENING = {
    "validating_emotions": False,
    "encouraging_elaboration": False,
    "demonstrating_understanding": False,
    "advice_giving": True,
    "self_oriented": True,
    "dismissing_emotions": True,
}


def load(path: Path) -> Rubric:
    return Rubric.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_shipped_rubric_is_whole(path: Path) -> None:
    rubric = load(path)
    assert rubric.id == path.stem
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=rubric.schema.json\n")
    assert rubric.citations
    assert all(item.definition.strip() and item.title.strip() for item in rubric.items)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_a_coder_is_shown_of_a_rating_holds_no_number(path: Path) -> None:
    for item in load(path).items:
        if item.kind is ItemKind.RATING:
            shown = " ".join([item.definition, *item.anchors, *item.anchors.values()])
            assert not any(character.isdigit() for character in shown)


def test_listening_has_its_fixed_items_one_to_five_and_no_total() -> None:
    rubric = load(FOLDER / "listening.yaml")
    assert {item.id: item.unwanted for item in rubric.items} == LISTENING
    for item in rubric.items:
        assert item.kind is ItemKind.RATING
        assert list(item.points.values()) == [1, 2, 3, 4, 5]
    assert rubric.total is None


def test_emotion_response_scores_threads_and_describes_the_rest() -> None:
    rubric = load(FOLDER / "emotion-response.yaml")
    described = {item.of for item in rubric.items if item.described}
    assert described == {"space", "suchman", "eccs"}
    assert rubric.total is not None
    assert (rubric.total.min_threads, rubric.total.max_missing) == (4, 0.3)


def test_the_hash_follows_content_not_key_order() -> None:
    rubric = load(FOLDER / "listening.yaml")
    again = Rubric.model_validate(dict(reversed(rubric.model_dump().items())))
    assert again.hash == rubric.hash
    assert rubric.model_copy(update={"version": "9"}).hash != rubric.hash


def test_the_schema_beside_the_rubrics_is_the_one_they_are_read_by() -> None:
    assert json.loads((FOLDER / "rubric.schema.json").read_text("utf-8")) == schema("rubric")


# ---- what each comes to on a conversation written by hand --------------------------------------------------

LUMP = (
    "L: Good morning. What brings you in today?",
    "P: It's this lump. I'm so scared it's cancer.",
    "L: You're frightened that it's cancer. What is it that frightens you most?",
    "P: I feel so ashamed that I waited this long.",
    "L: How long have you had the lump?",
    "P: Ten weeks. I'm really proud that I came in today.",
    "L: You can be proud of that.",
    "P: Thank you.",
)
SHIPPED = {
    # fear: named and asked after. Shame: a question of fact. Pride: named. Three moments, all in plain words.
    "suchman": {"emotion_in_words": (0.6667, 3), "emotion_behind_words": (None, 0), "came_back": (None, 3)},
    "eccs": {"moments": (None, 3)},
    "vr-codes": {"cues_and_concerns": (None, 2), "openness_and_room": (None, 2)},
    "nurse": {"fitting_move": (0.6667, 3), "good_moments": (None, 1)},
    "attunement": {
        "emotion_before_fact": (0.6667, 3),  # not at the shame
        "asks_meaning": (0.3333, 3),  # at the fear only
        "names_and_checks": (0.3333, 3),  # at the fear: named, and asked on
        "stays_with_it": (0.6667, 3),
    },
    "empathy-levels": {"interpretation": (2, 3), "exploration": (2, 3)},
    "talk-balance": {"open_questions": (None, 3), "longest_turn": (None, 4)},
    "emotion-response": {"threads_met": (0.6667, 3), "nurse_menu": (0.6667, 3)},
    "listening": {"advice_giving": (1, 4), "self_oriented": (1, 4)},
}


def transcript(lines: tuple[str, ...]) -> Transcript:
    sides = {"L": Side.LEARNER, "P": Side.PATIENT}
    return Transcript(id="talk", turns=tuple(Turn(side=sides[line[0]], text=line[3:]) for line in lines))


def graded(name: str, lines: tuple[str, ...]) -> Scorecard:
    rubric = load(FOLDER / f"{name}.yaml")
    return score(rubric, verify(code(transcript(lines), rubric), transcript(lines), rubric))


def test_every_shipped_rubric_has_its_expectations() -> None:
    assert set(SHIPPED) == {path.stem for path in FILES}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_comes_to_what_was_checked_by_hand(name: str) -> None:
    card = graded(name, LUMP)
    found = {item.id: (item.score, item.n) for item in card.items}
    assert {item: found[item] for item in SHIPPED[name]} == SHIPPED[name]


def test_counts_checked_by_hand() -> None:
    counts = {item.id: item.counts for name in ("suchman", "talk-balance") for item in graded(name, LUMP).items}
    assert counts["emotion_in_words"] == {"empathic_response": 2, "missed_opportunity": 1}
    assert counts["came_back"] == {"met": 2, "passed": 1}
    # greeting, an open question; naming, an open question; then "how long"
    assert counts["before_first_question"] == {"moves": 4}
    assert counts["opening_story"] == {"patient_turns": 2, "went_on": 1}
    assert counts["open_questions"] == {"closed": 1, "open": 2}
    assert counts["longest_turn"] == {"words": 12}  # the second turn: 5 + 7


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_where_nothing_was_felt_nothing_about_feeling_is_scored(path: Path) -> None:
    card = graded(path.stem, ("L: Which day suits you?", "P: Tuesday.", "L: Half past nine?", "P: Half past nine."))
    rubric = load(path)
    for item in card.items:
        kind = rubric.item(item.id).kind  # type: ignore[union-attr]
        if kind not in (ItemKind.TALK, ItemKind.RATING):
            assert (item.score, item.unscored, item.n) == (None, NO_OPPORTUNITY, 0)
        assert (item.score is None) != (item.unscored is None)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_could_not_be_coded_is_unscored_never_nought(path: Path) -> None:
    german = replace(transcript(LUMP), language="de")
    rubric = load(path)
    for item in score(rubric, code(german, rubric)).items:
        assert item.score is None
        assert item.unscored is not None
        assert item.unscored.startswith("language")


PATIENT = (
    "I'm so scared it's back.",
    "My mum died of it. I miss her every day.",
    "I feel so ashamed that I smoked.",
    "I'm terrified for my girls.",
    "I'm furious with my husband, he won't talk about it.",
    "I'm so lonely with all this.",
)
LEARNERS = {
    "stock": (
        "I'm so sorry to hear that. That must be really hard for you.",
        "I understand how you feel. Thank you for sharing that with me.",
        "I'm so sorry you're going through this. That must be very difficult.",
        "I hear you. It's completely understandable that you feel that way.",
        "That sounds really tough. I'm here for you.",
        "I can only imagine how you must feel. You're not alone.",
    ),
    "stuffed": (
        "Fear, sadness, anger, grief. You feel scared, sad, angry and lonely.",
        "You feel worried, anxious, hopeless, guilty. So much grief and anger.",
        "Sadness, shame, worry. You must feel frightened and frustrated and alone.",
        "Anger, joy, hope, fear: it is all there, your pain and sadness and worry.",
        "You feel scared, sad, angry, lonely. So many feelings.",
        "I hear sadness, fear, anger, worry, shame, guilt.",
    ),
    "namer": (
        "You sound scared.",
        "You sound very sad today.",
        "You must be ashamed.",
        "So you're terrified now.",
        "It sounds like you're furious.",
        "You're feeling lonely, aren't you.",
    ),
    "cold": (
        "When was the scan?",
        "How old was she?",
        "How many a day?",
        "Do you take anything for sleep?",
        "How long have you been married?",
        "Any other symptoms?",
    ),
    "attuned": (
        "You're frightened that it's back. What is it that frightens you most?",
        "I'm sorry you lost your mum. Tell me about her.",
        "What makes you feel so ashamed of it?",
        "Terrified for your girls. What is it that you fear for them?",
        "It makes sense that you're furious. How does it feel when he won't talk?",
        "What is it like to be so alone with it?",
    ),
}


def attunement(learner: str) -> float:
    """The mean of the four shares, for this test only: no report adds them up."""
    lines = tuple(line for said in zip(PATIENT, LEARNERS[learner], strict=True) for line in said)
    marked = tuple(f"{'L' if n % 2 else 'P'}: {line}" for n, line in enumerate(lines))
    items = graded("attunement", (*marked, "P: Yes.")).items
    return sum(item.score or 0.0 for item in items) / len(items)


@pytest.mark.parametrize("learner", ["stock", "stuffed", "namer", "cold"])
def test_formulas_and_stuffed_words_earn_at_most_two_fifths_of_attunement(learner: str) -> None:
    assert attunement(learner) <= 0.4


def test_whoever_follows_what_was_shown_earns_more_than_any_formula() -> None:
    others = max(attunement(learner) for learner in LEARNERS if learner != "attuned")
    assert attunement("attuned") >= others + 0.3


# ---- the educators' guide ----------------------------------------------------------------------------------


def test_the_rubric_of_the_guide_is_scored_but_for_what_only_a_person_can_say() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    [text] = [block for block in blocks if "kind: free" in block]
    rubric = parse_rubric(text, "through-an-interpreter.yaml")
    counted, free = score(rubric, code(transcript(LUMP), rubric)).items
    assert (counted.score, counted.n) == (0.3333, 3)  # asked on at the fear alone
    assert (free.score, free.unscored) == (None, FREE)


def test_the_guide_speaks_of_every_shipped_rubric_and_every_kind() -> None:
    guide = GUIDE.read_text("utf-8")
    assert [name for name in (*SHIPPED, *(kind.value for kind in ItemKind)) if f"| `{name}` |" not in guide] == []
