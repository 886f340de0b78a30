"""`attune doctor`: it finds what is there and what is missing, tells no secret, and asks nobody unasked."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from simulator.cli import doctor_parts
from simulator.cli.doctor_model import about_models, ask_server
from simulator.cli.finding import Finding, State, shown_url
from simulator.errors import NotConfigured
from simulator.settings import Settings

KEY = "sk-never-to-be-seen-123456"


@pytest.fixture
def server() -> Iterator[Any]:
    """A model server on loopback that answers as it is told to and notes what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, self.headers.get("Authorization")))
            status, body, headers = served.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    class Served(HTTPServer):
        asked: list[tuple[str, str | None]]
        answer: tuple[int, bytes, dict[str, str]]

    served = Served(("127.0.0.1", 0), Handler)
    served.asked, served.answer = [], (200, json.dumps({"data": [{"id": "small"}, {"id": "large"}]}).encode(), {})
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def base(server: Any) -> str:
    return f"http://127.0.0.1:{server.server_port}/v1"


def test_with_nothing_configured_nothing_is_a_problem(attune):
    done = attune("doctor")
    assert done.code == 0, done.err
    assert [line for line in done.text.splitlines() if line.startswith("problem")] == []
    for words in ("Attune", "Python", "Data directory", "Database", "Personas", "Rubrics", "Language pack en", "Voice"):
        assert words in done.text
    assert "Model server" not in done.text
    assert done.err == ""


def test_a_variable_that_cannot_be_used_is_a_finding_and_the_rest_is_still_looked_at(here, monkeypatch):
    monkeypatch.setenv("ATTUNE_PORT", "soon")
    done = here("doctor")
    assert done.code == 0
    assert 'problem  ATTUNE_PORT: "soon" is not a port.' in done.text
    assert "Rubrics" in done.text


def test_a_data_directory_that_is_a_file_is_a_problem(here, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path / "file"))
    done = here("doctor")
    assert done.code == 0
    assert "problem  Database: " in done.text
    assert "problem  Data directory: " in done.text


def test_no_key_and_no_password_is_ever_printed(attune, free_port):
    done = attune(
        "doctor",
        env={
            "OPENAI_API_KEY": KEY,
            "ATTUNE_MODEL": "openai:gpt-5-mini",
            "ATTUNE_BASE_URL": f"http://me:hunter2@127.0.0.1:{free_port}/v1?token=hunter2",
            "ATTUNE_DATABASE_URL": f"postgresql://me:hunter2@127.0.0.1:{free_port}/attune",
        },
    )
    assert done.code == 0
    said = done.text + done.err
    assert "OPENAI_API_KEY: set" in said
    assert "does not answer" in said
    assert KEY not in said and "hunter2" not in said


def test_the_server_is_asked_with_the_key_and_its_models_are_listed(server):
    found = ask_server(base(server), KEY)
    assert found.state is State.OK
    assert "models: small, large" in found.what
    assert server.asked == [("/v1/models", f"Bearer {KEY}")]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((401, b"", {}), "status 401"),
        ((404, b"", {}), "status 404"),
        ((200, b"<html>", {}), "not with a list of models"),
        ((200, b'{"data": 3}', {}), "not with a list of models"),
    ],
)
def test_a_server_that_does_not_answer_well_is_a_problem_with_a_step_to_take(server, answer, said):
    server.answer = answer
    found = ask_server(base(server), None)
    assert (found.state, bool(found.todo)) == (State.BAD, True)
    assert said in found.what


def test_the_key_does_not_follow_a_redirect(server):
    server.answer = (302, b"", {"Location": f"{base(server)}/elsewhere"})
    assert ask_server(base(server), KEY).state is State.BAD
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense"])
def test_only_http_is_asked(url):
    assert "not an http address" in ask_server(url, KEY).what


def test_no_network_without_a_server_or_a_key_that_something_uses(tmp_path, monkeypatch):
    def never(*args: object) -> Finding:
        raise AssertionError("asked the network")

    monkeypatch.setattr("simulator.cli.doctor_model.ask_server", never)
    list(about_models(Settings(data_dir=tmp_path)))
    list(about_models(Settings(data_dir=tmp_path, api_key=KEY)))  # lies around for another program
    with pytest.raises(AssertionError):
        list(about_models(Settings(data_dir=tmp_path, api_key=KEY, model="openai:gpt-5-mini")))


def test_a_model_without_its_key_is_a_problem(tmp_path):
    voice, coder, _ = about_models(Settings(data_dir=tmp_path, model="openai:gpt-5-mini"))
    assert voice.state is coder.state is State.BAD
    assert "OPENAI_API_KEY" in voice.todo


def test_missing_pdf_support_is_no_problem_and_comes_with_a_way_to_get_it(monkeypatch):
    def missing(page: str) -> bytes:
        raise NotConfigured("PDF reports are not installed here.", todo="Install it.")

    monkeypatch.setattr(doctor_parts, "pdf", missing)
    found = doctor_parts.about_pdf()
    assert (found.state, found.todo) == (State.OPTIONAL, "Install it.")


def test_a_missing_driver_is_a_problem_only_where_postgresql_is_wanted(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor_parts, "find_spec", lambda name: None)
    assert doctor_parts.about_postgres(Settings(data_dir=tmp_path)).state is State.OPTIONAL
    wanted = Settings(data_dir=tmp_path, database_url="postgresql://x/y")
    assert doctor_parts.about_postgres(wanted).state is State.BAD


def test_an_address_is_shown_without_what_lets_one_in():
    assert shown_url("https://me:pw@host:8000/v1?key=1#x") == "https://host:8000/v1"
    assert "cannot be read" in shown_url("http://[half/v1")
