"""Solutions are taken out whole, and nothing else is."""

from __future__ import annotations

import pytest

from autograder.course import solutions
from autograder.course.percent import Cell
from autograder.errors import UsageError

MODEL = '''\
class Model:
    """A model."""

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.secret = 1

        if self.secret:
            pass
        ### END SOLUTION

    def forward(self, x):
        # BEGINNING: mentions ### in prose
        ### BEGIN SOLUTION
        return x
        ### END SOLUTION
'''


def cell(code: str, task: str = "Model") -> Cell:
    """A task's cell that starts in line 10."""
    return Cell("code", code.strip("\n"), 10, {"task": task}, 9)


def test_each_region_becomes_an_error_with_the_tasks_name() -> None:
    """Indentation and all other lines stay."""
    assert solutions.stub(cell(MODEL), "f") == (
        '''\
class Model:
    """A model."""

    def __init__(self):
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("Model")

    def forward(self, x):
        # BEGINNING: mentions ### in prose
        # TODO: your code here
        raise NotImplementedError("Model")'''
    )


def test_marked_constants_lose_their_value() -> None:
    """Whatever the value is; unmarked ones keep it."""
    code = (
        'ANSWER_1 = "b"  ### SOLUTION\n'
        "ANSWER_2: dict[str, int] = {'a=': 1}  # note  ### SOLUTION\n"
        "GIVEN = 3\n"
        "ANSWER_3 = [x == 1 for x in (1, 2)]### SOLUTION  "
    )
    assert solutions.stub(cell(code), "f") == (
        "ANSWER_1 = ...\nANSWER_2: dict[str, int] = ...\nGIVEN = 3\nANSWER_3 = ..."
    )


def test_solved_code_is_clean() -> None:
    """As a student would hand it in: no markers, all lines."""
    solved = solutions.solved(cell(MODEL), "f")
    assert "###" not in solved.replace("mentions ###", "")
    assert "self.secret = 1" in solved
    assert solutions.solved(cell('A = "b"  ### SOLUTION'), "f") == 'A = "b"'


def test_solution_lines_are_what_a_student_must_not_see() -> None:
    """Of regions and constants, stripped."""
    assert solutions.solution_lines(MODEL) == (
        "self.secret = 1",
        "if self.secret:",
        "pass",
        "return x",
    )
    assert solutions.solution_lines("A = 1  ### SOLUTION\nB = 2") == ("A = 1",)


def test_a_task_without_marks_is_never_given_out() -> None:
    """Such a cell would be the solution itself."""
    with pytest.raises(UsageError, match=r"^f:9: Expected the cell of task 'a' to have a solution"):
        solutions.stub(cell("def a():\n    return 42", "a"), "f")


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        ("    ### BEGIN SOLUTION\n    x\n", 0, "followed by its own END"),
        ("    x\n    ### END SOLUTION", 1, "follow a BEGIN SOLUTION"),
        (
            "### BEGIN SOLUTION\n### BEGIN SOLUTION\nx\n### END SOLUTION\n",
            0,
            "followed by its own END",
        ),
        ("    ## BEGIN SOLUTION\n", 0, "'## BEGIN SOLUTION'"),
        ("    ### Begin Solution\n", 0, "'### Begin Solution'"),
        ("    x = 1  ### END SOLUTION\n", 0, "alone on their lines"),
        ("    return 1  ### SOLUTION\n", 0, "end the line of a constant"),
        ("A == 1  ### SOLUTION\n", 0, "end the line of a constant"),
        ("A =   ### SOLUTION\n", 0, "end the line of a constant"),
        ("    A = 1  ### SOLUTION\n", 0, "end the line of a constant"),
    ],
)
def test_marks_out_of_order_are_problems_with_their_line(code: str, line: int, says: str) -> None:
    """And neither a stub nor solved code is made of them."""
    code = code.rstrip("\n")
    found = solutions.markers(code).problems

    assert found[0][0] == line
    assert says in found[0][1]
    for make in (solutions.stub, solutions.solved):
        with pytest.raises(UsageError, match=rf"^f:{10 + line}: Expected"):
            make(Cell("code", code, 10, {"task": "a"}, 9), "f")
