"""The pytest marker ``task``, which makes a test a check of a task.

Every pytest session where the kit is installed imports this, so it imports nothing heavy before it
is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from autograder.checks.check import Check

FIXTURES = ("student", "rng", "device")
"""What a check may ask for, beside its parameters."""

_CHECK = pytest.StashKey["Check"]()


def task(name: str, *, points: int, seconds: float = 10.0) -> pytest.MarkDecorator:
    """Mark a test as a check of a task.

    Args:
        name: the task's id.
        points: what passing it earns.
        seconds: of processor time that one call of the student's code may take; by the clock three
            times as many.

    Examples:
        >>> @task("centre", points=2)
        ... def test_centre_example(student, rng, device):
        ...     "The mean of the result is 0"
        ...     expect.close(student.centre([1.0, 3.0]), [-1.0, 1.0], name="the result")
    """
    return pytest.mark.task(name, points=points, seconds=seconds)


def check_of(item: pytest.Item) -> Check | None:
    """The check that a collected test is, or None where it has no ``task`` marker."""
    marker = item.get_closest_marker("task")
    if marker is None or not isinstance(item, pytest.Function):
        return None
    if _CHECK not in item.stash:
        item.stash[_CHECK] = _check(item, marker)
    return item.stash[_CHECK]


def _check(item: pytest.Function, marker: pytest.Mark) -> Check:
    from autograder.checks.check import Check

    params = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    lines = (item.obj.__doc__ or item.originalname.replace("_", " ")).strip().splitlines()
    explanations = getattr(item.module, "EXPLANATIONS", {})
    found = [explanations[v] for v in params.values() if isinstance(v, str) and v in explanations]
    name = lines[0].format(**params) if params else lines[0]
    return Check(
        id=f"{item.path.stem}.{item.name}",
        name=name,
        task=marker.args[0],
        points=marker.kwargs["points"],
        seconds=marker.kwargs["seconds"],
        function=item.obj,
        params=params,
        wants=tuple(n for n in FIXTURES if n in item.fixturenames),
        explanation=found[0] if found else "",
    )
