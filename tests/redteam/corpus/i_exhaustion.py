# %% [markdown]
# I. Denial of service: time, memory, processes, output. Everything is bounded by the sandbox.
# %% attack="endless_loop" task="drop_ones" status="timeout"
"""while True."""


def drop_ones(x, keep_batch=False):
    while True:
        pass
# %% attack="endless_import" task="drop_ones" status="timeout"
"""The file never ends loading."""


class Now:
    while True:
        pass
# %% attack="endless_and_deaf" task="drop_ones" status="timeout"
"""A loop that swallows every exception and ignores every signal."""
import signal


class Now:
    for number in range(1, 32):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass


def drop_ones(x, keep_batch=False):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
# %% attack="fork_bomb" task="drop_ones" status="memory fail error crash timeout"
"""Processes until there are no more; the test's sandbox allows a few dozen."""
import os
import time


def drop_ones(x, keep_batch=False):
    for _ in range(200):
        try:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
        except OSError:
            break
    return x[:0]
# %% attack="thread_bomb" task="drop_ones" status="fail error crash timeout"
"""Threads until there are no more."""
import threading
import time


def drop_ones(x, keep_batch=False):
    try:
        for _ in range(500):
            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    except RuntimeError:
        pass
    return x[:0]
# %% attack="memory_in_python" task="drop_ones" status="memory crash error"
"""Lists of bytes."""


def drop_ones(x, keep_batch=False):
    kept = []
    for _ in range(400):
        kept.append(bytes(64 << 20))
        kept[-1] = kept[-1] + b"x"
    return x[:0]
# %% attack="memory_in_torch" task="drop_ones" status="memory crash error"
"""One tensor of many gigabytes, filled."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.ones(1 << 34).sum()
# %% attack="memory_in_maps" task="drop_ones" status="memory crash error fail"
"""Anonymous maps, in pieces small enough to pass."""
import mmap


def drop_ones(x, keep_batch=False):
    kept = []
    for _ in range(400):
        kept.append(mmap.mmap(-1, 64 << 20))
        for page in range(0, 64 << 20, 4096):
            kept[-1][page] = 1
    return x[:0]
# %% attack="full_disk" task="drop_ones" status="fail error crash"
"""The scratch folder is filled."""


def drop_ones(x, keep_batch=False):
    try:
        for number in range(64):
            with open(f"fill{number}", "wb") as file:
                for _ in range(64):
                    file.write(bytes(1 << 20))
    except OSError:
        pass
    return x[:0]
# %% attack="flood_of_output" task="drop_ones" status="fail"
"""A hundred megabytes on the standard output."""


def drop_ones(x, keep_batch=False):
    for _ in range(100):
        print("x" * (1 << 20))
    return x[:0]
# %% attack="flood_past_the_capture" task="drop_ones" status="fail timeout"
"""The same, straight to descriptors 1 and 2."""
import os


def drop_ones(x, keep_batch=False):
    for _ in range(100):
        os.write(1, b"x" * (1 << 20))
        os.write(2, b"x" * (1 << 20))
    return x[:0]
# %% attack="waits_for_input" task="drop_ones" status="error fail"
"""input() waits for somebody."""


def drop_ones(x, keep_batch=False):
    return input("answer? ")
# %% attack="debugger" task="drop_ones" status="error fail crash"
"""breakpoint() waits for somebody else."""


def drop_ones(x, keep_batch=False):
    breakpoint()
    return x[:0]
# %% attack="window" task="drop_ones" status="fail error"
"""plt.show() waits for a window to be closed."""
import matplotlib.pyplot as plt


def drop_ones(x, keep_batch=False):
    plt.plot([1, 2])
    plt.show(block=True)
    return x[:0]
# %% attack="huge_reply" task="drop_ones" status="fail crash memory error"
"""A tensor larger than the line carries."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.zeros(1 << 28)
# %% attack="deep_reply" task="drop_ones" status="memory fail error crash"
"""Lists within lists, a hundred thousand deep."""


def drop_ones(x, keep_batch=False):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
# %% attack="circular_reply" task="drop_ones" status="memory fail error crash"
"""A list that contains itself."""


def drop_ones(x, keep_batch=False):
    value = []
    value.append(value)
    return value
# %% attack="wide_reply" task="drop_ones" status="memory fail error crash"
"""A dict with a million keys."""


def drop_ones(x, keep_batch=False):
    return {str(n): n for n in range(1_000_000)}
# %% attack="long_message" task="drop_ones" status="error"
"""An error message of a hundred megabytes."""


def drop_ones(x, keep_batch=False):
    raise ValueError("x" * (100 << 20))
# %% attack="endless_message" task="drop_ones" status="error timeout"
"""An error whose text never ends."""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def drop_ones(x, keep_batch=False):
    raise Endless
# %% attack="exceptions_all_the_way" task="drop_ones" status="memory error crash"
"""A chain of ten thousand causes."""


def drop_ones(x, keep_batch=False):
    error = ValueError("first")
    for _ in range(10_000):
        later = ValueError("later")
        later.__cause__, error = error, later
    raise error
# %% attack="nested_parentheses" task="drop_ones" status="error"
"""Source that makes the parser give up."""


class Now:
    eval("(" * 5000 + ")" * 5000)


def drop_ones(x, keep_batch=False):
    return eval("[" * 90 + "]" * 90 + "[0]" * 90)
# %% attack="regular_expression" task="drop_ones" status="timeout"
"""A regular expression that needs longer than the universe has."""
import re


def drop_ones(x, keep_batch=False):
    return re.match("(a+)+$", "a" * 64 + "b")
# %% attack="slow_death" task="drop_ones" status="fail error timeout"
"""Finalisers that never return when the process is asked to end."""
import atexit
import time


class Now:
    atexit.register(time.sleep, 600)


class Slow:
    def __del__(self):
        time.sleep(600)


class Now:
    _kept = Slow()
# %% attack="memory_in_many_processes" task="drop_ones" status="memory error fail"
"""Children that each stay below the limit and fill the machine together."""
import os
import time


def drop_ones(x, keep_batch=False):
    for _ in range(8):
        if os.fork() == 0:
            kept = bytearray(os.urandom(1 << 20)) * 250
            time.sleep(30)
            os._exit(len(kept) & 1)
    time.sleep(30)
    return x.squeeze()
# %% attack="memory_in_the_zero_device" task="drop_ones" status="error"
"""Shared mappings of /dev/zero, whose pages stay when they are given back."""
import mmap


def drop_ones(x, keep_batch=False):
    kept = []
    with open("/dev/zero", "r+b", buffering=0) as zero:
        for _ in range(80):
            kept.append(mmap.mmap(zero.fileno(), 64 << 20))
            for page in range(0, 64 << 20, 4096):
                kept[-1][page] = 1
            kept[-1].madvise(mmap.MADV_DONTNEED)
    return x.squeeze()
# %% attack="memory_in_page_tables" task="drop_ones" status="memory"
"""One page of each of thousands of mappings of a file: the kernel's tables fill the machine."""
import ctypes


def drop_ones(x, keep_batch=False):
    size, libc = 64 << 20, ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    with open("sparse", "wb+") as file:
        file.truncate(size)
        for _ in range(60_000):
            there = libc.mmap(None, ctypes.c_size_t(size), 1, 1, file.fileno(), ctypes.c_long(0))
            for place in range(there, there + size, 2 << 20):
                ctypes.c_byte.from_address(place).value
    return x.squeeze()
# %% attack="a_limit_of_ones_own" task="drop_ones" status="error"
"""A limit on processor time that ends the process before the kit's does."""
import resource


def drop_ones(x, keep_batch=False):
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
