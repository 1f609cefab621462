"""Hook of ``nbgrader autograde``, called before each submission: waits for its result.

The first call prepares all submissions, several at a time; later ones find theirs and return.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import chapters
from autograder.nbgrader import timestamps, waiting_results
from autograder.nbgrader.layout import Course
from autograder.sandbox import syscalls

WAIT_FOR = "AUTOGRADER_PREPARING"
"""A variable with the descriptor of a pipe on which somebody else tells of each prepared result.

A byte is news, of whichever submission; the end of the pipe means that no more will come.
"""


@dataclass(frozen=True, slots=True)
class Preparation:
    """nbgrader's ``pre_convert_hook``.

    Attributes:
        root: folder of the course.
        workers: submissions graded at the same time; None for one a processor.
        trusted: whether to grade where this machine has no sandbox.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
    """

    root: Path
    workers: int | None = None
    trusted: bool = False
    device: str = "auto"

    def __post_init__(self) -> None:
        """Be there from the moment the settings are read: timestamps come before any hook."""
        timestamps.tolerate()

    def __call__(
        self,
        *,
        assignment: str,  # noqa: ARG002 - nbgrader passes it
        student: str,
        notebooks: list[str],
    ) -> None:
        """Grade what has no result yet, in a process of its own.

        Args:
            assignment: nbgrader's name or pattern for it; the notebooks' place is exact.
            student: nbgrader's pattern for students.
            notebooks: of the submission in turn. If none has the chapter's name, that name takes
                their place: the kit finds the file that was meant, and nbgrader goes on.

        Raises:
            UsageError: the assignment is no chapter of the kit.
        """
        folder = Path(notebooks[0]).parent
        chapter = chapters.find(folder.name)
        if chapter.name not in [Path(notebook).stem for notebook in notebooks]:
            notebooks[:] = [str(folder / f"{chapter.name}.ipynb")]
        course, owner = Course(self.root), folder.parent.name
        if not _is_ready(lambda: waiting_results.load(course, owner, chapter.name) is not None):
            command = [sys.executable, "-m", "autograder", *self._arguments(chapter.name, student)]
            # Not in the course's folder: what lies there must not be imported.
            place = course.open_run().path
            subprocess.run(command, cwd=place, stdin=subprocess.DEVNULL, preexec_fn=_end_with_us)

    def _arguments(self, chapter: str, students: str) -> Iterator[str]:
        yield from ("nbgrader", "prepare", chapter, "--course", str(self.root))
        yield from ("--students", students, "--device", self.device)
        if self.workers:
            yield from ("--jobs", str(self.workers))
        if self.trusted:
            yield "--trust-submissions"


def _end_with_us() -> None:
    """Have the kernel end this child when nbgrader is killed, which cannot do it then."""
    if sys.platform == "linux":
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_ready(is_prepared: Callable[[], bool]) -> bool:
    """Wait for `autograder nbgrader autograde`, if that is what started nbgrader."""
    descriptor = os.environ.get(WAIT_FOR)
    while not is_prepared():
        if descriptor is None or not os.read(int(descriptor), 4096):
            return False
    return True
