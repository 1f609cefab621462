"""Every check says what was expected and what was found."""

import numpy as np
import pytest
import torch

from autograder.checks import expect
from autograder.remote.client import StudentError

NAN = float("nan")


def message(call):
    """The message a check fails with."""
    with pytest.raises(expect.Failed) as caught:
        call()
    return caught.value.message


def test_shape_accepts_any_size_where_none_stands():
    """A batch dimension of any size is right."""
    expect.shape(torch.ones(3, 2), (None, 2), name="y")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (torch.ones(3), "Expected y to have shape (3, 1), but got (3,)."),
        (torch.ones(1, 3), "Expected y to have shape (3, 1), but got (1, 3)."),
        (None, "Expected y to be a tensor, but got None."),
        ("text", "Expected y to be a tensor, but got 'text'."),
    ],
)
def test_shape_names_both_shapes(value, said):
    """The wanted and the found shape stand in one sentence."""
    assert message(lambda: expect.shape(value, (3, 1), name="y")) == said


def test_close_shows_a_window_around_the_first_difference():
    """A hundred numbers do not drown the one that differs."""
    want = torch.arange(100.0)
    have = want.clone()
    have[40] = -1

    said = message(lambda: expect.close(have, want, name="y"))

    assert "37, 38, 39, 40, 41, 42" in said
    assert "37, 38, 39, -1, 41, 42" in said
    assert said.endswith("first difference at index [40], 1 of 100 values differ.")


def test_close_gives_the_index_in_all_dimensions():
    """The place of a difference is an index, not a position in memory."""
    have = torch.zeros(2, 3)
    have[1, 2] = 5

    assert "index [1, 2]" in message(lambda: expect.close(have, torch.zeros(2, 3), name="m"))


def test_close_compares_values_across_number_types():
    """A right value is right as float32, float64, numpy or Python number."""
    expect.close(torch.tensor([0.1], dtype=torch.float64), torch.tensor([0.1]), name="x")
    expect.close(np.float32(0.1), 0.1, name="x")
    expect.close(3, 3.0, name="x")
    expect.close([1, 2], torch.tensor([1.0, 2.0]), name="x")


@pytest.mark.parametrize("value", [NAN, float("inf"), -float("inf")])
def test_close_never_passes_a_number_that_is_not_finite(value):
    """NaN and infinity are differences, whatever the tolerance."""
    said = message(lambda: expect.close(torch.tensor([value]), torch.ones(1), name="x", atol=1e9))

    assert "but got" in said


def test_close_walks_through_lists_and_dicts():
    """The name says which part differs."""
    have = {"loss": [torch.zeros(2), torch.ones(2)]}
    want = {"loss": [torch.zeros(2), torch.zeros(2)]}

    assert "r['loss'][1]" in message(lambda: expect.close(have, want, name="r"))


def test_close_tells_a_broadcast_from_a_match():
    """(3,) and (3, 1) hold equal numbers and are not equal."""
    assert "shape" in message(lambda: expect.close(torch.ones(3), torch.ones(3, 1), name="y"))


def test_equal_tells_booleans_from_numbers():
    """1 is not True."""
    expect.equal(1, 1, name="n")
    assert message(lambda: expect.equal(True, 1, name="n")) == "Expected n to be 1, but got True."


def test_equal_tells_lists_from_tuples():
    """A shape that is asked for as a tuple is not a list."""
    assert "but got [2, 3]" in message(lambda: expect.equal([2, 3], (2, 3), name="shape"))


def test_type_wants_the_exact_type():
    """A numpy number or a tensor is not a Python float, and says so."""
    expect.type_(0.5, float, name="loss")
    assert "numpy float64" in message(lambda: expect.type_(np.float64(1), float, name="loss"))
    assert "a tensor of shape ()" in message(
        lambda: expect.type_(torch.tensor(1.0), (int, float), name="loss")
    )


def test_decreasing_names_the_place_where_it_rises():
    """Slack allows noise, not a rise."""
    expect.decreasing([3.0, 2.0, 2.05, 1.0], name="loss", slack=0.1)
    said = message(lambda: expect.decreasing([3.0, 2.0, 2.5], name="loss"))
    assert said == "Expected loss to fall, but got 2 and then 2.5 at index 2."
    assert "all along" in message(lambda: expect.decreasing([1.0, 1.0], name="loss"))


@pytest.mark.parametrize("value", [0.5, torch.tensor(0.5), np.float64(0.5)])
def test_bounds_accept_any_single_number(value):
    """An accuracy may be a number of any library."""
    expect.at_least(value, 0.5, name="accuracy")
    assert message(lambda: expect.at_least(value, 0.9, name="accuracy")) == (
        "Expected accuracy to be at least 0.9, but got 0.5."
    )


def test_bounds_refuse_nan():
    """NaN is below no bound and above none."""
    assert "nan" in message(lambda: expect.at_least(NAN, 0.0, name="accuracy"))
    assert "nan" in message(lambda: expect.at_most(NAN, 1.0, name="loss"))


def test_state_dict_compares_names_then_values():
    """A missing name is a different mistake from a wrong value."""
    want = {"weight": torch.ones(1)}
    assert "keys" in message(lambda: expect.state_dict({"w": torch.ones(1)}, want))
    assert "['weight']" in message(lambda: expect.state_dict({"weight": torch.zeros(1)}, want))


def test_device_reads_where_the_tensor_was():
    """The device is that of the student's process, wherever the copy lies."""
    tensor = torch.ones(1)
    tensor.sent_from = "cuda:0"
    expect.device(tensor, "cuda", name="x")
    assert message(lambda: expect.device(tensor, "cpu", name="x")) == (
        "Expected x to be on device cpu, but got cuda:0."
    )


def test_keys_names_the_first_missing_one():
    """Extra keys are allowed, missing ones are named."""
    expect.keys({"a": 1, "b": 2}, ["a"], name="results")
    assert "'c'" in message(lambda: expect.keys({"a": 1}, ["a", "c"], name="results"))


def test_length_of_something_without_one():
    """None instead of a list has a sentence of its own."""
    assert "None" in message(lambda: expect.length(None, 3, name="losses"))


def test_hints_travel_with_the_failure():
    """The hint is shown below the message, not within it."""
    with pytest.raises(expect.Failed) as caught:
        expect.true(False, "Expected a, but got b.", hint="Look at c.")
    assert (caught.value.message, caught.value.hint) == ("Expected a, but got b.", "Look at c.")


REFUSING = """
import torch

def refuse(x):
    if x < 0:
        raise ValueError("x must not be negative")
    return [][x]

def todo(x):
    raise NotImplementedError("todo")

def evaluate(model, off):
    with torch.set_grad_enabled(not off):
        return model(torch.ones(1))
"""


def test_raises_takes_a_subclass_too(student_of):
    """IndexError is a LookupError; nothing else is asked of it."""
    student = student_of(REFUSING)
    with expect.raises(student, ("KeyError", "LookupError")):
        student.refuse(0)
    with expect.raises(student, "ValueError", mentions=("negative",)):
        student.refuse(-1)


@pytest.mark.parametrize(
    ("kind", "mentions", "x", "said"),
    [
        ("TypeError", (), -1, "to raise TypeError, but got ValueError: x must not be negative"),
        ("ValueError", ("-1",), -1, "Expected the error to mention '-1', but got: ValueError: x"),
        ("ValueError", (), None, "Expected the call to raise ValueError, but got no error."),
    ],
)
def test_raises_says_what_came_instead(student_of, kind, mentions, x, said):
    """Another error, another text, or none."""
    student = student_of(REFUSING)

    def call():
        with expect.raises(student, kind, mentions=mentions):
            if x is not None:
                student.refuse(x)

    assert said in message(call)


@pytest.mark.parametrize("name", ["todo", "not_there"])
def test_raises_leaves_what_is_not_begun_to_the_grader(student_of, name):
    """A stub raises too, and a missing function is no refusal."""
    student = student_of(REFUSING)
    with (
        pytest.raises(StudentError),
        expect.raises(student, ("NotImplementedError", "Exception")),
    ):
        getattr(student, name)(1)


def test_autograd_that_records_is_said_in_plain_words(student_of):
    """Torch's own message speaks of leaf variables; other errors stay as they are."""
    student = student_of(REFUSING)
    model = student.probes.GradientGuard(student.library("torch.nn").Identity())

    def test_of(off):
        with expect.autograd_off("during the test"):
            return student.evaluate(model, off)

    assert test_of(True).tolist() == [1]
    assert message(lambda: test_of(False)) == (
        "Expected gradients to be off during the test, but autograd was recording."
    )
    with pytest.raises(StudentError, match="negative"), expect.autograd_off("now"):
        student.refuse(-1)


@pytest.mark.parametrize("container", [(2, 3), [torch.ones(2)], {"a": torch.ones(2)}])
def test_equal_takes_containers_of_tensors_for_wrong_ones(container):
    """Comparing them has no answer, which is no reason to stop."""
    assert "Expected x to be [2, 3], but got" in message(
        lambda: expect.equal(container, [2, 3], name="x")
    )
