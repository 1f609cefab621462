"""A pool of processes: one that dies costs nothing but the item that killed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom.pool import run_in_pool

WORK = """
import os

def work(path):
    if path.name == "killer" or (path.name == "unlucky" and not path.exists()):
        path.write_text("")
        os._exit(3)
    return path.name
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_dead_worker_costs_only_the_item_that_kills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """The pool is made anew, and what was running is tried again: only one item dies twice."""
    (tmp_path / "doomed_work.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    from doomed_work import work  # type: ignore[import-not-found]

    names = ("a", "unlucky", "b", "c", "d", "e", "killer", "f")
    paths = [tmp_path / name for name in names]
    results = list(run_in_pool(paths, work, workers, lost=lambda path: f"{path.name} is lost"))

    assert len(results) == len(names)
    assert set(results) == {*names, "killer is lost"} - {"killer"}


def test_an_error_in_an_item_is_raised() -> None:
    """It is not the pool's business to judge it."""
    with pytest.raises(ZeroDivisionError):
        list(run_in_pool([1, 0], (1).__truediv__, 1, lost=float))
