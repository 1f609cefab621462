"""What is said about a machine."""

import os
from pathlib import Path

import pytest

from autograder.commands import doctor
from autograder.sandbox import LAYERS, Layer


def test_everything_is_looked_at(tmp_path: Path) -> None:
    """Each thing once, with advice wherever something is wrong."""
    found = list(doctor.examine(tmp_path))
    names = [finding.name for finding in found]

    assert len(set(names)) == len(names)
    assert {"Python", "torch", "torchvision", "processors", "working folder"} <= set(names)
    assert {f"sandbox: {name}" for name in LAYERS} <= set(names)
    assert all(finding.advice for finding in found if finding.ok is False)


def test_a_mismatched_torchvision_is_explained(tmp_path: Path) -> None:
    """It is no fault of the exercises, and the advice says how to mend it."""
    from autograder.student.torchvision_shim import is_broken

    (found,) = [f for f in doctor.examine(tmp_path) if f.name == "torchvision"]
    assert found.ok is (None if is_broken() else True)
    assert bool(found.advice) == is_broken()


def test_missing_walls_are_named() -> None:
    """A machine without seccomp is told what it cannot do and what it can."""
    layers = tuple(Layer(name, name != "seccomp", "") for name in LAYERS)

    found = doctor._grading(layers)
    assert found.ok is None
    assert "seccomp" in found.detail
    assert "--trust-submissions" in found.advice


def test_a_missing_package_is_optional() -> None:
    """It says what it would be good for."""
    found = doctor._package("no-such-package-here", "nothing")

    assert found == doctor.Finding(
        "no-such-package-here",
        None,
        "not installed: nothing",
        "python -m pip install no-such-package-here",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_found(tmp_path: Path) -> None:
    """Progress and results could not be kept there."""
    tmp_path.chmod(0o500)

    assert doctor._writable(tmp_path).ok is False


def test_a_folder_that_is_not_there_is_found(tmp_path: Path) -> None:
    """The reason is the system's."""
    found = doctor._writable(tmp_path / "missing")

    assert found.ok is False
    assert "No such file" in found.detail


def test_the_page_has_a_line_for_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """Signs, names and details; the exit code is 0 unless something is wrong."""
    code = doctor.main()
    page = capsys.readouterr().out

    assert "Python" in page
    assert "sandbox: limits" in page
    assert code in (0, 1)
