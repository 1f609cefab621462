"""Loaders give what they are made of."""

import torch

from autograder.student import probes


def test_loaders_keep_uneven_last_batches():
    """Seven samples in threes are 3, 3 and 1."""
    loader = probes.make_loader(torch.arange(7), batch_size=3)

    assert [len(batch[0]) for batch in probes.batches_of(loader)] == [3, 3, 1]
