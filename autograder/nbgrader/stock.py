"""Run nbgrader's own commands in a course."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from autograder.errors import KitError, UsageError
from autograder.nbgrader.layout import Course


def start(
    course: Course,
    arguments: Sequence[str],
    variables: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[str]:
    """Start an nbgrader command; its output goes where this process's does.

    In a session of its own Ctrl-C does not reach it: who started it ends it.

    Args:
        course: where it runs.
        arguments: the command's name and its options.
        variables: added to its environment.
        pass_fds: descriptors it keeps.

    Raises:
        UsageError: nbgrader is not installed.
    """
    env = {**environment(), **(variables or {})}
    command = _command(arguments)
    return subprocess.Popen(
        command, cwd=course.root, env=env, pass_fds=pass_fds, text=True, start_new_session=True
    )


def run(course: Course, *arguments: str) -> None:
    """Run an nbgrader command in silence.

    Raises:
        UsageError: nbgrader is not installed.
        KitError: the command failed.
    """
    ended = subprocess.run(
        _command(arguments), cwd=course.root, env=environment(), capture_output=True, text=True
    )
    if ended.returncode:
        what, words = " ".join(arguments), " ".join(ended.stderr.split())[-500:]
        raise KitError(f"{course.root}: Expected `nbgrader {what}` to work, but it said: {words}")


def _command(arguments: Sequence[str]) -> list[str]:
    if find_spec("nbgrader") is None:
        raise UsageError(
            "Expected nbgrader to be installed, but it is not. Install the kit with its extra: "
            'pip install "pytorch-autograder[instructor]".'
        )
    return [sys.executable, "-m", "nbgrader", *arguments]


def environment() -> dict[str, str]:
    """Our environment; nbgrader looks for a program of its own, which lies beside this Python."""
    path = [os.fspath(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return {**os.environ, "PATH": os.pathsep.join(path)}
