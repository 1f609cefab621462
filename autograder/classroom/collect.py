"""``autograder collect``: write what a class handed in as ``DIR/<student>/<chapter>/<files>``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from autograder.classroom.discover import Collected, discover
from autograder.classroom.handins import HandIn
from autograder.classroom.unpack import FILE_BYTES
from autograder.course.chapter import Chapter
from autograder.errors import UsageError
from autograder.submission import Limits, files
from autograder.submission.tree import Tree


def collect(source: Path, folder: Path, layout: str, only: Chapter | None = None) -> Collected:
    """Copy every hand-in to ``folder``; one that is there already is replaced.

    Args:
        source: a class's folder or zip.
        folder: gets the plain layout; may be ``submitted`` of an nbgrader course.
        layout: one of ``layouts.CHOICES``.
        only: leave all other chapters out.

    Returns:
        What was found; its paths are gone where it had to be unpacked.

    Raises:
        UsageError: there is nothing, it cannot be read, or ``folder`` cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".collect-") as space:
            found = discover(source, only, layout, Path(space, "unpacked"))
            for hand_in in found.hand_ins:
                _replace(hand_in, Path(space, "new"), folder)
    except OSError as error:
        raise UsageError(
            f"{folder}: Expected to write the submissions there, but got: "
            f"{error.strerror or error}. Choose another folder."
        ) from error
    return found


def _replace(hand_in: HandIn, space: Path, folder: Path) -> None:
    """Copy one hand-in to a place of its own, then move it in, so that it is whole or as it was."""
    shutil.rmtree(space, ignore_errors=True)
    space.mkdir()
    _copy(hand_in.path, space)
    target = folder / hand_in.student / hand_in.chapter
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    space.rename(target)


def _copy(path: Path, to: Path) -> None:
    """Copy a file, or a folder without links and hidden files."""
    if path.is_file():
        data = files.read_file(path, FILE_BYTES, path.name)
        (to / path.name).write_bytes(data)
        return
    tree: Tree = files.folder(path, path.name, Limits())
    for entry in tree.entries:
        if entry.refusal:
            continue
        target = to / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(tree.read(entry, FILE_BYTES))
