"""Spies record, guards refuse, and neither changes anything else."""

import pytest
import torch
from torch import nn

from autograder.student import probes


def test_a_recorder_behaves_like_the_model_it_wraps():
    """Parameters, state and outputs are the model's; the calls are noted."""
    model = probes.make_mlp(3, 4, 1, dropout=0.5, batch_norm=True)
    spy = probes.Recorder(model)
    x = torch.ones(2, 3, dtype=torch.float64)

    spy.eval()
    with torch.no_grad():
        out = spy(x)

    assert torch.equal(out, model(x))
    assert spy.calls == [{"training": False, "grad": False, "shape": (2, 3)}]
    assert set(spy.state_dict()) == set(model.state_dict())
    assert len(list(spy.parameters())) == len(list(model.parameters()))


def test_the_spying_optimiser_steps_like_sgd():
    """The order of calls is noted, the step is SGD's."""
    one, two = nn.Linear(2, 1), nn.Linear(2, 1)
    two.load_state_dict(one.state_dict())
    spy = probes.SpySGD(one.parameters(), lr=0.1, momentum=0.9)
    plain = torch.optim.SGD(two.parameters(), lr=0.1, momentum=0.9)
    for model, optimizer in ((one, spy), (two, plain)):
        optimizer.zero_grad()
        model(torch.ones(3, 2)).sum().backward()
        optimizer.step()

    assert spy.events == ["zero_grad", "step"]
    assert torch.equal(one.weight, two.weight)


def test_polluted_gradients_are_everywhere():
    """A step that does not zero them is seen in every parameter."""
    model = probes.make_mlp()

    probes.pollute(model, 5.0)

    assert all((g == 5).all() for g in probes.gradients(model).values())


def test_guard_stops_recording_alone():
    """The guarded model runs with gradients off, and not with gradients on."""
    model = probes.GradientGuard(nn.Linear(2, 3))
    with pytest.raises(RuntimeError, match="a leaf Variable that requires grad"):
        model(torch.ones(1, 2))
    with torch.inference_mode():
        assert model(torch.ones(1, 2)).shape == (1, 3)
