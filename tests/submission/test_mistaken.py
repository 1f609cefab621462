"""Files of other kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.submission import from_bytes, read

CHAPTER = "ch01_workflow"
BOOK = json.dumps(
    {"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1\n", "y = 2"]}]}, indent=1
)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("work.ipynb", b"%PDF-1.7 ...", "it is a PDF. Hand in the .ipynb file itself (in Jupyter"),
        ("work.py", b"\x89PNG\r\n\x1a\n", "it is a picture"),
        ("work.ipynb", b"\xff\xd8\xff\xe0", "it is a picture"),
        ("work.ipynb", b"\n <!DOCTYPE html><html>", "it is a web page"),
        ("work.py", b"<html>", "it is a web page"),
        ("work.ipynb", b"PK\3\4 [Content_Types].xml word/", "it is a document of Word"),
        ("work.ipynb", b"PK\3\4 something", "an archive that is not opened"),
        ("work.ipynb", b'{"url": "https://x.y", "doc_id": "1"}', "a shortcut to a file on Google"),
        ("work.ipynb", b"bplist00", "a placeholder"),
        ("work.py", b"", "the file is empty"),
        ("work.pdf", b"x", "it is a PDF"),
        ("work.rar", b"Rar!", "Make a zip instead"),
        ("work.tar.gz", b"\x1f\x8b", "Make a zip instead"),
        ("work.gdoc", b"{}", "a shortcut to a file on Google Drive"),
        ("work.icloud", b"", "Download the file first"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Alone, and in a folder where nothing else is; the content tells more than the name."""
    (tmp_path / name).write_bytes(data)
    for path in (tmp_path / name, tmp_path):
        with pytest.raises(UsageError) as caught:
            read(path, CHAPTER)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)


def test_other_kinds_do_not_matter_beside_work(tmp_path: Path) -> None:
    """A picture of it, say."""
    (tmp_path / "work.pdf").write_bytes(b"%PDF-")
    (tmp_path / "work.ipynb").write_text(BOOK)
    assert read(tmp_path, CHAPTER).name == "work.ipynb"


@pytest.mark.parametrize("line", [5, 8])
def test_marks_of_git_in_a_notebook_are_named_with_their_lines(line: int) -> None:
    """Its JSON is broken by them, and the student may not know what they are."""
    lines = BOOK.split("\n")
    both = ["<<<<<<< HEAD", lines[line - 1], "=======", lines[line - 1], ">>>>>>> main"]
    data = "\n".join(lines[: line - 1] + both + lines[line:]).encode()
    with pytest.raises(UsageError) as caught:
        from_bytes(data, "a.ipynb", CHAPTER)
    assert str(caught.value).startswith(f"a.ipynb:{line}: Expected one version of your work")
    assert f"in lines {line}, {line + 2}, {line + 4}." in str(caught.value)


def test_marks_of_git_in_a_module_cost_what_they_are_in() -> None:
    """The problem names their lines."""
    text = "# %%\ndef f():\n    return 1\n\n\n# %%\ndef g():\n<<<<<<< HEAD\n    return 1\n"
    text += "=======\n    return 2\n>>>>>>> x\n"
    found = from_bytes(text.encode(), "a.py", CHAPTER)
    assert "f" in found.definitions
    (problem,) = found.problems
    assert problem.names == ("g",)
    assert "marks are in lines 8, 10: keep one version" in problem.message
