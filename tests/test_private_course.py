"""A course of one's own on its whole way: made, tested, checked, graded, reported, released."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NAME = "ch11_audio"
SOLVED = "def centre(x):\n    return x - x.mean()\n"
MISTAKEN = "def centre(x):\n    return x - x.min()\n"

pytestmark = pytest.mark.xdist_group("private course")


def run(
    *arguments: str, home: Path, code: int = 0, module: str = "autograder"
) -> subprocess.CompletedProcess[str]:
    """A command as at a terminal; it has to end as expected."""
    kit = str(Path(__file__).parents[1])
    found = os.pathsep.join([os.fspath(Path(sys.executable).parent), os.environ["PATH"]])
    ended = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": kit, "PATH": found, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stdout[-2000:] + ended.stderr[-2000:]
    return ended


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the course ``mine``: a chapter of two tasks."""
    home = tmp_path_factory.mktemp("author")
    run("new", "course", "mine", home=home)
    run("--course", "mine", "new", "chapter", NAME, home=home)
    said = run("--course", "mine", "new", "task", "11.loudest", home=home).stdout
    assert f"selftest --course {home / 'mine'} {NAME} --only loudest" in said
    return home


@pytest.fixture(scope="module")
def graded(home: Path) -> Path:
    """The run of a class of two."""
    for student, text in (("ana", SOLVED), ("ben", MISTAKEN)):
        folder = home / "submissions" / student
        folder.mkdir(parents=True)
        (folder / f"{NAME}.py").write_text(text, encoding="utf-8")
    run("--course", "mine", "grade", "submissions", "-o", "run", home=home)
    return home / "run"


@pytest.mark.exhaustive
def test_what_is_new_is_in_order_and_passes_its_self_test(home: Path) -> None:
    """Solution, stub, variants and mistakes of both tasks; nothing is left for build to write."""
    said = run("--course", "mine", "build", "--check", home=home).stdout
    assert "up to date" in said

    selftest = "autograder.authoring.selftest"
    counts = run(
        "--course", "mine", "11", "--keys", "2", "--jobs", "1", home=home, module=selftest
    ).stdout
    assert "solution: 3 of 3" in counts
    assert "variant: 2 of 2" in counts
    assert "mistake: 8 of 8" in counts  # three each, and the first of each task by a whole grade


def test_a_student_s_check_knows_the_course(home: Path) -> None:
    """Public checks of the private chapter, on the untouched exercise."""
    said = run("--course", ".", "check", "11", home=home / "mine", code=1).stdout
    assert f"{NAME} · exercises/{NAME}.py" in said
    assert "2 tasks, none started yet" in said


def test_a_class_is_graded_by_the_hidden_checks(home: Path, graded: Path) -> None:
    """Points by task, and the private catalogue names the mistake."""
    with (graded / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["student"], row["task"]): row for row in csv.DictReader(file)}
    assert rows["ana", "centre"]["points"] == "3"
    assert rows["ben", "centre"]["misconception"] == "centre_starts_at_zero"
    assert rows["ana", "loudest"]["points"] == "0"


def test_the_report_shows_the_class(home: Path, graded: Path) -> None:
    """The pages name the chapter and its tasks."""
    run("--course", "mine", "report", "run", home=home)
    page = (graded / "report" / "index.html").read_text(encoding="utf-8")
    assert "11 Audio" in page
    assert "loudest" in page


@pytest.mark.exhaustive
def test_a_changed_check_is_graded_anew(home: Path, graded: Path) -> None:
    """The second run does not keep what an older check said."""
    hidden = home / "mine" / "chapters" / NAME / "hidden.py"
    text = hidden.read_text(encoding="utf-8")
    again = ("--course", "mine", "grade", "submissions", "-o", "run")
    assert run(*again, home=home).stderr.count("as before") == 2
    try:
        hidden.write_text(text + "\n# stricter\n", encoding="utf-8")
        assert run(*again, home=home).stderr.count("as before") == 0
    finally:
        hidden.write_text(text, encoding="utf-8")


@pytest.mark.exhaustive
def test_the_kit_of_a_private_course_holds_its_public_checks_alone(home: Path) -> None:
    """Students need neither the option nor the course's folder; hidden checks are not there."""
    run("--course", "mine", "release", "kit", home=home)
    kit = home / "kit"
    names = {path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()}
    assert {f"autograder/chapters/{NAME}/public.py", f"exercises/{NAME}.ipynb"} <= names
    assert not [name for name in names if "ch01" in name or "hidden" in name]
    said = subprocess.run(
        [sys.executable, "-m", "autograder", "check", "11"],
        cwd=kit,
        env={**os.environ, "PYTHONPATH": str(kit), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 tasks, none started yet" in said.stdout, said.stderr


@pytest.mark.exhaustive
def test_nbgrader_grades_the_private_chapter(home: Path) -> None:
    """The course that init writes names the private one, so that no command needs the option."""
    run("--course", "mine", "nbgrader", "init", "class", home=home)
    course = home / "class"
    run("generate_assignment", NAME, home=course, module="nbgrader")
    released = course / "release" / NAME / f"{NAME}.ipynb"
    book = json.loads(released.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["metadata"].get("autograder", {}).get("task") == "centre":
            cell["source"] = SOLVED
    handed_in = course / "submitted" / "ana" / NAME
    handed_in.mkdir(parents=True)
    (handed_in / f"{NAME}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    run("autograde", NAME, home=course, module="nbgrader")
    run("export", "--to", "grades.csv", home=course, module="nbgrader")
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], float(row["score"]), float(row["max_score"])) == ("ana", 3.0, 6.0)


def test_a_course_in_the_sandbox_s_sight_is_refused(home: Path, tmp_path: Path) -> None:
    """Where students' code may read, hidden checks are not hidden."""
    seen = Path(sys.prefix) / "lib" / f"course-{os.getpid()}"
    shutil.copytree(home / "mine", seen)
    try:
        work = tmp_path / "ana"
        work.mkdir()
        (work / f"{NAME}.py").write_text(SOLVED, encoding="utf-8")
        said = run("--course", str(seen), "grade", str(tmp_path), "-o", "run", home=home, code=2)
    finally:
        shutil.rmtree(seen)
    assert "Move it" in said.stderr
