"""Paths of an nbgrader course of the kit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.runfolder import RunFolder, open_run
from autograder.errors import UsageError

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True, slots=True)
class Course:
    """The folder of a course; nbgrader's own folders lie in it as nbgrader makes them."""

    root: Path

    @property
    def config(self) -> Path:
        """The settings file of nbgrader."""
        return self.root / CONFIG

    @property
    def kernels(self) -> Path:
        """Home and settings of the kernels that nbgrader starts."""
        return self.root / ".kernels"

    @property
    def database(self) -> str:
        """SQLAlchemy's address of the gradebook."""
        return f"sqlite:///{self.root / 'gradebook.db'}"

    @property
    def run(self) -> RunFolder:
        """The results, the secret key and the tables of the kit; not made by this."""
        return RunFolder(self.root / "run")

    def open_run(self) -> RunFolder:
        """Return `run`, made unless it is there; UsageError when it cannot be written."""
        return open_run(self.root / "run")

    def source(self, assignment: str) -> Path:
        """Folder of the instructor's notebook, solutions included."""
        return self.root / "source" / assignment

    def submitted(self, student: str, assignment: str) -> Path:
        """Folder of what a student handed in."""
        return self.root / "submitted" / student / assignment

    def autograded(self, student: str, assignment: str) -> Path:
        """Folder of the graded notebook."""
        return self.root / "autograded" / student / assignment


def find_course(folder: Path) -> Course:
    """The course in ``folder``.

    Raises:
        UsageError: there is none.
    """
    course = Course(folder.resolve())
    if not course.config.is_file():
        raise UsageError(
            f"{folder}: Expected an nbgrader course with {CONFIG} in it, but found none. Go to the "
            "course's folder, name it with --course, or make one with `autograder nbgrader init`."
        )
    return course
