"""Backends leave their mark, and the default one says why it fails."""

import pytest
import torch

from autograder.chapters.ch10_torch_compile import probes as there
from autograder.student import probes


@pytest.fixture(autouse=True)
def nothing_compiled():
    """Each test compiles by itself."""
    there.fresh()


def double(x):
    """Something to compile."""
    return x * 2


def test_a_mark_tells_which_graph_computed_a_result():
    """The n-th graph multiplies by 1 + n * mark; integers are left alone."""
    backend = there.Marking(0.25)
    fast = torch.compile(double, backend=backend)
    ones = [torch.ones(3), torch.ones(3, dtype=torch.float64), torch.ones(3)]
    assert [fast(x)[0].item() for x in ones] == [2.5, 3.0, 2.5]
    assert fast(torch.ones(3, dtype=torch.int64))[0].item() == 2
    assert backend.graphs == 3


def test_a_mark_may_be_the_same_for_all_graphs():
    """For results that several graphs may compute."""
    fast = torch.compile(double, backend=there.Marking(0.5, numbered=False))
    for dtype in (torch.float32, torch.float64):
        assert fast(torch.ones(1, dtype=dtype)).item() == 3.0


def test_a_broken_backend_says_why():
    """When it is given a graph, not before."""
    fast = torch.compile(double, backend=there.Broken("no ink"))
    with pytest.raises(Exception, match="no ink"):
        fast(torch.ones(2))


def test_the_default_backend_fails_and_tells_the_reason():
    """On every machine alike, until the check ends."""
    with pytest.raises(Exception, match=r"needs a C\+\+ compiler"):
        torch.compile(double)(torch.ones(2))
    probes.restore()
    assert torch._TorchCompileInductorWrapper is not there.NoCompiler


def test_calls_of_compile_are_counted():
    """Until the check ends."""
    calls = there.watch_compile()
    assert torch.compile(double, backend=there.Marking(0.0))(torch.ones(1)).item() == 2.0
    assert len(calls) == 1
    probes.restore()
    torch.compile(double, backend="eager")
    assert len(calls) == 1
