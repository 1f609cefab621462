"""A dry run says what would be graded and why, and leaves no trace."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom.changes import HAND_IN, HOW
from autograder.classroom.dry_run import NEW, UNREADABLE, dry_run
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import RunFolder, read_key
from autograder.grading import fingerprint
from autograder.grading.request import GradeRequest
from autograder.grading.results import Result
from autograder.submission import read

CHAPTER = "ch00_fundamentals"


def graded(run: RunFolder, path: Path, request: GradeRequest) -> None:
    """Write the result that a grade of a file would have left."""
    print_ = fingerprint.of_submission(read(path, CHAPTER), request)
    student = path.parent.name
    fields = (CHAPTER, student, "fail", "", 0, 0, "cpu", (), 0.0, True, path.name, print_)
    run.save(Result(*fields))


@pytest.fixture
def options(tmp_path: Path) -> ClassOptions:
    """Give a class of which one is new, one unreadable, one changed and one as it was."""
    run = RunFolder(tmp_path / "run")
    request = GradeRequest(hidden=True, key=read_key(run.path / "key"))
    for student in ("ada", "ben", "cem", "dan"):
        path = tmp_path / "class" / student / f"{CHAPTER}.py"
        path.parent.mkdir(parents=True)
        path.write_text("def describe(x):\n    return x\n")
        if student != "ben":
            graded(run, path, request)
    (tmp_path / "class" / "cem" / f"{CHAPTER}.py").write_text("def describe(x):\n    return 1\n")
    unreadable = tmp_path / "class" / "dan" / f"{CHAPTER}.py"
    unreadable.write_bytes(b"def describe(:\n\x00\xff")
    return ClassOptions(tmp_path / "class", run.path, as_json=True)


def files(folder: Path) -> dict[Path, bytes]:
    """Return all files below a folder, with what they hold."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def reasons(options: ClassOptions, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return what is said of each student."""
    dry_run(options)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {row["student"]: row["reason"] for row in rows}


def test_each_hand_in_has_its_reason(
    options: ClassOptions, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is written, neither into the run nor beside the hand-ins."""
    before = files(options.run.parent)

    said = reasons(options, capsys)

    assert said.pop("dan") in (UNREADABLE, HAND_IN)
    assert said == {"ada": "", "ben": NEW, "cem": HAND_IN}
    assert files(options.run.parent) == before


def test_another_key_is_the_teachers_doing(
    options: ClassOptions, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told, and no key is made where there is none."""
    (options.run / "key").unlink()

    assert reasons(options, capsys)["ada"] == HOW
    assert not (options.run / "key").exists()


def test_a_zip_is_looked_at_without_unpacking_it_for_good(
    options: ClassOptions, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was graded from a folder is the same from a zip."""
    archive = shutil.make_archive(str(options.run.parent / "all"), "zip", options.submissions)
    before = files(options.run)

    said = reasons(replace(options, submissions=Path(archive)), capsys)

    assert said["ada"] == ""
    assert files(options.run) == before


def test_a_table_fits_on_a_terminal(
    options: ClassOptions, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with a sentence that says that nothing was done."""
    monkeypatch.setenv("COLUMNS", "80")

    dry_run(replace(options, as_json=False))

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.split() == ["ben", CHAPTER, *NEW.split()] for line in lines)
    assert lines[-2] == "1 hand-in need not be graded again."
    assert lines[-1].startswith("Nothing was graded")
