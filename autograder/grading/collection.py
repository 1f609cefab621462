"""Collect the checks of check files with pytest, once in a process.

Running them takes no pytest: a check is called with its fixtures, as often as there are
submissions. A session of pytest for each would cost more than the checks themselves.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from autograder.checks.check import Check
from autograder.checks.task import FIXTURES, check_of
from autograder.errors import KitError

_UNUSED = (  # parts of pytest that have no use here, and that cost time
    *("terminal", "cacheprovider", "warnings", "logging", "doctest", "junitxml", "pastebin"),
    *("unraisableexception", "threadexception", "faulthandler", "setuponly", "setupplan"),
    *("stepwise", "subtests", "unittest"),
)
_PYTEST_VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")


class _Found:
    """A pytest plugin that keeps the collected checks, and fixtures they may not take."""

    def __init__(self) -> None:
        self.checks: list[Check] = []
        self.unknown_fixtures: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            check = check_of(item)
            if check is not None:
                self.checks.append(check)
                known = {"request", *FIXTURES, *check.params}
                names = getattr(item, "fixturenames", ())
                self.unknown_fixtures += [
                    f"{check.id} takes {name}" for name in names if name not in known
                ]


@cache
def collect(files: tuple[Path, ...]) -> tuple[Check, ...]:
    """Return the checks in check files, in the order of the files.

    Args:
        files: the ``public.py`` of a chapter, and its ``hidden.py`` where it counts.

    Raises:
        KitError: a file cannot be imported, holds no checks, or one takes what a grade has not.
    """
    options = [
        *("--collect-only", "-c", os.devnull, "--rootdir", str(files[0].parent)),
        *("--noconftest", "--import-mode=importlib", "--assert=plain", "--capture=no"),
        *(f"-pno:{name}" for name in _UNUSED),
        *("-p", "autograder.plugin"),
    ]
    found = _Found()
    with _own_settings():
        code = pytest.main([*options, *map(str, files)], plugins=[found])
    if code != pytest.ExitCode.OK:
        _forget(files)
        raise KitError(f"The checks in {files[0].parent} could not be collected (pytest: {code!r})")
    if found.unknown_fixtures:
        takes = ", ".join(FIXTURES)
        raise KitError(
            f"{files[0].parent}: Expected checks to take {takes} and their parameters, but "
            f"{found.unknown_fixtures[0]}. A grade calls a check without pytest's other fixtures."
        )
    return tuple(found.checks)


def _forget(files: tuple[Path, ...]) -> None:
    """Import the files anew next time: what is left of one that failed passes for all of it."""
    places = set(map(str, files))
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) in places:
            del sys.modules[name]


@contextlib.contextmanager
def _own_settings() -> Iterator[None]:
    """Keep pytest's environment variables and installed plugins out of the collection."""
    before = {name: os.environ.pop(name, None) for name in _PYTEST_VARIABLES}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # and loading them would cost time
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update({name: value for name, value in before.items() if value is not None})
