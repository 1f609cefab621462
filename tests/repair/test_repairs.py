"""A failed task without a name gets the line and three hints, none of which gives the edit away."""

import time
from dataclasses import replace

import pytest

from autograder.course import compose
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.submission import from_text

NAME = "ch01_workflow"
CODE = """\
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(n).unsqueeze(-1) / n
    eps = torch.randn(n, 1) * noise ** 0.5
    return x, weight * x + bias + eps
"""
PUBLIC = """\
def split(X, y, train_frac=0.8):
    n_test = int(len(X) * (1 - train_frac))
    cut = len(X) - n_test
    return X[:cut], y[:cut], X[cut:], y[cut:]
"""


@pytest.fixture
def of_task(workflow, template):
    """Grades an answer to a task."""

    def run(task: str, code: str, **how):
        work = from_text(compose.module(workflow, {task: code}), NAME, "a.py")
        asked = GradeRequest(device="cpu", task=task, template=template, repair_seconds=30)
        return work, grade(work, "ann", replace(asked, **how))

    return run


def test_a_graded_task_gets_the_line_and_the_instructor_the_change(of_task):
    """The hints say where and what about, and no hint holds the edited line."""
    work, result = of_task("make_line", CODE, hidden=True, key=b"k" * 32, diagnose=False)
    failed = [test for test in result.tests if test.status == "fail"]
    line = int(work.definitions["make_line"].rpartition(":")[2]) + 2

    assert {test.where for test in failed} == {f"a.py:{line}"}
    assert all(len(test.hints) == 3 and test.misconception is None for test in failed)
    assert f"a.py:{line}" in failed[0].hints[0]
    assert failed[0].repair.split("\n")[0] == f"@ a.py:{line}"
    assert "- " + CODE.split("\n")[2] in failed[0].repair
    assert not any("(noise)" in hint for hint in failed[0].hints)
    assert not any(test.repair for test in result.tests if test.status == "pass")


def test_a_student_is_never_told_the_change(of_task):
    """Their own results do not hold it."""
    _, result = of_task("split", PUBLIC)
    failed = [test for test in result.tests if test.status == "fail"]

    assert all(len(test.hints) == 3 for test in failed)
    assert "public check" in failed[0].hints[0]
    assert {test.repair for test in result.tests} == {""}


def test_the_points_are_the_same_with_it_and_without(of_task):
    """It decides hints."""
    (_, with_it), (_, without) = (
        of_task("split", PUBLIC),
        of_task("split", PUBLIC, repair_seconds=0),
    )

    assert [t.points for t in with_it.tests] == [t.points for t in without.tests]
    assert [t.message for t in with_it.tests] == [t.message for t in without.tests]
    assert not any(test.hints for test in without.tests)


def test_a_named_mistake_keeps_its_name_and_hints(workflow, template):
    """A name says more."""
    flat = CODE.replace(".unsqueeze(-1)", "").replace(
        "randn(n, 1) * noise ** 0.5", "randn(n)*noise"
    )
    work = from_text(compose.module(workflow, {"make_line": flat}), NAME, "a.py")
    asked = GradeRequest(
        hidden=True, key=b"k" * 32, device="cpu", task="make_line", template=template
    )
    result = grade(work, "ann", replace(asked, repair_seconds=5))

    assert {t.misconception for t in result.tests if t.status == "fail"} == {"flat_line"}
    assert not any(test.repair for test in result.tests)


def test_code_in_the_grader_s_process_is_not_edited(of_task):
    """It is there for a debugger: its breakpoints would stop each version."""
    _, result = of_task("split", PUBLIC, in_process=True)

    assert not any(test.hints for test in result.tests)


HOSTILE = {
    "many names": "".join(f"    v{n} = v{n - 1} + 1\n" for n in range(1, 1500)),
    "a long sum": f"    y = {' + '.join(['v0'] * 900)}\n",
    "a long chain": f"    y = v0{'.real' * 900}\n",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_code_that_defeats_the_search_costs_no_points(of_task, body):
    """Nor more time than was asked for: whoever reads such code has the points already."""
    code = f"def make_line(v0, bias, n=100, noise=0.0):\n{body}    return v0, v0\n"
    _, alone = of_task("make_line", code, repair_seconds=0, diagnose=False)
    started = time.perf_counter()
    _, result = of_task("make_line", code, repair_seconds=1, diagnose=False)

    assert [test.status for test in result.tests] == [test.status for test in alone.tests]
    assert time.perf_counter() - started < 30


def test_a_part_of_the_time_of_the_checks_bounds_the_search(of_task):
    """A class is not delayed by more."""
    _, result = of_task("split", PUBLIC, repair_share=1e-6)

    assert not any(test.hints for test in result.tests)
