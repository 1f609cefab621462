"""The proof that a kit gives nothing away: every file of it is expected, and searched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.authoring import build
from autograder.authoring.leaks import Search
from autograder.course import solutions
from autograder.course.source import Source
from autograder.errors import KitError, UsageError

CANARY = "raise SystemExit('a line of this solution has no part in any exercise')"

_PRINTED = re.compile(rb"[\x20-\x7e\s]{6,}")  # the runs of text in a file that is none
_METADATA = re.compile(r"[\w.-]+\.dist-info/.+|PKG-INFO|\.gitignore")  # what build tools add


class Leak(KitError):
    """A kit would have given something away, and was not released."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was searched, and for how much."""

    files: int
    secrets: int

    def __str__(self) -> str:
        return (
            f"{self.files} files of kit, wheel and sdist searched for {self.secrets} lines and "
            "names of solutions, hidden checks, mistakes' code and variants: none found."
        )


def prove(kit: Path, files: Collection[str], search: Search, scratch: Path) -> Proof:
    """Search a kit as it lies there, and the wheel and sdist that are built from it.

    Args:
        kit: its folder.
        files: paths in it, as written by the release: there may be no others.
        search: for what is withheld.
        scratch: an empty folder.

    Raises:
        Leak: there is another file, or one that holds a secret.
        UsageError: the kit cannot be built here.
    """
    count = _searched(_of_folder(kit), files, "the kit", search)
    wheel, sdist = _built(kit, scratch)
    count += _searched(_of_wheel(wheel), _installed(files), wheel.name, search)
    count += _searched(_of_sdist(sdist), files, sdist.name, search)
    return Proof(count, len(search.secrets))


def independent(source: Source, folder: Path, kit: str) -> None:
    """Compare exercises with those made from a chapter whose solutions are something else.

    Raises:
        Leak: they differ, so a solution has a part in them.
    """
    cells = tuple(replace(cell, source=_other(cell.source)) for cell in source.cells)
    other = build.exercises(replace(source, cells=cells), folder, kit)
    for (path, text), (_, from_other) in zip(
        build.exercises(source, folder, kit), other, strict=True
    ):
        if text != from_other:
            raise Leak(
                f"{path.name}: Expected an exercise that does not depend on the solution in "
                f"{source.path.name}, but it does. Look at the solution markers there."
            )


def texts(content: bytes, name: str) -> str:
    """All that can be read in a file; of a notebook every source, output and metadata."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(run.decode("ascii") for run in _PRINTED.findall(content))
    if not name.endswith(".ipynb"):
        return text
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return text


def _other(code: str) -> str:
    """A cell with another solution."""
    found = solutions.markers(code)
    lines = code.split("\n")
    for number in found.constants:
        name = lines[number].partition("=")[0]
        lines[number] = f'{name.rstrip()} = "{CANARY}"  ### SOLUTION'
    for first, last in reversed(found.regions):
        lines[first + 1 : last] = [CANARY]
    return "\n".join(lines)


def _searched(
    found: Iterator[tuple[str, bytes]], files: Collection[str], where: str, search: Search
) -> int:
    count = 0
    for name, content in found:
        if name not in files and not _METADATA.fullmatch(name):
            raise Leak(
                f"{name}: Expected {where} to hold what a release writes and nothing else, but "
                "got this file. Nothing was released."
            )
        for secret in search.found_in(texts(content, name)):
            raise Leak(
                f"{name}: Expected {where} to give nothing away, but it holds what stands at "
                f"{secret.place}. Nothing was released."
            )
        count += 1
    return count


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield "".join(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
        yield from value if isinstance(value, dict) else ()


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() or path.is_symlink():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _of_wheel(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        yield from ((name, archive.read(name)) for name in sorted(archive.namelist()))


def _of_sdist(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member)
            inside = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            yield str(inside), content.read() if content else b""


def _installed(files: Collection[str]) -> set[str]:
    """Where the files of a kit lie in a wheel, those that belong there."""
    data = {f"autograder/_{name}" for name in files if name.startswith("course_data/")}
    return data | {name for name in files if name.startswith("autograder/")}


def _built(kit: Path, scratch: Path) -> tuple[Path, Path]:
    """Build wheel and sdist as pip does, without its isolation, which needs a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(scratch)]
    environment: Mapping[str, str] = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=kit, env=environment, capture_output=True, text=True, check=False
    )
    wheels, sdists = list(scratch.glob("*.whl")), list(scratch.glob("*.tar.gz"))
    if done.returncode or not wheels or not sdists:
        words = done.stderr.strip().rpartition("\n")[2]
        raise UsageError(
            f"Expected to build the kit's wheel, to look into it, but got: {words}. "
            'Install what it needs: python -m pip install "pytorch-autograder[instructor]".'
        )
    return wheels[0], sdists[0]
