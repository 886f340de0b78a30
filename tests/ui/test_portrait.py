"""The portrait: every look is drawn, its owner gets it, and its words name what is visible and no feeling."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from simulator.encounter.portrait import at_the_door
from simulator.encounter.views import Looks, Portrait
from simulator.language import pack
from simulator.library import Library, parse_persona, read_folder, shipped
from simulator.patient.face import Visible, every_visible, figure
from simulator.persona import Mood, Persona
from simulator.settings import Settings
from simulator.ui import learn
from simulator.ui.portrait.address import at_door, find, in_encounter, key
from simulator.ui.portrait.draw import draw
from simulator.ui.portrait.words import alternative, seen
from simulator.ui.texts import texts
from simulator.ui.web import create_app
from simulator.wiring import Built, build

from .conftest import ADA, begun
from .test_web import by_cookie

T = texts()
TOM = shipped().persona("tom-reeve").get()
EASY, HARD = Visible(mood=Mood.OPEN, unease=0), Visible(mood=Mood.GUARDED, unease=3)


def portrait(looks: Looks, how: Visible = EASY, age: int = 50) -> Portrait:
    return Portrait(looks=looks, age=age, figure=figure(how, looks.in_hands))


def every_look() -> Iterator[Looks]:
    """Each value of each field once, beside the defaults."""
    for name, field in Looks.model_fields.items():
        for value in get_args(field.annotation) or (True, False):
            yield Looks(**{name: value})


# ---- the drawing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("looks", list(every_look()), ids=lambda looks: repr(looks.model_dump(exclude_defaults=True)))
def test_every_look_is_drawn_as_whole_xml_without_script_or_address(looks: Looks) -> None:
    for how, age in ((EASY, 19), (HARD, 84)):
        svg = draw(portrait(looks, how, age))
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not re.search(r"<script|\bon\w+=|href|url\(|nan|inf\b", svg)
        for path in root.iter("{http://www.w3.org/2000/svg}path"):
            assert re.fullmatch(r"M[-MLCQAZ0-9. ]+", path.attrib["d"])


def test_every_value_of_a_look_changes_the_drawing() -> None:
    for name, field in Looks.model_fields.items():
        values = get_args(field.annotation) or (True, False)
        assert len({draw(portrait(Looks(**{name: value}))) for value in values}) == len(values), name


def test_every_bearing_is_drawn_for_every_thing_in_the_hands() -> None:
    for held in get_args(Looks.model_fields["in_hands"].annotation):
        for one in portrait(Looks(in_hands=held)).every():
            ElementTree.fromstring(draw(one))


def test_moods_and_steps_of_distress_are_all_drawn_differently() -> None:
    looks = TOM.looks
    drawn = {draw(portrait(looks, Visible(mood=mood, unease=step))) for mood in Mood for step in range(4)}
    assert len(drawn) == 12


def test_over_video_the_hands_are_out_of_sight() -> None:
    video = at_the_door(TOM.model_copy(update={"channel": "video"}))
    assert video is not None and not video.hands
    assert "hand" not in alternative(T, "Tom Reeve", video)
    assert draw(video) != draw(replace(video, hands=True))


@pytest.mark.parametrize("channel", ["telephone", "written"])
def test_who_cannot_be_seen_is_not_drawn(channel: str) -> None:
    assert at_the_door(TOM.model_copy(update={"channel": channel})) is None


# ---- what it tells -----------------------------------------------------------------------------------------


def feeling_words() -> set[str]:
    """Every emotion word of the English pack, without those that mostly mean something else ("down")."""
    table = tomllib.loads((files("simulator.language") / "en" / "feelings.toml").read_text("utf-8"))
    weak = set(table["weak"]["words"])
    words = {word for form in table.values() for kind in form.values() if isinstance(kind, list) for word in kind}
    return {word for word in words if isinstance(word, str)} - weak


def test_its_words_name_what_is_visible_and_no_feeling() -> None:
    english = pack("en")
    assert english is not None
    feelings = feeling_words()
    assert {"sad", "worried", "fear", "joy", "proud"} <= feelings
    for held in get_args(Looks.model_fields["in_hands"].annotation):
        for one in portrait(Looks(in_hands=held)).every():
            said = alternative(T, "Tom Reeve", one)
            assert "{" not in said and len(seen(T, one)) >= 3
            assert feelings.isdisjoint(re.findall(r"[a-z]+", said.lower())), said
            assert english.feelings(said) == ()
            assert not any(inner in said for inner in ("distress", "guarded", "trust"))


def test_the_words_change_with_the_face() -> None:
    assert alternative(T, "T", portrait(TOM.looks, EASY)) != alternative(T, "T", portrait(TOM.looks, HARD))
    assert "looks past you" in alternative(T, "T", portrait(TOM.looks, Visible(mood=Mood.GUARDED, unease=0)))


def test_nothing_that_is_locked_reaches_it() -> None:
    def noise(old: Any) -> Any:
        return old.model_copy(update={"text": "zzz"})

    other = TOM.model_copy(
        update={
            "author_notes": "zzz",
            "facts": tuple(map(noise, TOM.facts)),
            "threads": tuple(
                thread.model_copy(update={"hints": tuple(map(noise, thread.hints))}) for thread in TOM.threads
            ),
        }
    )
    one, two = at_the_door(TOM), at_the_door(other)
    assert one is not None and two is not None and key(one) == key(two)


# ---- the address -------------------------------------------------------------------------------------------


def test_a_key_is_told_from_every_other_and_tells_nothing() -> None:
    one = at_the_door(TOM)
    assert one is not None
    every = one.every()
    assert len({key(other) for other in every}) == len(every) > 100
    assert all(find(one, key(other)) == other for other in every[::17])
    assert find(one, "0" * 20) is None
    assert re.fullmatch(r"[0-9a-f]{20}", key(one))
    assert len({figure(how) for how in every_visible()}) <= len(every_visible()) == 576


@pytest.fixture
def client(built: Callable[..., Built]) -> Iterator[TestClient]:
    with TestClient(create_app(built(), by_cookie), base_url="http://127.0.0.1:7860") as opened:
        opened.cookies.set("person", "ada")
        yield opened


@pytest.fixture
def with_app(built: Callable[..., Built]) -> Iterator[tuple[TestClient, Built]]:
    made = built()
    with TestClient(create_app(made, by_cookie), base_url="http://127.0.0.1:7860") as opened:
        opened.cookies.set("person", "ada")
        yield opened, made


def test_its_owner_gets_it_and_keeps_it_and_nobody_else_does(with_app: tuple[TestClient, Built]) -> None:
    client, made = with_app
    portal = client.portal
    assert portal is not None
    encounter = portal.call(begun, made.simulator)
    now = portal.call(made.simulator.see, ADA, encounter).portrait
    assert now is not None
    address = in_encounter(encounter, now)
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    ElementTree.fromstring(answer.text)

    earlier = client.get(in_encounter(encounter, now.every()[0]))
    assert earlier.status_code == 200  # a tab left behind still shows the face it has

    wrong = [address.replace(key(now), "0" * 20), address.replace(encounter, "nothing"), f"{address}.svg"]
    for other in wrong:
        missing = client.get(other)
        assert missing.status_code == 404 and "immutable" not in missing.headers.get("cache-control", "")
    client.cookies.set("person", "ben")
    assert client.get(address).status_code == 404
    client.cookies.clear()
    assert client.get(address).status_code == 401


def test_at_the_door_it_is_everybodys_who_sees_the_shelf(client: TestClient) -> None:
    start = at_the_door(TOM)
    assert start is not None
    address = at_door(TOM.id, start)
    assert client.get(address).status_code == 200
    assert client.get(address.replace(TOM.id, "nobody")).status_code == 404
    client.cookies.clear()
    assert client.get(address).status_code == 401


# ---- pages -------------------------------------------------------------------------------------------------


def _telephone(folder: Path) -> Library:
    """The shipped library, with Tom on the telephone."""
    root = Path(__file__).resolve().parents[2]
    (folder / "personas").mkdir()
    text = (root / "personas" / "tom-reeve.yaml").read_text("utf-8")
    (folder / "personas" / "tom-reeve.yaml").write_text(text.replace("channel: room", "channel: telephone"), "utf-8")
    return read_folder(folder)


async def test_on_the_telephone_no_page_has_a_portrait(tmp_path: Path) -> None:
    made = build(Settings(data_dir=tmp_path), library=_telephone(tmp_path))
    async with made.running() as simulator:
        shelf = await learn.shelf_page(simulator, ADA, T)
        door = await learn.door_page(simulator, ADA, T, "tom-reeve")
        talk = await learn.encounter_page(simulator, ADA, T, await begun(simulator))
        view = await simulator.see(ADA, talk.url.partition("=")[2])
    assert view.portrait is None and talk.patch is not None and "portrait" not in talk.patch
    for page in (shelf, door, talk):
        assert "/portraits/" not in page.html and "data-switch" not in page.html


def _with_results(persona: Persona) -> bool:
    return bool(persona.chart and persona.results)


async def test_chart_and_results_are_at_the_door_and_beside_the_talk_and_never_markup(
    tmp_path: Path, library: Library
) -> None:
    whole = next(entry for entry in library.personas if entry.item and _with_results(entry.item))
    assert whole.item is not None
    made = build(Settings(data_dir=tmp_path), library=library)
    async with made.running() as simulator:
        door = (await learn.door_page(simulator, ADA, T, whole.id)).html
        encounter = await simulator.begin(ADA, whole.id)
        talk = (await learn.encounter_page(simulator, ADA, T, encounter)).html
    for html in (door, talk):
        for entry in whole.item.chart:
            assert entry.title.split("(")[0].strip() in html
        assert T("notes.results") in html
        assert whole.item.results[0].means[:40] not in html  # what it means to the patient stays inside
    assert parse_persona(whole.text, "x.yaml").chart == whole.item.chart
