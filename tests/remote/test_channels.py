"""A channel says how its process ended; the one in this process leaves no trace in it."""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder import wire
from autograder.remote.channels import LocalChannel, ProcessChannel
from autograder.remote.faults import StudentError
from autograder.sandbox import Limits, Policy


def request(operation, **arguments):
    """A request as a session sends it."""
    return wire.encode({"id": 1, "op": operation, "with": arguments})


def loading(text):
    """The request to load a module."""
    pieces = [(text, "a.py", 1, 0)]
    return request("load", name="ch01_workflow", pieces=pieces, files={}, package="")


def end_of(template, text, policy=None, seconds=20.0):
    """The error that a file ends its process with while it is loaded."""
    policy = policy or Policy.self_check()
    channel = ProcessChannel(template.spawn(policy), policy.limits.cpu_seconds)
    try:
        with pytest.raises(StudentError) as caught:
            channel.exchange(loading(text), channel.time_limit(seconds))
    finally:
        channel.close()
    return caught.value.kind, caught.value.message


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("import os; os._exit(7)", "crash", "ended the Python process (exit code 7, as os._exit"),
        ("import os; os.abort()", "crash", "crashed the Python process (SIGABRT)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "crash", "was killed"),
    ],
)
def test_a_death_has_a_kind_and_a_reason(template, text, kind, said):
    """Who kills himself has not used up his memory."""
    found, message = end_of(template, text)
    assert found == kind
    assert said in message


def test_a_file_that_does_not_end_is_left_at_its_limit(template):
    """The message asks the question that helps."""
    kind, message = end_of(template, "import time; time.sleep(60)", seconds=0.3)
    assert (kind, "a loop that never ends?" in message) == ("timeout", True)


def test_a_process_that_had_to_wait_for_its_turn_is_waited_for(template):
    """A busy machine costs nobody points: what counts is the time that the code itself took."""
    process = template.spawn(Policy.self_check())
    channel = ProcessChannel(process)
    try:
        os.kill(process.pid, signal.SIGSTOP)
        threading.Timer(1.2, os.kill, (process.pid, signal.SIGCONT)).start()
        answer = channel.exchange(loading("ready = True"), channel.time_limit(1.0))
    finally:
        channel.close()
    assert wire.decode(answer, lambda ref: None)["value"] == []


def test_processor_time_is_told_from_memory(template):
    """The kernel kills for both."""
    policy = Policy.self_check(limits=Limits(cpu_seconds=1))
    kind, message = end_of(template, "while True: pass", policy)
    assert (kind, message) == ("timeout", "Your code used up its processor time and was stopped.")


def test_code_in_this_process_has_random_numbers_of_its_own():
    """What the grader draws between two calls depends on no student."""

    def drawn():
        return random.random(), np.random.random(), torch.rand(1).item()

    def seeded():
        random.seed(1)
        np.random.seed(1)
        torch.manual_seed(1)

    seeded()
    wanted = drawn(), drawn()
    seeded()
    text = "import random, numpy, torch\nclass Now:\n    random.random(), torch.rand(3)\n"
    channel = LocalChannel()
    limit = channel.time_limit(1.0)
    first = drawn()
    channel.exchange(loading(text + "    numpy.random.seed(0)\n"), limit)
    assert (first, drawn()) == wanted
    channel.close()


def test_a_closed_channel_leaves_folder_and_place_as_they_were():
    """Its files are gone, and so is the change of the working folder."""
    before = Path.cwd()
    channel = LocalChannel()
    limit = channel.time_limit(1.0)
    channel.exchange(loading("import os\nclass Now:\n    os.chdir('..')\n"), limit)
    channel.exchange(request("write", path="a.txt", data=b"a"), limit)
    home = Path(wire.decode(channel.exchange(request("work"), limit), lambda ref: None)["value"])
    assert (home / "a.txt").read_bytes() == b"a"

    channel.close()

    assert Path.cwd() == before
    assert not home.parent.exists()
