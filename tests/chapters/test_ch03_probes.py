"""What chapter 03 places in the student's process behaves as the real thing would."""

import time

import pytest
import torch
from torch import nn

from autograder.chapters.ch03_computer_vision import probes as probes
from autograder.student.probes import restore


@pytest.fixture
def job():
    """Make jobs; what they replace comes back afterwards."""
    yield lambda later: probes.Job(7, seconds=0.0, later=later)
    restore()


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


def test_guard_stops_recording_alone():
    """The guarded model runs with gradients off, and not with gradients on."""
    model = probes.GradientGuard(nn.Linear(2, 3))
    with pytest.raises(RuntimeError, match="a leaf Variable that requires grad"):
        model(torch.ones(1, 2))
    with torch.inference_mode():
        assert model(torch.ones(1, 2)).shape == (1, 3)


def test_called_gives_the_class_its_name():
    """The class has the name that was asked for."""
    assert type(probes.called("Net", nn.Flatten())).__name__ == "Net"


def test_job_waits_on_a_pretended_gpu(job):
    """Work is pending until somebody waits, and the wall clock is set back."""
    work, before = job(0.01), time.time()
    assert torch.cuda.is_available()
    assert work() == 7
    assert work.pending == 0.01
    torch.cuda.synchronize()
    assert (work.pending, work.events) == (0.0, ["run", "wait"])
    assert time.time() < before


def test_job_without_gpu_has_nothing_to_wait_for(job):
    """Without a GPU torch refuses to wait for one."""
    work = job(0.0)
    assert not torch.cuda.is_available()
    with pytest.raises(AssertionError, match="CUDA"):
        torch.cuda.synchronize()
    assert work.runs == 0
