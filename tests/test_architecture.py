"""The shape of the package: which room may import which, what stays pure, and how large a file may grow."""

import ast
import io
import json
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "simulator"
FILES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 60

# A room is one file or one folder directly under simulator/. It may import itself and what stands here.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "transcript": {"errors"},
    "codes": {"errors", "transcript"},
    "persona": {"errors", "transcript", "codes"},
    "language": {"errors", "transcript", "codes"},
    "rubric": {"errors", "transcript", "codes"},
    "settings": {"errors"},
    "models": {"errors", "settings"},
    "patient": {"errors", "transcript", "codes", "persona", "language", "models"},
    "grader": {"errors", "transcript", "codes", "language", "rubric", "models"},
    "library": {"errors", "persona", "rubric"},
    "store": {"errors", "transcript", "codes", "settings"},
    "encounter": {"errors", "transcript", "codes", "persona", "patient", "store"},
    "report": {"errors", "transcript", "codes", "rubric"},
    "jobs": {"errors", "transcript", "codes", "rubric", "grader", "store"},
    "simulator": {
        *("errors", "transcript", "codes", "persona", "rubric", "patient", "grader"),
        *("store", "encounter", "report", "jobs", "library"),
    },
    "wiring": {
        *("errors", "transcript", "codes", "persona", "language", "rubric", "settings", "models", "patient"),
        *("grader", "library", "store", "encounter", "report", "jobs", "simulator"),
    },
    "probe": {"errors", "transcript", "codes", "persona", "models", "patient"},
    "rehearsal": {"errors", "transcript", "codes", "persona", "models", "patient", "rubric", "grader"},
    "calibrate": {"errors", "transcript", "codes", "rubric", "grader"},
    "planted": {*("errors", "transcript", "codes", "persona", "patient", "rubric", "rehearsal", "calibrate")},
    "ui": {"errors", "transcript", "simulator", "settings", "wiring", "report"},
    "cli": {
        *("errors", "transcript", "codes", "rubric", "settings", "simulator", "wiring", "library", "report"),
        *("models", "grader", "persona", "language", "store", "probe", "rehearsal", "calibrate"),
        "planted",
    },
}
# Starting the server is the one thing that needs the pages, and nobody else should wait for them.
ONLY_INSIDE_A_FUNCTION_NAMED = {("cli", "ui"): "serve"}
# What pages and terminals are handed: plain data, and nothing else of the encounter.
ANYBODY_WITH_A_PAGE = {"ui": {"simulator.encounter.views"}, "cli": {"simulator.encounter.views"}}

PURE = {"transcript", "codes", "persona", "language", "rubric"}
IO = {
    *(
        "asyncio",
        "concurrent",
        "glob",
        "http",
        "importlib",
        "io",
        "multiprocessing",
        "os",
        "pathlib",
        "shutil",
    ),
    *("socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib"),
}
# Lexicons are data files of the package, and reading them is all the input a pure room may have.
PURE_MAY_READ = {"language": {"importlib", "pathlib"}}

FRAMEWORKS = {
    "gradio": {"ui"},
    "fastapi": {"ui"},
    "starlette": {"ui"},
    "uvicorn": {"ui", "cli"},
    "sqlalchemy": {"store", "wiring"},
    "alembic": {"store", "wiring"},
    "aiosqlite": {"store", "wiring"},
    "psycopg": {"store", "wiring"},
    "langchain": {"models", "patient", "grader", "wiring"},
    "langchain_core": {"models", "patient", "grader", "wiring", "rehearsal"},
    "langchain_openai": {"models", "patient", "grader", "wiring"},
    "langgraph": {"models", "patient", "grader", "wiring"},
    "openai": {"models", "patient", "grader", "wiring"},
    "torch": set(),
    "sklearn": {"rubric"},
    "krippendorff": {"rubric"},
}


class Import(NamedTuple):
    """One imported module, where it is imported and inside which functions."""

    path: Path
    line: int
    target: str
    inside: tuple[str, ...]

    @property
    def top(self) -> str:
        return self.target.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.target}"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """simulator.patient.voice -> patient; simulator itself -> the empty name."""
    return ".".join(module.split(".")[1:2])


MODULES = {module_name(path): path for path in FILES}


def targets(node: ast.AST, path: Path) -> Iterator[str]:
    """The modules an import statement, or a call that imports by name, reaches for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = path.relative_to(ROOT).parent.parts
            base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
        for alias in node.names:
            deeper = f"{base}.{alias.name}"
            yield deeper if deeper in MODULES else base
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ("import_module", "__import__"):
            yield str(node.args[0].value)


def imports(path: Path) -> list[Import]:
    found: list[Import] = []

    def walk(node: ast.AST, inside: tuple[str, ...]) -> None:
        found.extend(Import(path, node.lineno, target, inside) for target in targets(node, path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = (*inside, node.name)
        for child in ast.iter_child_nodes(node):
            walk(child, inside)

    walk(ast.parse(path.read_text("utf-8")), ())
    return found


ALL_IMPORTS = [found for path in FILES for found in imports(path)]


def wrong_arrow(found: Import) -> bool:
    here, there = room_of(module_name(found.path)), room_of(found.target)
    if found.top != "simulator" or not there or there == here:
        return False
    if (name := ONLY_INSIDE_A_FUNCTION_NAMED.get((here, there))) is not None:
        return not any(name in function for function in found.inside)
    if found.target in ANYBODY_WITH_A_PAGE.get(here, ()):
        return False
    return there not in MAY_IMPORT.get(here, set())


def test_every_room_stands_in_the_table() -> None:
    assert {room_of(module) for module in MODULES} - {""} <= MAY_IMPORT.keys()


def test_the_table_itself_has_no_cycle() -> None:
    TopologicalSorter(MAY_IMPORT).prepare()


def test_only_the_arrows_of_the_table_are_drawn() -> None:
    assert [str(found) for found in ALL_IMPORTS if wrong_arrow(found)] == []


def test_the_package_itself_holds_only_the_version() -> None:
    body = ast.parse((PACKAGE / "__init__.py").read_text("utf-8")).body
    names = [
        target.id
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert names == ["__version__"]
    assert all(isinstance(node, ast.Assign | ast.Expr) for node in body)


def test_no_file_imports_itself_by_a_detour() -> None:
    """Counted for what runs when a module is loaded; an import inside a function comes later."""
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for found in ALL_IMPORTS:
        if found.target in MODULES and not found.inside and found.target != module_name(found.path):
            graph[module_name(found.path)].add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" <- ".join(cycle.args[1]))


def test_what_grades_knows_nothing_of_who_was_played() -> None:
    """Followed through everything they import: no detour leads to the persona or the patient either."""
    reached = {"grader", "language", "rubric"}
    rooms = {
        (room_of(module_name(found.path)), room_of(found.target)) for found in ALL_IMPORTS if found.top == "simulator"
    }
    while more := {there for here, there in rooms if here in reached} - reached:
        reached |= more
    assert reached.isdisjoint({"persona", "patient"})


def test_frameworks_stay_in_their_rooms() -> None:
    astray = [
        str(found)
        for found in ALL_IMPORTS
        if found.top in FRAMEWORKS and room_of(module_name(found.path)) not in FRAMEWORKS[found.top]
    ]
    assert astray == []


def test_pure_rooms_do_no_input_or_output() -> None:
    astray = []
    for found in ALL_IMPORTS:
        room = room_of(module_name(found.path))
        frameworks = {name for name, rooms in FRAMEWORKS.items() if room not in rooms}
        forbidden = (IO | frameworks) - PURE_MAY_READ.get(room, set())
        if room in PURE and found.top in forbidden:
            astray.append(str(found))
    assert astray == []


def test_the_app_file_builds_and_starts_and_nothing_else() -> None:
    rooms = {room_of(found.target) for found in imports(ROOT / "app.py") if found.top == "simulator"}
    assert rooms <= {"", "errors", "settings", "wiring", "ui", "cli"}


def test_grading_from_a_terminal_loads_neither_pages_nor_job_engine() -> None:
    program = """
import json, sys
sys.argv = ["attune", "grade", "-"]
import simulator.cli
try:
    code = simulator.cli.main()
except SystemExit as leaving:
    code = leaving.code
print(json.dumps([code or 0, sorted(sys.modules)]), file=sys.stderr)
"""
    said = "Patient: I'm frightened it is cancer.\nDoctor: That sounds frightening. Tell me more.\n"
    done = subprocess.run(
        [sys.executable, "-c", program], input=said, capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0, done.stderr
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    assert json.loads(done.stdout)["moments"]
    assert {"gradio", "fastapi", "uvicorn", "dbos", "sklearn", "simulator.ui"}.isdisjoint(loaded)


# ---- size --------------------------------------------------------------------------------------------------


def docstring_lines(tree: ast.AST) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def code_lines(source: str) -> set[int]:
    """The lines that hold code: not blank, not only a comment, not a docstring."""
    empty = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in empty:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines - docstring_lines(ast.parse(source))


def test_only_code_is_counted() -> None:
    source = '"""What it is."""\n\n# why\ndef f():\n    """One."""\n    return [\n        1,  # one\n    ]\n'
    assert code_lines(source) == {4, 6, 7, 8}


@pytest.mark.parametrize("path", [*FILES, ROOT / "app.py"], ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_within_their_budget(path: Path) -> None:
    source = path.read_text("utf-8")
    lines = code_lines(source)
    functions = {
        f"{node.name} (line {node.lineno})": len(lines & set(range(node.lineno, (node.end_lineno or 0) + 1)))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lines) <= MOST_LINES_IN_A_FILE
    if path.parent.name == "versions":
        return  # a migration is a list of tables, written once and never changed
    assert {name: size for name, size in functions.items() if size > MOST_LINES_IN_A_FUNCTION} == {}
