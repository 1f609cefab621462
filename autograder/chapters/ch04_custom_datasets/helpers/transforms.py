"""Transforms and the pictures that go through them: form, content, and what is left to chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from autograder.checks import expect, files
from autograder.remote.client import Remote, Student

_CALLS = 40  # what happens in three calls of ten is missed by them once in 10**6 times


def transform(student: Student, kind: str, *arguments: Any, **options: Any) -> Remote:
    """What train_transform or test_transform makes: something to call."""
    name = f"the result of {kind}_transform"
    made: Remote = getattr(student, f"{kind}_transform")(*arguments, **options)
    can_be_called = isinstance(made, Remote) and student.library("builtins").callable(made)
    expect.true(
        can_be_called, f"Expected {name} to be something to call, but got {expect.show(made)}."
    )
    return made


def form_size(rng: np.random.Generator) -> int:
    """A size of results between height and width of the pictures of `check_form`."""
    return 6 * int(rng.integers(3, 6))


def check_form(student: Student, transform: Remote, rng: np.random.Generator, size: int) -> None:
    """float32 (3, size, size) from 0 to 1, for a picture of less height and more width."""
    result = transform(files.opened(student, contrasts(rng, 12, 3 * int(rng.integers(12, 18)))))
    expect.dtype(result, torch.float32, name="the result")
    expect.shape(result, (3, size, size), name="the result")
    expect.between(result.min().item(), 0.0, 1.0, name="the smallest value")
    expect.between(result.max().item(), 0.0, 1.0, name="the largest value")


def nine_blocks(rng: np.random.Generator) -> Iterator[tuple[files.Pixels, files.Pixels, int]]:
    """A very wide and a very high picture of nine blocks; their colours, and a size for results."""
    for wide in rng.permutation([True, False]):
        size, long = 6 * int(rng.integers(4, 8)), 3 * int(rng.integers(18, 25))
        height, width = (18, long) if wide else (long, 18)
        yield *files.blocks(rng, height, width), size


def large_size(rng: np.random.Generator) -> int:
    """A size of results that is more than height and width of a picture of 18 x 24."""
    return 6 * int(rng.integers(5, 8))


def contrasts(rng: np.random.Generator, height: int = 18, width: int = 24) -> files.Pixels:
    """A picture of nine blocks, one of them black and one white."""
    pixels, _ = files.blocks(rng, height, width)
    pixels[: height // 3, : width // 3] = 0
    pixels[-(height // 3) :, -(width // 3) :] = 255
    return pixels


def check_whole_picture(result: Any, colours: files.Pixels, size: int) -> None:
    """The whole picture is there: each of the nine blocks has its colour in the middle."""
    expect.shape(result, (3, size, size), name="the result")
    at = [size // 6, size // 2, size - 1 - size // 6]
    found = result[:, at][:, :, at].permute(1, 2, 0)
    wanted = torch.as_tensor(colours) / 255
    expect.close(found, wanted, name="the colours of nine blocks", rtol=0.0, atol=0.03)


def results(student: Student, transform: Remote, picture: Remote, size: int) -> Any:
    """A transform's results of 40 calls for the same picture, (40, 3, size, size)."""
    found = student.probes.transformed(transform, picture, _CALLS)
    expect.length(found, _CALLS, name="the results")
    for number, result in enumerate(found):
        expect.shape(result, (3, size, size), name=f"result {number}")
    return torch.stack(found)


def check_constant(student: Student, transform: Remote, picture: Remote, size: int) -> None:
    """40 calls for the same picture give the same tensor."""
    drawn = results(student, transform, picture, size)
    expect.close(drawn, drawn[:1].expand_as(drawn), name="40 calls of the test transform")


def check_random(student: Student, transform: Remote, picture: Remote, size: int) -> None:
    """40 calls for the same picture do not all give the same tensor, and stay from 0 to 1."""
    drawn = results(student, transform, picture, size)
    expect.true(
        not all(torch.equal(drawn[0], other) for other in drawn[1:]),
        "Expected the training transform to change a picture at random, "
        "but got the same tensor 40 times.",
    )
    expect.between(drawn.min().item(), 0.0, 1.0, name="the smallest value of 40 calls")
    expect.between(drawn.max().item(), 0.0, 1.0, name="the largest value of 40 calls")
