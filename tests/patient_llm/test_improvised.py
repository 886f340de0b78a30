"""What the patient made up stays so: asked again much later, it comes back in the notes."""

from typing import Any

from langchain_core.messages import BaseMessage

from simulator.library import shipped
from simulator.models.scripted import ScriptedChatModel
from simulator.patient.brief import Say
from simulator.patient.improvised import MOST, improvise, named, recalled, remembered
from simulator.patient.llm import LLMVoice
from tests.bars.prompt_cache import LEARNER
from tests.patient_llm.people import tom
from tests.playing import Played, play

ANSWER = "It's a green one, the parrot."
PARROT = {"text": "What colour is your parrot?"}


def answers(messages: list[BaseMessage]) -> str:
    return ANSWER if "parrot" in messages[-1].text.partition("</learner>")[0].rpartition("<learner>")[2] else "I see."


async def played(rows: list[dict[str, Any]]) -> tuple[Played, ScriptedChatModel]:
    persona, model = shipped().persona("tom-reeve").get(), ScriptedChatModel(script=answers)
    return await play(persona, rows, voice=lambda who: LLMVoice(model, who)), model


async def test_what_was_improvised_comes_back_ten_turns_later() -> None:
    rows = [{"text": text} for text in LEARNER[:10]]
    out, model = await played([PARROT, *rows, {"text": "Remind me, which colour was the parrot?"}])
    assert ANSWER in out.briefs[-1].says[0].text
    assert ANSWER in model.seen[-1][-1].text.rpartition("</learner>")[2]


async def test_what_was_improvised_comes_back_after_the_conversation_was_compacted() -> None:
    rows = [{"text": text} for text in (*LEARNER, *LEARNER[:5])]
    _, model = await played([PARROT, *rows, PARROT])
    request = model.seen[-1]
    assert request[1].text.startswith("(What has passed so far") and ANSWER in request[1].text
    assert ANSWER in request[-1].text.rpartition("</learner>")[2]


def test_a_question_is_remembered_by_what_it_is_about() -> None:
    assert named(tom(), "Thanks for that. And what's your parrot called?") == "question:parrot called"
    assert named(tom(), "What is it?") == "question"
    assert len(named(tom(), f"{' '.join(f'thing{chr(97 + n)}' for n in range(20))}?").split()) <= 6


def test_a_like_question_is_known_and_another_is_not() -> None:
    before = {"question:parrot called": "Biscuit."}
    assert "Biscuit." in (recalled(before, "question:parrots") or "")
    assert "Biscuit." in (recalled(before, "question:parrot called") or "")
    assert recalled(before, "question:favourite colour") is None and recalled(before, "question") is None
    assert recalled({"pets": "A parrot."}, "question:pets") is None, "a topic is found by its own name"


def test_the_first_answer_stands_and_there_is_an_end_to_them() -> None:
    plain = Say(id="do_not_know", role="react", text="Say little.")
    first = remembered({}, [improvise({}, "question:parrot", plain)], "Biscuit.")
    assert remembered(first, [improvise(first, "question:parrot", plain)], "Rex.") == {"question:parrot": "Biscuit."}
    many = {f"question:{n}": "x" for n in range(MOST)}
    assert len(remembered(many, [improvise(many, "question:new", plain)], "y")) == MOST
