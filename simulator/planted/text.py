"""The result as a table for a terminal of a hundred columns."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from simulator.calibrate.text import WIDTH, number
from simulator.planted.model import Planted, Precise, Quiet, Recalled

RECALLED = ("", "turns", "found", "recall", "with implied")
PRECISE = ("", "found", "tagged", "precision")
CUES = {
    "a": "a: vague words",
    "b": "b: something behind",
    "c": "c: body and mind",
    "d": "d: an event that stands out",
    "e": "e: said again",
    "f": "f: without words",
    "g": "g: past, or no time given",
    "none": "no kind of cue",
}


def table(made: Planted) -> str:
    """The whole result as text."""
    model = f", model {made.coder.model}" if made.coder.model else ""
    lines = [f"Consistency of {made.coder.name} {made.coder.version}{model} with what the patients show", ""]
    lines += [*wrap(made.consistency, WIDTH), "", *wrap(_rests_on(made), WIDTH), ""]
    lines += [*_rows(RECALLED, [_recalled(made.recall, "all that is shown")]), ""]
    lines += [*_rows(PRECISE, [_precise(made.precision, "all that was found")]), "", *_quiet(made)]
    recalls = (
        ("by tag", made.by_tag),
        ("by whose tag it is", made.by_source),
        ("by emotion", made.by_emotion),
        ("by patient", made.by_persona),
    )
    for title, rows in recalls:
        lines += ["", f"Recall {title}", *_rows(RECALLED, [_recalled(row, row.name) for row in rows])]
    for title, found in (("by kind of cue", made.by_cue), ("by patient", made.precision_by_persona)):
        named = [_precise(row, CUES.get(row.name, row.name)) for row in found]
        lines += ["", f"Precision {title}", *_rows(PRECISE, named)]
    notes = (
        f"In brackets: 95% intervals over {made.draws} draws of encounters; none where fewer than 10 hold such a turn.",
        "Recall: of the patient's turns tagged to show something, the share in which the coder found an expression, "
        "stated or hinted; with implied: or merely implied. Precision: of the turns in which it found a stated or "
        "hinted one, the share that is tagged.",
        "A line that its author left without a tag may show something to a reader all the same: such a finding counts "
        "against precision here.",
    )
    for note in notes:
        lines += ["", *wrap(note, WIDTH)] if note is notes[0] else wrap(note, WIDTH)
    return "\n".join(lines) + "\n"


def _rests_on(made: Planted) -> str:
    cases = ", ".join(case.id for case in made.personas)
    aside = f"; {made.set_aside} more were stopped or cut short" if made.set_aside else ""
    failed = f"; {made.uncoded} more encounters could not be coded" if made.uncoded else ""
    return (
        f"{made.encounters} encounters of {len(made.learners)} kinds of learner with {cases}; {made.turns} turns of "
        f"the patients{aside}{failed}."
    )


def _quiet(made: Planted) -> list[str]:
    rows = [(made.nothing_shown, "Turns tagged nothing"), (made.called_empty, "Turns that a blind reader called empty")]
    return [line for quiet, name in rows if quiet is not None for line in wrap(_one_quiet(quiet, name), WIDTH)]


def _one_quiet(quiet: Quiet, name: str) -> str:
    tagged = f" ({quiet.tagged} of them tagged)" if quiet.tagged else ""
    return (
        f"{name}: {quiet.n}{tagged}, left alone in {number(quiet.left_alone)}, without even something implied in "
        f"{number(quiet.with_implied)}."
    )


def _recalled(row: Recalled, name: str) -> tuple[str, ...]:
    return name.replace("_", " "), str(row.n), str(row.found), number(row.recall), number(row.with_implied)


def _precise(row: Precise, name: str) -> tuple[str, ...]:
    return name, str(row.n), str(row.tagged), number(row.precision)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]
