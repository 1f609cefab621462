"""A class full of hostile files is graded in one run, and the honest ones notice nothing."""

from __future__ import annotations

import csv
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import arena
import pytest
from handed_in import BUILDERS, MARK, NAME, SOLVED, STUB

from autograder.classroom.runfolder import read_result
from autograder.grading import results as r

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.xdist_group("handed in"),  # one run for all of them
    pytest.mark.needs("files", "identity", "seccomp", "limits"),
]
Grade = Callable[[Path], subprocess.CompletedProcess[str]]
LINKS = ("link_to_the_checks", "link_to_the_answers", "link_to_a_folder")
ODD_NAMES = (
    "=cmd|'calc'!A1",
    "\x1b[2J\x1b[31mred",
    "<script>alert(1)<script>",
    "two\nlines",
    "-rf",
    "\u202eadaeht",
    "a" * 200,
    unicodedata.normalize("NFD", "José"),
)


@pytest.fixture(scope="module")
def run(
    grade_class: Grade, tmp_path_factory: pytest.TempPathFactory
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Grade a class in which honest and hostile students take turns."""
    home = tmp_path_factory.mktemp("class")
    for number, (name, build) in enumerate(BUILDERS.items()):
        hostile, honest = home / "submissions" / name, home / "submissions" / f"honest-{number}"
        hostile.mkdir(parents=True)
        build(hostile)
        if number % 6 == 0:
            honest.mkdir()
            (honest / f"{NAME}.py").write_text(SOLVED, encoding="utf-8")
    for name in ODD_NAMES:
        (home / "submissions" / name).mkdir()
        (home / "submissions" / name / f"{NAME}.py").write_text(STUB, encoding="utf-8")
    done = grade_class(home)
    return done, home


def result_of(home: Path, student: str) -> r.Result:
    """The one result of a student, found by the name in it."""
    every = [read_result(path) for path in (home / "run" / "results").glob("*/*.json")]
    (mine,) = (result for result in every if result.student == student)
    return mine


def test_the_run_ends_well(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """No traceback, and a row for everybody who handed something in."""
    done, home = run

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    with (home / "run" / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= len(BUILDERS) + len(ODD_NAMES)


def test_links_are_not_followed_and_the_instructor_is_told(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    """Who handed in nothing but a link has a row that says so, and no points."""
    for name in LINKS:
        result = result_of(run[1], name)
        assert result.status == r.ERROR
        assert re.search("symbolic link|no module or notebook", result.message)


@pytest.mark.parametrize("name", BUILDERS)
def test_hostile_files_earn_nothing(
    run: tuple[subprocess.CompletedProcess[str], Path], name: str
) -> None:
    """Each has one result with no points, and a message where it could not be read."""
    result = result_of(run[1], name)

    assert result.points == 0
    assert result.status in (r.ERROR, r.FAIL)
    assert not arena.CANARY.search(arena.told(result))
    assert [line for line in arena.secrets_of("drop_ones") if line in arena.told(result)] == []


def test_honest_work_beside_them_earns_all(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    """Every sixth student is honest."""
    results = [read_result(path) for path in (run[1] / "run" / "results").glob("honest-*/*.json")]

    assert len(results) == (len(BUILDERS) + 5) // 6
    assert {result.status for result in results} == {r.PASS}


def test_nothing_outside_was_touched(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    """None of the files that hostile code would make is there."""
    places = [Path("/tmp"), run[1], run[1].parent, run[1] / "run", Path("/dev/shm")]

    assert [place for place in places if (place / MARK).exists()] == []


def test_names_cannot_steer_terminals_or_spreadsheets(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    """Control characters appear nowhere, and formulas are text."""
    done, home = run
    paths = [home / "run" / f"{name}.csv" for name in ("gradebook", "summary")]
    tables = [path.read_text(encoding="utf-8-sig") for path in paths]

    for text in (done.stdout, done.stderr, *tables):
        assert not {c for c in text if unicodedata.category(c) in ("Cc", "Cf")} - set("\n\r")
    for table in tables:
        fields = [field for row in csv.reader(table.splitlines()) for field in row]
        assert not [field for field in fields if field.startswith(("=", "+", "@", "\t"))]
