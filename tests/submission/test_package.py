"""A chapter that is a package: read from folders, zips, notebooks and one text."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.submission import Limits, from_bytes, from_text, read

CHAPTER = "ch05_going_modular"
ENGINE = "def train_step():\n    return 1\n\n\nNAMES = []\n"
UTILS = "def save_model():\n    raise NotImplementedError('utils.save_model')\n"


def write(folder: Path, **modules: str) -> Path:
    """Make a folder with these modules."""
    folder.mkdir(parents=True)
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def notebook(*sources: str) -> bytes:
    """Make a notebook of code cells."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


@pytest.mark.parametrize("name", ["going_modular", "ch05_going_modular", "my work"])
def test_a_folder_gives_the_package_as_it_is(tmp_path: Path, name: str) -> None:
    """Whatever it is called; modules come under the package's name, and nothing is dropped."""
    script = "import engine\nprint(engine.train_step())\n"
    folder = write(tmp_path / name, engine=ENGINE, train=script)
    found = read(folder, CHAPTER)

    assert found.package == "going_modular"
    assert found.pieces == ()
    assert found.files == {
        "going_modular/engine.py": ENGINE.encode(),
        "going_modular/train.py": script.encode(),
    }
    assert found.where("engine.train_step") == "engine.py:1"
    assert found.where("engine.NAMES") == "engine.py:5"
    assert found.where("train") == "train.py:1"
    assert (found.lacks("engine.train_step"), found.lacks("utils.save_model")) == (False, True)
    assert found.where("utils.save_model") == "utils.py"


def test_the_package_is_found_below_and_in_a_zip(tmp_path: Path) -> None:
    """Its own folder wins over modules further up; both ways give the same digest."""
    folder = write(tmp_path / "course", helper_functions="A = 1\n")
    write(folder / "going_modular", engine=ENGINE)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in folder.rglob("*.py"):
            archive.write(path, path.relative_to(tmp_path))
    one, other = read(folder, CHAPTER), from_bytes(stream.getvalue(), "course.zip", CHAPTER)

    assert list(one.files) == ["going_modular/engine.py"]
    assert one.name == "going_modular"
    assert one.digest == other.digest


def test_a_notebook_writes_the_package() -> None:
    """Cells that write or add to a module make it; all other cells are left out."""
    head, body = ENGINE.split("\n\n\n")
    found = from_bytes(
        notebook(
            f"%%writefile going_modular/engine.py\n{head}",
            "raise SystemExit('never run')",
            f"%%writefile -a going_modular/engine.py\n{body}",
            f"%%writefile utils.py\n{UTILS}",
        ),
        "work.ipynb",
        CHAPTER,
    )

    assert found.pieces == ()
    assert sorted(found.files) == ["going_modular/engine.py", "going_modular/utils.py"]
    assert set(found.definitions) == {
        *("engine", "engine.train_step", "engine.NAMES"),
        *("utils", "utils.save_model"),
    }
    assert "%%writefile" in from_bytes(notebook("x = 1"), "work.ipynb", CHAPTER).note


def test_one_text_is_cut_at_its_cells() -> None:
    """By the module of a task's name, or by file=; what belongs to no module is left out."""
    text = (
        f'LOOSE = 1\n# %% file="engine"\nimport torch\n# %% task="engine.train_step"\n{ENGINE}'
        f'# %% [markdown]\n# text\n# %% task="utils.save_model"\n{UTILS}'
    )
    found = from_text(text, CHAPTER, "one.py")

    assert sorted(found.files) == ["going_modular/engine.py", "going_modular/utils.py"]
    assert found.files["going_modular/engine.py"].startswith(b'# %% file="engine"\nimport torch')
    assert b"LOOSE" not in b"".join(found.files.values())


def test_a_broken_module_costs_only_itself(tmp_path: Path) -> None:
    """It is told, and its text is there for Python to refuse; so with a module that is no text."""
    folder = write(tmp_path / "going_modular", engine=ENGINE, utils="def save_model(:\n    pass\n")
    (folder / "train.py").write_bytes(b"caf\xe9 = 1")
    found = read(folder, CHAPTER)

    assert [p.where for p in found.problems] == ["train.py:1", "utils.py:1"]
    assert "utils.save_model" in found.problems[1].names
    assert "engine.train_step" in found.definitions
    assert len(found.files) == 3


def test_folder_or_notebook(tmp_path: Path) -> None:
    """The one with more tasks begun is graded, and the folder if they are equal."""
    write(tmp_path / "ch05_going_modular", utils=UTILS)
    book = tmp_path / "ch05_going_modular.ipynb"
    done = UTILS.replace("raise NotImplementedError('utils.save_model')", "return 1")
    book.write_bytes(notebook(f"%%writefile going_modular/utils.py\n{done}"))
    assert read(tmp_path, CHAPTER).name == "ch05_going_modular.ipynb"

    book.write_bytes(notebook(f"%%writefile going_modular/utils.py\n{UTILS}"))
    assert read(tmp_path, CHAPTER).name == "ch05_going_modular"


def test_no_package_at_all(tmp_path: Path) -> None:
    """Says what was expected."""
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(UsageError, match="Expected a folder going_modular/ with modules"):
        read(tmp_path, CHAPTER)


def test_limits_hold_for_all_modules_together(tmp_path: Path) -> None:
    """As for a single module."""
    folder = write(tmp_path / "going_modular", a="x = [1, 2]\n", b="y = [1, 2]\n")
    with pytest.raises(UsageError, match="signs of punctuation"):
        read(folder, CHAPTER, Limits(symbols=8))


def test_modules_that_would_hide_others_are_left_out(tmp_path: Path) -> None:
    """A module named torch would take torch's place."""
    found = read(write(tmp_path / "going_modular", engine=ENGINE, torch="x = 1\n"), CHAPTER)
    assert list(found.files) == ["going_modular/engine.py"]
    assert "torch" in found.problems[0].message
