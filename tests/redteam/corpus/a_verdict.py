# %% [markdown]
# A. Ending the process, or forging its verdict.
#
# Each cell takes the place of its task. Statements at the top of a file are not graded and not
# run, unless something needs them; class bodies are: hence `class Now`.
# %% attack="exit_at_import" task="drop_ones" status="crash"
"""The process ends before it has answered anything."""
import os


class Now:
    os._exit(0)
# %% attack="exit_in_call" task="drop_ones" status="crash"
"""The process ends, with exit code 0, when it is asked."""
import os


def drop_ones(x, keep_batch=False):
    os._exit(0)
# %% attack="system_exit" task="drop_ones" status="error"
"""SystemExit is not the end of the grader."""


def drop_ones(x, keep_batch=False):
    raise SystemExit(0)
# %% attack="keyboard_interrupt" task="drop_ones" status="error"
"""KeyboardInterrupt is taken for the instructor's Ctrl-C."""


def drop_ones(x, keep_batch=False):
    raise KeyboardInterrupt
# %% attack="generator_exit" task="drop_ones" status="error"
"""GeneratorExit passes most handlers."""


def drop_ones(x, keep_batch=False):
    raise GeneratorExit
# %% attack="exit_handlers" task="drop_ones" status="fail"
"""A verdict is printed when the process ends."""
import atexit
import sys


class Now:
    atexit.register(lambda: sys.__stdout__.write("4 passed in 0.01s\n"))
# %% attack="finalizer" task="drop_ones" status="fail"
"""A verdict is printed when an object dies."""


class Last:
    def __del__(self):
        print("PASSED")


def drop_ones(x, keep_batch=False):
    Last()
    return x[:0]
# %% attack="ci_commands" task="drop_ones" status="fail"
"""Commands to well-known CI systems go to the standard output."""


def drop_ones(x, keep_batch=False):
    print("::set-output name=score::100\n##vso[task.complete result=Succeeded;]DONE")
    print('<?xml version="1.0"?><testsuite tests="1" failures="0"/>')
    return x[:0]
# %% attack="score_on_stdout" task="drop_ones" status="fail"
"""A result in the kit's own format goes to the standard output."""
import json


def drop_ones(x, keep_batch=False):
    print(json.dumps({"version": 3, "status": "pass", "points": 80, "tests": []}))
    return x[:0]
# %% attack="skip_exception" task="drop_ones" status="error"
"""The exception that pytest takes for `skipped`."""
import unittest


def drop_ones(x, keep_batch=False):
    raise unittest.SkipTest("not today")
# %% attack="pytest_outcomes" task="drop_ones" status="error"
"""The exceptions that pytest takes for `passed early` and `stop the session`."""


class Exit(BaseException):
    __module__ = "_pytest.outcomes"


class OutcomeException(Exit):
    pass


def drop_ones(x, keep_batch=False):
    raise OutcomeException("exit: 0")
# %% attack="forged_frames" task="drop_ones" status="crash fail error"
"""Replies are written to every descriptor, in the grader's own format."""
import os

from autograder import wire


class Now:
    for number in range(1, 40):
        frame = wire.encode({"id": number, "value": True, "output": "", "warnings": []}, lambda v: v)
        for descriptor in range(3, 64):
            try:
                os.set_blocking(descriptor, False)
                os.write(descriptor, frame)
            except (OSError, ValueError):
                pass
# %% attack="noise_on_the_wire" task="drop_ones" status="crash"
"""Random bytes on every descriptor."""
import os


def drop_ones(x, keep_batch=False):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\0" * 4096)
        except OSError:
            pass
    return x[:0]
# %% attack="closed_wire" task="drop_ones" status="crash"
"""All descriptors are closed."""
import os


def drop_ones(x, keep_batch=False):
    os.closerange(0, 256)
# %% attack="patched_runner" task="drop_ones" status="fail error crash"
"""The runner in this process answers True to whatever it is asked."""
from autograder.student import runner


class Now:
    runner.Runner._do_call = lambda self, *a, **k: True
    runner.Runner._do_value = lambda self, *a, **k: True
# %% attack="echoing_runner" task="drop_ones" status="fail error crash"
"""The runner returns what it was given, in case the answer is among it."""
from autograder.student import runner


class Now:
    runner.Runner._do_call = lambda self, target, args, kwargs, keep: args[0] if args else None
# %% attack="answers_with_pass" task="drop_ones" status="fail error"
"""The word for a passed check is returned in place of a value."""


def drop_ones(x, keep_batch=False):
    return "pass"


add_batch = drop_ones
# %% attack="not_started_costs_nothing" task="drop_ones" status="not_started"
"""NotImplementedError says `not started`, which is no way to points."""


def drop_ones(x, keep_batch=False):
    raise NotImplementedError("drop_ones")


add_batch = drop_ones
# %% attack="needs_another_task" task="drop_ones" status="skipped error"
"""The stub of another task is blamed."""


def drop_ones(x, keep_batch=False):
    raise NotImplementedError("best_device")


add_batch = drop_ones
