"""What classes really hand in, through the kit's command and stock nbgrader."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.authoring import notebooks
from autograder.course import chapters, compose

CH00 = "ch00_fundamentals"
pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("pristine")]


def scores(room: Any) -> dict[str, float]:
    """By student, the points of the tasks in nbgrader's gradebook."""
    with Gradebook(room.course.database) as book:
        return {
            submission.student.id: sum(
                grade.auto_score or 0
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name != "written_answer"
            )
            for submission in book.assignment_submissions(CH00)
        }


def changed(room: Any, task: str, kind: str) -> Any:
    """A notebook whose cell of a task has another type."""
    book = room.answered({})
    for cell in book["cells"]:
        if cell["metadata"].get("autograder", {}).get("task") == task:
            cell["cell_type"] = kind
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    return book


@pytest.fixture(scope="module")
def odd(copied: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A class in which everybody did something that is seldom tried."""
    room = copied(tmp_path_factory.mktemp("odd"))
    for name in ("[a-z]", "Zoë Ångström", "has space", "st*r"):
        room.hand_in(name, room.answered({}))
    for name, content in (("words", b"yesterday"), ("bytes", b"\xff\xfe")):
        room.hand_in(name, room.answered({})).with_name("timestamp.txt").write_bytes(content)
    room.hand_in("folder", room.answered({})).with_name("timestamp.txt").mkdir()
    for kind in ("markdown", "raw"):
        room.hand_in(kind, changed(room, "pick", kind))
    room.hand_in("copy", room.released())
    room.hand_in_text("copy", notebooks.dumps(room.answered({})), f"{CH00}-Copy1.ipynb")
    solved = compose.solved_module(chapters.load(chapters.find("00")))
    folder = room.course.submitted("zip", CH00)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr(f"{CH00}.py", solved)
    room.autograder("nbgrader", "autograde", "00")
    room.nbgrader("generate_feedback", CH00)
    return room


def test_everybody_has_the_points_of_the_work(odd: Any) -> None:
    """Odd names, timestamps, cells of another kind, copies, zips."""
    points = {submission.name: 80 for submission in (odd.course.root / "submitted").iterdir()}
    assert len(points) == 11
    assert scores(odd) == {**points, "markdown": 74, "raw": 74}


def test_a_second_run_changes_nothing_and_a_new_hand_in_is_graded(odd: Any) -> None:
    """Without --force, though nbgrader itself would pass over it."""
    before = scores(odd)
    odd.autograder("nbgrader", "autograde", "00")
    assert scores(odd) == before
    odd.hand_in("folder", odd.answered({"pick": None}))
    odd.autograder("nbgrader", "autograde", "00")
    assert scores(odd) == {**before, "folder": 74}


def test_what_was_stopped_half_way_is_graded_to_its_end(odd: Any) -> None:
    """A folder that nbgrader wrote, without the points in its gradebook."""
    before = scores(odd)
    with Gradebook(odd.course.database) as book:
        for grade in book.find_submission(CH00, "bytes").notebooks[0].grades:
            grade.auto_score = None
        book.db.commit()
    odd.autograder("nbgrader", "autograde", "00", "--student", "bytes")
    assert scores(odd) == before


def test_a_task_that_was_removed_after_hand_ins_costs_nobody_the_others(room: Any) -> None:
    """The instructor takes it out of the assignment; what was handed in for it is passed over."""
    room.hand_in("before", room.answered({}))
    path = room.course.root / "source" / CH00 / f"{CH00}.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"] = [cell for cell in book["cells"] if "pick" not in str(cell["metadata"])]
    path.write_text(notebooks.dumps(book), encoding="utf-8")
    room.nbgrader("generate_assignment", CH00, "--force")
    room.hand_in("after", room.answered({}))
    room.autograder("nbgrader", "autograde", "00")

    assert scores(room) == {"before": 74, "after": 74}


def test_an_untouched_release_is_validated_as_not_started(room: Any) -> None:
    """In one sentence, not as a wall of failures or of partial credit; beside it the prose."""
    path = room.course.root / "release" / CH00 / f"{CH00}.ipynb"
    said = room.nbgrader("validate", str(path)).stdout

    assert "VALIDATION FAILED ON 2 CELL(S)" in said
    assert "is not started yet" in said
    assert "Partial credit" not in said


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("canvas", ("doeada_101_9001_{}.ipynb", "roebob_LATE_102_9002_{}-1.ipynb")),
        (
            "moodle",
            ("Ada_101_assignsubmission_file_/{}.ipynb", "B B_102_assignsubmission_file/{}.py"),
        ),
    ],
)
def test_a_platforms_zip_is_collected(room: Any, platform: str, names: Any) -> None:
    """By nbgrader's own zip_collect, then graded."""
    archive = room.course.root / "downloaded" / CH00 / "archive"
    archive.mkdir(parents=True)
    book = notebooks.dumps(room.answered({}))
    module = compose.solved_module(chapters.load(chapters.find("00")))
    with zipfile.ZipFile(archive / f"{platform}.zip", "w") as zipped:
        for name in names:
            zipped.writestr(name.format(CH00), module if name.endswith(".py") else book)
    room.nbgrader("zip_collect", CH00)
    room.autograder("nbgrader", "autograde", "00")

    assert scores(room) == {"101": 80, "102": 80}
    assert not [p for p in Path(room.course.root / "submitted").rglob("*") if "doe" in p.name]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel gives orphans to us there")
@pytest.mark.usefixtures("orphans", "hangups")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_autograde_goes_on(room: Any, number: signal.Signals) -> None:
    """Nothing stays behind, and the next run makes the gradebook complete."""
    names = [f"student{index}" for index in range(6)]
    for name in names:
        book = room.answered({})
        book["cells"].append({**book["cells"][-1], "source": f"NAME = {name!r}", "id": "own"})
        room.hand_in(name, book)
    command = [sys.executable, "-m", "autograder", "nbgrader", "autograde", "00", "--jobs", "1"]
    process = subprocess.Popen(
        command, cwd=room.course.root, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not list((room.course.root / "autograded").glob("*/*/*.ipynb")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 128 + number
    assert "Traceback" not in said
    assert said.count("Stopped by") == 1
    assert len(scores(room)) < len(names)
    room.autograder("nbgrader", "autograde", "00")
    assert scores(room) == dict.fromkeys(names, 80)
