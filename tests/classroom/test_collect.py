"""``autograder collect``: the plain layout, with the files as handed in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from downloads import CHAPTER, Download, book, canvas, module

from autograder.cli import run as command


def listed(folder: Path) -> list[str]:
    """All files below a folder."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_a_download_becomes_students_and_chapters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twice is the same; what else is in the folder stays, and no trace of the work is left."""
    source, folder = canvas().zip(tmp_path), tmp_path / "submitted"
    other = folder / "1001" / "ch01_workflow" / "ch01_workflow.py"
    other.parent.mkdir(parents=True)
    other.write_text("")

    codes = [command(["collect", str(source), str(folder)]) for _ in range(2)]
    out, err = capsys.readouterr()

    assert codes == [0, 0]
    assert f"{folder}: 3 submissions" in out
    assert "Layout: canvas, 3 students (recognised; --layout chooses another)" in err
    assert listed(folder) == [
        f"1001/{CHAPTER}/Copy of {CHAPTER}-1.ipynb",
        "1001/ch01_workflow/ch01_workflow.py",
        f"1002/{CHAPTER}/{CHAPTER}.zip",
        f"1003/{CHAPTER}/text.html",
    ]


def test_who_has_nothing_of_a_chapter_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the class handed in several chapters, nobody knows which one it was meant to be."""
    files = {
        f"ada/{CHAPTER}.py": module(),
        "ben/ch01_workflow/ch01_workflow.py": b"def make_line():\n    return 1\n",
        "cleo/photo.jpg": b"\xff\xd8\xff\xe0",
    }
    source = Download(files, {}, "").folder(tmp_path)

    assert command(["collect", str(source), str(tmp_path / "out")]) == 0
    assert "cleo: Expected a chapter's work, but found only photo.jpg: it is a picture." in (
        capsys.readouterr().err
    )


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_no_link_is_followed(tmp_path: Path) -> None:
    """Out of a student's folder, to a file or a folder."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.py").write_text("KEY = 1\n")
    source = Download({f"ada/{CHAPTER}/{CHAPTER}.ipynb": book()}, {}, "").folder(tmp_path)
    (source / "ada" / CHAPTER / "linked.py").symlink_to(secret / "key.py")
    (source / "ada" / CHAPTER / "folder").symlink_to(secret)

    assert command(["collect", str(source), str(tmp_path / "out")]) == 0
    assert listed(tmp_path / "out") == [f"ada/{CHAPTER}/{CHAPTER}.ipynb"]
    assert listed(secret) == ["key.py"]
