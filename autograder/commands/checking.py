"""``autograder check``: choose the file, run the public checks, lay out the page."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.errors import KitError, UsageError
from autograder.grading.results import INFRASTRUCTURE, NOT_STARTED, PASS, SKIPPED, Result
from autograder.student import preload
from autograder.submission.own import own

if TYPE_CHECKING:
    from autograder.commands.page import Page
    from autograder.grading.request import GradeRequest
    from autograder.submission import Submission

_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Target:
    """A chapter in a file, or one task of it, to check; ``note`` tells why this file was chosen."""

    chapter: Chapter
    path: Path
    task: str | None = None
    note: str = ""

    @property
    def changed(self) -> float:
        """When the file was last written, in seconds; 0 while an editor replaces it."""
        try:
            return _written(self.path)
        except OSError:
            return 0.0


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked target: its submission and its result."""

    target: Target
    submission: Submission
    result: Result


def choose(what: str | None, path: Path | None) -> list[Target]:
    """Find what a student wants checked.

    Args:
        what: a chapter, a task or a chapter's file; None for all chapters in the working folder.
        path: the file to check instead of the one in the working folder.

    Raises:
        UsageError: there is no such chapter, task or file.
    """
    if path is None and what and os.sep in what and Path(what).exists():
        path = Path(what)
    if path is not None:
        chapter, task = chapters.find_task(what or path.name)
        return [Target(chapter, _there(path), task)]
    if what is not None:
        chapter, task = chapters.find_task(what)
        return [_target(chapters.working_folder(), chapter, task)]
    folder = chapters.working_folder()
    found = [(chapter, own(folder, chapter)) for chapter in chapters.existing()]
    return [Target(chapter, one.path, note=one.note) for chapter, one in found if one]


def check(target: Target, request: GradeRequest) -> Checked:
    """Read a student's file and run the checks on it.

    Raises:
        UsageError: the file cannot be read, or this machine has no such device.
        KitError: the kit could not do its work.
    """
    from autograder.submission import read

    names = chapters.load(target.chapter).names
    return check_submission(target, read(target.path, target.chapter.name, wanted=names), request)


def check_submission(target: Target, submission: Submission, request: GradeRequest) -> Checked:
    """Run the checks on what was read; otherwise as `check`.

    Args:
        target: what to check of it.
        submission: the work.
        request: how to grade; the task is the target's.
    """
    with preload.importing():  # of torch: a file that cannot be read need not wait
        from autograder.grading import grader

    result = grader.grade(submission, "", replace(request, task=target.task))
    failures = [test.message for test in result.tests if test.status == INFRASTRUCTURE]
    if failures:
        raise KitError(f"Your work could not be checked: {failures[0]}")
    return Checked(target, submission, result)


def imports(targets: Sequence[Target]) -> list[str]:
    """Return the modules that a template shall import for these files; fewer start faster."""
    if any(target.path.suffix not in (".py", ".ipynb") for target in targets):
        return list(preload.USUAL)
    return preload.wanted(target.path.read_bytes() for target in targets if target.path.is_file())


def page(checked: Checked) -> Page:
    """Lay out the result of a check."""
    from autograder.commands.page import Page

    target, result = checked.target, checked.result
    folder = shown(_folder_of_code(target.path, checked.submission.package))
    source = chapters.load(target.chapter)
    total = source.task(target.task).points if target.task else source.points
    notes = [note for note in (target.note, checked.submission.note) if note]
    told = {name for task in source.tasks for name in (task.id, *task.names)}
    problems = [p for p in checked.submission.problems if told.isdisjoint(p.names)]
    return Page(
        result=result,
        path=shown(target.path),
        folder="" if folder == "." else f"{folder}/",
        label=target.chapter.label,
        more_points=max(0, total - result.max_points),
        task=target.task,
        following=following(result),
        notes=tuple(notes),
        problems=tuple((p.where, p.message) for p in problems[:_PROBLEMS]),
    )


def following(result: Result) -> tuple[str, str]:
    """Return the next task and its place: the first that failed, else the first not started."""
    tasks = [task for task in result.tasks() if task.status != PASS]
    begun = [task for task in tasks if task.status not in (NOT_STARTED, SKIPPED)]
    for task in begun or tasks:
        places = [test.where for test in task.tests if test.status != PASS and test.where]
        return task.task_id, places[0] if places else ""
    return "", ""


def changes(targets: Sequence[Target], seconds: float = 0.3) -> Iterator[Target]:
    """Yield each target whenever its file was written after this call, without end."""
    return _changes(targets, [target.changed for target in targets], seconds)


def _changes(targets: Sequence[Target], seen: list[float], seconds: float) -> Iterator[Target]:
    while True:
        for index, target in enumerate(targets):
            now = target.changed
            if now not in (0.0, seen[index]):
                seen[index] = now
                yield target
        time.sleep(seconds)


def _target(folder: Path, chapter: Chapter, task: str | None) -> Target:
    found = own(folder, chapter)
    if found is None:
        raise UsageError(
            f"{shown(folder / chapter.name)}.py: Expected your work on chapter {chapter.label}, "
            "but there is no such file. Name the file with --submission."
        )
    return Target(chapter, found.path, task, found.note)


def _written(path: Path) -> float:
    """Return when a file, or the newest module of a package, was last written."""
    files = [path, *path.glob("*.py")] if path.is_dir() else [path]
    return max(file.stat().st_mtime for file in files)


def _folder_of_code(path: Path, package: str) -> Path:
    """Return the folder of the files that errors name; a notebook writes its package beside it."""
    if not package:
        return path.parent
    return path if path.is_dir() else path.parent / package


def _there(path: Path) -> Path:
    if not path.exists():
        raise UsageError(f"{path}: Expected your work, but there is no such file.")
    return path


def shown(path: Path) -> str:
    """Return a path relative to the working folder, if it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
