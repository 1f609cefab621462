"""The end of a student process, whatever it does."""

import os
import signal
import time
from pathlib import Path

import pytest

from autograder.remote.launch import ExitStatus
from autograder.sandbox import Policy

_BOTH = pytest.mark.parametrize(
    "policy", [Policy.self_check(), Policy.strangers()], ids=["self_check", "strangers"]
)
_LEAVE_CHILDREN = """
import contextlib, os, signal, time
for _ in range(3):
    if os.fork() == 0:
        with contextlib.suppress(OSError):
            os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            with contextlib.suppress(OSError):
                os.setsid()
        time.sleep(60)
        os._exit(0)
time.sleep(0.1)
answer = True
"""


def _end(ask, program: str, policy: Policy) -> tuple[int | None, int | None]:
    status = ask(program, policy)
    assert isinstance(status, ExitStatus)
    return status.code, status.signal


def _descendants(pid: int) -> set[int]:
    """All live processes below one, found through the parents everybody names."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(entry.parent.name)] = int(fields[1])
    found, size = {pid}, 0
    while len(found) > size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {pid}


@_BOTH
def test_leaving_early_is_told_by_its_code(ask, policy: Policy) -> None:
    """os._exit cannot pretend to be an answer."""
    assert _end(ask, "import os; os._exit(7)", policy) == (7, None)


@_BOTH
def test_a_segmentation_fault_is_told_by_its_signal(ask, policy: Policy) -> None:
    """A crash in native code ends this process and no other."""
    assert _end(ask, "import ctypes; ctypes.string_at(0)", policy) == (None, signal.SIGSEGV)


@_BOTH
def test_exiting_python_is_told_by_its_code(ask, policy: Policy) -> None:
    """SystemExit ends the process as it would end a program."""
    assert _end(ask, "raise SystemExit(3)", policy) == (3, None)


@_BOTH
def test_a_hanging_process_is_killed(template, talk, policy: Policy) -> None:
    """One that catches everything cannot stay."""
    hang = """
import signal
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException: pass
"""
    with template.spawn(policy, target="serving:serve") as process:
        assert talk(process, hang, seconds=0.3)["answer"] == "timeout"
        assert process.exit_status() is None
        process.kill()

        status = process.exit_status()
        assert status is not None
        assert status.signal == signal.SIGKILL


@_BOTH
def test_everything_it_started_is_gone(template, talk, policy: Policy) -> None:
    """Children that are orphaned, deaf and, where they may, in another session end with it."""
    before = _descendants(template._process.pid)
    with template.spawn(policy, target="serving:serve") as process:
        assert talk(process, _LEAVE_CHILDREN)["answer"] is True
        assert len(_descendants(template._process.pid) - before) >= 7
        process.kill()
        time.sleep(0.2)  # the kernel reaps what a pid namespace held

        assert _descendants(template._process.pid) - before <= set()


@_BOTH
def test_children_left_behind_end_too(template, talk, policy: Policy) -> None:
    """Also when the student process ends by itself."""
    before = _descendants(template._process.pid)
    with template.spawn(policy, target="serving:serve") as process:
        talk(process, _LEAVE_CHILDREN + "\nos._exit(0)")
        assert process.exit_status(5.0).code == 0
        time.sleep(0.2)

        assert _descendants(template._process.pid) - before <= set()


def test_a_student_process_ends_with_its_grader(template, talk) -> None:
    """A grader that is killed leaves nothing behind: its end of the connection closes."""
    before = _descendants(template._process.pid)
    grader = os.fork()
    if grader == 0:
        process = template.spawn(Policy.strangers(), target="serving:serve")
        os.write(process.write_fd, b'"while True: pass"\n')
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(grader, 0)
    deadline = time.monotonic() + 5
    while _descendants(template._process.pid) - before and time.monotonic() < deadline:
        time.sleep(0.05)

    assert _descendants(template._process.pid) - before == set()


@pytest.mark.needs("namespaces", "seccomp")
def test_the_template_survives_its_children(template, ask) -> None:
    """Whatever a student process does to itself and its parents."""
    for program in (
        "import os; os.kill(0, 9)",
        "import os; os.kill(-1, 9)",
        "import ctypes; ctypes.string_at(0)",
        "import os, signal; os.kill(os.getppid(), signal.SIGSTOP)",
        "import os; os.closerange(0, 9999); os._exit(1)",
    ):
        ask(program, Policy.strangers(), seconds=2.0)

    assert template._process.poll() is None
    assert ask("answer = 1 + 1") == 2
