"""Written answers: the one question of a chapter that a person grades.

It lies beside the chapter's graders, in ``chapters/chNN_name/written.md``::

    points: 3

    ## In your own words
    The question, as long as it needs.

    ---
    What an answer shall hold: for who grades it, seen in no student's notebook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.course.chapter import Chapter
from autograder.course.source import read
from autograder.errors import UsageError

_POINTS = re.compile(r"points: (\d+)")
_RULE = "\n---\n"


@dataclass(frozen=True, slots=True)
class Written:
    """A question to be answered in prose.

    Attributes:
        points: what the answer is worth, beside the points of the tasks.
        question: markdown that students read.
        guide: markdown for who grades; in the source notebook only.
    """

    points: int
    question: str
    guide: str


def written(chapter: Chapter) -> Written | None:
    """The chapter's question, or None where the course asks for no prose.

    Raises:
        UsageError: the file is not in order.
    """
    path = chapter.folder / "written.md"
    return parse(read(path), path) if path.is_file() else None


def parse(text: str, path: Path) -> Written:
    """Take a question's text apart.

    Raises:
        UsageError: it does not begin with its points, or a part is missing.
    """
    head, _, rest = text.partition("\n")
    question, rule, guide = rest.partition(_RULE)
    points = _POINTS.fullmatch(head.strip())
    if not points or not rule or not question.strip() or not guide.strip():
        raise UsageError(
            f"{path}:1: Expected a line such as `points: 3`, a question, a line `---` and a guide "
            "for who grades, but a part is missing. See autograder/nbgrader/written.py."
        )
    return Written(int(points[1]), question.strip(), guide.strip())
