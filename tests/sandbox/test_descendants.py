"""Whatever a process started is found, at any depth."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import descendants

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_children_and_their_children_are_below_a_process():
    """And the process itself is not."""
    with subprocess.Popen(
        ["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE
    ) as shell:
        assert shell.stdout is not None
        sleeper = int(shell.stdout.readline())
        found = set(descendants.below(os.getpid()))
        os.kill(sleeper, 9)

    assert {shell.pid, sleeper} <= found
    assert os.getpid() not in found


def test_of_a_process_that_is_gone_there_is_nothing():
    """It may end while it is looked at."""
    with subprocess.Popen(["true"]) as process:
        process.wait()

    assert list(descendants.below(process.pid)) == []
    assert descendants.text(Path(f"/proc/{process.pid}/stat")) == ""
