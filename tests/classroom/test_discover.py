"""Submissions are found in every layout in which they are handed in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.classroom.discover import discover
from autograder.classroom.handins import HandIn
from autograder.classroom.opening import ANONYMOUS
from autograder.course import chapters
from autograder.errors import UsageError
from autograder.submission import read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a class that hands in as students do."""
    for name in (
        "ada/ch01_workflow/ch01_workflow.py",
        "ada/ch00_fundamentals/work.ipynb",
        "ben/ch01_workflow.ipynb",
        "ben/notes.txt",
        "cleo/ch01_workflow.zip",
        "dot/ch01_workflow.py",
        "dot/ch01_workflow.ipynb",
        "eve/essay.txt",
        "7/ch01.py",
        ".git/ch01_workflow.py",
        "__MACOSX/ch01_workflow.py",
        "list.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    return tmp_path


def test_a_class(folder: Path) -> None:
    """Folders, modules, notebooks and zips; two files of one chapter are left to the reader."""
    found = discover(folder)

    assert found.hand_ins == (
        HandIn("7", "ch01_workflow", folder / "7" / "ch01.py"),
        HandIn("ada", "ch00_fundamentals", folder / "ada" / "ch00_fundamentals"),
        HandIn("ada", "ch01_workflow", folder / "ada" / "ch01_workflow"),
        HandIn("ben", "ch01_workflow", folder / "ben" / "ch01_workflow.ipynb"),
        HandIn("cleo", "ch01_workflow", folder / "cleo" / "ch01_workflow.zip"),
        HandIn("dot", "ch01_workflow", folder / "dot"),
    )
    assert found.layout == "plain"
    notes = {member.person.id: member.note for member in found.members}
    assert list(notes) == ["7", "ada", "ben", "cleo", "dot", "eve"]
    assert [student for student, note in notes.items() if note] == ["eve"]


def test_one_chapter(folder: Path) -> None:
    """Other chapters are left out, and who has nothing else gets a result that says so."""
    found = discover(folder, chapters.find("00"))

    assert [(job.student, job.path.name) for job in found.hand_ins] == [
        ("7", "7"),
        ("ada", "ch00_fundamentals"),
        ("ben", "ben"),
        ("cleo", "cleo"),
        ("dot", "dot"),
        ("eve", "eve"),
    ]


def test_one_submission(folder: Path) -> None:
    """A file, or a folder that holds chapters, is one anonymous submission."""
    file = folder / "ben" / "ch01_workflow.ipynb"
    other = folder / "ada" / "ch00_fundamentals" / "work.ipynb"
    chapter = chapters.find("00")

    assert discover(file).hand_ins == (HandIn(ANONYMOUS, "ch01_workflow", file),)
    assert discover(other, chapter).hand_ins == (HandIn(ANONYMOUS, "ch00_fundamentals", other),)
    assert [job.student for job in discover(folder / "ada").hand_ins] == [ANONYMOUS, ANONYMOUS]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_no_submission(folder: Path) -> None:
    """Nobody hands in somebody else's file by a link."""
    (folder / "mallory").mkdir()
    (folder / "mallory" / "ch01_workflow.py").symlink_to(folder / "dot" / "ch01_workflow.py")
    (folder / "mallory" / "ch00_fundamentals").symlink_to(folder / "ada" / "ch00_fundamentals")

    own = [job for job in discover(folder).hand_ins if job.student == "mallory"]
    assert {job.path for job in own} == {folder / "mallory"}
    for job in own:
        with pytest.raises(UsageError, match="symbolic link"):
            read(job.path, job.chapter)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("around", ["", "ch01_workflow"])
def test_everybody_who_has_a_folder_is_in_the_class(tmp_path: Path, around: str) -> None:
    """A link is not followed and a folder may be empty, but neither vanishes without a word."""
    folder = tmp_path / around
    (folder / "alice").mkdir(parents=True)
    (folder / "alice" / "ch01_workflow.py").write_text("x = 1\n")
    (folder / "bob").mkdir()
    (folder / "eve").symlink_to(folder / "alice", target_is_directory=True)
    (folder / "mallory").symlink_to(Path(__file__).parent, target_is_directory=True)

    found = discover(tmp_path)

    assert [job.student for job in found.hand_ins] == ["alice"]
    notes = {member.person.id: member.note[:14] for member in found.members}
    link = "this is a link"
    assert notes == {"alice": "", "bob": "nothing to gra", "eve": link, "mallory": link}


def test_hidden_folders_with_work_are_told(folder: Path) -> None:
    """They may be a student's; those of tools are not."""
    for name in (".eve", "...", "..%2f", ".vscode"):
        (folder / name).mkdir()
        (folder / name / "work.ipynb").write_text("x = 1\n")

    remarks = discover(folder).remarks

    assert [one.partition(":")[0] for one in remarks] == ["..%2f", "...", ".eve", "__MACOSX"]
    assert all("hidden" in one for one in remarks)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind users")
def test_a_folder_that_cannot_be_read_costs_one_student(folder: Path) -> None:
    """The others are graded, and the reason is told."""
    (folder / "ben").chmod(0)

    found = discover(folder)

    (folder / "ben").chmod(0o700)
    assert {job.student for job in found.hand_ins} == {"7", "ada", "cleo", "dot"}
    assert "cannot be read" in {m.person.id: m.note for m in found.members}["ben"]


@pytest.mark.parametrize("file", ["ch01_workflow.py", "homework.py"])
def test_a_folder_named_like_a_chapter_does_not_hide_the_class(folder: Path, file: str) -> None:
    """One student's own folder or a student of that name: doubt is an error that names both."""
    for name in ("ada", "ben", "cleo", "dot", "7"):
        for path in sorted((folder / name).rglob("*.*")):
            path.rename(folder / name / file)
    (folder / "ch00_fundamentals").mkdir()
    (folder / "ch00_fundamentals" / "ch00_fundamentals.py").write_text("x = 1\n")

    with pytest.raises(UsageError, match="found ch00_fundamentals beside"):
        discover(folder)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "nowhere: Expected a folder of submissions, but there is none"),
        ("empty", "empty: Expected folders such as .* but found an empty folder"),
        ("eve", "eve: Expected folders such as .* but found essay.txt"),
        ("eve/essay.txt", "essay.txt: Expected a file named after its chapter"),
    ],
)
def test_nothing_to_grade_is_one_line(folder: Path, name: str, message: str) -> None:
    """The message names the path, what was expected and what was found."""
    (folder / "empty").mkdir()

    with pytest.raises(UsageError, match=message) as caught:
        discover(folder / name)
    assert "\n" not in str(caught.value)
