"""``autograder nbgrader autograde``: the kit grades, then nbgrader records the grades."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence

from autograder.course import chapters
from autograder.nbgrader import hook, stock
from autograder.nbgrader.layout import Course
from autograder.nbgrader.prepare import PrepareOptions, prepare, submissions


def autograde(course: Course, wanted: PrepareOptions, options: Sequence[str] = ()) -> int:
    """Prepare, run ``nbgrader autograde`` with ``options``, and put what it passes over in.

    nbgrader passes over submissions without a notebook: modules, and archives.

    Returns:
        nbgrader's exit code.

    Raises:
        UsageError: no such chapter, or no sandbox.
        KitError: nbgrader cannot generate the assignment.
    """
    chapter = chapters.find(wanted.assignment).name
    hand_ins = submissions(course, chapter)
    bare = [hand_in for hand_in in hand_ins if not any(hand_in.path.glob("*.ipynb"))]
    code = 0
    if len(bare) < len(hand_ins) or not hand_ins:  # where there is nothing, nbgrader says so
        code = _side_by_side(course, wanted, ["autograde", chapter, *options])
    else:
        prepare(course, wanted)
    found = (course.run.load(hand_in.student, chapter) for hand_in in bare)
    results = [result for result in found if result is not None]
    if results:
        from autograder.nbgrader import sync

        sync.generate(course, [chapter])
        sync.put(course, results)
    return code


def _side_by_side(course: Course, wanted: PrepareOptions, arguments: list[str]) -> int:
    """Prepare while nbgrader starts and works; it waits for each result until that is there."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    variables = {hook.WAIT_FOR: str(reading)}
    with stock.start(course, arguments, variables, pass_fds=[reading]) as process:
        try:
            os.close(reading)
            prepare(course, wanted, lambda: _tell(writing))
        except BaseException:
            process.terminate()
            raise
        finally:
            os.close(writing)  # no more results will come
    return process.returncode


def _tell(writing: int) -> None:
    """Say that there is news; one byte is as good as many, and nbgrader may be gone."""
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        os.write(writing, b".")
