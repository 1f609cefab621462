"""Submissions whose grade is known beforehand: which there are, and what is wrong with a grade."""

from autograder.authoring import cases
from autograder.authoring.cases import Case
from autograder.grading import results as r
from autograder.submission import Submission

EMPTY = Submission("ch01_workflow", "ch01_workflow.py")


def result(status, misconception=None, task="split"):
    """A graded check."""
    return r.TestResult(
        "y is right", "public.test_y", task, status, 0, 1, "wrong", misconception=misconception
    )


def test_a_chapter_has_its_solution_once_a_key_and_as_a_notebook_and_its_stub(workflow):
    """All are about the whole file."""
    every = list(cases.of_chapter(workflow, keys=2))

    assert [str(c) for c in every] == ["solution 0", "solution 1", "solution notebook", "stub stub"]
    assert all(c.task is None and not c.submission.problems for c in every)


def test_a_task_has_its_variants_its_known_mistakes_and_its_wrong_answers(workflow):
    """Each in its own place, the other tasks solved."""
    every = list(cases.of_task(workflow, "split"))

    assert {c.task for c in every} == {"split"}
    assert {c.kind for c in every} == {cases.VARIANT, cases.MISTAKE, cases.WRONG}
    assert len({c.submission.digest for c in every}) == len(every)


def test_what_is_right_has_to_pass_every_check():
    """Whatever a check says else is told."""
    case = Case(cases.VARIANT, "by_hand", "split", EMPTY)

    assert case.fault([result(r.PASS)]) == ""
    assert case.fault([result(r.FAIL), result(r.PASS)]) == "public.test_y fail: wrong"


def test_a_wrong_answer_of_the_ledger_has_to_lose_a_point():
    """It has no name to be recognised by."""
    case = Case(cases.WRONG, "promises.md:9", "split", EMPTY)

    assert case.fault([result(r.FAIL, "shuffled")]) == ""
    assert case.fault([result(r.PASS), result(r.FAIL, task="other")]) == "lost no point"


def test_a_stub_has_to_be_not_started():
    """Neither an error nor a point."""
    case = Case(cases.STUB, "stub", None, EMPTY)

    assert case.fault([result(r.NOT_STARTED)]) == ""
    assert "is error" in case.fault([result(r.ERROR)])
    assert "is pass" in case.fault([result(r.PASS)])


def test_a_mistake_has_to_lose_points_and_be_named():
    """By its own name, in its own task."""
    case = Case(cases.MISTAKE, "swapped", "split", EMPTY)

    assert case.fault([result(r.PASS), result(r.FAIL, "swapped")]) == ""
    assert case.fault([result(r.PASS)]) == "lost no point"
    assert case.fault([result(r.FAIL, "other")]) == "recognised as other"
    assert case.fault([result(r.FAIL)]) == "recognised as None"
    assert case.fault([result(r.FAIL, "swapped", task="other"), result(r.PASS)]) == "lost no point"
