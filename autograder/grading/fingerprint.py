"""Fingerprints: equal ones mean that grading again would give the same result.

A fingerprint covers every file that a grade of a chapter can depend on. It is complete by
construction: all of the package counts, but for the folders of other chapters and the folders that
only show, release or author what is graded (the layers test keeps `grading` from importing them).
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.checks.check import PUBLIC_KEY
from autograder.course import chapters
from autograder.course.chapter import Chapter
from autograder.datasets import manifest

if TYPE_CHECKING:
    from autograder.grading.request import GradeRequest
    from autograder.submission import Submission

_PACKAGE = Path(__file__).resolve().parents[1]
_CANNOT_CHANGE_A_GRADE = frozenset(
    (
        *("authoring", "chapters", "commands", "gradescope", "jupyter", "nbgrader"),
        *("release", "reports", "similarity"),
    )
)
_IN_A_WHEEL = frozenset(("_course_data", "_exercises", "_solutions"))
_LIBRARIES = (
    *("torch", "torchvision", "numpy", "pillow", "scikit-learn", "matplotlib", "pytest"),
    *("mlxtend", "pandas", "seaborn", "torchinfo", "torchmetrics"),
)


def of_submission(submission: Submission, request: GradeRequest) -> str:
    """Identify a result before it is made: the submission, the kit, and how it is graded.

    Returns:
        Three times 64 hexadecimal digits (SHA-256), joined by ``-``: of the submission, of the kit
        with its chapter, and of key, device and options. So two of them tell what differs.
    """
    chapter = chapters.find(submission.chapter)
    key = hashlib.sha256(request.key or PUBLIC_KEY).hexdigest()
    how = f"{key} {request.device} {request.task} {request.hidden} {request.diagnose}"
    how += f" {request.repair_seconds > 0}"  # how far it gets is a matter of the machine, too
    return "-".join((_digest((submission.digest,)), of_chapter(chapter), _digest((how,))))


def of_chapter(chapter: Chapter) -> str:
    """Identify what grades a chapter's submissions: its files, the framework, data, libraries.

    Returns:
        64 hexadecimal digits (SHA-256).
    """
    texts = chapter.solution if chapter.solution.is_file() else chapter.stub
    return _digest((of_framework(), _content(_files(chapter.folder)), _content(_files(texts))))


def of_kit() -> str:
    """Identify all that grades any chapter of the courses in force.

    Returns:
        64 hexadecimal digits (SHA-256).
    """
    every = chapters.existing()
    return _digest((of_framework(), *(f"{c.name} {of_chapter(c)}" for c in every)))


@cache  # what runs is what was imported, so a change counts from the next process on
def of_framework() -> str:
    """Identify what all chapters share: the package, the data sets, the libraries' versions.

    Returns:
        64 hexadecimal digits (SHA-256).
    """
    return _digest((_content(_framework_files()), _content(_data_files()), *_libraries()))


def _framework_files() -> Iterator[Path]:
    for path in _files(_PACKAGE):
        top = path.relative_to(_PACKAGE).parts[0]
        if top not in _CANNOT_CHANGE_A_GRADE | _IN_A_WHEEL:
            yield path


def _data_files() -> Iterator[Path]:
    return _files(manifest.root())


def _libraries() -> Iterator[str]:
    yield ".".join(platform.python_version_tuple()[:2])
    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} absent"


def _files(path: Path) -> Iterator[Path]:
    """A file, or all files of a folder, in order; compiled code is made from what counts."""
    if path.is_file():
        yield path
    for inside in sorted(path.rglob("*")):
        if inside.is_file() and "__pycache__" not in inside.parts:
            yield inside


def _content(paths: Iterable[Path]) -> str:
    """Digest names and contents; where the folder lies does not count."""
    return _digest(
        f"{_name(path)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths
    )


def _name(path: Path) -> str:
    """Return a file's name and its folder's as in a clone; a wheel puts ``_`` before some."""
    return f"{path.parent.name.removeprefix('_')}/{path.name}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
