"""Many busy processes of a submission step back together; one alone keeps its place."""

import math

import pytest

from autograder.sandbox import Limits, Policy

_NICE = Limits().nice
_START = """
import os, signal, time
def nice(pid):
    return os.getpriority(os.PRIO_PROCESS, pid)
children = []
for _ in range({count}):
    children.append(os.fork())
    if children[-1] == 0:
        while {busy}:
            pass
        time.sleep(60)
{wait}
answer = [nice(0), *map(nice, children)]
for child in children:
    os.kill(child, signal.SIGKILL)
"""


@pytest.mark.parametrize("policy", [Policy.self_check(), Policy.strangers()])
def test_busy_children_weigh_together_as_much_as_one_process(ask, policy: Policy) -> None:
    """Who started them keeps its place."""
    wanted = _NICE + math.ceil(math.log(10, 1.25))
    wait = f"while min(map(nice, children)) < {wanted}:\n    time.sleep(0.05)"

    found = ask(_START.format(count=10, busy=True, wait=wait), policy, seconds=40)

    assert found == [_NICE, *[wanted] * 10]


@pytest.mark.parametrize(("count", "busy"), [(1, True), (6, False)])
def test_one_worker_and_sleeping_ones_keep_their_place(ask, count: int, busy: bool) -> None:
    """As a data loader's, which wait for most of the time."""
    code = _START.format(count=count, busy=busy, wait="time.sleep(1)")

    assert ask(code, Policy.strangers(), seconds=40) == [_NICE] * (count + 1)
