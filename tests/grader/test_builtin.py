"""The built-in coder on conversations written for the purpose: what an educator would expect to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from simulator.codes import Coding, Outcome, Response, Space
from simulator.grader import grade
from simulator.grader.builtin import BuiltinCoder, code
from simulator.rubric.evidence import verify
from simulator.rubric.model import Rubric
from simulator.rubric.output import to_contract
from simulator.rubric.scorecard import NO_OPPORTUNITY, Scorecard
from simulator.rubric.scoring import score
from simulator.transcript import Act, Side, Transcript, Turn

from .talks import talk

FOLDER = Path(__file__).resolve().parents[2] / "rubrics"
EMOTION, LISTENING = (
    Rubric.model_validate(YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8")))
    for name in ("emotion-response", "listening")
)
HELLO = "L: Good morning, what brings you in today?"
FEAR = "P: It's the scan. I'm really scared it's cancer."


def coded(*lines: str) -> Coding:
    return code(talk(*lines), EMOTION)


def first(*lines: str) -> Response:
    return coded(*lines).responses[0]


def listening(*lines: str) -> Scorecard:
    transcript = talk(*lines)
    return score(LISTENING, verify(code(transcript, LISTENING), transcript, LISTENING))


# ---- outcomes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("L: That sounds really frightening.", Outcome.MET),
        ("L: Of course you're scared. Tell me what worries you most.", Outcome.MET),
        ("L: That sounds really frightening. Do you smoke?", Outcome.PARTLY),
        ("L: Do you smoke?", Outcome.PASSED),
        ("L: Okay. And how is your appetite?", Outcome.PASSED),
    ],
)
def test_outcome_of_a_stated_fear(answer: str, outcome: Outcome) -> None:
    assert first(HELLO, FEAR, answer, "P: I see.", "L: Goodbye then.").outcome is outcome


def test_acknowledged_then_moved_on_gives_room_and_closes_it() -> None:
    response = first(HELLO, FEAR, "L: That sounds really frightening. Do you smoke?", "P: No.")
    assert (response.outcome, response.space) == (Outcome.PARTLY, Space.BOTH)


def test_coming_back_to_it_is_met_later() -> None:
    coding = coded(
        HELLO,
        FEAR,
        "L: Do you take any tablets?",
        "P: Only for blood pressure.",
        "L: Earlier you said you were scared of cancer. What frightens you most about it?",
        "P: Leaving my girls.",
    )
    assert coding.responses[0].outcome is Outcome.MET_LATER
    assert coding.responses[0].evidence[0].turn == 5


def test_the_same_fear_raised_again_is_one_thread() -> None:
    coding = coded(
        HELLO,
        FEAR,
        "L: Do you smoke?",
        "P: No. I'm just so scared.",
        "L: You sound frightened, and no wonder.",
        "P: Yes.",
    )
    assert [(t.moments, t.outcome) for t in coding.threads] == [((2, 4), Outcome.MET_LATER)]


def test_the_last_word_of_a_conversation_gives_no_chance() -> None:
    response = first(HELLO, FEAR)
    assert (response.turns, response.outcome, response.eccs) == ((), Outcome.NO_CHANCE, None)


def test_a_turn_that_was_cut_short_gives_no_opportunity() -> None:
    assert coded(HELLO, "P! I'm really scared it's cancer.", "L: Do you smoke?").moments == ()


def test_a_listening_sound_keeps_the_floor_with_the_patient() -> None:
    response = first(HELLO, FEAR, "L: Mm.", "P: My sister had it.", "L: That sounds really frightening.")
    assert (response.turns, response.outcome) == ((3,), Outcome.MET)


def test_declining_and_being_left_in_peace_is_met() -> None:
    coding = coded(
        HELLO,
        "P: It's been a really hard year, I've been so sad.",
        "L: What has made you sad?",
        "P: I'd rather not talk about it.",
        "L: That's fine, we don't have to. If you ever want to, I'm here.",
        "P: Thanks.",
    )
    assert coding.threads[0].outcome is Outcome.MET


@pytest.mark.parametrize(
    "line",
    ["P: I've had a terrible pain in my back for three days.", "P: I feel sick and very tired.", "P: Fine, thank you."],
)
def test_talk_of_symptoms_holds_no_opportunity(line: str) -> None:
    transcript = talk(HELLO, line, "L: How long have you had that?", "P: A week.")
    card = score(EMOTION, code(transcript, EMOTION))
    assert (card.items[0].score, card.items[0].unscored) == (None, NO_OPPORTUNITY)


# ---- listening ---------------------------------------------------------------------------------------------


WARM = (
    HELLO,
    FEAR,
    "L: That sounds really frightening. It makes sense that you're scared. What worries you most?",
    "P: I'm so worried about my girls.",
    "L: You're worried about your girls. Of course you are. Tell me more about them.",
    "P: They're four and six.",
)
COLD = (
    HELLO,
    FEAR,
    "L: Don't be silly, there's nothing to be scared of. You're overreacting.",
    "P: I'm so worried about my girls.",
    "L: You shouldn't worry about that. Do you smoke?",
    "P: No.",
)


@pytest.mark.parametrize("item", ["validating_emotions", "encouraging_elaboration", "demonstrating_understanding"])
def test_wanted_items_stand_higher_for_the_warmer_conversation(item: str) -> None:
    warm, cold = listening(*WARM).item(item), listening(*COLD).item(item)
    assert warm is not None and cold is not None
    assert warm.score is not None and cold.score is not None
    assert warm.score >= cold.score + 1


def test_dismissing_stands_higher_where_feelings_are_waved_away() -> None:
    warm, cold = listening(*WARM).item("dismissing_emotions"), listening(*COLD).item("dismissing_emotions")
    assert warm is not None and cold is not None
    assert warm.score == 1.0
    assert (cold.score or 0) > 1.5


def test_without_emotion_the_items_about_emotion_are_unscored_and_the_others_are_not() -> None:
    card = listening(HELLO, "P: I need a repeat prescription.", "L: Which one?", "P: Ramipril.")
    for name in ("validating_emotions", "demonstrating_understanding", "dismissing_emotions"):
        assert card.item(name).unscored == NO_OPPORTUNITY  # type: ignore[union-attr]
    for name in ("advice_giving", "self_oriented"):
        assert card.item(name).score == 1.0  # type: ignore[union-attr]


def test_a_level_names_the_words_it_rests_on() -> None:
    found = listening(*WARM).item("validating_emotions")
    assert found is not None
    assert found.evidence and '"' in found.reason


def test_an_item_of_somebodys_own_has_no_rule_and_is_unscored() -> None:
    own = LISTENING.model_copy(update={"items": (LISTENING.items[0].model_copy(update={"id": "humour"}),)})
    card = score(own, code(talk(*WARM), own))
    assert card.items[0].unscored == "the built-in coder has no rule for this item"


# ---- what always holds -------------------------------------------------------------------------------------


async def test_an_unknown_language_is_unscored_for_everything() -> None:
    transcript = talk("L: Bonjour.", "P: J'ai peur.", language="fr")
    coding, card = await grade(transcript, EMOTION, BuiltinCoder())
    assert coding.moves == ()
    assert all((item.unscored or "").startswith("language") for item in card.items)
    assert card.total is None


async def test_every_learner_turn_is_accounted_for_and_every_quote_is_a_slice() -> None:
    turns = (*talk(*WARM).turns, Turn(side=Side.LEARNER, text="", act=Act.QUIET), Turn(side=Side.LEARNER, text="Zxq"))
    transcript = Transcript(id="t", turns=turns)
    coding, card = await grade(transcript, LISTENING, BuiltinCoder())
    out = to_contract(coding, card)
    assert {m["turn"] for m in out["moves"]} == {1, 3, 5, 7, 8}
    quotes = [*out["moves"], *(e for r in out["responses"] for e in r["evidence"])]
    quotes += [e for item in out["items"] for e in item["evidence"]]
    for quote in quotes:
        assert transcript.turn(quote["turn"]).text[quote["start"] : quote["end"]] == quote["quote"]
    assert out["dropped"] == {}


async def test_the_documented_form_has_its_keys() -> None:
    coding, card = await grade(talk(*WARM), EMOTION, BuiltinCoder())
    out = json.loads(json.dumps(to_contract(coding, card)))
    wanted = {"format", "transcript", "coder", "language", "moments", "moves", "responses", "threads", "dropped"}
    assert wanted | {"rubric", "items", "total", "total_withheld"} <= set(out)
    assert set(out["coder"]) >= {"name", "version"}
    assert set(out["transcript"]) == {"id", "turns", "hash"}
    assert set(out["rubric"]) == {"id", "version", "hash"}
    expression = {"id", "start", "end", "quote", "strength", "valence", "emotion", "whose", "time", "cue"}
    expression |= {"progress", "challenge", "praise", "elicited_by", "thread"}
    assert expression <= set(out["moments"][0]["expressions"][0])
    assert {"turn", "start", "end", "quote", "kind", "negative", "why"} <= set(out["moves"][0])
    response = {"moment", "turns", "outcome", "eccs", "shared_experience", "suchman", "space", "explicit", "nurse"}
    assert response | {"evidence", "review"} <= set(out["responses"][0])
    assert {"id", "score", "unscored", "n", "review", "evidence"} <= set(out["items"][0])
    assert "rubric" not in to_contract(coding)


def test_identity_names_the_lexicon() -> None:
    identity = BuiltinCoder().identity
    assert identity.name == "built-in" and identity.weights_hash


SAYINGS = "I'm scared sad it's nothing worried don't be silly that sounds hard tell me more okay ? . ’ do you smoke"
WORDS = st.sampled_from([*SAYINGS.split(), "\u0130", "💧"])


@given(st.lists(st.tuples(st.sampled_from("LP"), st.lists(WORDS, max_size=8)), max_size=8))
def test_any_conversation_is_coded_and_no_code_is_dropped(lines: list[tuple[str, list[str]]]) -> None:
    transcript = talk(*(f"{side}: {' '.join(words)}" for side, words in lines))
    for rubric in (EMOTION, LISTENING):
        coding = verify(code(transcript, rubric), transcript, rubric)
        assert coding.dropped == {}
        assert coding.threads == () or score(rubric, coding).items
        for response in coding.responses:
            if response.outcome is Outcome.PASSED:
                assert (response.turns and response.evidence) or response.review
