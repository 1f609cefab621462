"""What chapter 08 places in the student's process does what the grader says, and nothing else."""

from typing import Any

import pytest
import torch
from torch import nn

from autograder.chapters.ch08_paper_replicating import probes
from autograder.student import torchvision_shim
from autograder.student.probes import Weights

torchvision_shim.ensure()

SIZES = {
    "image_size": 16,
    "patch_size": 8,
    "num_layers": 1,
    "num_heads": 2,
    "hidden_dim": 8,
    "mlp_dim": 9,
    "num_classes": 5,
}


def test_large_modules_cost_nothing_on_meta():
    """Arguments reach the class, and no number is kept."""
    layer = probes.on_meta(nn.Linear, 10_000, out_features=50_000)
    assert layer.weight.is_meta
    assert layer.weight.shape == (50_000, 10_000)


def test_a_list_of_factors_is_a_schedule():
    """The last factor holds from its step on."""
    factors = probes.Factors([0.5, 0.25])
    assert [factors(step) for step in range(4)] == [0.5, 0.25, 0.25, 0.25]


def test_a_schedule_knows_warmup_and_total():
    """Only the step is left to say."""
    schedule = probes.Schedule(lambda *numbers: float(sum(numbers)), 10, 100)
    assert schedule(3) == 113.0


def test_steps_use_the_given_gradients():
    """Each set of gradients makes one step, and earlier results stay as they were."""
    model = nn.Linear(1, 1, bias=False)
    start = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    first, second = probes.moved(optimizer, model, [{"weight": torch.ones(1, 1)}] * 2)
    assert torch.allclose(first["weight"], start - 0.5)
    assert torch.allclose(second["weight"], start - 1.0)


def test_losses_keep_their_history():
    """A backward pass from the loss reaches the model."""
    model = nn.Linear(2, 3)
    loss = probes.loss_of(model, torch.ones(4, 2), torch.tensor([0, 1, 2, 0]))
    loss.backward()
    assert model.weight.grad.abs().sum() > 0


def test_outputs_are_weighed():
    """The gradient of a bias is the sum of the weights."""
    model: Any = nn.Linear(2, 3)
    weights = torch.arange(6.0).reshape(2, 3)
    probes.weigh(model(torch.zeros(2, 2)), weights)
    assert torch.equal(model.bias.grad, weights.sum(dim=0))


@pytest.mark.parametrize("with_weights", [True, False])
def test_the_builder_makes_a_small_vit(with_weights):
    """Torchvision's class, and the numbers of the weights where there are any."""
    build = probes.VitBuilder(**SIZES)
    state = build().state_dict()
    weights = Weights("how", state) if with_weights else None
    model: Any = build(weights=weights)
    assert model.heads.head.in_features == 8
    assert model(torch.zeros(2, 3, 16, 16)).shape == (2, 5)
    same = torch.equal(model.conv_proj.weight, state["conv_proj.weight"])
    assert same == with_weights
