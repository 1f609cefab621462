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
