"""The code of a hand-in is kept as it was graded."""

from __future__ import annotations

from pathlib import Path

from autograder.classroom import code
from autograder.classroom.code import CodePart
from autograder.classroom.runfolder import RunFolder
from autograder.submission import from_text
from autograder.submission.model import Submission

CHAPTER = "ch01_workflow"


def test_code_comes_back_with_its_lines(tmp_path: Path) -> None:
    """A line number of a result finds its line there."""
    text = "# %% a remark\n\n# %%\ndef split(X):\n    return X[:3]\n"
    run, submission = RunFolder(tmp_path), from_text(text, CHAPTER, "ada.py")
    code.save(run, "ada", submission)

    (part,) = code.load(run, "ada", CHAPTER)
    code.remove(run, "ada", CHAPTER)
    code.remove(run, "ada", CHAPTER)
    name, _, line = submission.where("split").rpartition(":")
    assert part.file == name
    assert part.source.split("\n")[int(line) - part.line] == "def split(X):"
    assert code.load(run, "ada", CHAPTER) == ()


def test_modules_are_named_as_in_results(tmp_path: Path) -> None:
    """A module of a package without its folder, one beside a notebook as it lies."""
    package = Submission("ch05_going_modular", "a", files={"going_modular/engine.py": b"x = 1\n"})
    package = Submission(package.chapter, "a", files=package.files, package="going_modular")

    assert list(code.of(package)) == [CodePart("engine.py", 1, "x = 1\n")]


def test_what_is_absent_or_damaged_is_empty(tmp_path: Path) -> None:
    """A page goes without it."""
    run = RunFolder(tmp_path)
    assert code.load(run, "ada", CHAPTER) == ()
    for damaged in ("[", "[1]", '[{"file": "a"}]', '{"file": 3}'):
        path = run.code_path("ada", CHAPTER)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(damaged, encoding="utf-8")
        assert code.load(run, "ada", CHAPTER) == ()
