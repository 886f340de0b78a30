"""Every kind of item reads as a sentence, in every format, with the rubric at hand and without."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulator.grader.builtin import code
from simulator.report import build
from simulator.report.from_json import from_coding_json
from simulator.report.render import render
from simulator.report.view import Report
from simulator.rubric.model import Rubric
from simulator.rubric.output import to_contract
from simulator.rubric.scoring import score
from simulator.transcript import Side, Transcript, Turn

FOLDER = Path(__file__).resolve().parents[2] / "rubrics"
SAID = (
    "Good morning. What brings you in today?",
    "It's this lump. I'm so scared it's cancer.",
    "You're frightened that it's cancer. What is it that frightens you most?",
    "I feel so ashamed that I waited this long.",
    "How long have you had the lump?",
    "Ten weeks. I'm really proud that I came in today.",
    "You can be proud of that.",
    "Thank you.",
)
TALK = Transcript(
    id="lump",
    turns=tuple(Turn(side=Side.PATIENT if n % 2 else Side.LEARNER, text=text) for n, text in enumerate(SAID)),
)
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

SENTENCES = {
    "attunement": {
        "emotion_before_fact": ("in 2 of 3 moments", ()),
        "asks_meaning": ("in 1 of 3 moments", ()),
    },
    "suchman": {
        "emotion_in_words": ("counted over 3 moments", ("an empathic response: 2", "no response to the emotion: 1")),
        "emotion_behind_words": ("", ()),
    },
    "eccs": {
        "moments": (
            "described in 3 moments, not scored",
            (
                "Turn 2: 4, acknowledged and followed up",
                "Turn 4: 0, the emotion was not granted",
                "Turn 6: 3, acknowledged",
            ),
        )
    },
    "vr-codes": {
        "cues_and_concerns": ("described in 2 places, not scored", ("a concern, in clear words: 2",)),
    },
    "nurse": {"good_moments": ("1 of 1 moment was answered with a fitting move", ("naming: 1",))},
    "talk-balance": {
        "before_first_question": ("4 things were done before the first question that set a topic", ()),
        "opening_story": ("it went on: the patient had 2 turns before a question set a topic", ()),
        "open_questions": ("2 of 3 questions were open", ()),
        "longest_turn": ("12 words", ()),
    },
}


def rubric(name: str) -> Rubric:
    return Rubric.model_validate(YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8")))


def report(name: str) -> Report:
    own = rubric(name)
    coding = code(TALK, own)
    return build(
        transcript=TALK, persona_name="Ann", voice_label="", graded=[(own, coding, score(own, coding))], own=False
    )


@pytest.mark.parametrize("name", SENTENCES)
def test_an_item_reads_as_a_sentence_with_its_counts(name: str) -> None:
    found = {item.id: (item.summary, item.lines) for item in report(name).rubrics[0].items}
    assert {item: found[item] for item in SENTENCES[name]} == SENTENCES[name]


@pytest.mark.parametrize("form", ["html", "csv", "text", "json"])
@pytest.mark.parametrize("name", NAMES)
def test_every_format_says_what_each_item_came_to(name: str, form: str) -> None:
    made = report(name)
    page = render(made, form).body.decode("utf-8").replace("&#34;", '"').replace("&#39;", "'")
    plain = " ".join(page.replace('\\"', '"').replace('""', '"').split())
    for item in made.rubrics[0].items:
        said = item.unscored if item.unscored else item.summary
        assert said
        assert " ".join(said.split()) in plain
        assert all(line in plain for line in item.lines)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_sentences_and_no_keys(name: str) -> None:
    page = render(report(name), "html").body.decode("utf-8")
    shown = re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.S)
    assert re.findall(r"\b[a-z]+_[a-z_]+\b", shown) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_from_elsewhere_reads_without_its_rubric(name: str) -> None:
    own = rubric(name)
    coding = code(TALK, own)
    text = json.dumps(to_contract(coding, score(own, coding)))
    [bare] = from_coding_json(text)
    for item in bare.rubrics[0].items:
        assert item.summary or item.unscored
        assert not any("_" in line for line in item.lines)
