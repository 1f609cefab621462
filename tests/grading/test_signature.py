"""Two traces have signatures that agree where their values are the same within rounding."""

import json
import time
from pathlib import PurePosixPath

import numpy as np
import pytest
import torch

from autograder.grading.signature import Signature, sign
from autograder.remote.session import Entry

ALIKE = [
    (1.0, 1.0 + 1e-9),
    (float("nan"), float("nan")),
    ([1, (2.0, "a")], [1, (2.0, "a")]),
    ({"a": torch.ones(2)}, {"a": torch.ones(2) + 1e-9}),
    ("<object at 0x7f01>", "<object at 0x7f02>"),
    (PurePosixPath("/tmp/student-a1/x"), PurePosixPath("/tmp/student-b2/x")),
    (np.float32(1), np.float32(1)),
    (torch.tensor([True]), torch.tensor([True])),
    (torch.tensor([1.0, torch.inf]), torch.tensor([1.0, torch.inf])),
    (torch.ones(2, device="meta"), torch.ones(2, device="meta")),
]
DIFFERENT = [
    (1.0, 1.001),
    (1, 1.0),
    (True, 1),
    ([1], (1,)),
    ([[1], 2], [[1, 2]]),
    ({"a": 1}, {"b": 1}),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (torch.ones(2), torch.ones(2, 1)),
    (torch.ones(2), torch.ones(2, dtype=torch.float64)),
    (torch.tensor([1, 2]), torch.tensor([1, 3])),
    (torch.ones(2), np.ones(2, dtype=np.float32)),
    (torch.ones(2), torch.ones(2, device="meta")),
    (torch.tensor([1.0, torch.inf]), torch.tensor([torch.inf, 1.0])),
    (torch.tensor([1.0, torch.inf]), torch.tensor([1.0, -torch.inf])),
    (torch.tensor([1j]), torch.tensor([-1j])),
    (None, 0),
]


def of(value: object) -> Signature:
    """The signature of one reply."""
    return sign([Entry("value", "call", value)])


@pytest.mark.parametrize(("a", "b"), ALIKE, ids=repr)
def test_replies_agree_within_rounding(a: object, b: object) -> None:
    """Two processes round alike, or nearly; addresses and working folders are chance."""
    assert of(a).agrees(of(b))


@pytest.mark.parametrize(("a", "b"), DIFFERENT, ids=repr)
def test_replies_of_other_type_shape_or_value_differ(a: object, b: object) -> None:
    """What a student could tell apart is told apart."""
    assert not of(a).agrees(of(b))
    assert not of(b).agrees(of(a))


def test_a_reply_of_a_million_parts_is_looked_at_in_part() -> None:
    """It costs the student to make them, and shall cost the grader little."""
    replies = [[[n] for n in range(count)] for count in (1_000_000, 1_000_000, 1_000_001)]
    began = time.process_time()
    many, again, more = map(of, replies)

    assert time.process_time() - began < 0.5
    assert many.agrees(again)
    assert not many.agrees(more)


def test_an_error_is_no_value() -> None:
    """Even where it says the same."""
    value, error = (sign([Entry(kind, "call", "text")]) for kind in ("value", "error"))

    assert not value.agrees(error)


def test_one_number_of_a_large_tensor_shows() -> None:
    """A picture's worth of numbers is kept as eight, and none of them can change unseen."""
    large = torch.randn(3, 224, 224, generator=torch.Generator().manual_seed(0))
    rounded = large * (1 + 1e-7 * torch.randn(large.shape))
    changed = large.clone()
    changed[1, 100, 100] += 0.05

    assert len(of(large).numbers) == 8
    assert of(large).agrees(of(rounded))
    assert not of(large).agrees(of(changed))


def test_numbers_that_change_places_in_a_large_tensor_show() -> None:
    """As a transposed picture's do, whose sum is the same."""
    large = torch.randn(64, 64, generator=torch.Generator().manual_seed(0))

    assert not of(large).agrees(of(large.T.contiguous()))


def test_a_signature_agrees_with_itself_from_a_file() -> None:
    """Where its numbers have seven digits, and no margins."""
    value = {"a": torch.randn(1000, generator=torch.Generator().manual_seed(0)), "b": 1 / 3}
    made = of(value)
    numbers = json.loads(json.dumps([float(f"{x:.7g}") for x in made.numbers]))

    assert made.agrees(Signature(made.digest, tuple(numbers)))
