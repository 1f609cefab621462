"""What a student is graded for: begun work, in the chapters that the class handed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from downloads import CHAPTER, Download, book, module, stub

from autograder.classroom.handins import hand_ins, home
from autograder.course import chapters

OTHER = "ch01_workflow"
BEGUN = b"def make_line():\n    return 1\n"


def sorted_out(files: dict[str, bytes], tmp_path: Path) -> dict[str, set[tuple[str, str]]]:
    """By student, the chapters that are graded and the name of what is read."""
    source = Download(files, {}, "").folder(tmp_path)
    students = sorted(path for path in source.iterdir())
    found, _ = hand_ins([home(path.name, path) for path in students], None)
    return {
        path.name: {(one.chapter, one.path.name) for one in found if one.student == path.name}
        for path in students
    }


@pytest.mark.parametrize("where", ["", "exercises/"])
def test_a_whole_kit_is_a_hand_in_of_what_was_begun(where: str, tmp_path: Path) -> None:
    """Untouched chapters do not become due for the class; those of others are graded."""
    every = [one.name for one in chapters.existing() if not one.package]
    kit = {f"{where}{name}.py": stub(name) for name in every}
    files = {f"ada/{name}": data for name, data in kit.items()}
    files |= {f"ada/{where}{CHAPTER}.py": module(), f"ben/{CHAPTER}.py": module()}
    files |= {f"ben/{OTHER}.py": BEGUN}
    found = sorted_out(files, tmp_path)

    assert {chapter for chapter, _ in found["ada"]} == {CHAPTER, OTHER}
    assert {chapter for chapter, _ in found["ben"]} == {CHAPTER, OTHER}


def test_work_beside_a_stub_is_found(tmp_path: Path) -> None:
    """The student's folder is read then, not the file that has the chapter's name."""
    files = {f"ada/{CHAPTER}.py": stub(), "ada/final.ipynb": book(), f"ben/{CHAPTER}.py": stub()}

    assert sorted_out(files, tmp_path) == {
        "ada": {(CHAPTER, "ada")},
        "ben": {(CHAPTER, f"{CHAPTER}.py")},
    }


def test_names_alone_decide_where_they_are_plain(tmp_path: Path) -> None:
    """Notes beside a chapter's file change nothing."""
    files = {f"ada/{CHAPTER}.py": b"anything", "ada/notes.txt": b"", "ada/data.csv": b""}

    assert sorted_out(files, tmp_path) == {"ada": {(CHAPTER, f"{CHAPTER}.py")}}
