"""The template process: what a student process inherits from it, and that it outlives them all."""

import os
import sys
from pathlib import Path

import pytest

from autograder.remote.launch import Template
from autograder.sandbox import Policy

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="templates are forked on Linux only"
)
_POLICIES = pytest.mark.parametrize(
    "policy", [Policy.self_check(), Policy()], ids=["self_check", "every layer"]
)


@_POLICIES
def test_the_only_descriptors_are_the_two_pipes(ask, policy: Policy) -> None:
    """Besides the three standard ones, which lead nowhere."""
    program = """
import os
answer = [[], [read_fd, write_fd]]
for number in range(3000):
    try:
        answer[0].append(number if os.fstat(number) else None)
    except OSError:
        pass
null = os.stat("/dev/null").st_rdev
answer.append([os.fstat(number).st_rdev == null for number in range(3)])
"""

    found, pipes, nowhere = ask(program, policy)
    assert found == [0, 1, 2, *sorted(pipes)]
    assert nowhere == [True] * 3


@_POLICIES
def test_nothing_of_the_grader_is_in_the_environment(
    ask, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and values are the kit's own; there are no arguments and no terminal."""
    monkeypatch.setenv("CANARY", "secret")
    program = """
import os, sys
answer = sorted(os.environ), sys.argv, os.getsid(0) == os.getpid()
answer += ("CANARY" in open("/proc/self/environ").read(),)
"""

    names, arguments, own_session, leaked = ask(program, policy)
    assert names == ["HOME", "LANG", "MPLBACKEND", "TMPDIR", "USER"]
    assert arguments == ["student"]
    assert own_session
    assert not leaked


def test_the_initial_environment_has_no_secret(
    monkeypatch: pytest.MonkeyPatch, talk, tmp_path
) -> None:
    """A new template is started without what its starter has in its environment."""
    monkeypatch.setenv("CANARY", "secret")
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    (tmp_path / "numpy.py").write_text("raise RuntimeError('a stranger module was imported')")
    program = """
import numpy, os
answer = numpy.__version__[0].isdigit(), "secret" in open("/proc/self/environ").read()
"""
    sandbox_tests = os.fspath(Path(__file__).parents[1] / "sandbox")
    with (
        Template.start(preload=["serving"], paths=[sandbox_tests]) as template,
        template.spawn(Policy.self_check(), target="serving:serve") as process,
    ):
        assert talk(process, program)["answer"] == [True, False]


def test_what_exercises_use_is_imported_already(ask) -> None:
    """Otherwise each student process would pay for it."""
    wanted = ["torch._dynamo", "torch.utils.data", "matplotlib.pyplot", "torchvision.transforms"]
    program = f"import sys; answer = [name in sys.modules for name in {wanted}]"

    assert ask(program, Policy.self_check()) == [True] * 4


def test_torch_has_one_thread_and_the_collector_runs(ask) -> None:
    """One thread makes sums repeatable; garbage is collected although start-up froze its own."""
    program = """
import gc, torch
answer = torch.get_num_threads(), gc.isenabled(), gc.get_freeze_count() > 100_000
"""

    assert ask(program, Policy.self_check()) == [1, True, True]


def test_student_processes_share_nothing(ask) -> None:
    """What one changes in torch the next does not see."""
    ask("import torch; torch.nn.Linear = None; torch.set_default_dtype(torch.float64)")

    assert ask("import torch; answer = torch.nn.Linear(1, 1).weight.dtype.itemsize") == 4


def test_a_broken_order_does_no_harm(template, ask) -> None:
    """Only trusted processes can reach the socket, but they may die at any point."""
    import socket

    for data in (b"", b"\0", b"\0\0\0\x02{}", b"\0\0\0\x02!!", b"\xff\xff\xff\xff"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(template.path)
            connection.sendall(data)

    assert ask("answer = 2") == 2
