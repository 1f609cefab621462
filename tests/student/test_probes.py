"""Spies record and change nothing else."""

import os

import numpy as np
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


def test_pretended_devices_end_with_the_check():
    """The machine is itself again afterwards."""
    before = torch.cuda.is_available(), torch.backends.mps.is_available()

    probes.pretend_devices(cuda=True, mps=False)
    assert torch.cuda.is_available()
    assert not torch.backends.mps.is_available()
    probes.restore()

    assert (torch.cuda.is_available(), torch.backends.mps.is_available()) == before


def test_shared_memory_is_seen_across_views_and_libraries():
    """Views, from_numpy and .numpy() share; copies do not."""
    array = np.arange(6.0)
    tensor = torch.from_numpy(array)

    assert probes.shares_memory(tensor, tensor.view(2, 3)[1])
    assert probes.shares_memory(array, tensor)
    assert probes.shares_memory(array[2:], tensor)
    assert probes.shares_memory(tensor.numpy(), tensor)
    assert not probes.shares_memory(tensor, tensor.clone())
    assert not probes.shares_memory(array.copy(), tensor)


def test_loaders_keep_uneven_last_batches():
    """Seven samples in threes are 3, 3 and 1."""
    loader = probes.make_loader(torch.arange(7), batch_size=3)

    assert [len(batch[0]) for batch in probes.batches_of(loader)] == [3, 3, 1]


def test_parameters_are_loaded_by_name():
    """The values arrive in the module."""
    model = nn.Linear(1, 1)

    probes.load_parameters(model, {"weight": torch.full((1, 1), 3.0), "bias": torch.zeros(1)})

    assert model(torch.ones(1, 1)).item() == 3


def test_a_pretended_disk_lists_from_z_to_a(tmp_path):
    """However a folder is read; afterwards it is as ever."""
    for name in "bca":
        (tmp_path / name).touch()

    probes.pretend_disk_order()
    found = [os.listdir(tmp_path), [p.name for p in tmp_path.iterdir()]]  # noqa: PTH208
    with os.scandir(tmp_path) as entries:
        found.append([entry.name for entry in entries])
    walked = next(os.walk(tmp_path))[2]
    probes.restore()

    assert [*found, walked] == [["c", "b", "a"]] * 4
    assert os.listdir.__name__ == "listdir"
