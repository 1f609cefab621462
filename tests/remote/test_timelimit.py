"""A limit counts a process's own time, and wall time a third: nobody pays for a busy machine."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from autograder.remote.timelimit import TimeLimit, times
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
        limit = TimeLimit(60.0, lambda: times(process.pid))
        before = times(process.pid)
        time.sleep(0.6)
        spent, after = limit.spent(), times(process.pid)
        process.kill()

    assert before is not None
    assert after is not None
    used, waited = after.used - before.used, after.waited - before.waited
    assert spent == pytest.approx(max(used, (0.6 - waited) / PATIENCE), abs=0.1)
    assert limit.left() < 60.0
    assert not limit.is_used


@linux
def test_who_used_all_is_told_from_who_waited():
    """The one would use it up on any machine."""
    told = []
    for code in ("while True: pass", "import time; time.sleep(60)"):
        with started(code) as process:
            limit = TimeLimit(0.2, lambda: times(process.pid))
            while limit.left() > 0:
                time.sleep(0.02)
            told.append(limit.is_used)
            process.kill()

    assert told == [True, False]


@linux
def test_a_process_that_waits_for_its_turn_spends_nothing_meanwhile():
    """Eight on one processor have an eighth each, and a third of the time is more than that."""
    alone = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    with ExitStack() as stack:
        every = [stack.enter_context(started(f"{alone}\nwhile True: pass")) for _ in range(8)]
        limit = TimeLimit(60.0, lambda: times(every[0].pid))
        time.sleep(2.0)
        spent = limit.spent()
        for process in every:
            process.kill()

    assert spent < 2.0 / PATIENCE / 1.5


@linux
def test_a_process_that_has_gone_has_spent_what_it_had():
    """Not all the time since."""
    with started("import time; time.sleep(60)") as process:
        limit = TimeLimit(60.0, lambda: times(process.pid))
        process.kill()
    time.sleep(0.3)

    assert limit.spent() < 0.25


@linux
def test_a_process_that_sleeps_spends_a_third_of_the_time():
    """Else code that waits for nothing would never be ended."""
    with started("import time; time.sleep(60)") as process:
        limit = TimeLimit(0.1, lambda: times(process.pid))
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
    here = times(os.getpid())
    assert here is not None
    assert here.used == pytest.approx(time.process_time(), abs=0.1)
    with started("") as process:
        process.wait()
    assert times(process.pid) is None
