"""Scripted learners: each does what its style says, sees what a learner sees, and is varied by its number alone."""

import pytest

from simulator.errors import NotConfigured
from simulator.persona import Persona
from simulator.rehearsal.learner import ScriptedLearner
from simulator.rehearsal.sight import Sight, notice, sight
from simulator.rehearsal.wordings import NEEDED, OCCASIONS, PLACE, styles, wordings
from simulator.transcript import Act, Side, Transcript, Turn
from tests.playing import patient

ALL = ("warm", "plain-kind", "formulaic", "over-namer", "reassurer", "prier", "cold")
PLACES = {"name", "first", "role", "seen", "echo", "word", "feeling"}


@pytest.fixture(scope="module")
def tom() -> Persona:
    return patient("tom-reeve")


def said(*texts: str, seen: str | None = None) -> Transcript:
    """A talk that ends with the patient's last words."""
    turns = [Turn(side=Side.PATIENT if n % 2 == 0 else Side.LEARNER, text=text) for n, text in enumerate(texts)]
    last = turns[-1]
    turns[-1] = Turn(side=last.side, text=last.text, seen=seen)
    return Transcript(id="t", turns=tuple(turns))


async def answers(style: str, reply: str, seen: Sight, doing: str | None = None) -> list[Turn]:
    """The second turn of many learners of a style, to the same words of the patient."""
    found = []
    for number in range(1, 30):
        learner = ScriptedLearner(style, number)
        await learner.say(seen, said("Morning."))
        turn = await learner.say(seen, said("Morning.", "Hello.", reply, seen=doing))
        assert turn is not None
        found.append(turn)
    return found


async def talk(style: str, number: int, seen: Sight, reply: str = "I see. It comes and goes.") -> list[Turn]:
    """All turns of a learner whose patient always says the same."""
    learner, texts, out = ScriptedLearner(style, number), ["Morning."], []
    while (turn := await learner.say(seen, said(*texts))) is not None:
        out.append(turn)
        texts += [turn.text, reply]
    return out


# ---- the data file -----------------------------------------------------------------------------------------


def test_there_are_seven_styles() -> None:
    assert styles() == ALL


@pytest.mark.parametrize("style", ALL)
def test_a_style_has_at_least_forty_wordings_of_its_own(style: str) -> None:
    assert len({wording for kind in wordings().style[style].says.values() for wording in kind}) >= 40


@pytest.mark.parametrize("style", ALL)
def test_everything_a_style_wants_to_say_has_wordings(style: str) -> None:
    here = wordings().style[style]
    kinds = {kind.rstrip("?") for kind in here.agenda} | {"opening", "next_step", "close", "more"}
    assert set(NEEDED) <= kinds
    reacts = {occasion for occasion, often in here.reacts.items() if often > 0}
    assert [kind for kind in sorted(kinds | reacts) if not wordings().of(style, kind)] == []
    assert set(here.reacts) | set(here.alone) <= set(OCCASIONS)
    assert {place.lower() for kind in here.says.values() for text in kind for place in PLACE.findall(text)} <= PLACES


def test_no_wording_holds_a_word_of_a_shipped_patients_name() -> None:
    """Usable with any patient: nothing in it was written for one."""
    names = {word for one in ("tom-reeve", "adaeze-okoro", "george-lindqvist") for word in patient(one).name.split()}
    texts = [text for style in wordings().style.values() for kind in style.says.values() for text in kind]
    assert [text for text in texts if any(name in text for name in names)] == []


# ---- determinism and variety -------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ALL)
async def test_equal_numbers_give_equal_talks_and_others_vary(style: str, tom: Persona) -> None:
    seen = sight(tom)
    first, again, other = [[turn.text for turn in await talk(style, n, seen)] for n in (1, 1, 2)]
    assert first == again
    assert first != other


@pytest.mark.parametrize("style", ALL)
async def test_a_talk_has_fifteen_to_twenty_turns(style: str, tom: Persona) -> None:
    lengths = set()
    for number in range(1, 9):
        turns = await talk(style, number, sight(tom))
        lengths.add(len(turns))
        assert all(turn.side is Side.LEARNER and (turn.text or turn.act is Act.QUIET) for turn in turns)
    assert min(lengths) >= 15 and max(lengths) <= 20
    assert len(lengths) > 1


@pytest.mark.parametrize("style", ALL)
async def test_every_talk_comes_to_what_every_talk_comes_to(style: str, tom: Persona) -> None:
    """Also where the patient gives much to stay with."""
    seen = sight(tom)
    for number in range(1, 16):
        text = " ".join(turn.text for turn in await talk(style, number, seen, "I'm so worried about it. I miss her."))
        for kind in NEEDED:
            parts = [PLACE.split(wording)[::2] for wording in wordings().of(style, kind)]
            assert any(all(part in text for part in one) for one in parts), (number, kind)


# ---- what a learner sees -----------------------------------------------------------------------------------


async def test_nothing_of_the_inside_of_a_case_reaches_a_learner(tom: Persona) -> None:
    other = patient("george-lindqvist")
    disguised = other.model_copy(
        update={
            **{name: getattr(tom, name) for name in ("name", "age", "setting", "door_note", "channel", "language")},
        }
    )
    assert sight(disguised) == sight(tom)


@pytest.mark.parametrize(
    ("seen", "doing"),
    [
        ("looks at her hands, then away", "look at your hands"),
        ("watches your face", "watch my face"),
        ("carries his bag to the window and sits", "carry your bag to the window"),
        ("the smile goes", ""),
        ("his shoulders come down", ""),
        ("nods", ""),
    ],
)
def test_what_was_seen_is_said_as_a_person_would(seen: str, doing: str) -> None:
    assert notice(said("Fine.", seen=seen)).seen == doing


@pytest.mark.parametrize(
    ("text", "echoes"),
    [
        ("I've lost half a stone.", ("you've lost half a stone",)),
        ("I was on my own, mostly.", ("you were on your own, mostly",)),
        ("I told you that.", ()),
        ("I don't know what it is.", ()),
        ("Am I? I think so.", ("you think so",)),
        ("It comes and goes.", ()),
    ],
)
def test_short_words_about_oneself_are_turned_round(text: str, echoes: tuple[str, ...]) -> None:
    assert notice(said(text)).echoes == echoes


def test_a_tag_is_no_question() -> None:
    assert notice(said("It gets you down, doesn't it?")).question is None
    assert notice(said("So is it something serious?")).question == "serious"
    assert notice(said("What colour are the curtains?")).question == ""


# ---- the styles differ in what they do ---------------------------------------------------------------------


async def test_a_decline_is_accepted_by_warm_and_pressed_by_prier(tom: Persona) -> None:
    reply = "I'd rather not go into that."
    for style in ("warm", "prier"):
        kinds = wordings().of(style, "decline")
        for turn in await answers(style, reply, sight(tom)):
            assert turn.text.startswith(tuple(kinds))


async def test_a_question_is_answered_by_warm_and_put_off_by_cold(tom: Persona) -> None:
    reply = "Will you tell my wife?"
    warm = [turn.text for turn in await answers("warm", reply, sight(tom))]
    assert all(text.startswith(tuple(wordings().of("warm", "answer_private"))) for text in warm)
    cold = [turn.text for turn in await answers("cold", reply, sight(tom))]
    put_off = sum(text.startswith(tuple(wordings().of("cold", "answer"))) for text in cold)
    assert put_off > len(cold) * 0.7


async def test_warm_takes_up_what_is_seen_and_cold_never_does(tom: Persona) -> None:
    doing = "looks at the window"
    warm = [turn.text for turn in await answers("warm", "Hm.", sight(tom), doing)]
    assert sum("look at the window" in text for text in warm) > len(warm) * 0.4
    cold = [turn.text for turn in await answers("cold", "Hm.", sight(tom), doing)]
    assert not any("window" in text for text in cold)


async def test_only_the_over_namer_names_what_was_not_shown(tom: Persona) -> None:
    guesses = wordings().notice.guesses
    for style in ALL:
        named = [t for t in await answers(style, "Tuesday. It was a Tuesday.", sight(tom)) if _names(t.text, guesses)]
        assert bool(named) == (style == "over-namer"), (style, named)


def _names(text: str, feelings: tuple[str, ...]) -> bool:
    return any(f" {feeling}" in text for feeling in feelings)


async def test_a_feeling_is_stayed_with_by_warm_and_not_by_formulaic(tom: Persona) -> None:
    asked = dict.fromkeys(("warm", "formulaic"), 0)
    for style in asked:
        complaint = wordings().of(style, "complaint")
        turns = await answers(style, "I'm so worried.", sight(tom))
        asked[style] = sum(turn.text.endswith(tuple(complaint)) for turn in turns)
    assert asked["formulaic"] == 29
    assert asked["warm"] < 20


async def test_another_language_is_refused_in_a_sentence(tom: Persona) -> None:
    seen = sight(tom.model_copy(update={"language": "de"}))
    with pytest.raises(NotConfigured, match="speak English"):
        await ScriptedLearner("warm", 1).say(seen, said("Guten Morgen."))
