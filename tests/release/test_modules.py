"""A kit has the modules that its commands and public checks need, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.course.chapters import ROOT
from autograder.errors import KitError
from autograder.release import modules

# What only instructors and authors use; a student's kit that needs it is larger than it should be.
INSTRUCTOR_ONLY = (
    *("classroom", "nbgrader", "release", "reports"),
    *(f"authoring.{name}" for name in ("problems", "source_errors", "grader_errors", "leaks")),
    *(
        "authoring.selftest",
        "authoring.mut",
        "authoring.operators",
        "commands.bench",
        "commands.demo",
        "commands.instructor",
    ),
)


@pytest.fixture
def small(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small repository, whose kit begins at its public checks alone."""
    monkeypatch.setattr(modules, "ROOTS", ())
    return root


def test_the_kit_has_nothing_of_the_instructor_and_no_secret() -> None:
    """Of this repository, as it is."""
    names = modules.needed(ROOT, [chapter.name for chapter in chapters.existing()])

    assert {"autograder.cli", "autograder.student.worker", "autograder.jupyter.server"} <= set(
        names
    )
    assert not [name for name in names if modules.is_secret(name)]
    parts = tuple(f"autograder.{name}" for name in INSTRUCTOR_ONLY)
    assert not [name for name in names if name.startswith(parts)]


def test_imports_are_followed_from_public_checks(small: Path) -> None:
    """A module that only hidden checks use is not shipped."""
    names = modules.needed(small, ["ch01_workflow"])
    prefix = "autograder.chapters.ch01_workflow"

    found = {f"{prefix}.public", f"{prefix}.shared", prefix}
    assert set(names) == {*found, "autograder", "autograder.chapters"}


@pytest.mark.parametrize(
    ("line", "followed"),
    [
        ("import autograder.chapters.ch01_workflow.edges", True),
        ("def f():\n    from autograder.chapters.ch01_workflow.edges import edge_cases", True),
        ("START = 'autograder.chapters.ch01_workflow.edges:edge_cases'", True),
        ("if TYPE_CHECKING:\n    import autograder.chapters.ch01_workflow.edges", False),
        ("'see autograder.chapters.ch01_workflow.edges'", False),
        ("import numpy.random", False),
    ],
)
def test_a_module_may_be_named_in_many_ways(small: Path, line: str, followed: bool) -> None:
    """Lazily, in a string that starts a process; not for a type checker alone."""
    path = small / "autograder" / "chapters" / "ch01_workflow" / "shared.py"
    path.write_text(line, encoding="utf-8")

    names = modules.needed(small, ["ch01_workflow"])
    assert ("autograder.chapters.ch01_workflow.edges" in names) is followed


@pytest.mark.parametrize("name", sorted(modules.SECRET))
def test_public_checks_may_not_need_a_secret(small: Path, name: str) -> None:
    """The error names who needs it."""
    folder = small / "autograder" / "chapters" / "ch01_workflow"
    (folder / f"{name}.py").touch()
    (folder / "shared.py").write_text(f"from autograder.chapters.ch01_workflow import {name}")

    with pytest.raises(KitError, match=rf"shared\.py: .*imports .*{name}"):
        modules.needed(small, ["ch01_workflow"])
