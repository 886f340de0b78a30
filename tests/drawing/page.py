"""The made parts of docs/patient.md: between `<!-- made: name -->` and `<!-- /made -->` stands what the code says."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from simulator.codes import MoveKind as M
from simulator.library import shipped
from simulator.patient import affect, bearing, inner, rules, threads
from simulator.patient import kin as kin_of
from simulator.patient.inner import Heard, HeardMove, HeardTopic, Ledger
from simulator.patient.rules import COSTS, EARNS, RULE, SATURATES, SLOW
from simulator.persona import Affect0, Due, Mood, Opens, WayIn, facts
from simulator.transcript import Act
from tests.drawing.example import example
from tests.drawing.states import PROFILES, ROWS, STATES, person, points, table
from tests.drawing.words import COUNT, LIKE, MOVES, SECTIONS

ROOT = Path(__file__).resolve().parents[2]
PAGE, PICTURE = ROOT / "docs" / "patient.md", ROOT / "docs" / "images" / "rule.svg"
MADE = re.compile(r"(<!-- made: (?P<name>[a-z ]+) -->\n).*?(<!-- /made -->)", re.DOTALL)


def page() -> str:
    """The page as it stands."""
    return PAGE.read_text("utf-8")


def renewed(text: str) -> str:
    """The page with every made part as the code says it now. KeyError for a part that nobody makes."""
    return MADE.sub(lambda match: f"{match[1]}{_made(match['name']).strip()}\n{match[3]}", text)


def _made(name: str) -> str:
    kind, _, which = name.partition(" ")
    return parameters(which) if kind == "parameters" else BLOCKS[name]()


# ---- what is written beside the code -------------------------------------------------------------------------


@cache
def docs(module: ModuleType, name: str = "") -> dict[str, str]:
    """The docstrings below the fields of a class, or below the constants of a module, on one line each."""
    body: Sequence[ast.stmt] = ast.parse(inspect.getsource(module)).body
    if name:
        body = next(node.body for node in body if isinstance(node, ast.ClassDef) and node.name == name)
    found: dict[str, str] = {}
    for node, after in pairwise(body):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        target = targets[0]
        says = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(target, ast.Name) and says:
            found[target.id] = " ".join(textwrap.dedent(str(after.value.value)).split())  # type: ignore[attr-defined]
    return found


def rows_of(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """A Markdown table."""
    ends = set(right)
    rule = ["---:" if n in ends else "---" for n in range(len(head))]
    lines = [head, rule, *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    return f"{value:g}"


def moves(kinds: Iterable[M]) -> str:
    """The moves in words, in the order of the code, each with its name."""
    wanted = set(kinds)
    return ", ".join(f"{MOVES[kind]} (`{kind.value}`)" for kind in M if kind in wanted)


def code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# ---- the parts -----------------------------------------------------------------------------------------------


def placed(which: str) -> dict[str, str]:
    """The parameters of a part of the page, each with its unit."""
    units = {name: unit for section in SECTIONS.values() for name, unit in section.items()}
    known = [field.name for field in fields(RULE)]
    if which == "hearing":
        mine, plain = SECTIONS[which], [name for name in known if name not in units]
        units = {name: COUNT if isinstance(getattr(RULE, name), int) else LIKE for name in plain}
        return {name: unit for name, unit in {**units, **mine}.items() if name in known}
    return {name: unit for name, unit in SECTIONS[which].items() if name in known}


def parameters(which: str) -> str:
    said = docs(rules, "Rule")
    listed = placed(which).items()
    rows = [(f"`{name}`", number(getattr(RULE, name)), unit, said.get(name, "")) for name, unit in listed]
    return rows_of(("symbol", "value", "unit", "what it is, and why"), rows, right=[1])


def earns() -> str:
    ways = [way for way in WayIn if any(way in shares for shares in EARNS.values())]
    head = ("the learner ...", "code", *(way.value.replace("_", " ") for way in ways))
    rows = []
    for kind, shares in EARNS.items():
        cells = [number(shares[way]) if way in shares else "" for way in ways]
        rows.append((MOVES[kind], f"`{kind.value}`", *cells))
    return rows_of(head, rows, right=range(2, len(head)))


def costs() -> str:
    rows = [
        (MOVES[kind], f"`{kind.value}`", number(cost), number(round(cost * RULE.half_cost, 4)))
        for kind, cost in COSTS.items()
    ]
    return rows_of(("the learner ...", "code", "trust lost", "where the hearing is in doubt"), rows, right=[2, 3])


def groups() -> str:
    rows = [(name, moves(kinds), f"`{'wears' if kinds <= SLOW else 'saturates'}`") for name, kinds in SATURATES.items()]
    said = docs(rules)
    rows += [(rules.PLAYFUL, said["PLAYFUL"], "`saturates`"), (rules.GENERAL, said["GENERAL"], "`saturates`")]
    return rows_of(("group", "what is in it", "share left each time"), rows)


def sets() -> str:
    said = docs(rules)
    rows = [(f"`{n}`", said[n], moves(getattr(rules, n))) for n in ("KIND", "WEARS", "MEETS")]
    more = rules.MEETS_WHEN_ABOUT - rules.MEETS
    rows.append(("`MEETS_WHEN_ABOUT`", said["MEETS_WHEN_ABOUT"], f"those, and: {moves(more)}"))
    return rows_of(("set", "what for", "moves"), rows)


def lists() -> str:
    said = docs(threads)
    rows = [(f"`{n}`", said[n], moves(getattr(threads, n))) for n in ("_UNDOES", "_WAITS")]
    return rows_of(("set", "what for", "moves"), rows)


def family() -> str:
    """Measured, since the number stands in the formula itself."""
    near = person({WayIn.FAMILY_OR_FAITH: 1.0, WayIn.LEFT_IN_PEACE: 0.0})
    about = HeardTopic(id="family", start=2, end=5, asked=False)
    heard = Heard(moves=(HeardMove(kind=M.REFLECTS, start=0, end=9),), topics=(about,))
    gain = affect._gain(near, heard, threads.Settled(threads={}), affect.Signals(), Ledger())
    return f"`family_share` is {number(round(gain / RULE.rise, 3))}."


def fields_of(model: type[BaseModel], module: ModuleType | None = None) -> str:
    rows = []
    for name, each in model.model_fields.items():
        plain = each.get_default(call_default_factory=True) if not each.is_required() else None
        default = "none" if plain in (None, (), {}) else str(plain).lower() if isinstance(plain, bool) else f"{plain}"
        said = each.description or (docs(module, model.__name__).get(name) if module else None)
        rows.append((f"`{name}`", default, said or "0 to 1, given in the case"))
    return rows_of(("name", "unless given", "what it is"), rows)


def patients() -> str:
    people = [patient.get() for patient in _people()]
    rows = [(way.value.replace("_", " "), *(number(who.ways_in.get(way, 0.0)) for who in people)) for way in WayIn]
    for name in Affect0.model_fields:
        if name != "feelings":
            rows.append((f"`{name}`", *(number(getattr(who.affect, name)) for who in people)))
    feels = [", ".join(f"{e.value} {number(v)}" for e, v in who.affect.feelings.items()) for who in people]
    rows.append(("`feelings`", *feels))
    return rows_of(("", *(who.name for who in people)), rows, right=range(1, len(people) + 1))


def _people() -> list[Any]:
    library = shipped()
    return [library.persona(path.stem) for path in sorted((ROOT / "personas").glob("*.yaml"))]


def kin() -> str:
    return "\n".join(f"- {', '.join(sorted(emotion.value for emotion in group))}" for group in kin_of.KIN)


def state() -> str:
    said = docs(inner, "Affect")
    return rows_of(("number", "what it is"), [(f"`{n}`", said[n]) for n in inner.Affect.model_fields if n in said])


def stands() -> str:
    said = docs(inner, "Stand")
    return rows_of(("stand", "what it means"), [(f"`{s.value}`", said[s.name]) for s in inner.Stand])


def kinds() -> str:
    said = docs(facts, "FactKind")
    return rows_of(("kind", "how it is told"), [(kind.value, said[kind.name]) for kind in facts.FactKind])


def seen() -> str:
    rows = [(mood.value, "; ".join(bearing.VOICE[mood]), "; ".join(bearing.BODY[mood])) for mood in Mood]
    rows += [(f"distress from {number(least)}", heard, shown) for least, heard, shown in bearing.UNEASE]
    return rows_of(("", "heard", "seen"), rows)


def drawn() -> str:
    """The numbers of the picture, for those who cannot see it."""
    out = []
    for name, numbers in table().items():
        head = ("the learner ...", *(f"{state.group}: {state.name}" for state in STATES))
        rows = [(row.name, *map(points, changes)) for row, changes in zip(ROWS, numbers, strict=True)]
        ways = ", ".join(f"{way.value.replace('_', ' ')} {number(much)}" for way, much in PROFILES[name].items())
        out.append(f"**{name}** ({ways})\n\n{rows_of(head, rows, right=range(1, len(head)))}")
    return "\n\n".join(out)


def gestures() -> str:
    return f"The acts that there are: {code(act.value for act in Act)}."


BLOCKS: dict[str, Callable[[], str]] = {
    "version": lambda: f"Version of the rule: `{rules.RULE_VERSION}`. {docs_of_rule()}",
    "earns": earns,
    "costs": costs,
    "groups": groups,
    "sets": sets,
    "lists": lists,
    "family": family,
    "bounds": lambda: fields_of(Affect0),
    "opens": lambda: fields_of(Opens),
    "due": lambda: fields_of(Due),
    "patients": patients,
    "kin": kin,
    "state": state,
    "stands": stands,
    "kinds": kinds,
    "seen": seen,
    "drawn": drawn,
    "acts": gestures,
    "example": example,
}


def docs_of_rule() -> str:
    """What the code says of all its numbers together."""
    said = " ".join(inspect.cleandoc(type(RULE).__doc__ or "").split())
    return said[said.index("Where no source") :] if "Where no source" in said else said
