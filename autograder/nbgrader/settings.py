"""Make the text of a course's ``nbgrader_config.py``."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.course.courses import VARIABLE

_TEXT = '''\
"""Settings of an nbgrader course, written by `autograder nbgrader init`; yours from then on."""

from pathlib import Path

from autograder.nbgrader.hook import Preparation
from autograder.nbgrader.kernels import private_home

{environment}c = get_config()
root = Path(__file__).resolve().parent

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "pytorch"
c.CourseDirectory.ignore = [".*", "*.pyc", "__pycache__", "__MACOSX", "feedback"]

# Students start from the kit's own stubs (TODO marks, the task's name in the error).
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "autograder.nbgrader.assign.ClearTasks",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Submissions are graded by the kit, all at once and in a sandbox, when the first one is due:
#   workers: submissions at a time; None for one a processor
#   trusted: True to grade even where this machine has no sandbox
#   device: auto, cpu, cuda or mps
c.Autograde.pre_convert_hook = Preparation(root, workers=None, trusted=False, device="auto")

# What was handed in is read as data, and cells that a student removed, doubled or changed are
# restored as it is read; so there is nothing left to sanitize.
c.Autograde.exporter_class = "autograder.nbgrader.exporter.HandedInExporter"
c.Autograde.sanitize_preprocessors = []
c.OverwriteCells.add_missing_cells = True
c.Autograde.exclude_overwriting = {{
{exclusions}}}

# In place of Execute, which would run students' code here: write the kit's results into the cells.
# Their metadata are the gradebook's own, so there is nothing to check in the end.
c.SandboxGrade.course = str(root)
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.sandboxgrade.SandboxGrade",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# `nbgrader zip_collect NAME` takes what lies in downloaded/NAME/archive: the zip or the files of a
# download from Canvas (name_12345_67890_file.ipynb) or Moodle (name_12345_assignsubmission_file_).
# For other platforms, `autograder collect` knows more of them.
c.FileNameCollectorPlugin.named_regexp = (
    r".*/[^/]*?_(?:LATE_)?(?P<student_id>\\d+)_(?:assignsubmission_file_?/?|\\d+_)(?P<file_id>[^/].*)"
)
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".py", ".zip"]
c.ExtractorPlugin.zip_ext = [".zip"]

# `nbgrader export --exporter autograder.nbgrader.testsexport.TestsExporter`: a row a test.
c.TestsExporter.course = str(root)

# A student's text is no markup: pages with it are seen by you and, as feedback, by them.
c.HTMLExporter.sanitize_html = True

# Whatever starts a kernel here (`nbgrader validate`, say) gives it a home of its own.
private_home(root)

# Your own settings:
'''


_COURSES = """\
# The exercises are those of courses of one's own.
os.environ.setdefault({variable!r}, {courses!r})

"""


def settings(chapters: Sequence[str], courses: str = "") -> str:
    """The settings of a course.

    Args:
        chapters: full names of the chapters; their modules are never overwritten.
        courses: folders that the chapters come from, as in ``AUTOGRADER_COURSE``; empty for the
            built-in course.
    """
    lines = [f'    "{name}": ["{name}.py"],\n' for name in chapters]
    named = _COURSES.format(variable=VARIABLE, courses=courses) if courses else ""
    text = _TEXT.format(exclusions="".join(lines), environment=named)
    return text.replace("\nfrom pathlib", "\nimport os\nfrom pathlib", 1) if courses else text
