"""What chapter 03 places in the student's process behaves as the real thing would."""

import time

import pytest
import torch
from torch import nn

from autograder.chapters.ch03_computer_vision import probes as probes


@pytest.fixture
def job():
    """Make jobs that take no time."""
    return lambda later: probes.Job(7, seconds=0.0, later=later)


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
