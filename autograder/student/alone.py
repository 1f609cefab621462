"""A student process in an interpreter of its own, for systems where a forked torch is not safe.

It answers over its standard streams, has limits as its only layer, and is slower to start: each
one imports torch. It is meant for one's own work; a stranger's is refused before it comes here.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from autograder.sandbox import limits
from autograder.sandbox.policy import Policy
from autograder.student import template
from autograder.student.fork import prepare_environment, resolve


def main() -> None:
    """Answer requests until the grader closes its pipe; `launch.Template` gives the arguments."""
    request = json.loads(sys.argv[3])
    policy = Policy.from_json(request["policy"])
    read_fd, write_fd = _take_streams()
    template.warm_up(request["preload"], ())
    layers = ("limits",) if "limits" in policy.layers and sys.platform != "win32" else ()
    if layers:
        limits.enter(policy.limits, mapped=limits.mapped_memory(), tasks=limits.machine_tasks())
    prepare_environment(Path(request["scratch"]))
    os.chdir(request["scratch"])
    resolve(request["target"])(read_fd, write_fd, layers)


def _take_streams() -> tuple[int, int]:
    """Keep the two pipes away from student code that reads its input or prints."""
    read_fd, write_fd = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return read_fd, write_fd
