"""Tensors that claim to be on another device behave as there."""

import numpy as np
import pytest
import torch
from torch import nn

from autograder.student import probes
from autograder.student.probes import Far


def test_far_tensors_refuse_another_place():
    """Tensors of two places do not meet, those of one compute and stay there."""
    near, away = probes.far(torch.ones(2), "cpu"), probes.far(torch.ones(2), "cuda:1")
    with pytest.raises(RuntimeError, match="same device"):
        near + away
    assert (away * 2).device == torch.device("cuda:1")
    assert (near.to("cuda:1") + away).device == torch.device("cuda:1")
    assert near.device == torch.device("cpu")


def test_numpy_reads_far_tensors_only_once_they_were_fetched():
    """By whichever of the many calls that fetch a tensor."""
    away = probes.far(torch.arange(3), "cuda:1")
    for read in (Far.numpy, np.asarray, lambda t: t.detach().numpy()):
        with pytest.raises(TypeError, match=r"Tensor\.cpu"):
            read(away)
    for fetch in (
        lambda t: t.cpu(),
        lambda t: t.to("cpu"),
        lambda t: t.to(device=torch.device("cpu")),
    ):
        assert np.asarray(fetch(away)).tolist() == fetch(away).numpy().tolist() == [0, 1, 2]
    assert away.numpy(force=True).tolist() == away.tolist() == [0, 1, 2]
    assert torch.empty_like(away, device="cpu").copy_(away).numpy().tolist() == [0, 1, 2]


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


def test_far_parameters_name_the_place_of_the_model():
    """Code that sends an input to where it sees the parameters gets an answer from there."""
    model = probes.FarParameters(nn.Linear(2, 3), "cuda:1")
    with pytest.raises(RuntimeError, match="same device"):
        model(torch.ones(1, 2))
    x = torch.ones(1, 2).to(next(model.parameters()).device)
    assert model(x).device == torch.device("cuda:1")
    assert model.cpu()(torch.ones(1, 2)).device == torch.device("cpu")
    assert model.to("cpu:0")(torch.ones(1, 2)).shape == (1, 3)


def test_plain_tensors_claim_to_be_where_code_sends_or_makes_them():
    """Beside a far model, until the check ends: who makes a sum on the device may do so."""
    place = torch.device("cuda:1")
    model = probes.FarModel(nn.Linear(2, 3), "cuda:1")
    with torch.inference_mode():
        x = torch.ones(1, 2)
        for sent in (x.to(place), x.to("cuda:1", torch.float64), x.to(place, None, True)):
            assert sent.device == sent.to(place, None, True).device == place
        assert x.cuda().device == torch.device("cuda:0")
        for kept in (x, x.double(), x.to("cpu"), x.to(torch.float64)):
            assert kept.device == torch.device("cpu")
        total = torch.zeros(1, 3, device=place)
        assert (total + model(torch.rand(1, 2, device="cuda:1"))).device == place
        assert torch.zeros(2, device="cpu").device == torch.device("cpu")
    probes.restore()
    assert torch.overrides._get_current_function_mode() is None
