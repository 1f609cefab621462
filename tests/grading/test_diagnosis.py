"""A mistake is named when the kit, making it too, gets the same values."""

import numpy as np
import pytest
import torch

from autograder.course import compose
from autograder.grading.diagnosis import same
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.submission import from_text

NAME = "ch01_workflow"
REQUEST = GradeRequest(hidden=True, key=b"k" * 32, device="cpu")


def of_task(workflow, template, code, task="make_line"):
    """The failed checks of a task whose cell was replaced by this code."""
    text = compose.module(workflow, {task: code})
    request = GradeRequest(hidden=True, key=b"k" * 32, device="cpu", task=task, template=template)
    result = grade(from_text(text, NAME, f"{NAME}.py"), "ann", request)
    return [t for t in result.tests if t.status != "pass"]


def test_the_same_mistake_in_other_words_is_recognised(workflow, template):
    """Values decide, not the way the code is written."""
    code = """\
def make_line(weight, bias, n=100, noise=0.0):
    steps = [i / n for i in range(n)]
    xs = torch.tensor(steps)
    ys = torch.stack([weight * s + bias for s in xs]) + noise * torch.randn(n)
    return xs, ys
"""
    failed = of_task(workflow, template, code)

    assert {t.misconception for t in failed} == {"flat_line"}
    assert len(failed[0].hints) == 3


def test_a_mistake_nobody_listed_has_no_name(workflow, template):
    """A wrong name would send the student the wrong way."""
    code = """\
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(n).unsqueeze(1) / n
    return x, weight * x * x + 17 * bias
"""
    failed = of_task(workflow, template, code)

    assert failed
    assert {t.misconception for t in failed} == {None}


def test_a_dead_process_is_not_diagnosed(workflow, template):
    """A crash has a name already."""
    code = "def make_line(weight, bias, n=100, noise=0.0):\n    import os\n    os._exit(1)\n"

    failed = of_task(workflow, template, code)

    assert {(t.status, t.misconception) for t in failed} == {("crash", None)}


ALIKE = [
    (1.0, 1.0 + 1e-9),
    (float("nan"), float("nan")),
    ([1, (2.0, "a")], [1, (2.0, "a")]),
    ({"a": torch.ones(2)}, {"a": torch.ones(2) + 1e-9}),
    ("<object at 0x7f01>", "<object at 0x7f02>"),
    (np.float32(1), np.float32(1)),
    (torch.tensor([True]), torch.tensor([True])),
]
DIFFERENT = [
    (1.0, 1.001),
    (1, 1.0),
    (True, 1),
    ([1], (1,)),
    ({"a": 1}, {"b": 1}),
    (torch.ones(2), torch.ones(2, 1)),
    (torch.ones(2), torch.ones(2, dtype=torch.float64)),
    (torch.tensor([1, 2]), torch.tensor([1, 3])),
    (torch.ones(2), np.ones(2, dtype=np.float32)),
    (torch.ones(2), torch.ones(2, device="meta")),
    (None, 0),
]


@pytest.mark.parametrize(("a", "b"), ALIKE, ids=repr)
def test_replies_agree_within_rounding(a, b):
    """Two processes round alike, or nearly; addresses are chance."""
    assert same(a, b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT, ids=repr)
def test_replies_of_other_type_shape_or_value_differ(a, b):
    """What a student could tell apart is told apart."""
    assert not same(a, b)
    assert not same(b, a)
