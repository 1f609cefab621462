"""Values from students become numbers or a sentence that says what they are instead."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from autograder.checks import values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (torch.ones(3, 1), "a tensor of shape (3, 1) and dtype torch.float32"),
        (np.zeros(4), "a numpy array of shape (4,) and dtype float64"),
        (np.float32(0.5), "0.5 (numpy float32)"),
        ("0.5", "'0.5'"),
        ([], "[]"),
    ],
)
def test_a_value_is_shown_by_its_kind(value, text):
    """A number in quotes, in numpy's type or in a tensor can be told from a plain one."""
    assert values.show(value) == text


def test_a_long_value_is_cut():
    """However many numbers, they take one line of a message."""
    shown = values.show(list(range(10_000)))
    assert len(shown) == 120
    assert shown.endswith("...")


def test_an_object_over_there_is_shown_by_its_type(student_of):
    """It is not fetched for that."""
    made = student_of("def make():\n    return object.__new__(type('Model', (), {}))").make()
    assert values.show(made) == "a Model"


@pytest.mark.parametrize(
    ("sizes", "text"), [((), "()"), ((3,), "(3,)"), ((3, None), "(3, any)"), ((2, 3), "(2, 3)")]
)
def test_a_shape_is_written_as_a_tuple(sizes, text):
    """Any size is said in a word."""
    assert values.shape_text(sizes) == text


@pytest.mark.parametrize(
    ("dtype", "right", "wrong"),
    [
        (torch.float64, 1e-8, 1e-6),
        (torch.float32, 5e-5, 1e-3),
        (torch.float16, 5e-3, 5e-2),
        (torch.bfloat16, 1e-2, 1e-1),
    ],
)
def test_tolerance_is_that_of_the_coarser_dtype(failure, dtype, right, wrong):
    """What the precision costs is no mistake; ten times as much is."""

    def compare(difference: float) -> None:
        have = torch.tensor([1.0 + difference], dtype=torch.float64)
        values.close_arrays(have, torch.ones(1, dtype=dtype), "y", None, None, "")

    compare(right)
    assert "Expected y to be [1], but got" in failure(compare, wrong)


def test_whole_numbers_agree_or_do_not(failure):
    """Counts have no tolerance."""
    said = failure(values.close_arrays, 10**6 + 1, torch.tensor(10**6), "n", None, None, "")
    assert said == "Expected n to be 1000000, but got 1000001."


def test_complex_numbers_are_compared_with_both_parts(failure):
    """An imaginary part is not dropped on the way."""
    values.close_arrays(torch.tensor([1 + 2j]), torch.tensor([1 + 2j]), "z", None, None, "")
    assert failure(
        values.close_arrays, torch.tensor([1 + 2j]), torch.tensor([1.0]), "z", None, None, ""
    )


def test_a_tensor_without_values_is_told_from_a_wrong_one(failure):
    """One on device meta has a shape and nothing to compare."""
    bare = torch.empty(2, device="meta")
    said = failure(values.close_arrays, bare, torch.ones(2), "y", None, None, "")
    assert said == "Expected y to hold values, but got a tensor on device meta."


@pytest.mark.parametrize("value", [2, 2.0, np.int64(2), np.array([2.0]), torch.tensor([[2]])])
def test_a_number_may_come_in_any_wrapping_of_one_element(value):
    """A bound is about its value alone."""
    assert values.number(value, "n", "") == 2.0


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "True"),
        ("2", "'2'"),
        (torch.ones(2), "a tensor of shape (2,) and dtype torch.float32"),
        (None, "None"),
    ],
)
def test_what_is_no_number_is_named(failure, value, shown):
    """A bool is none either."""
    said = failure(values.number, value, "n", "")
    assert said == f"Expected n to be a number, but got {shown}."


def test_the_item_that_is_no_number_is_named(failure):
    """The others are no matter."""
    assert values.numbers(torch.tensor([1.0, 2.0]), "losses", "") == [1.0, 2.0]
    said = failure(values.numbers, [1.0, None], "losses", "")
    assert said.startswith("Expected losses[1] to be a number, but got None")
    said = failure(values.numbers, 3.0, "losses", "")
    assert said == "Expected losses to be a list of numbers, but got 3.0."


@pytest.mark.parametrize(
    ("value", "answer"), [([1, 2.0], True), ((True,), True), ([], False), ([[1]], False)]
)
def test_only_a_flat_list_of_plain_numbers_is_one(value, answer):
    """Others are compared item by item."""
    assert values.is_numbers(value) is answer


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ([10**30], "[1e+30]"),
        ([10**400], "[inf]"),
        ([-(10**400)], "[-inf]"),
        ([1.0, 10**400], "[1, inf]"),
    ],
)
def test_integers_beyond_64_bits_are_wrong_values(failure, value, shown):
    """A student may return any number Python can hold."""
    want = torch.ones(len(value))
    said = failure(values.close_arrays, value, want, "n", None, None, "")
    assert f"but got {shown}: first difference" in said


def test_an_integer_beyond_every_float_is_beyond_every_bound():
    """It is a number, and not a finite one as floats go."""
    assert values.number(10**400, "n", "") == math.inf
    assert values.number(-(10**400), "n", "") == -math.inf
