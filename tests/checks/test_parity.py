"""The trusted side's training loop and its pretended GPU checkpoint."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from autograder.checks import parity
from autograder.student.probes import make_mlp


def _model(rng: np.random.Generator) -> nn.Sequential:
    model = make_mlp(3, 4, 1, batch_norm=True)
    model.load_state_dict(parity.drawn_state(model, rng))
    return model


def test_one_step_moves_each_parameter_against_its_gradient(rng: np.random.Generator) -> None:
    """After one step of plain SGD, each parameter is p - lr * gradient."""
    model = nn.Linear(2, 1).double()
    (x, y), *_ = parity.batches(rng, [5], 2)
    weight = model.weight.detach().clone().requires_grad_()
    loss = (x @ weight.T + model.bias.detach() - y).abs().mean()
    (gradient,) = torch.autograd.grad(loss, weight)

    losses = parity.sgd_steps(model, [(x, y)], nn.L1Loss(), lr=0.1)

    assert losses == [pytest.approx(loss.item())]
    assert torch.allclose(model.weight, weight - 0.1 * gradient)


def test_steps_are_the_same_split_or_not(rng: np.random.Generator) -> None:
    """Without momentum, three steps in one go equal three runs of one step."""
    data = parity.batches(rng, [4, 7, 2], 3)
    whole, split = _model(rng), make_mlp(3, 4, 1, batch_norm=True)
    split.load_state_dict(parity.snapshot(whole))

    together = parity.sgd_steps(whole, data, nn.MSELoss(), lr=0.1)
    apart = [parity.sgd_steps(split, [batch], nn.MSELoss(), lr=0.1)[0] for batch in data]

    assert together == apart
    assert _equal(whole.state_dict(), split.state_dict())


def test_momentum_changes_the_second_step(rng: np.random.Generator) -> None:
    """Momentum reaches the optimiser."""
    data = parity.batches(rng, [4, 4], 3)
    plain = _model(rng)
    heavy = make_mlp(3, 4, 1, batch_norm=True)
    heavy.load_state_dict(parity.snapshot(plain))

    parity.sgd_steps(plain, data, nn.MSELoss(), lr=0.1)
    parity.sgd_steps(heavy, data, nn.MSELoss(), lr=0.1, momentum=0.9)

    assert not _equal(plain.state_dict(), heavy.state_dict())


def test_drawn_state_repeats_and_leaves_the_model_alone() -> None:
    """The same generator gives the same numbers; the model they are meant for does not change."""
    model = make_mlp(3, 4, 1, batch_norm=True)
    before = parity.snapshot(model)

    first = parity.drawn_state(model, np.random.default_rng(3))
    again = parity.drawn_state(model, np.random.default_rng(3))

    assert _equal(first, again)
    assert _equal(model.state_dict(), before)
    assert (first["1.running_var"] >= 0.5).all()
    assert first["1.num_batches_tracked"] == 0


def test_evaluation_changes_nothing_and_repeats(rng: np.random.Generator) -> None:
    """Evaluation is deterministic with Dropout, and leaves statistics and mode as they were."""
    model = make_mlp(3, 4, 1, dropout=0.9, batch_norm=True)
    before = parity.snapshot(model)
    (x, y), *_ = parity.batches(rng, [6], 3)

    first, again = parity.eval_output(model, x), parity.eval_output(model, x)

    assert torch.equal(first, again)
    assert not first.requires_grad
    assert model.training
    assert _equal(model.state_dict(), before)
    assert parity.eval_loss(model, x, y, nn.L1Loss()) == pytest.approx(
        (first - y).abs().mean().item()
    )


def test_cuda_checkpoint_fails_where_there_is_no_such_gpu() -> None:
    """Without map_location the load fails, and says CUDA."""
    data = parity.cuda_checkpoint({"weight": torch.arange(6.0)}, index=99)

    with pytest.raises(RuntimeError, match=r"CUDA|cuda"):
        torch.load(io.BytesIO(data), weights_only=True)


@pytest.mark.parametrize("weights_only", [True, False])
def test_cuda_checkpoint_loads_with_map_location(weights_only: bool) -> None:
    """With map_location every value and every name is there."""
    state = parity.drawn_state(make_mlp(3, 4, 2, batch_norm=True), np.random.default_rng(0))

    data = parity.cuda_checkpoint(state)
    loaded = torch.load(io.BytesIO(data), map_location="cpu", weights_only=weights_only)

    assert _equal(loaded, state)


def test_cuda_checkpoint_needs_a_tensor() -> None:
    """A state dict without tensors has no device to rename."""
    with pytest.raises(ValueError, match="at least one CPU tensor"):
        parity.cuda_checkpoint({})


@pytest.fixture
def rng() -> np.random.Generator:
    """Numbers that repeat."""
    return np.random.default_rng(0)


def _equal(a: dict[str, Tensor], b: dict[str, Tensor]) -> bool:
    return list(a) == list(b) and all(torch.equal(a[k], b[k]) for k in a)
