"""A limit counts a process's own time, and wall time a third: nobody pays for a busy machine."""

import os
import subprocess
import sys
import time

import pytest

from autograder.remote.timelimit import TimeLimit, processor_time
from autograder.sandbox.policy import PATIENCE

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems count wall time")


def started(code):
    """A process that runs this code, once it has said that it begins."""
    command = [sys.executable, "-c", f"print(flush=True)\n{code}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@linux
def test_a_process_that_works_spends_its_own_time():
    """However long its turns are apart."""
    with started("while True: pass") as process:
        limit = TimeLimit(60.0, lambda: processor_time(process.pid))
        before = processor_time(process.pid)
        time.sleep(0.6)
        spent, after = limit.spent(), processor_time(process.pid)
        process.kill()

    assert before is not None
    assert after is not None
    assert spent == pytest.approx(max(after - before, 0.6 / PATIENCE), abs=0.1)
    assert limit.left() < 60.0


@linux
def test_a_process_that_sleeps_spends_a_third_of_the_time():
    """Else code that waits for nothing would never be ended."""
    with started("import time; time.sleep(60)") as process:
        limit = TimeLimit(0.1, lambda: processor_time(process.pid))
        time.sleep(0.2)
        early = limit.left()
        time.sleep(0.2)
        late = limit.left()
        process.kill()

    assert early > 0.0 > late


def test_where_processor_time_cannot_be_told_the_clock_counts():
    """As on other systems, or for a process that is gone."""
    limit = TimeLimit(0.1, lambda: None)
    time.sleep(0.15)
    assert limit.left() < 0.0


@linux
def test_the_time_of_a_process_is_all_its_threads_and_none_once_it_is_gone():
    """Its children's is not in it."""
    assert processor_time(os.getpid()) == pytest.approx(time.process_time(), abs=0.1)
    with started("") as process:
        process.wait()
    assert processor_time(process.pid) is None
