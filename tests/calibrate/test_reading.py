"""Ratings from files: every form gives the same, and whatever is unknown is told with file, line and what to do."""

from __future__ import annotations

import json

import pytest

from simulator.calibrate.data import Rated
from simulator.calibrate.reading import Source, read
from simulator.errors import BadInput
from simulator.library import shipped
from simulator.rubric.model import Rubric

TURNS = [{"side": "patient", "text": "I'm so scared."}, {"side": "learner", "text": "That sounds frightening."}]
TALKS = "".join(json.dumps({"id": name, "turns": TURNS}) + "\n" for name in ("a", "b"))
LISTENING: Rubric = shipped().rubric("listening").get()
EMOTION: Rubric = shipped().rubric("emotion-response").get()


def table(*lines: str, head: str = "transcript,rater,item,level") -> Rated:
    return read([Source("r.csv", "\n".join([head, *lines]) + "\n"), Source("t.jsonl", TALKS)], LISTENING)


def codes(*lines: str, head: str = "transcript,rater,item,turn,code") -> Rated:
    return read([Source("c.csv", "\n".join([head, *lines]) + "\n"), Source("t.jsonl", TALKS)], EMOTION)


WANTED = {"advice_giving": {"Ann": {"a": 0.0, "b": 4.0}, "Bo": {"a": 2.0}}}
LINES = ("a,Ann,advice_giving,1", "b,Ann,advice_giving,very_much", "a,Bo,advice_giving,3.0", "b,Bo,advice_giving,")


def test_points_and_anchors_become_positions_and_an_empty_level_is_missing():
    assert table(*LINES).levels == WANTED
    assert table(*LINES).raters == ("Ann", "Bo")


def test_a_table_may_come_as_any_spreadsheet_saves_it():
    semicolons = [line.replace(",", ";") for line in LINES]
    assert table(*semicolons, head="transcript;rater;item;level").levels == WANTED
    assert table(*LINES, head="\ufeffTranscript, Rater ,ITEM,Level").levels == WANTED
    turned = [",".join(["a remark", *reversed(line.split(","))]) for line in LINES]
    assert table(*turned, head="notes,level,item,rater,transcript").levels == WANTED
    assert table(*LINES, "", " , , , ").levels == WANTED


def test_ratings_with_the_transcripts_give_the_same():
    rows = [
        {"id": "a", "turns": TURNS, "ratings": {"Ann": {"advice_giving": 1}, "Bo": {"advice_giving": 3}}},
        {"id": "b", "turns": TURNS, "ratings": {"Ann": {"advice_giving": "very_much"}, "Bo": {"advice_giving": None}}},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    for text in (lines, json.dumps(rows), json.dumps(rows, indent=1)):
        assert read([Source("t.json", text)], LISTENING).levels == WANTED


def test_codes_by_turn_from_a_table_and_with_the_transcript():
    wanted = {"threads_met": {"Ann": {"a": {(1, "met")}, "b": set()}}}
    made = codes("a,Ann,threads_met,1,met", "b,Ann,threads_met,,none")
    assert made.codes == wanted
    rows = [
        {"id": "a", "turns": TURNS, "codes": {"Ann": {"threads_met": {"1": "met"}}}},
        {"id": "b", "turns": TURNS, "codes": {"Ann": {"threads_met": {}}}},
    ]
    assert read([Source("t.json", json.dumps(rows))], EMOTION).codes == wanted


def test_a_menu_may_name_several_moves_at_one_turn():
    made = codes("a,Ann,nurse_menu,1,name", "a,Ann,nurse_menu,1,explore")
    assert made.codes["nurse_menu"]["Ann"]["a"] == {(1, "name"), (1, "explore")}


def test_a_plain_text_is_called_by_its_files_name():
    text = Source("folder/talk.txt", "Patient: I'm scared.\nDoctor: Of what?\n")
    made = read([text, Source("r.csv", "transcript,rater,item,level\ntalk,Ann,advice_giving,1\n")], LISTENING)
    assert made.levels == {"advice_giving": {"Ann": {"talk": 0.0}}}


@pytest.mark.parametrize(
    ("line", "what", "todo"),
    [
        ("c,Ann,advice_giving,1", 'unknown transcript "c"', "a, b"),
        ("a,Ann,advice_givin,1", 'unknown item "advice_givin"', '"advice_giving"'),
        ("a,Ann,advice_giving,6", '"6" is no level', "5 (very_much)"),
        ("a,Ann,advice_giving,2.5", '"2.5" is no level', "1 (none)"),
        ("a,Ann,advice_giving,nan", '"nan" is no level', "1 (none)"),
        ("a,ann,advice_giving,1", 'rater "ann" is written "Ann"', "one way"),
        ("b,Ann,advice_giving,2", "a second one by Ann", "one say"),
        (",Ann,advice_giving,2", "the column transcript is empty", "Fill it in"),
        ("a,,advice_giving,2", "the column rater is empty", "Fill it in"),
        ("c,Ann,advice_giving,", 'unknown transcript "c"', "a, b"),
    ],
)
def test_what_is_unknown_is_told_with_its_line(line, what, todo):
    with pytest.raises(BadInput) as told:
        table("b,Ann,advice_giving,2", line)
    assert told.value.where == "r.csv, line 3"
    assert what in told.value.what
    assert todo in told.value.todo


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("a,Ann,threads_met,1,mett", "unknown code"),
        ("a,Ann,threads_met,3,met", '"3" is no turn'),
        ("a,Ann,threads_met,x,met", '"x" is no turn'),
        ("a,Ann,threads_met,2,met", "the learner's"),
        ("a,Ann,threads_met,1,", "a turn without a code"),
        ("b,Ann,threads_met,1,passed", "a second one"),
    ],
)
def test_a_code_that_cannot_be_is_told_with_its_line(line, what):
    with pytest.raises(BadInput) as told:
        codes("b,Ann,threads_met,1,met", line)
    assert told.value.where == "c.csv, line 3"
    assert what in told.value.what


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("transcript,rater,level", "no column item"),
        ("transcript,rater,item", "no column level"),
        ("transcript,rater,item,turn", "no column level"),
        ("transcript,rater,item,level,level", "two columns level"),
        ("", "no column transcript, rater, item"),
    ],
)
def test_a_table_without_its_columns_is_told(head, what):
    with pytest.raises(BadInput) as told:
        table(head=head)
    assert (told.value.where, what in told.value.what) == ("r.csv, line 1", True)


def test_a_level_for_what_is_coded_by_turn_and_a_code_for_what_is_rated_are_told():
    with pytest.raises(BadInput, match="coded turn by turn"):
        codes("a,Ann,threads_met,1", head="transcript,rater,item,level")
    head = "transcript,rater,item,turn,code"
    with pytest.raises(BadInput, match="rated for the whole conversation"):
        table("a,Ann,advice_giving,1,met", head=head)
    with pytest.raises(BadInput, match="a level and a code"):
        table("a,Ann,advice_giving,1,1,met", head="transcript,rater,item,level,turn,code")


def test_ratings_that_are_no_objects_are_told_with_their_line():
    rows = [{"id": "a", "turns": TURNS, "ratings": {"Ann": {}}}, {"id": "b", "turns": TURNS, "ratings": [1]}]
    with pytest.raises(BadInput) as told:
        read([Source("t.jsonl", "".join(json.dumps(row) + "\n" for row in rows))], LISTENING)
    assert told.value.where == "t.jsonl, line 2"
    for odd in (True, [], {"x": 1}):
        row = {"id": "a", "turns": TURNS, "ratings": {"Ann": {"advice_giving": odd}}}
        with pytest.raises(BadInput, match="is no level"):
            read([Source("t.json", json.dumps(row))], LISTENING)


def test_nothing_rated_no_transcripts_and_one_id_twice_are_told():
    with pytest.raises(BadInput, match="no ratings"):
        read([Source("t.jsonl", TALKS)], LISTENING)
    with pytest.raises(BadInput, match="no transcripts"):
        read([Source("r.csv", "transcript,rater,item,level\n")], LISTENING)
    with pytest.raises(BadInput, match='a second transcript "a"'):
        read([Source("t.jsonl", TALKS), Source("u.jsonl", TALKS)], LISTENING)
