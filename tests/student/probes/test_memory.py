"""Whether two objects share memory is seen."""

import numpy as np
import torch

from autograder.student import probes


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
