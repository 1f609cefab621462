"""One chapter: its number, names, title, and where its files lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import courses, percent
from autograder.errors import UsageError

NAME = re.compile(r"ch(\d\d)_([a-z]\w*)", re.ASCII)
_TITLE = re.compile(r"^# # \d\d · (.+)$", re.MULTILINE)
_PACKAGE_TITLE = re.compile(r'^"""\d\d · (.+?)\. ')
_HEAD_BYTES = 4096  # a stub's banner, the first header and the first heading


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a course.

    Attributes:
        number: 0 to 99.
        name: stem of its files, e.g. ``ch01_workflow``.
        title: as in the first heading of its text; its name where there is no heading.
        course: folder of its course.
        concepts: what it teaches, in a line of the README; empty in a student's kit.
        package: name of the package that students write in it; empty where it is one module.
        is_draft: whether it is still being written: graded and measured by name, offered to nobody.
    """

    number: int
    name: str
    title: str
    course: Path = courses.BUILT_IN
    concepts: str = ""
    package: str = ""
    is_draft: bool = False

    @property
    def label(self) -> str:
        """The number as the course writes it, e.g. ``01``."""
        return f"{self.number:02d}"

    @property
    def solution(self) -> Path:
        """Its solution; in a student's kit there is no such file."""
        return courses.part(self.course, "solutions") / f"{self.name}.py"

    @property
    def stub(self) -> Path:
        """Its stub, as the kit ships it: a module, or a package's folder."""
        folder = courses.part(self.course, "exercises")
        return folder / (self.name if self.package else f"{self.name}.py")

    @property
    def folder(self) -> Path:
        """The folder of its checks, known mistakes, variants and helpers."""
        return courses.chapters_folder(self.course) / self.name

    def is_called(self, text: str) -> bool:
        """Whether ``text`` names this chapter: ``1``, ``01``, ``ch01``, its name or its end."""
        number = re.fullmatch(r"(?:ch)?(\d{1,3})", text, re.ASCII)
        if number:
            return int(number[1]) == self.number
        return text in (self.name, self.name.partition("_")[2])


def from_solution(path: Path, course: Path) -> Chapter:
    """Read a chapter's facts from the header and the heading of its solution.

    Raises:
        UsageError: the file cannot be read.
    """
    head = _head(path)
    facts: dict[str, Any] = {}
    first = head.lstrip("\ufeff\r\n").partition("\n# %%")[0]
    for cell in percent.parse(first, path, strict=False):
        facts = cell.header
    number, end = _numbered(path.stem)
    return Chapter(
        number=number,
        name=path.stem,
        title=_title(head, path.stem),
        course=course,
        concepts=str(facts.get("concepts", "")),
        package=end if facts.get("package") else "",
        is_draft=bool(facts.get("draft")),
    )


def from_stub(path: Path, course: Path) -> Chapter:
    """Read a chapter's facts from its stub: a module, or a package's folder.

    Raises:
        UsageError: the file cannot be read.
    """
    number, end = _numbered(path.stem)
    if path.is_dir():
        found = _PACKAGE_TITLE.match(_head(path / "__init__.py"))
        return Chapter(number, path.name, found[1] if found else path.name, course, package=end)
    return Chapter(number, path.stem, _title(_head(path), path.stem), course)


def _numbered(name: str) -> tuple[int, str]:
    found = NAME.fullmatch(name)
    if found is None:
        raise UsageError(f"Expected a chapter's name such as ch01_workflow, but got {name!r}.")
    return int(found[1]), found[2]


def _title(head: str, name: str) -> str:
    found = _TITLE.search(head)
    return found[1].strip() if found else name


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES).decode("utf-8", errors="replace")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{path}: Expected a file to read, but got: {why}.") from None
