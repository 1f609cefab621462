"""Devices are pretended until the check ends."""

import torch

from autograder.student import probes


def test_pretended_devices_end_with_the_check():
    """The machine is itself again afterwards."""
    before = torch.cuda.is_available(), torch.backends.mps.is_available()

    probes.pretend_devices(cuda=True, mps=False)
    assert torch.cuda.is_available()
    assert not torch.backends.mps.is_available()
    probes.restore()

    assert (torch.cuda.is_available(), torch.backends.mps.is_available()) == before


def test_the_last_of_the_pretended_gpus_tells_whether_all_were_seeded():
    """Its numbers are those of the seed only where each GPU's generator was given it."""
    expected = torch.rand(3, generator=torch.Generator().manual_seed(7)).tolist()

    seeded = probes.gpu_draws(torch.manual_seed, 7, gpus=2)
    probes.restore()
    current_only = probes.gpu_draws(torch.cuda.manual_seed, 7, gpus=2)
    probes.restore()

    assert seeded == expected
    assert current_only != expected
