"""A small class goes through the kit's command and stock nbgrader's tables."""

from nbgrader.api import Gradebook

from autograder.classroom import gradebook


def scores(room) -> dict[str, tuple[float, bool]]:
    """By student, nbgrader's score of the tasks and whether a person still has to grade."""
    found = {}
    with Gradebook(room.course.database) as book:
        for submission in book.assignment_submissions("ch00_fundamentals"):
            (notebook,) = submission.notebooks
            auto = sum(g.auto_score or 0 for g in notebook.grades if g.name != "written_answer")
            found[submission.student.id] = (auto, bool(submission.needs_manual_grade))
    return found


def test_nbgrader_has_the_points_the_kit_gave(small) -> None:
    """Whatever was handed in: a notebook, one of another name, a module, or half a file."""
    summary = gradebook.write(small.course.run)
    kit = {row.student: row.total for row in summary.rows.values()}

    assert {student: points for student, (points, _) in scores(small).items()} == kit
    assert kit["ana"] == kit["cyn"] == 80
    assert kit["dan"] == 0
    assert 0 < kit["ben"] < 80
    assert kit["eve"] == 74  # the task she left out is worth six


def test_only_a_written_answer_waits_for_a_person(small) -> None:
    """Nobody else is left ungraded, broken files and changed cells included."""
    assert [name for name, (_, waits) in scores(small).items() if waits] == ["ana"]


def test_every_test_cell_has_a_score_of_its_own(small) -> None:
    """None is empty, none is above its points."""
    with Gradebook(small.course.database) as book:
        (assignment,) = book.assignments
        grades = [g for s in assignment.submissions for n in s.notebooks for g in n.grades]
        found = [(g.auto_score, g.max_score) for g in grades if g.name.startswith("test_")]

    assert len(found) == 5 * 12
    assert all(0 <= score <= most for score, most in found)
