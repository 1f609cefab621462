"""The grader's own processor time has a limit: an exception first, then the kernel."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import threading
import time

import pytest

from autograder.cpulimit import cpu_limit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is limited there")


def spin(seconds: float) -> None:
    """Use so much processor time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_block_that_takes_too_long_raises_the_error() -> None:
    """At the limit, not seconds later."""
    began = time.process_time()
    with pytest.raises(ValueError, match="too long"), cpu_limit(0.2, ValueError("too long")):
        spin(30)

    assert time.process_time() - began < 5


def test_code_that_catches_it_is_interrupted_again() -> None:
    """A broad ``except`` does not go on for ever."""
    caught = 0

    def stubborn() -> None:
        nonlocal caught
        while True:
            try:
                spin(60)
            except ValueError:
                caught += 1
                if caught == 2:
                    raise

    with pytest.raises(ValueError, match="too long"), cpu_limit(0.2, ValueError("too long")):
        stubborn()
    assert caught == 2


def test_waiting_is_free() -> None:
    """Time in which another process works, or nobody, does not count."""
    began = time.process_time()
    with cpu_limit(0.2, ValueError("too long")):
        time.sleep(0.5)

    assert time.process_time() - began < 0.2


def test_a_block_leaves_no_limit_behind() -> None:
    """Neither after its end nor after an error, and one within another gives way to it."""
    before = resource.getrlimit(resource.RLIMIT_CPU), signal.getsignal(signal.SIGPROF)

    def spin_in_two() -> None:
        with cpu_limit(0.4, KeyError("outer")):
            with cpu_limit(20, ValueError("inner")):
                pass
            spin(20)

    with pytest.raises(KeyError, match="outer"):
        spin_in_two()

    assert (resource.getrlimit(resource.RLIMIT_CPU), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_in_another_thread_only_the_kernel_limits() -> None:
    """No exception can be raised there, and none is raised in the main thread instead."""
    done = []

    def work() -> None:
        with cpu_limit(0.1, ValueError("too long")):
            spin(0.5)
            done.append(resource.getrlimit(resource.RLIMIT_CPU)[0])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert 0 < done[0] < time.process_time() + 15


STUCK = """
from autograder import cpulimit
cpulimit._GRACE = 0.5
with cpulimit.cpu_limit(0.2, ValueError("too long")):
    sum(range(10**15))
"""


def test_code_that_never_comes_back_to_python_ends_with_its_process() -> None:
    """The kernel kills it."""
    ended = subprocess.run([sys.executable, "-c", STUCK], timeout=60, capture_output=True)

    assert ended.returncode == -signal.SIGXCPU
