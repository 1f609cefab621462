"""``autograder nbgrader sync``: results of ``autograder grade`` into nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograder.classroom import enrolment
from autograder.classroom.gradebook import ungraded
from autograder.classroom.layouts import Person
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.grading.results import Result
from autograder.nbgrader import feedback, stock
from autograder.nbgrader.cells import answer_id, test_id
from autograder.nbgrader.layout import Course


def sync(course: Course, run: Path) -> int:
    """Put all results of a run into the gradebook; those the kit failed to make are left out.

    Assignments that nbgrader does not know yet are generated first.

    Returns:
        How many were put there.

    Raises:
        UsageError: there are no results, or one is damaged.
        KitError: nbgrader cannot generate an assignment.
    """
    results = [result for result in RunFolder(run) if not ungraded(result)]
    if not results:
        raise UsageError(
            f"{run}: Expected a run with results/<student>/<chapter>.json in it, but found none. "
            "Make one with `autograder grade SUBMISSIONS -o RUN`."
        )
    generate(course, {result.chapter for result in results})
    put(course, results)
    known = enrolment.load(RunFolder(run))
    name(course, [member.person for member in known.classlist.members.values()])
    return len(results)


def put(course: Course, results: Iterable[Result]) -> None:
    """Put results into the gradebook; what a person graded by hand stays as it is."""
    with Gradebook(course.database) as gradebook:
        for result in results:
            gradebook.update_or_create_student(result.student)
            submission = gradebook.update_or_create_submission(result.chapter, result.student)
            for notebook in submission.notebooks:
                _grade(notebook, result)
                if not course.autograded(result.student, result.chapter).is_dir():
                    _close(notebook)
            gradebook.db.commit()


def name(course: Course, people: Iterable[Person]) -> None:
    """Put names and addresses of students into the gradebook; what is not known stays there."""
    with Gradebook(course.database) as gradebook:
        for one in people:
            first, last = names(one.name)
            known = {"first_name": first, "last_name": last, "email": one.email}
            known = {key: value for key, value in known.items() if value}
            gradebook.update_or_create_student(one.id, **known)


def names(full: str) -> tuple[str, str]:
    """Split a full name into first and last: ``Last, First`` or ``First Middle Last``."""
    if "," in full:
        last, _, first = full.partition(",")
    else:
        first, _, last = full.strip().rpartition(" ")
    return first.strip(), last.strip()


def generate(course: Course, assignments: Collection[str]) -> None:
    """Have nbgrader generate the assignments that are not in its gradebook.

    Raises:
        KitError: it cannot.
    """
    with Gradebook(course.database) as gradebook:
        known = {assignment.name for assignment in gradebook.assignments}
    for name in sorted(set(assignments) - known):
        stock.run(course, "generate_assignment", name)


def _grade(notebook: Any, result: Result) -> None:
    grades = {grade.name: grade for grade in notebook.grades}
    comments = {comment.name: comment for comment in notebook.comments}
    for task in result.tasks():
        grade, comment = grades.get(test_id(task.task_id)), comments.get(answer_id(task.task_id))
        if grade is not None:
            grade.auto_score = feedback.score(task, float(grade.max_score))
            grade.needs_manual_grade = grade.manual_score is not None  # as nbgrader does
        if grade is not None and comment is not None:
            comment.auto_comment = feedback.report(task, float(grade.max_score))


def _close(notebook: Any) -> None:
    """Without a notebook there is nothing to read: what nobody graded gives no points."""
    for grade in _open(notebook):
        grade.auto_score, grade.needs_manual_grade = 0.0, False


def _open(notebook: Any) -> Iterator[Any]:
    return (g for g in notebook.grades if g.auto_score is None and g.manual_score is None)
