"""Ratings from files: transcripts that bring their ratings along (JSON), and tables out of a spreadsheet (CSV)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

from simulator.calibrate.data import Rated
from simulator.calibrate.gather import Gathering
from simulator.errors import BadInput
from simulator.rubric.model import Rubric
from simulator.transcript import Transcript, parse

COLUMNS = ("transcript", "rater", "item")
VALUES = ("level", "turn", "code")
TABLES = (".csv", ".tsv")
EXAMPLE = "The first line names the columns: transcript,rater,item,level (or transcript,rater,item,turn,code)."


class Source(NamedTuple):
    """One file, read."""

    name: str
    """As it is called in errors."""
    text: str
    """All of it."""

    @property
    def is_table(self) -> bool:
        """A table of ratings; anything else holds transcripts."""
        return self.name.lower().endswith(TABLES)


def read(sources: Sequence[Source], rubric: Rubric) -> Rated:
    """Everything that people rated on the items of `rubric`, checked.

    In: files of transcripts (JSON, JSON Lines, labelled text; JSON may carry "ratings" and "codes") and tables.
    Raises BadInput, with file, line and what to do, for anything unknown (transcript, item, level, code), said twice,
    or missing altogether.
    """
    transcripts: dict[str, Transcript] = {}
    carried: list[tuple[str, str, dict[str, Any]]] = []
    for source in sources:
        if not source.is_table:
            for where, transcript, row in _transcripts(source):
                if transcript.id in transcripts:
                    raise BadInput(
                        f'a second transcript "{transcript.id}".', where=where, todo='Give each an "id" of its own.'
                    )
                transcripts[transcript.id] = transcript
                carried.append((where, transcript.id, row))
    gathering = Gathering(rubric, transcripts)
    for where, identity, row in carried:
        _carried(gathering, where, identity, row)
    for source in sources:
        if source.is_table:
            _table(gathering, source)
    return gathering.whole(" and ".join(source.name for source in sources))


def _transcripts(source: Source) -> Iterator[tuple[str, Transcript, dict[str, Any]]]:
    """Each transcript with its place and the object it was read from (empty for plain text)."""
    try:
        found = parse(source.text, name=source.name)
    except (RecursionError, ValueError) as error:  # JSON nested too deep, or a number of thousands of digits
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        raise BadInput(f"not usable JSON ({why}).", where=source.name, todo="Give transcripts only.") from None
    for transcript, (where, row) in zip(found, _objects(source, len(found)), strict=True):
        own = transcript.id
        if "id" not in row and own.startswith(source.name):  # a table calls it by its file's name without the folder
            own = PurePath(source.name).stem + own.removeprefix(source.name)
        yield where, replace(transcript, id=own), row


def _objects(source: Source, many: int) -> list[tuple[str, dict[str, Any]]]:
    """The same objects again, as `parse` found them to be sound."""
    text = source.text.removeprefix("\ufeff")
    if text.lstrip()[0] not in "{[":
        return [(source.name, {})]
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        return [(f"{source.name}, line {number}", json.loads(line)) for number, line in lines]
    if isinstance(whole, list):
        return [(f"{source.name}, entry {number}", row) for number, row in enumerate(whole, 1)]
    return [(f"{source.name}, line 1" if many == 1 else source.name, whole)]


def _carried(gathering: Gathering, where: str, transcript: str, row: dict[str, Any]) -> None:
    form = 'Write "ratings": {"rater": {"item": level}}, and "codes": {"rater": {"item": {"turn": "code"}}}.'
    for field in ("ratings", "codes"):
        for rater, items in _mapping(row.get(field), where, f'"{field}"', form):
            for item, value in _mapping(items, where, f'"{field}" of {rater}', form):
                if field == "ratings":
                    gathering.level(where, transcript, rater, item, value)
                    continue
                turns = _mapping(value, where, f'"codes" of {rater} for {item}', form)
                gathering.looked(where, transcript, rater, item)
                for turn, codes in turns:
                    for code in codes if isinstance(codes, list) else [codes]:
                        gathering.code(where, transcript, rater, item, turn, code)


def _mapping(value: Any, where: str, what: str, form: str) -> list[tuple[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, dict):
        raise BadInput(f"{what} must be an object.", where=where, todo=form)
    return list(value.items())


def _table(gathering: Gathering, source: Source) -> None:
    text = source.text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    # Spreadsheets save with semicolons where the comma is the decimal sign.
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in COLUMNS if name not in names]
        if missing or ("level" not in names and not {"turn", "code"} <= set(names)):
            raise BadInput(f"no column {', '.join(missing) or 'level'}.", where=f"{source.name}, line 1", todo=EXAMPLE)
        if twice := [name for name in (*COLUMNS, *VALUES) if names.count(name) > 1]:
            raise BadInput(f"two columns {twice[0]}.", where=f"{source.name}, line 1", todo="Rename one of them.")
        for cells in rows:
            if any(cell.strip() for cell in cells):
                where = f"{source.name}, line {rows.line_num}"
                row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
                _row(gathering, where, {name: row.get(name, "") for name in (*COLUMNS, *VALUES)})
    except csv.Error as error:
        raise BadInput(
            f"not a readable table ({error}).", where=f"{source.name}, line {rows.line_num}", todo=EXAMPLE
        ) from None


def _row(gathering: Gathering, where: str, row: dict[str, str]) -> None:
    for name in COLUMNS:
        if not row[name]:
            raise BadInput(f"the column {name} is empty.", where=where, todo="Fill it in, or take the line away.")
    who = (where, row["transcript"], row["rater"], row["item"])
    if row["level"] and (row["turn"] or row["code"]):
        raise BadInput("a level and a code in one line.", where=where, todo="Give them a line each.")
    if row["code"]:
        gathering.looked(*who)
        gathering.code(*who, row["turn"], row["code"])
    elif row["turn"]:
        raise BadInput("a turn without a code.", where=where, todo='Fill in the code ("none" where there is none).')
    elif row["level"]:
        gathering.level(*who, row["level"])
    else:
        gathering.known(*who)  # nothing rated: allowed, but a misspelt name in it is still told
