"""``check("make_line")`` in a notebook: grades what was run last, saved or not.

``%load_ext autograder`` puts ``check`` and ``score`` into a notebook, and ``%autograder 01`` tells
them its chapter. The kernel only remembers which cells ran. Checking is done by a process beside it
(`helper`), so that neither side's threads, modules or errors meet the other's; the student's code
runs in its own limited process there, as for ``autograder check``.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from autograder.errors import KitError
from autograder.jupyter.cells import Recorder, latest
from autograder.jupyter.display import CheckDisplay
from autograder.jupyter.helper import Helper
from autograder.student import torchvision_shim

__all__ = ["Notebook", "load"]

_REPAIR_SECONDS = 3.0  # as `autograder check` takes
_EXECUTION = "NBGRADER_EXECUTION"  # nbgrader says in it why it runs a notebook


class Notebook:
    """The functions that a notebook's cells call.

    Args:
        shell: IPython's shell, whose cells are remembered from now on.
    """

    def __init__(self, shell: Any) -> None:
        self._ran = Recorder(shell)
        self._helper = Helper()
        self._chapter = ""
        self._told = False  # which task is not started, to somebody who validates

    def choose(self, chapter: str) -> None:
        """Say which chapter this notebook is, e.g. ``%autograder 01``."""
        self._chapter = chapter.strip()

    def check(self, task: object = None, *, device: str = "auto") -> None:
        """Check a task with the public checks, or all tasks; shows points, differences and hints.

        What counts is the code as it was run last in this notebook, not as it is saved. Where one
        task failed and no known mistake explains it, what is shown is shown at once, and again when
        a line was found after whose change the task's checks pass.

        Args:
            task: its name, such as ``"make_line"``; None for all tasks of the chapter.
            device: where tensors live: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        """
        answer = self._ask(task, device, hidden=False)
        shown = _show(answer)
        if answer.get("unexplained"):
            found = self._ask(task, device, hidden=False, repair=_REPAIR_SECONDS)
            if found["text"] != answer["text"] and not found.get("failed"):
                shown.update(_display_of(found))

    def score(self, task: object, *, device: str = "auto") -> float | None:
        """Check a task with all checks this kit has; returns points, for the cell of a test.

        A full kit has the hidden checks too and the points are those of a grade. A student's kit
        has the public ones, which then stand for all points of the task. While nbgrader validates
        a notebook, a task that is not started has no points: the first says so, once.

        Raises:
            KitError: the kit itself failed, which must not look like a grade.
        """
        answer = self._ask(task, device, hidden=True)
        if answer.get("not_started") and os.environ.get(_EXECUTION) == "validate":
            self._not_started(str(getattr(task, "__name__", task)))
            return None
        _show(answer)
        if answer.get("failed"):
            raise KitError(answer["text"])
        return float(answer.get("score", 0.0))

    def _not_started(self, task: str) -> None:
        """Tell nbgrader's validation, whose own words are of failure and partial credit."""
        if not self._told:
            print(f"{task} is not started yet; nor may be tasks below it.", file=sys.stderr)
        self._told = True

    def _ask(
        self, task: object, device: str, *, hidden: bool, repair: float = 0.0
    ) -> dict[str, Any]:
        cells = [[cell.number, cell.source] for cell in latest(self._ran.cells())]
        name = None if task is None else str(getattr(task, "__name__", task))
        request = {"chapter": self._chapter, "task": name, "cells": cells}
        how = {"device": device, "hidden": hidden, "repair": repair}
        return self._helper.ask({**request, **how})


def load(shell: Any) -> None:
    """Put ``check``, ``score`` and ``%autograder`` into a shell; make torchvision importable."""
    torchvision_shim.ensure()  # on a CPU build of torch a notebook's own import would fail
    notebook = Notebook(shell)
    shell.register_magic_function(notebook.choose, "line", "autograder")
    shell.push({"check": notebook.check, "score": notebook.score})


def _show(answer: dict[str, Any]) -> Any:
    """Show an answer; return a handle by which it can be replaced."""
    from IPython import display

    show: Any = display.display
    return show(_display_of(answer), display_id=True)


def _display_of(answer: dict[str, Any]) -> CheckDisplay:
    return CheckDisplay(answer.get("html", ""), answer["text"])
