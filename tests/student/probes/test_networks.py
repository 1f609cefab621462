"""Small networks depend on their seed, and tell what they hold."""

import torch
from torch import nn

from autograder.student import probes


def test_parameters_are_loaded_by_name():
    """The values arrive in the module."""
    model = nn.Linear(1, 1)

    probes.load_parameters(model, {"weight": torch.full((1, 1), 3.0), "bias": torch.zeros(1)})

    assert model(torch.ones(1, 1)).item() == 3


def test_network_depends_on_torch_alone():
    """The same seed, the same parameters; float64, two layers."""
    made = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        made.append(probes.Network(3, 4, 2).state_dict())
    assert list(made[0]) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert made[0]["0.weight"].dtype == torch.float64
    assert torch.equal(made[0]["0.weight"], made[1]["0.weight"])
    assert not torch.equal(made[0]["0.weight"], made[2]["0.weight"])


def test_parameters_are_counted_by_name():
    """A frozen one is told from a trainable one."""
    model = nn.Linear(3, 2)
    model.bias.requires_grad_(False)

    assert probes.parameter_counts(model) == [("weight", 6, True), ("bias", 2, False)]
