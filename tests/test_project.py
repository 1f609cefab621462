"""What the project says of itself in several files agrees; none names a package registry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import autograder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.10", "3.11", "3.12", "3.13")
HOSTS = ("pypi org", "pythonhosted org", "download pytorch", "npmjs org", "anaconda org")
REGISTRIES = [name.replace(" ", ".") for name in HOSTS]  # so that this file names none either


def project() -> dict[str, Any]:
    """The table [project] of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements() -> list[Requirement]:
    """What the package and its extras ask for."""
    tables = [project()["dependencies"], *project()["optional-dependencies"].values()]
    return [Requirement(text) for table in tables for text in table]


def pins() -> list[Requirement]:
    """The lines of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    texts = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(text) for text in texts if text]


def pinned(python: str) -> dict[str, str]:
    """Name and version of each package that is pinned on Linux with this Python."""
    here = {"python_version": python, "sys_platform": "linux"}
    there = [pin for pin in pins() if pin.marker is None or pin.marker.evaluate(here)]
    names = [canonicalize_name(pin.name) for pin in there]
    assert len(names) == len(set(names)), "two pins for one package"
    return {name: str(pin.specifier) for name, pin in zip(names, there, strict=True)}


def test_the_changelog_ends_its_released_part_at_this_version() -> None:
    """The newest version below Unreleased is the package's; each heading has its link."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", text, re.MULTILINE)
    links = re.findall(r"^\[([^\]]+)\]: https://", text, re.MULTILINE)
    assert headings[:2] == ["Unreleased", autograder.__version__]
    assert links == headings


def test_workflows_test_the_pythons_that_classifiers_name() -> None:
    """No more, no fewer; the oldest is the one that is required."""
    named = [
        text.rpartition(" ")[2]
        for text in project()["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", text)
    ]
    workflow = (ROOT / ".github/workflows/everyday.yml").read_text("utf-8")
    (matrix,) = re.findall(r"^ +python-version: (\[.*\])$", workflow, re.MULTILINE)
    assert named == list(PYTHONS) == json.loads(matrix)
    assert project()["requires-python"] == f">={PYTHONS[0]}"


@pytest.mark.parametrize("python", PYTHONS)
def test_all_that_is_asked_for_is_pinned(python: str) -> None:
    """Once, to an exact version that the project itself admits."""
    versions = pinned(python)
    assert all(re.fullmatch(r"==[\w.]+", version) for version in versions.values())
    for asked in requirements():
        version = versions[canonicalize_name(asked.name)].removeprefix("==")
        assert asked.specifier.contains(version, prereleases=True), f"{asked} but {version}"


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the choice of whoever installs them."""
    if not (ROOT / ".git").exists():
        pytest.skip("only a clone knows which files are committed")
    patterns = [part for host in REGISTRIES for part in ("-e", host)]
    found = subprocess.run(
        ["git", "grep", "--untracked", "-l", "-i", "-F", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stdout) == (1, ""), found.stderr
