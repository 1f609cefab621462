"""Who made which recognised mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.grading.results import Result

Made = tuple[str, str, str]
"""A mistake as it was made: full name of the chapter, the task, the id of the mistake."""


@dataclass(slots=True)
class Makers:
    """Adds up a class, a result at a time; holds a name for each mistake of each student."""

    _students: dict[Made, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, result: Result) -> None:
        """Add the mistakes of one result, each once."""
        for task in result.tasks():
            for mistake in {test.misconception: None for test in task.tests}:
                if mistake:
                    made = (result.chapter, task.task_id, mistake)
                    self._students[made].append(result.student)

    def of(self, made: Made) -> list[str]:
        """Return the students who made a mistake, in the order in which they were added."""
        return self._students.get(made, [])

    def by_student(self) -> Mapping[str, list[Made]]:
        """Return the mistakes of each student who made one."""
        found: dict[str, list[Made]] = defaultdict(list)
        for made, students in self._students.items():
            for student in students:
                found[student].append(made)
        return found
