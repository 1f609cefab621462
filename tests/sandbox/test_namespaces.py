"""Own namespaces: nobody else is there."""

import pytest

pytestmark = pytest.mark.needs("namespaces", "files")


def test_no_other_process_is_visible(ask) -> None:
    """The student process is the first and only one it can see."""
    program = "import os; answer = [n for n in os.listdir('/proc') if n.isdigit()], os.getpid()"

    assert ask(program) == [["1"], 1]


def test_there_is_no_network(ask) -> None:
    """Not even an interface: the only one is a loopback that is down."""
    program = "answer = [l.split(':')[0].strip() for l in open('/proc/net/dev')][2:]"

    assert set(ask(program)) <= {"lo"}


def test_workers_of_a_data_loader_work(ask) -> None:
    """Processes, locks, shared memory and pipes are left to student code."""
    program = """
import torch
from torch.utils.data import DataLoader, TensorDataset
data = TensorDataset(torch.arange(8.0))
loader = DataLoader(data, batch_size=4, num_workers=2)
answer = [batch.tolist() for (batch,) in loader]
"""

    assert ask(program, seconds=60.0) == [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]
