"""Clocks stand still until something takes time."""

import datetime
import time
from time import perf_counter
from timeit import default_timer

import pytest
import torch

from autograder.chapters.ch10_torch_compile import probes as there


@pytest.fixture(autouse=True)
def nothing_compiled():
    """Each test compiles by itself."""
    there.fresh()


def double(x):
    """Something to compile."""
    return x * 2


def clocks():
    """Readings of several clocks, also of one imported by name."""
    return (
        time.time(),
        perf_counter(),
        default_timer(),
        time.monotonic_ns() / 1e9,
        datetime.datetime.now().timestamp(),
    )


def timed(work):
    """By how much each clock moved while something was done."""
    before = clocks()
    work()
    return [after - start for start, after in zip(before, clocks(), strict=True)]


def test_all_clocks_are_the_one_that_stands_still():
    """They move by what is ticked, and by what is slept, and afterwards they are real again."""
    clock = there.Clock()

    def work():
        clock.tick(30.0)
        time.sleep(5.0)

    originals = time.time, perf_counter, time.sleep, datetime.datetime
    assert clock.run(timed, work) == pytest.approx([35.0] * 5, abs=1e-5)
    assert clock.run(timed, double.__str__) == pytest.approx([0.0] * 5, abs=1e-5)
    assert (time.time, perf_counter, time.sleep, datetime.datetime) == originals


def test_clocks_are_put_back_after_an_error():
    """And the error goes on."""
    original = time.perf_counter
    with pytest.raises(ZeroDivisionError):
        there.Clock().run(lambda: 1 / 0)
    assert time.perf_counter is original


def test_work_takes_the_seconds_it_is_said_to_take():
    """Call by call; a slow backend also takes its time to compile."""
    clock = there.Clock()
    job = there.Job(clock, [3.0, 1.0])
    for _ in range(3):
        job()
    assert (clock.elapsed, job.calls) == (5.0, 3)
    fast = torch.compile(double, backend=there.Slow(clock, 10.0, [0.5, 0.25]))
    for _ in range(2):
        assert fast(torch.ones(1)).item() == 2.0
    assert clock.elapsed == 15.75


def test_loaders_take_their_time_epoch_by_epoch():
    """For each batch."""
    clock = there.Clock()
    loader = there.SlowLoader(clock, [(torch.ones(2), torch.ones(2))] * 3, [1.0, 2.0])
    elapsed = []
    for _ in range(3):
        elapsed.append((len(list(loader)), clock.elapsed))
    assert elapsed == [(3, 3.0), (3, 9.0), (3, 15.0)]
    assert len(loader) == 3
