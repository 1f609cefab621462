"""Limits on resources, the layer that even a self-check has."""

import signal

import pytest

from autograder.remote.processes import ExitStatus
from autograder.sandbox import Limits, Policy

_SELF, _STRANGERS = Policy.self_check, Policy.strangers
_BOTH = pytest.mark.parametrize("policy", [_SELF, _STRANGERS], ids=["self_check", "strangers"])


@_BOTH
def test_a_memory_bomb_is_the_students_error(ask, policy) -> None:
    """The allocator says that there is no more; the process lives on."""
    program = """
import torch
kept = []
try:
    while len(kept) < 100:
        kept.append(torch.ones(25_000_000))
    answer = "all of it"
except RuntimeError as error:
    kept.clear()
    answer = "allocate" in str(error) and torch.ones(2).sum().item()
"""

    assert ask(program, policy(limits=Limits(memory=512 << 20))) == 2.0


@_BOTH
def test_an_endless_loop_ends_at_its_processor_time(ask, policy) -> None:
    """The kernel ends it, and the status tells how much it used."""
    status = ask("while True: pass", policy(limits=Limits(cpu_seconds=1)))

    assert isinstance(status, ExitStatus)
    assert status.signal == signal.SIGKILL
    assert 0.8 < status.cpu_seconds < 3


def test_a_fork_bomb_runs_dry(ask) -> None:
    """It gets no more processes than allowed, whoever runs the grader."""
    program = """
import os, time
started = 0
try:
    while started < 100:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        started += 1
except OSError:
    pass
answer = started
"""

    assert ask(program, _STRANGERS(limits=Limits(processes=10))) <= 10


@_BOTH
def test_files_and_descriptors_are_bounded(ask, policy) -> None:
    """No large file, no thousand open ones, no core file."""
    limits = Limits(file_size=1 << 20, open_files=50)
    large = "open('large', 'wb').write(bytes(2 << 20))"
    many = "import os; answer = [os.open('.', 0) for _ in range(60)]"
    core = "import resource; answer = resource.getrlimit(resource.RLIMIT_CORE)"

    assert ask(large, policy(limits=limits)) == "OSError"
    assert ask(many, policy(limits=limits)) == "OSError"
    assert ask(core, policy(limits=limits)) == [1, 1]


def test_limits_cannot_be_raised(ask) -> None:
    """What is bound stays bound."""
    program = "import resource; resource.setrlimit(resource.RLIMIT_NPROC, (9999, 9999))"

    assert ask(program, _STRANGERS()) == "ValueError"
