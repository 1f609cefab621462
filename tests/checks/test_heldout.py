"""Tests of `autograder.checks.heldout`."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from autograder.checks import heldout
from autograder.remote.faults import Failed


@pytest.fixture
def rng() -> np.random.Generator:
    """Numbers that repeat."""
    return np.random.default_rng(5)


@pytest.fixture
def x() -> Tensor:
    """Fifteen samples, each its own."""
    return torch.linspace(0, 1, 30).reshape(15, 2)


def by_place(x: Tensor) -> Tensor:
    """A class for each place in a batch, whatever lies there."""
    return torch.eye(3)[torch.arange(len(x)) * 3 // len(x)]


def by_neighbours(x: Tensor) -> Tensor:
    """Numbers that depend on the other samples."""
    return x - x.mean(dim=0)


def short(x: Tensor) -> Tensor:
    """All rows but the first."""
    return x[1:]


def test_answers_come_in_the_order_of_the_samples(rng: np.random.Generator, x: Tensor) -> None:
    """Whatever order they were asked in."""
    assert heldout.logits(lambda part: part * 2, x, rng).equal(x * 2)


@pytest.mark.parametrize("model", [by_place, by_neighbours])
def test_an_answer_that_depends_on_the_batch_is_named(
    rng: np.random.Generator, x: Tensor, model: Any
) -> None:
    """By place or by neighbours."""
    with pytest.raises(Failed, match="the same samples in another order"):
        heldout.logits(model, x, rng)


def test_a_row_too_few_is_named(rng: np.random.Generator, x: Tensor) -> None:
    """And no index error."""
    with pytest.raises(Failed, match="Expected 15 rows for 15 samples"):
        heldout.logits(short, x, rng)


def test_our_network_gets_the_trained_numbers_and_learns_no_more() -> None:
    """In evaluation mode."""
    trained, here = nn.Linear(2, 3), nn.Linear(2, 3)

    loaded = heldout.loaded(dict(trained.state_dict()), here)

    x = torch.ones(1, 2)
    assert loaded(x).equal(trained(x).detach())
    assert not loaded.training
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {"weight": torch.zeros(3, 2)},
        {"weight": torch.zeros(2, 3), "bias": torch.zeros(3)},
        {"weight": "learnt", "bias": torch.zeros(3)},
        {"weight": torch.zeros(3, 2, device="meta"), "bias": torch.zeros(3)},
    ],
)
def test_numbers_of_another_network_are_refused(state: Any) -> None:
    """By their names and shapes, and where they hold none."""
    with pytest.raises(Failed, match="state dict"):
        heldout.loaded(state, nn.Linear(2, 3))
