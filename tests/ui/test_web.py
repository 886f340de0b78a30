"""The parent app: headers, who may ask, what is refused."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from simulator.encounter.views import Person
from simulator.errors import AttuneError
from simulator.settings import Settings
from simulator.ui.coalesce import newest
from simulator.ui.render import render
from simulator.ui.texts import texts
from simulator.ui.web import create_app, serve
from simulator.wiring import Built

from .conftest import ADA, BEN, begun

PEOPLE = {"ada": ADA, "ben": BEN}
HTML = {"accept": "text/html"}


def by_cookie(request: Request) -> Person:
    try:
        return PEOPLE[request.cookies.get("person", "")]
    except KeyError:
        raise AttuneError("you are not signed in.") from None


@pytest.fixture
def client(built: Callable[..., Built]) -> Iterator[TestClient]:
    made = built()
    with TestClient(create_app(made, by_cookie), base_url="http://127.0.0.1:7860") as opened:
        opened.app_state["built"] = made
        opened.cookies.set("person", "ada")
        yield opened


def test_every_page_carries_the_headers_and_no_eval(client: TestClient) -> None:
    for path in ("/learn/", "/educate/", "/healthz", "/nowhere", "/static/talk.js"):
        response = client.get(path)
        policy = response.headers["content-security-policy"]
        assert "unsafe-eval" not in policy and "frame-ancestors 'none'" in policy
        assert response.headers["x-content-type-options"] == "nosniff"
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/", follow_redirects=False).headers["location"] == "/learn/"


def test_only_known_hosts_and_own_origins_are_answered(client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": "attune.example"}).status_code == 400
    join = "/learn/gradio_api/queue/join"
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(join, json={}, headers=headers).status_code == 403
    assert client.post(join, json={}, headers={"origin": "http://127.0.0.1:7860"}).status_code != 403
    answer = client.get("/learn/config", headers={"origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_who_is_not_known_gets_no_page(client: TestClient) -> None:
    client.cookies.clear()
    assert client.get("/learn/config").status_code == 401
    assert client.get("/educate/config").status_code == 401
    assert client.get("/reports/x").status_code == 409


def test_a_learners_page_carries_nothing_of_the_educators(client: TestClient) -> None:
    learners = client.get("/learn/config").json()
    assert {dep["api_name"] for dep in learners["dependencies"]} == {"ask", "talk"}
    educators = client.get("/educate/config").json()
    assert {dep["api_name"] for dep in educators["dependencies"]} == {"ask"}
    text = json.dumps(learners)
    assert '"run_history": false' in text and '"analytics_enabled": false' in text


def test_a_missing_page_is_a_plain_page_of_our_own(client: TestClient) -> None:
    page = client.get("/nowhere", headers=HTML)
    assert page.status_code == 404 and "There is nothing at this address." in page.text
    assert "<script" not in page.text


def test_a_report_is_its_owners_and_comes_in_every_format(client: TestClient) -> None:
    simulator = client.app_state["built"].simulator
    portal = client.portal
    assert portal is not None

    async def ended() -> str:
        encounter = await begun(simulator)
        await simulator.end(ADA, encounter)
        return encounter

    encounter = portal.call(ended)
    page = client.get(f"/reports/{encounter}")
    assert page.status_code == 200 and "Your conversation with Tom Reeve" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    for form in ("json", "csv", "text"):
        answer = client.get(f"/reports/{encounter}?format={form}")
        assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert client.get(f"/reports/{encounter}?format=../x").status_code == 400
    client.cookies.set("person", "ben")
    other, nothing = client.get(f"/reports/{encounter}"), client.get("/reports/none")
    assert other.status_code == nothing.status_code == 404
    assert other.text == nothing.text  # nobody can tell a foreign id from one that is not there


def test_it_refuses_to_listen_beyond_this_machine(tmp_path: Path) -> None:
    with pytest.raises(AttuneError, match="this machine only"):
        serve(Settings(data_dir=tmp_path, host="0.0.0.0"))


def test_a_port_in_use_is_a_sentence(tmp_path: Path, free_port: int) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        with pytest.raises(AttuneError, match=f"port {free_port}"):
            serve(Settings(data_dir=tmp_path, port=free_port))


# ---- strings and templates ---------------------------------------------------------------------------------

UI = Path(__file__).resolve().parents[2] / "simulator" / "ui"


def test_every_string_a_page_or_script_asks_for_is_in_the_catalogue() -> None:
    t = texts()
    code = "".join(path.read_text("utf-8") for path in (*UI.glob("*.py"), *UI.glob("templates/*.html")))
    for key in set(re.findall(r"""\bt\("([a-z_.]+)"[,)]""", code)):
        assert t(key)
    script = (UI / "static" / "talk.js").read_text("utf-8")
    wanted = set(re.findall(r"\bwords\.([a-z_]+)", script)) - {"patient", "most"}
    table = t.table(__import__("simulator.ui.learn", fromlist=["learn"])._SCRIPT_WORDS)
    assert wanted <= table.keys()


def test_no_visible_word_stands_in_a_template_or_a_script() -> None:
    for path in UI.glob("templates/*.html"):
        bare = re.sub(r"\{[%{].*?[%}]\}|<svg.*?</svg>|<!doctype html>|<[^>]*>", "", path.read_text("utf-8"), flags=re.S)
        assert not re.search(r"[A-Za-z]{2,}", bare), path.name
    for path in UI.glob("static/*.js"):
        assert not re.search(r"textContent = \"[A-Za-z]", path.read_text("utf-8")), path.name


def test_text_from_outside_is_never_markup_or_a_template() -> None:
    page = render("error.html", texts(), message="<img src=x onerror=alert(1)> {{ 7*7 }}", here="/learn/")
    assert "<img" not in page and "{{ 7*7 }}" in page
    assert texts()("talk.title", name="{app} {name}") == "Conversation with {app} {name}"


async def test_a_fast_stream_is_thinned_and_its_last_word_kept() -> None:
    async def fast():  # type: ignore[no-untyped-def]
        for n in range(50):
            yield n
            await asyncio.sleep(0.001)

    got = [n async for n in newest(fast(), pace=0.02)]
    assert got[-1] == 49 and len(got) < 20 and got == sorted(got)


async def test_what_breaks_a_stream_breaks_its_reader() -> None:
    async def breaks():  # type: ignore[no-untyped-def]
        yield 1
        raise ValueError("source")

    with pytest.raises(ValueError, match="source"):
        async for _ in newest(breaks(), pace=0.001):
            pass
