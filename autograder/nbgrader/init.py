"""``autograder nbgrader init``: a ready nbgrader course made of the kit's chapters."""

from __future__ import annotations

import os
from pathlib import Path

from autograder import atomic
from autograder.authoring import notebooks
from autograder.classroom.runfolder import read_key
from autograder.course import chapters, courses
from autograder.errors import UsageError
from autograder.nbgrader.cells import source_notebook
from autograder.nbgrader.kernels import write_kernel
from autograder.nbgrader.layout import Course
from autograder.nbgrader.settings import settings
from autograder.nbgrader.written import written


def init(folder: Path, kit: str = notebooks.KIT, root: Path | None = None) -> list[Path]:
    """Write a course, or add the chapters that an earlier one has not.

    Files that are there stay as they are: they are the instructor's.

    Args:
        folder: the course; made if absent.
        kit: what notebooks install where the kit is missing: a folder, an archive or an address.
        root: the folder of a course with solutions; all in force unless given.

    Returns:
        The files written.

    Raises:
        UsageError: this kit has no solutions, or the folder cannot be written.
    """
    course = Course(folder.resolve())
    named = os.environ.get(courses.VARIABLE, "")
    made = {course.config: settings([c.name for c in chapters.existing(root)], named)}
    made |= _sources(course, kit, root)
    fresh = {path: text for path, text in made.items() if not path.exists()}
    try:
        for path, text in fresh.items():
            atomic.write(path, text)
        write_kernel(course)
        read_key(course.open_run().path / "key")
    except OSError as error:
        raise UsageError(
            f"{folder}: Expected a folder to write the course to, but got: {error.strerror}. "
            "Choose another."
        ) from error
    return list(fresh)


def _sources(course: Course, kit: str, root: Path | None) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for chapter in chapters.existing(root):
        source = chapters.load(chapter)
        if not source.solved:
            raise UsageError(
                f"{source.path}: Expected the solution, from which an instructor's notebook is "
                "made, but this kit has none. Make the course with the instructor's kit."
            )
        notebook = source_notebook(source, written(chapter), kit)
        path = course.source(chapter.name) / f"{chapter.name}.ipynb"
        found[path] = notebooks.dumps(notebook)
    return found
