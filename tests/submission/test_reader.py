"""Submissions of every kind, read from disk, bytes and text."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import UsageError
from autograder.submission import (
    Limits,
    Piece,
    Submission,
    from_bytes,
    from_text,
    read,
)

CHAPTER = "ch01_workflow"
WORK = "import torch\n\ndef f():\n    return 1\n"


def notebook(*sources: str) -> bytes:
    """Make a notebook of code cells."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def zipped(**files: bytes) -> bytes:
    """Make a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


def test_a_module_a_folder_and_a_zip_give_the_same(tmp_path: Path) -> None:
    """The digest too, for the work is the same."""
    path = tmp_path / "ch01_workflow.py"
    path.write_text(WORK)
    packed = tmp_path / "any.zip"
    packed.write_bytes(zipped(**{"alice/ch01_workflow.py": WORK.encode()}))
    one = read(path, CHAPTER)
    assert one == read(tmp_path / "ch01_workflow.py", CHAPTER)
    assert one == from_text(WORK, CHAPTER, "ch01_workflow.py")
    assert one == from_bytes(WORK.encode(), "ch01_workflow.py", CHAPTER)
    assert one == read(packed, CHAPTER)
    packed.unlink()
    assert one == read(tmp_path, CHAPTER)
    assert one.pieces == (Piece(WORK.rstrip("\n"), "ch01_workflow.py", 1),)
    assert one.where("f") == "ch01_workflow.py:3"


def test_a_notebook_is_read(tmp_path: Path) -> None:
    """Cells are pieces, magics are gone, a broken cell is a problem that names its task."""
    path = tmp_path / "ch01_workflow (1).ipynb"
    path.write_bytes(notebook("%pip install x\nimport torch", WORK, "def g(:\n  pass", "f()"))
    found = read(path, CHAPTER)
    assert [piece.file for piece in found.pieces] == [f"{path.name}[cell {n}]" for n in (1, 2)]
    assert found.pieces[0].source == "\nimport torch"
    assert found.where("g") == f"{path.name}[cell 3]:1"
    assert found.where("unheard_of") == path.name


def test_files_beside_are_carried_and_noted(tmp_path: Path) -> None:
    """A notebook's own ``%%writefile`` wins over a file of that name."""
    (tmp_path / "my work.ipynb").write_bytes(notebook("%%writefile b.py\nx = 2", WORK))
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "b.py").write_text("x = 1")
    (tmp_path / "random.py").write_text("x = 1")
    found = read(tmp_path, CHAPTER)
    assert found.files == {"a.py": b"x = 1", "b.py": b"x = 2"}
    assert (
        found.note
        == "There is no ch01_workflow.py or ch01_workflow.ipynb; my work.ipynb was graded."
    )
    assert [problem.where for problem in found.problems] == ["random.py"]


def test_the_digest_is_over_what_is_graded() -> None:
    """Not over prints and plots; over code, files, the chapter and what is broken."""
    base = from_text(WORK, CHAPTER, "a.py")
    assert len(base.digest) == 64
    assert from_text(WORK + "print(f())\n", CHAPTER, "a.py").digest == base.digest
    others = [
        from_text(WORK.replace("1", "2"), CHAPTER, "a.py"),
        from_text(WORK, "ch02_classification", "a.py"),
        from_text(WORK + "def g(:\n", CHAPTER, "a.py"),
        from_bytes(notebook(WORK), "a.ipynb", CHAPTER),
        from_bytes(zipped(**{"a.ipynb": notebook(WORK), "b.py": b""}), "a.zip", CHAPTER),
        from_bytes(zipped(**{"a.ipynb": notebook(WORK), "b.py": b"x"}), "a.zip", CHAPTER),
    ]
    assert len({base.digest, *(other.digest for other in others)}) == 7


def test_wanted_names_reach_the_reduction(tmp_path: Path) -> None:
    """From every entrance."""
    (tmp_path / "a.py").write_text("model = make()")
    for found in (
        read(tmp_path, CHAPTER, wanted=["model"]),
        read(tmp_path / "a.py", CHAPTER, wanted=["model"]),
        from_text("model = make()", CHAPTER, "a.py", wanted=["model"]),
        from_bytes(zipped(**{"a.py": b"model = make()"}), "a.zip", CHAPTER, wanted=["model"]),
    ):
        assert found.definitions == {"model": "a.py:1"}
    assert read(tmp_path, CHAPTER).pieces == ()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.py", b"", "a.py: Expected your work, but the file is empty"),
        ("a.xyz", b"PK", "a.xyz: Expected a .py, .ipynb or .zip file or a folder"),
        ("a.docx", b"PK", "a.docx: Expected a notebook or module, but it is a document of Word"),
        ("a.py", b"<!doctype html>", "a.py: Expected a notebook or module, but it is a web page"),
        ("a", b"x", "a name without ending"),
        ("a.py", b"x" * (3 << 20), " 2 MiB"),
        ("a.py", b"x = 1,\n" * 40_000, "at most 60000 signs"),
        ("a.ipynb", b"x", "not valid JSON"),
        ("a.zip", b"x", "damaged"),
        (
            "a.zip",
            zipped(**{"b.zip": zipped(**{"c.zip": zipped(**{"a.py": b"x"})})}),
            "it is a zip in a zip in a zip, which is not opened; take it out",
        ),
        ("a.zip", zipped(**{"b.txt": b"x"}), "no module or notebook"),
    ],
    ids=lambda value: value if isinstance(value, str) else len(value),  # zips hold the time
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """From disk and from bytes alike."""
    (tmp_path / name).write_bytes(data)
    for call in (lambda: read(tmp_path / name, CHAPTER), lambda: from_bytes(data, name, CHAPTER)):
        with pytest.raises(UsageError) as caught:
            call()
        assert said in str(caught.value)
        assert str(caught.value).isprintable()


def test_a_missing_file_or_a_link_is_refused(tmp_path: Path) -> None:
    """By its name; a link to a folder too."""
    with pytest.raises(UsageError, match=r"none\.py: .* there is no such file"):
        read(tmp_path / "none.py", CHAPTER)
    with pytest.raises(UsageError, match="cannot be opened"):
        read(tmp_path / "a\0.py", CHAPTER)
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="symbolic link"):
        read(tmp_path / "link", CHAPTER)


def test_names_are_safe_to_print(tmp_path: Path) -> None:
    """A file name is the student's text too."""
    name = "\x1b[2J\u202eevil.py"
    found = from_text(WORK + "def g(:", CHAPTER, name)
    shown = [found.name, found.pieces[0].file, found.problems[0].where, found.where("f")]
    assert all(text.isprintable() for text in shown)
    (tmp_path / name).write_text("def f(): pass")
    assert read(tmp_path, CHAPTER).name.isprintable()
    assert read(tmp_path, CHAPTER).note.isprintable()
    long = tmp_path / ("n" * 200 + ".py")
    long.write_text(WORK)
    assert len(read(long, CHAPTER).name) <= 100


def test_importing_the_package_imports_neither_torch_nor_ipython() -> None:
    """Reading is done where neither is needed."""
    code = (
        "import sys, autograder.submission\n"
        "assert not {'torch', 'IPython', 'numpy', 'pytest'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_one_submission_does_not_depend_on_another() -> None:
    """Nothing is kept between two calls."""
    first = from_text(WORK, CHAPTER, "a.py")
    from_text("from __future__ import annotations\n" + WORK, CHAPTER, "b.py")
    assert from_text(WORK, CHAPTER, "a.py") == first


OPEN = ["def f():", "class A:", "# %%", "x = (", "'''", "@f", "if x:", "else:", "x = y; \\"]
CLOSED = ["    return 1", ")", "from __future__ import annotations", "X = 1", "x += 1", "!ls"]
ODD = ["%time x", "\ud800", "\0", "\x0c", "\u2028", "\t", "\r"]
LINES = st.sampled_from([*OPEN, *CLOSED, *ODD])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
CELLS = st.lists(
    st.fixed_dictionaries(
        {"cell_type": st.sampled_from(["code", "markdown"])},
        optional={"source": st.lists(LINES).map("\n".join) | st.lists(LINES) | JSON},
    )
    | JSON
)


def check(found: Submission) -> None:
    """A submission is always sound: its pieces compile, its texts print, its digest exists."""
    assert len(found.digest) == 64
    for piece in found.pieces:
        compile(piece.source, piece.file, "exec", piece.flags, dont_inherit=True)
        assert piece.line >= 1
    for problem in found.problems:
        assert problem.message.isprintable()
        assert problem.where.isprintable()


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.py", "a.ipynb", "a.zip"]))
def test_random_bytes_raise_nothing_but_usage_errors(data: bytes, name: str) -> None:
    """Whatever the name says they are."""
    with contextlib.suppress(UsageError):
        check(from_bytes(data, name, CHAPTER))


@settings(max_examples=150)
@given(st.lists(LINES, max_size=12))
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_random_modules_raise_nothing_but_usage_errors(lines: list[str]) -> None:
    """Lines that open and close what code has, in any order."""
    with contextlib.suppress(UsageError):
        check(from_text("\n".join(lines), CHAPTER, "a.py"))


@settings(max_examples=100)
@given(CELLS, st.sampled_from([4, 4, 4, 3, None, "4", [], True]), JSON)
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_random_notebooks_raise_nothing_but_usage_errors(
    cells: list[Any], version: Any, more: Any
) -> None:
    """Cells of any shape, and any other JSON around them."""
    data = json.dumps({"nbformat": version, "metadata": more, "cells": cells}).encode()
    with contextlib.suppress(UsageError):
        check(from_bytes(data, "a.ipynb", CHAPTER))


@settings(max_examples=60)
@given(JSON)
def test_random_json_raises_nothing_but_usage_errors(value: Any) -> None:
    """It is hardly ever a notebook."""
    with pytest.raises(UsageError):
        from_bytes(json.dumps(value).encode(), "a.ipynb", CHAPTER)


def test_limits_can_be_given(tmp_path: Path) -> None:
    """To read something larger, or nothing so large."""
    (tmp_path / "a.py").write_text(WORK)
    with pytest.raises(UsageError, match="larger than"):
        read(tmp_path / "a.py", CHAPTER, Limits(module_bytes=10))
    with pytest.raises(UsageError, match="at most 9"):
        from_text("x = 1\n" * 10, CHAPTER, "a.py", Limits(symbols=9))
    assert len(from_text("def f(:\n# %%\n" * 9, CHAPTER, "a.py", Limits(problems=3)).problems) == 3
