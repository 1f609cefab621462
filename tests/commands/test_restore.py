"""A task can be started anew, and nothing that was written is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring import build, notebooks
from autograder.commands.restore import reset
from autograder.course import chapters, compose
from autograder.errors import UsageError

CHAPTER = chapters.find("01")


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_one_task_goes_back_to_its_stub(tmp_path: Path, suffix: str) -> None:
    """The other tasks keep their code, and the copy is the file as it was."""
    source = chapters.load(CHAPTER)
    if suffix == ".py":
        before, after = compose.solved_module(source), compose.module(source, {"split": None})
    else:
        before = notebooks.dumps(build.solved_notebook(source))
        after = notebooks.dumps(build.compose_notebook(source, {"split": None}))
    path = tmp_path / f"ch01_workflow{suffix}"
    path.write_text(before, encoding="utf-8")
    copy = reset(CHAPTER, "split", path, tmp_path)

    assert path.read_text(encoding="utf-8") == after
    assert copy == tmp_path / ".autograder" / "backups" / f"ch01_workflow.1{suffix}"
    assert copy.read_text(encoding="utf-8") == before
    assert reset(CHAPTER, "split", path, tmp_path).name == f"ch01_workflow.2{suffix}"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ch01_workflow.py", "def split(): ...\n", "Expected the line `# %% task="),
        ("ch01_workflow.ipynb", '{"cells": []}', "Expected its cell"),
        ("ch01_workflow.ipynb", "[", "Expected a notebook"),
        ("ch01_workflow.ipynb", '{"cells": 3}', "Expected a notebook"),
    ],
)
def test_a_file_without_the_cell_stays(tmp_path: Path, name: str, text: str, message: str) -> None:
    """When the cell cannot be found, nothing is changed and the message says what is missing."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=message):
        reset(CHAPTER, "split", path, tmp_path)
    assert path.read_text(encoding="utf-8") == text
