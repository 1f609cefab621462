"""Which chapters are in what was handed in."""

from __future__ import annotations

import json
import time
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import chapters, compose
from autograder.submission import recognise
from autograder.submission.files import folder
from autograder.submission.model import Limits
from autograder.submission.tree import Entry

CHAPTERS = chapters.existing()
LIMITS = Limits()


def book(*sources: str) -> bytes:
    """Make a notebook of code cells."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def chapters_of(place: Path, **files: str | bytes) -> dict[str, list[tuple[str, int, int]]]:
    """Write files (``__`` in a name is a slash) and tell what is of which chapter."""
    for name, data in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = recognise.chapters_in(folder(place, "sub", LIMITS), CHAPTERS)
    return {
        name: [(str(c.entry.path), c.begun, c.defined) for c in candidates]
        for name, candidates in found.items()
    }


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_a_chapter_is_known_by_its_content_alone(tmp_path: Path, chapter: chapters.Chapter) -> None:
    """Solved and untouched, whatever the file is called, even like another chapter's."""
    source = chapters.load(chapter)
    tasks = len(source.tasks)
    name = "ch01_workflow (1).py" if chapter.number != 1 else "ch02.py"
    files = {"a.py": compose.solved_module(source), name: compose.stub_module(source)}
    found = chapters_of(tmp_path, **files)
    assert found == {chapter.name: [("a.py", tasks, tasks), (name, 0, tasks)]} or found == {
        chapter.name: [(name, 0, tasks), ("a.py", tasks, tasks)]
    }


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_the_notebook_of_a_chapter_is_known_by_its_content(
    tmp_path: Path, chapter: chapters.Chapter
) -> None:
    """Magics, ``%%writefile`` and cut JSON are no hindrance."""
    tasks = len(chapters.load(chapter).tasks)
    data = chapter.stub.with_name(f"{chapter.name}.ipynb").read_bytes()
    assert chapters_of(tmp_path, **{"x.ipynb": data}) == {chapter.name: [("x.ipynb", 0, tasks)]}
    if not chapter.package:
        cut = data.replace(b'"outputs"', b"<<<<<<< HEAD\n", 1)
        assert chapters_of(tmp_path, **{"x.ipynb": cut}) == {chapter.name: [("x.ipynb", 0, tasks)]}


def test_the_name_decides_where_content_does_not(tmp_path: Path) -> None:
    """Files that cannot be read, that define too little, or what several chapters have."""
    shared = "def train_step():\n    return 1\n"
    assert list(chapters_of(tmp_path / "a", **{"anna ch03.ipynb": b"\xff"})) == [
        "ch03_computer_vision"
    ]
    assert chapters_of(tmp_path / "b", **{"ch02_classification.py": shared}) == {
        "ch02_classification": [("ch02_classification.py", 0, 0)]
    }
    assert list(chapters_of(tmp_path / "c", **{"07.py": shared})) == ["ch07_experiment_tracking"]
    assert chapters_of(tmp_path / "d", **{"helper_functions.py": shared}) == {}


def test_a_notebook_of_ones_own_is_known_by_one_task(tmp_path: Path) -> None:
    """A module that defines as little may be anybody's helper."""
    own = "%%time\ndef make_line(w, b, n, noise):\n    return w"
    assert chapters_of(tmp_path, **{"homework.ipynb": book("import torch", own)}) == {
        "ch01_workflow": [("homework.ipynb", 1, 1)]
    }


def test_a_package_is_known_by_its_modules(tmp_path: Path) -> None:
    """One candidate a folder, and none for each module."""
    for name, text in compose.package(chapters.load(chapters.find("05")), {}).items():
        (tmp_path / "work").mkdir(exist_ok=True)
        (tmp_path / "work" / name).write_text(text)
    assert chapters_of(tmp_path) == {"ch05_going_modular": [("work", 12, 12)]}


@pytest.mark.parametrize(
    ("code", "begun"),
    [
        ("def make_line():\n    return 1\n", True),
        ("def make_line():\n    # TODO\n    raise NotImplementedError('make_line')\n", False),
        ("def make_line(): raise NotImplementedError\n", False),
        ("def make_line():\n    return 1\n    raise NotImplementedError('x')\n", True),
        ("def make_line():\n    # raise NotImplementedError('x')\n    return 1\n", True),
        ("make_line = ...\n", False),
        ("make_line: int = 1\n", True),
        ("def make_line(:\n    oops\n", True),
        ("async def make_line():\n    pass\n", True),
        (
            "def make_line():\n    pass\n# %%\ndef make_line():\n    raise NotImplementedError\n",
            False,
        ),
    ],
)
def test_a_task_is_begun_unless_its_stub_is_untouched(code: str, begun: bool) -> None:
    """A stub below the student's ``return`` does not count, nor one in a comment."""
    found = recognise.found(Entry(PurePosixPath("a.py"), "a.py"), code.encode())
    assert found.definitions == {"make_line": begun}


BITS = st.sampled_from(
    rb"def |class |x = |~|    |raise NotImplementedError|return|'|{|:|=|# %%|task='a.".split(b"|")
    + rb"%%writefile a.py~|'nbformat': 4|\n|[|]|,".split(b"|")
).map(lambda bit: bit.replace(b"~", b"\n").replace(b"'", b'"'))


@settings(max_examples=150)
@given(st.lists(BITS | st.binary(max_size=5)).map(b"".join), st.sampled_from(["a.py", "a.ipynb"]))
def test_any_bytes_are_looked_at_without_an_error(data: bytes, name: str) -> None:
    """Nothing is raised, and every chapter counts as many tasks as it has at most."""
    one = recognise.found(Entry(PurePosixPath(name), name), data)
    for chapter in CHAPTERS:
        found = one.of(chapter)
        assert 0 <= found.begun <= found.defined <= len(chapters.load(chapter).tasks)
    recognise.owners(one, CHAPTERS)


@pytest.mark.parametrize(
    "bit",
    rb" ;x;x:;x,;return~;    return~;    ~;# %%;def ;:;(;';x = ;    return 1~    #~;\n;raise ;"
    rb"async ;file=;%%time~;%%;x=~ raise".replace(b"~", b"\n")
    .replace(b"'", b'"')
    .split(b";"),
)
@pytest.mark.parametrize("name", ["a.py", "a.ipynb"])
def test_looking_takes_linear_time(bit: bytes, name: str) -> None:
    """Half a second for a MiB of what is repeated."""
    start = time.process_time()
    recognise.found(Entry(PurePosixPath(name), name), bit * (2**20 // len(bit)))
    assert time.process_time() - start < 4
