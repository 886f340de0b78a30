"""The wheel is whole: it installs one name, brings its data, and works far from the repository."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRANSCRIPT = """\
Doctor: Good morning, what brings you in today?
Patient: It's my wife. She died in April and I'm so lonely, I can't stop crying.
Doctor: I'm so sorry. That sounds terribly hard. Tell me more about her.
Patient: She did everything. I'm frightened of what comes next.
Doctor: It makes sense that you are frightened after losing her.
"""


def run(*command: str | Path, cwd: Path, **kwargs: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(map(str, command), cwd=cwd, capture_output=True, text=True, timeout=100, **kwargs)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the freshly built wheel was installed."""
    made = tmp_path_factory.mktemp("wheel")
    target = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", made, cwd=ROOT)
    [wheel] = made.glob("attune_simulator-*-py3-none-any.whl")
    pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-index", "--no-deps"]
    run(sys.executable, *pip, "--target", target, wheel, cwd=made)
    return target


def attune(installed: Path, away: Path, *args: str, stdin: str = "") -> str:
    """Run the installed command in an empty folder; PYTHONPATH goes before the repository's own path."""
    env = os.environ | {"PYTHONPATH": str(installed), "ATTUNE_DATA_DIR": str(away / "data")}
    return run(sys.executable, "-m", "simulator.cli", *args, cwd=away, env=env, input=stdin).stdout


def test_the_wheel_installs_one_top_level_name(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    # `bin` is where pip puts the command when it installs into a folder.
    assert names - {"bin"} == {"simulator"}
    assert (installed / "bin" / "attune").exists()


@pytest.mark.parametrize("folder", ["personas", "rubrics"])
def test_every_shipped_file_of_the_repository_lies_inside_the_package(installed: Path, folder: str) -> None:
    shipped = {path.name for path in (ROOT / folder).glob("*.yaml")}
    assert shipped
    assert {path.name for path in (installed / "simulator/_data" / folder).glob("*.yaml")} == shipped


def test_every_data_file_of_the_package_is_in_the_wheel(installed: Path) -> None:
    """Lexicons, templates, migrations: whatever git knows under simulator/ arrives."""
    known = run("git", "ls-files", "simulator", cwd=ROOT).stdout.split()
    assert [name for name in known if (ROOT / name).exists() and not (installed / name).exists()] == []


def test_the_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(installed)}
    where = run(
        sys.executable, "-c", "import simulator; print(simulator.__file__)", cwd=tmp_path, env=env
    ).stdout.strip()
    assert Path(where).is_relative_to(installed)


def test_doctor_finds_nothing_broken_in_an_installed_copy(installed: Path, tmp_path: Path) -> None:
    assert attune(installed, tmp_path, "doctor").strip()


def test_an_installed_copy_grades_a_transcript(installed: Path, tmp_path: Path) -> None:
    [line] = attune(installed, tmp_path, "grade", "-", "--rubric", "listening", stdin=TRANSCRIPT).splitlines()
    graded = json.loads(line)
    assert graded["format"] == "attune.coding/1"
    assert graded["transcript"]["turns"] == 5
    assert graded["moments"], "the patient cried and was afraid"
    assert {item["id"] for item in graded["items"]} >= {"validating_emotions", "encouraging_elaboration"}
