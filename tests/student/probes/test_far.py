"""Tensors that claim to be on another device behave as there."""

import pytest
import torch
from torch import nn

from autograder.student import probes


def test_far_tensors_refuse_another_place():
    """Tensors of two places do not meet, those of one compute and stay there."""
    near, away = probes.far(torch.ones(2), "cpu"), probes.far(torch.ones(2), "cuda:1")
    with pytest.raises(RuntimeError, match="same device"):
        near + away
    assert (away * 2).device == torch.device("cuda:1")
    assert (near.to("cuda:1") + away).device == torch.device("cuda:1")
    assert near.device == torch.device("cpu")


def test_far_keeps_gradients():
    """A loss of a far tensor reaches the parameters."""
    model = nn.Linear(2, 3)
    out = probes.FarModel(model, "cuda:1")(probes.far(torch.ones(4, 2), "cuda:1"))
    nn.CrossEntropyLoss()(out, probes.far(torch.zeros(4, dtype=torch.int64), "cuda:1")).backward()
    assert model.weight.grad is not None


def test_far_model_takes_inputs_from_its_place_alone():
    """An input left on the CPU is refused, and so is one on another GPU."""
    model = probes.FarModel(nn.Linear(2, 3), "cuda:1")
    for place in ("cpu", "cuda:0"):
        with pytest.raises(RuntimeError, match="same device"):
            model(probes.far(torch.ones(1, 2), place))
