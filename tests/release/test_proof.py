"""A kit that gives something away is never released."""

from __future__ import annotations

import json
import py_compile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring.leaks import Search, lines_of
from autograder.course import chapters
from autograder.release import proof
from autograder.release.proof import Leak

SECRET = "answer = spin(left, right) * 7"
SEARCH = Search(lines_of(SECRET, "solutions/ch01_workflow.py"))
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "small"
version = "1"
[tool.hatch.build.targets.wheel]
packages = ["autograder"]
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit that can be built and gives nothing away."""
    folder = tmp_path / "kit"
    (folder / "autograder").mkdir(parents=True)
    (folder / "autograder" / "__init__.py").write_text("def spin(left, right): ...\n")
    (folder / "pyproject.toml").write_text(PROJECT)
    return folder


def files(kit: Path) -> list[str]:
    """All that is there."""
    return [path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()]


def prove(kit: Path, expected: list[str]) -> proof.Proof:
    """Search the kit."""
    scratch = kit.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return proof.prove(kit, expected, SEARCH, scratch)


def test_a_clean_kit_is_searched_three_times(kit: Path) -> None:
    """As a folder, as a wheel, as an sdist."""
    found = prove(kit, files(kit))

    assert found.files >= 3 + 2 + 3
    assert "1 lines and names" in str(found)


def in_source(kit: Path) -> None:
    """A line of a module."""
    (kit / "autograder" / "__init__.py").write_text(f"def f(left, right):\n    {SECRET}\n")


def in_prose(kit: Path) -> None:
    """A quotation, broken over two lines."""
    (kit / "README.md").write_text("Write `answer = spin(left,\n> right) * 7`.")


def notebook(cell: dict[str, object]) -> Callable[[Path], None]:
    """A notebook with this in its only cell."""

    def write(kit: Path) -> None:
        content = {"nbformat": 4, "cells": [{"cell_type": "code", "source": [], **cell}]}
        (kit / "a.ipynb").write_text(json.dumps(content))

    return write


def in_a_string(kit: Path) -> None:
    """A text in a text, escaped twice."""
    (kit / "a.json").write_text(json.dumps(json.dumps(f"x = 1\n{SECRET}\ny = 'left'")))


def in_a_picture(kit: Path) -> None:
    """A comment in a file that is no text."""
    (kit / "a.png").write_bytes(b"\x89PNG\xff\xfe" + SECRET.encode() + b"\x00\xff")


@pytest.mark.parametrize(
    "plant",
    [
        in_source,
        in_prose,
        in_a_string,
        in_a_picture,
        notebook({"source": ["x = 1\n", f"{SECRET}\n"]}),
        notebook({"outputs": [{"data": {"text/plain": ["answer = spin(left, ", "right) * 7"]}}]}),
        notebook({"metadata": {"old": {"source": SECRET}}}),
        notebook({"metadata": {SECRET: 1}}),
    ],
)
def test_a_secret_is_found_wherever_it_is(kit: Path, plant: Callable[[Path], None]) -> None:
    """The error names the file and where the secret comes from, and does not repeat it."""
    plant(kit)

    with pytest.raises(Leak, match=r"gives? nothing away.* solutions/ch01_workflow\.py:1") as error:
        prove(kit, files(kit))
    assert "spin" not in str(error.value)


def test_compiled_files_are_never_part_of_a_kit(kit: Path) -> None:
    """Nor is any other file that the release did not write."""
    expected = files(kit)
    source = kit / "autograder" / "__init__.py"
    py_compile.compile(str(source), cfile=str(kit / "autograder" / "hidden.pyc"))

    with pytest.raises(Leak, match=r"autograder/hidden\.pyc: Expected the kit to hold what"):
        prove(kit, expected)


def test_what_only_the_wheel_holds_is_found(kit: Path) -> None:
    """A build that takes a file from elsewhere is no different."""
    (kit.parent / "solution.py").write_text(SECRET)
    include = '[tool.hatch.build.targets.wheel.force-include]\n"../solution.py" = "autograder/s.py"'
    (kit / "pyproject.toml").write_text(f"{PROJECT}{include}\n")

    with pytest.raises(Leak, match=r"autograder/s\.py: Expected small-1.*\.whl to hold what"):
        prove(kit, files(kit))


def test_a_kit_that_cannot_be_built_is_not_released(kit: Path) -> None:
    """The line says what to install."""
    (kit / "pyproject.toml").write_text("[project]\n")

    with pytest.raises(proof.UsageError, match="pytorch-autograder"):
        prove(kit, files(kit))


def test_exercises_do_not_depend_on_solutions(root: Path) -> None:
    """Other solutions give the same exercises; a mark out of place would show."""
    source = chapters.load(chapters.find("01", root))
    proof.independent(source, root, "..")

    with pytest.raises(Leak, match=r"does not depend on the solution in ch01_workflow\.py"):
        proof.independent(replace(source, solved=False), root, "..")
