"""Memory is counted over all processes of a submission, and shared memory once."""

from dataclasses import replace

import pytest

from autograder.remote.launch import ExitStatus
from autograder.sandbox import Limits, Policy

_LIMITS = Limits(memory=1 << 30)
_FILL_IN_CHILDREN = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        filled = bytearray(os.urandom(1 << 20)) * 250
        time.sleep(60)
        os._exit(0)
time.sleep(60)
answer = True
"""
_MAP_MANY_TIMES = """
import ctypes, time
size, libc = 256 << 20, ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
with open("sparse", "wb+") as file:
    file.truncate(size)
    for count in range(6000):
        there = libc.mmap(None, ctypes.c_size_t(size), 1, 1, file.fileno(), ctypes.c_long(0))
        for place in range(there, there + size, 2 << 20):
            ctypes.c_byte.from_address(place).value
time.sleep(60)
answer = count
"""
_SHARE_WITH_CHILDREN = """
import os, time
filled = bytearray(os.urandom(1 << 20)) * 600
children = []
for _ in range(4):
    children.append(os.fork())
    if children[-1] == 0:
        time.sleep(1.5)
        os._exit(0)
for child in children:
    os.waitpid(child, 0)
answer = len(filled) >> 20
"""


@pytest.mark.parametrize("policy", [Policy.self_check(), Policy.strangers()])
def test_children_that_fill_the_machine_are_ended(ask, policy: Policy) -> None:
    """Each stays below the limit, all together do not."""
    status = ask(_FILL_IN_CHILDREN, replace(policy, limits=_LIMITS), seconds=30)

    assert isinstance(status, ExitStatus)
    assert (status.signal, status.too_large) == (9, True)


@pytest.mark.parametrize("policy", [Policy.self_check(), Policy.strangers()])
def test_what_children_share_counts_once(ask, policy: Policy) -> None:
    """As the workers of a data loader share a data set."""
    assert ask(_SHARE_WITH_CHILDREN, replace(policy, limits=_LIMITS), seconds=30) == 600


@pytest.mark.parametrize("policy", [Policy.self_check(), Policy.strangers()])
def test_a_process_may_fill_what_its_own_limit_leaves(ask, policy: Policy) -> None:
    """What it had from the template before it began is not held against it."""
    fill = "import os, time\nfilled = bytearray(os.urandom(1 << 20)) * 960\ntime.sleep(1)\n"

    found = ask(f"{fill}answer = len(filled) >> 20\n", replace(policy, limits=_LIMITS), seconds=30)

    assert found == 960


def test_page_tables_count_too(ask) -> None:
    """One page of each of many mappings takes no memory but that of the kernel's tables."""
    policy = Policy.strangers(limits=replace(_LIMITS, processes=4))
    status = ask(_MAP_MANY_TIMES, policy, seconds=60)

    assert isinstance(status, ExitStatus)
    assert status.too_large
