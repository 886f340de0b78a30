"""Many transcripts: read as they come, gone on with after a stop, and bounded by what a model may use."""

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simulator.cli.coders
import simulator.wiring
from simulator.cli import pick
from simulator.cli.coders import Order, results
from simulator.cli.files import named
from simulator.cli.spending import Budget, Purse, budget
from simulator.cli.transcripts import Transcripts
from simulator.errors import BadInput
from simulator.grader.estimate import Tokens, estimate
from simulator.models import ModelCall, Prices
from simulator.models.scripted import ScriptedChatModel
from simulator.settings import Settings
from simulator.transcript import from_json, parse

TALK = [
    {"side": "patient", "text": "I'm so frightened of the scan."},
    {"side": "learner", "text": "That sounds frightening. What worries you most?"},
    {"side": "patient", "text": "Leaving my girls."},
]


def rows(n: int, start: int = 0) -> list[dict]:
    return [{"id": f"talk {i}", "turns": TALK} for i in range(start, start + n)]


def write(path: Path, talks: list[dict]) -> Path:
    path.write_text("".join(f"{json.dumps(talk)}\n" for talk in talks), "utf-8")
    return path


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedChatModel:
    """A language model that finds nothing, and everything a grading needs to use it."""

    def answer(messages: list) -> str:
        question = messages[1].text
        return '{"turns": [], "responses": []}' if "Learner turns to code" in question else '{"expressions": []}'

    model = ScriptedChatModel(script=answer)
    monkeypatch.setattr(simulator.wiring, "_model", lambda *args, **limits: model)
    monkeypatch.setenv("ATTUNE_MODEL", "openai:scripted")
    return model


# ---- reading -----------------------------------------------------------------------------------------------

FORMS = {
    "one object": json.dumps(rows(1)[0]),
    "one object over lines": json.dumps(rows(1)[0], indent=1),
    "a list": json.dumps(rows(3)),
    "a list over lines": json.dumps(rows(3), indent=1),
    "lines": "\n".join(map(json.dumps, rows(3))),
    "lines with an end, a mark and blanks": "\ufeff\n\n" + "\n\n".join(map(json.dumps, rows(3))) + "\n",
    "lines of Windows": "\r\n".join(map(json.dumps, rows(3))) + "\r\n",
    "lines of old": "\r".join(map(json.dumps, rows(3))),
    "speakers and no ids": "\n".join([json.dumps({"turns": [{"speaker": "Nurse", "text": "Hello"}]})] * 2),
    "plain text": "Doctor: Good morning.\n\nPatient: It hurts.\n  Every day.\nDoctor: Where?",
    "plain text that begins like JSON": "Patient: {it hurts}",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_every_form_reads_as_it_does_at_once_and_as_often_as_asked(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talks"
    path.write_bytes(text.encode())
    read = Transcripts([str(path), str(path)])
    whole = parse(text, name=named(str(path)))
    assert tuple(read) == whole * 2
    assert tuple(read) == whole * 2


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["turns", "id", "side"]), inner),
    max_leaves=6,
)
LINES = st.lists(
    VALUES.map(json.dumps) | st.sampled_from(["", "  ", "{", "[", "Doctor: hi", *map(json.dumps, rows(2))]), max_size=5
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=LINES, end=st.sampled_from(["", "\n", "\r\n"]))
def test_whatever_stands_in_a_file_is_read_or_refused_alike(tmp_path: Path, lines: list[str], end: str) -> None:
    text = (end or "\n").join(lines) + end
    path = tmp_path / "any"
    path.write_bytes(text.encode())
    try:
        whole = parse(text, name=str(path))
    except (BadInput, ValueError):
        with pytest.raises(BadInput):
            list(Transcripts([str(path)]))
    else:
        assert tuple(Transcripts([str(path)])) == whole


def test_reading_lines_takes_no_more_memory_for_more_of_them(tmp_path: Path) -> None:
    path = write(tmp_path / "talks.jsonl", rows(8000))
    assert path.stat().st_size > 1_500_000
    tracemalloc.start()
    assert sum(1 for _ in Transcripts([str(path)])) == 8000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400_000


def test_a_pipe_is_read_once_and_used_twice(attune, tmp_path: Path) -> None:
    path = write(tmp_path / "talks.jsonl", rows(2))
    done = attune("code", "-", "--resume", "-o", "out.jsonl", stdin=path.read_bytes())
    assert (done.code, done.err) == (0, "")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2


# ---- going on ----------------------------------------------------------------------------------------------


@pytest.fixture
def whole(here, tmp_path: Path) -> tuple[Path, bytes]:
    """Five transcripts, one of them there twice, and what comes of them at once."""
    talks = [*rows(4), rows(1)[0]]
    path = write(tmp_path / "in.jsonl", talks)
    return path, here("grade", path).out


@pytest.mark.parametrize("cut", [0, 1, 40, 2000, -1, -5])
def test_a_stopped_run_is_gone_on_with_to_the_same_bytes(here, whole, tmp_path: Path, cut: int) -> None:
    path, all_of_it = whole
    out = tmp_path / "out.jsonl"
    lines = all_of_it.splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:2]) + lines[2][:cut])
    done = here("grade", path, "-o", out, "--resume")
    assert (done.code, done.out) == (0, b"")
    assert out.read_bytes() == all_of_it
    assert "2 of 5 stand" in done.err
    again = here("grade", path, "-o", out, "--resume")
    assert "5 of 5 stand" in again.err
    assert out.read_bytes() == all_of_it


def test_a_first_run_may_resume_too_and_a_killed_one_keeps_what_was_done(here, whole, tmp_path, monkeypatch) -> None:
    path, all_of_it = whole
    out = tmp_path / "out.jsonl"
    render, made = simulator.cli.coders._render, []

    def breaks(*args: object) -> bytes:
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(render(*args))
        return made[-1]

    monkeypatch.setattr("simulator.cli.coders._render", breaks)
    assert here("grade", path, "-o", out, "--resume").code == 130
    assert out.read_bytes() == b"".join(made)
    monkeypatch.setattr("simulator.cli.coders._render", render)
    assert here("grade", path, "-o", out, "--resume").code == 0
    assert out.read_bytes() == all_of_it


def test_another_rubric_or_other_words_are_coded_anew_and_what_stood_there_stays(here, whole, tmp_path: Path) -> None:
    path, all_of_it = whole
    out = tmp_path / "out.jsonl"
    out.write_bytes(all_of_it)
    assert here("grade", path, "-o", out, "--resume", "--rubric", "listening").code == 0
    assert out.read_bytes() == all_of_it + here("grade", path, "--rubric", "listening").out
    talks = rows(1)
    talks[0]["turns"] = [*TALK, {"side": "learner", "text": "I see."}]
    changed = write(tmp_path / "changed.jsonl", talks)
    assert here("grade", changed, "-o", out, "--resume").code == 0
    assert len(out.read_bytes().splitlines()) == 11


def test_what_failed_is_asked_again_and_takes_its_place_in_the_order(here, scripted, tmp_path: Path) -> None:
    path, out = write(tmp_path / "in.jsonl", rows(4)), tmp_path / "out.jsonl"
    good, count = scripted.script, []

    def fails(messages: list) -> object:
        count.append(1)
        return TimeoutError("slow") if len(count) <= 2 else good(messages)

    talks = rows(4)
    for n, talk in enumerate(talks):  # different words, or the shelf would answer
        talk["turns"] = [{"side": "patient", "text": f"Number {n}."}]
    write(path, talks)
    scripted.script = fails
    options = ("code", path, "--coder", "llm", "--concurrency", 1, "-j", 1, "-o", out, "--resume")
    assert "2 of 4 could not be coded" in here(*options).err
    before = [json.loads(line) for line in out.read_text().splitlines()]
    assert [bool(row["unscored"]) for row in before] == [True, True, False, False]
    assert "2 of 4 stand" in here(*options).err
    after = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["transcript"]["id"] for row in after] == [f"talk {n}" for n in range(4)]
    assert not any(row["unscored"] for row in after)


@pytest.mark.parametrize(
    "held", [b"dear diary", b"dear diary\n", b'{"a": 1}\n', b"[]\n", b'{"format": "attune.coding/1"}\n', b"\x00\x00"]
)
def test_a_file_that_holds_something_else_is_left_as_it_is(here, talks, tmp_path: Path, held: bytes) -> None:
    out = tmp_path / "notes.txt"
    out.write_bytes(held)
    done = here("code", talks, "-o", out, "--resume")
    assert done.code == 2 and "nothing was changed" in done.err
    assert out.read_bytes() == held


@pytest.mark.parametrize(
    "options", [("--resume",), ("--resume", "-o", "x", "--format", "text"), ("--votes", 3), ("--budget", "3k")]
)
def test_options_that_do_not_go_together_are_said(here, talks, options: tuple) -> None:
    done = here("code", talks, *options)
    assert done.code == 2 and done.err.count("\n") == 1


@pytest.mark.parametrize("options", [("--votes", 2), ("--votes", 0), ("--budget", "-1"), ("--budget", "lots")])
def test_numbers_that_mean_nothing_are_said(here, talks, options: tuple) -> None:
    assert here("code", talks, "--coder", "llm", *options).code == 2


# ---- models ------------------------------------------------------------------------------------------------


def test_an_estimate_comes_first_and_a_dry_run_is_nothing_else(here, scripted, talks) -> None:
    dry = here("grade", talks, "--coder", "llm", "--dry-run")
    assert (dry.code, dry.out, scripted.seen) == (0, b"", [])
    assert dry.err.startswith("2 transcripts: about 4 requests, ")
    done = here("grade", talks, "--coder", "llm")
    assert done.err == dry.err
    assert len(scripted.seen) == 4
    assert "no tokens" in here("grade", talks, "--dry-run").err


def test_votes_are_asked_for_and_named(here, scripted, talks) -> None:
    done = here("grade", talks, "--coder", "llm", "--votes", 3)
    assert len(scripted.seen) == 12
    assert {row["coder"]["version"].partition("+")[2] for row in done.rows} == {"votes3"}


def test_the_estimate_is_near_what_is_sent(scripted, here, talks) -> None:
    here("grade", talks, "--coder", "llm")
    sent = sum(len(message.text.encode()) // 4 for messages in scripted.seen for message in messages)
    rubric = pick.rubric("emotion-response")
    foreseen = sum(estimate(one, rubric).sent for one in Transcripts([str(talks)]))
    assert 0.8 * sent < foreseen < 1.25 * sent


def test_the_budget_stops_between_transcripts_and_says_how_to_go_on(here, scripted, tmp_path: Path) -> None:
    talks = rows(12)
    for n, talk in enumerate(talks):
        talk["turns"] = [*TALK, {"side": "learner", "text": f"Number {n}."}]
    path, out = write(tmp_path / "in.jsonl", talks), tmp_path / "out.jsonl"
    options = ("grade", path, "--coder", "llm", "-o", out, "--resume")
    first = here(*options, "--budget", "16k")
    stood = len(out.read_text().splitlines())
    assert first.code == 1 and 0 < stood < 12
    assert f"{stood} of 12 done, {12 - stood} left. To go on: the same command" in first.err
    while here(*options, "--budget", "16k").code == 1:
        assert len(out.read_text().splitlines()) > stood
        stood = len(out.read_text().splitlines())
    ids = [json.loads(line)["transcript"]["id"] for line in out.read_text().splitlines()]
    assert ids == [f"talk {n}" for n in range(12)]


def test_a_budget_of_money_needs_somebody_who_says_what_requests_cost(here, scripted, tmp_path, monkeypatch) -> None:
    talks = rows(6)
    for n, talk in enumerate(talks):
        talk["turns"] = [*TALK, {"side": "learner", "text": f"Number {n}."}]
    path = write(tmp_path / "in.jsonl", talks)
    done = here("grade", path, "--coder", "llm", "--budget", "cost:1")
    assert (done.code, len(done.rows)) == (1, 1)  # one alone showed that nobody says it
    assert "ATTUNE_PRICE_IN" in done.err
    monkeypatch.setenv("ATTUNE_PRICE_IN", "100")
    monkeypatch.setenv("ATTUNE_PRICE_OUT", "100")
    done = here("grade", path, "--coder", "llm", "--budget", "cost:0.9")
    assert done.code == 1 and 0 < len(done.rows) < 6
    assert "cost about" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("300000", Budget(300_000, False)),
        ("300k", Budget(300_000, False)),
        ("1.5M", Budget(1_500_000, False)),
        ("cost:2.50", Budget(2.5, True)),
        ("cost:10", Budget(10, True)),
    ],
)
def test_a_budget_is_tokens_or_money(typed: str, meant: Budget) -> None:
    assert budget(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "0", "-1", "1.5", "1e6", "5K", "cost:", "cost:0", "cost:3k", "nan", "٣", "9" * 16]
)
def test_what_is_no_budget_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        budget(typed)


CALL = ModelCall(purpose="coder", model_asked="m", tokens_in=900, tokens_out=100)
SIZES = st.lists(st.integers(1, 500), min_size=1, max_size=30)


@given(SIZES, st.integers(1, 4000), st.floats(0.2, 3), st.integers(1, 6))
def test_the_purse_never_goes_far_beyond_its_budget(sizes: list[int], most: int, real: float, wide: int) -> None:
    """Each transcript really takes `real` times its estimate; up to `wide` are under way."""
    purse, under_way = Purse(Budget(most, False)), []
    first = True
    for size in sizes:
        tokens = Tokens(2, size, 0)
        while under_way and (len(under_way) >= wide or not purse.takes(tokens)):
            done = under_way.pop(0)
            purse.tokens += round(real * done.all)
            purse.end(done)
        if not purse.takes(tokens):
            break
        purse.begin(tokens)
        under_way.append(tokens)
        first = False
    for done in under_way:
        purse.tokens += round(real * done.all)
        purse.end(done)
    # Until one is done nobody knows how wrong the estimate is: at most what was begun by then goes over.
    assert first or purse.tokens <= most + max(0.0, real - 1) * wide * max(sizes) + len(sizes)


def test_tokens_that_a_server_does_not_count_are_taken_as_estimated() -> None:
    purse = Purse(Budget(1000, False))
    purse.begin(Tokens(2, 300, 100))
    purse.note(ModelCall(purpose="coder", model_asked="m"))
    assert purse.tokens == 200
    purse.note(CALL)
    assert purse.tokens == 1200
    assert Purse(Budget(1, True), Prices(tokens_in=1.0, tokens_out=1.0)).takes(Tokens(1, 900_000, 50_000))


def test_no_more_transcripts_are_read_than_are_under_way(scripted) -> None:
    read = []

    def coming():
        for row in rows(60):
            read.append(row["id"])
            yield from_json(row)

    order = Order(rubric=pick.rubric("emotion-response"), scored=True, form="json", requests=3)
    made = results(coming(), order, "llm", None, Settings.from_environment())
    for done, _ in enumerate(made, 1):
        assert len(read) <= done + 2 * 3 + 1
    assert len(read) == 60


def test_further_processes_read_ahead_no_further_than_they_need(tmp_path: Path, root: Path) -> None:
    program = """
import sys
from simulator.cli import pick
from simulator.cli.coders import Order, results
from simulator.settings import Settings
from simulator.transcript import from_json
if __name__ == "__main__":
    read, most = 0, 0
    def coming():
        global read
        for n in range(200):
            read += 1
            yield from_json({"id": str(n), "turns": [{"side": "patient", "text": f"I'm afraid {n}."}]})
    order = Order(rubric=pick.rubric("emotion-response"), scored=True, form="json")
    for done, _ in enumerate(results(coming(), order, "offline", 2, Settings.from_environment()), 1):
        most = max(most, read - done)
    print(done, most)
"""
    path = tmp_path / "program.py"
    path.write_text(program)
    env = {**os.environ, "PYTHONPATH": str(root)}
    out = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, timeout=110, env=env)
    done, most = map(int, out.stdout.split())
    assert done == 200
    assert most <= 4 * (3 * 2 + 1)
