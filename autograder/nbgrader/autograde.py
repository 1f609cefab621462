"""``autograder nbgrader autograde``: the kit grades, then nbgrader records the grades."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import pairwise

from autograder.classroom.handins import HandIn
from autograder.course import chapters
from autograder.nbgrader import hook, stock, waiting_results
from autograder.nbgrader.layout import Course
from autograder.nbgrader.prepare import PrepareOptions, prepare, submissions


def autograde(course: Course, wanted: PrepareOptions, options: Sequence[str] = ()) -> int:
    """Prepare, run ``nbgrader autograde`` with ``options``, and put what it passes over in.

    nbgrader passes over submissions without a notebook (modules, archives), and students whose
    names hold brackets, which it takes for a pattern. What it graded before and what is handed in
    now, or what it was stopped at, it grades anew. In the end its gradebook is compared.

    Returns:
        nbgrader's exit code.

    Raises:
        UsageError: no such chapter, or no sandbox.
        KitError: nbgrader cannot generate the assignment, or its gradebook holds other points.
    """
    chapter = chapters.find(wanted.assignment).name
    wanted = replace(wanted, students=_students(options) or wanted.students)
    hand_ins = [h for h in submissions(course, chapter) if fnmatchcase(h.student, wanted.students)]
    for hand_in in hand_ins:
        _reopen(course, hand_in)
    code = 0
    if any(map(_is_taken, hand_ins)) or not hand_ins:  # where there is nothing, nbgrader says so
        code = _side_by_side(course, wanted, ["autograde", chapter, *options])
    else:
        prepare(course, wanted)
    _complete(course, hand_ins)
    return code


def _complete(course: Course, hand_ins: Sequence[HandIn]) -> None:
    """Put in what nbgrader passed over, and compare all of it with the kit's results."""
    from autograder.nbgrader import agreement, sync

    every = [waiting_results.load(course, h.student, h.chapter) for h in hand_ins]
    results = [result for result in every if result is not None]
    passed_over = [r for r in results if not course.autograded(r.student, r.chapter).is_dir()]
    if passed_over:
        sync.generate(course, [passed_over[0].chapter])
        sync.put(course, passed_over)
    agreement.check(course, results)


def _is_taken(hand_in: HandIn) -> bool:
    """Whether nbgrader will see a notebook there."""
    is_plain = glob.escape(hand_in.student) == hand_in.student
    return is_plain and any(hand_in.path.glob("*.ipynb"))


def _reopen(course: Course, hand_in: HandIn) -> None:
    """Remove what nbgrader wrote of a submission that has changed since, or that it did not end.

    It would pass over it; what a person graded is in its gradebook and stays.
    """
    from autograder.nbgrader import agreement

    folder = course.autograded(hand_in.student, hand_in.chapter)
    if not folder.is_dir() or folder.is_symlink():
        return
    result = waiting_results.load(course, hand_in.student, hand_in.chapter)
    if result is None or agreement.differences(course, [result]):
        shutil.rmtree(folder)


def _students(options: Sequence[str]) -> str:
    """The pattern of students among nbgrader's options, or nothing."""
    for option, value in pairwise([*options, ""]):
        name, equals, given = option.partition("=")
        if name in ("--student", "--CourseDirectory.student_id"):
            return given if equals else value
    return ""


def _side_by_side(course: Course, wanted: PrepareOptions, arguments: list[str]) -> int:
    """Prepare while nbgrader starts and works; it waits for each result until that is there."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    variables = {hook.WAIT_FOR: str(reading)}
    with stock.start(course, arguments, variables, pass_fds=[reading]) as process:
        try:
            os.close(reading)
            try:
                prepare(course, wanted, lambda: _tell(writing))
            finally:
                os.close(writing)  # no more results will come
            process.wait()
        except BaseException:
            _kill(process)
            raise
    return process.returncode


def _kill(process: subprocess.Popen[str]) -> None:
    """End nbgrader and what it started, which are in a session of their own."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGTERM)
    process.terminate()


def _tell(writing: int) -> None:
    """Say that there is news; one byte is as good as many, and nbgrader may be gone."""
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        os.write(writing, b".")
