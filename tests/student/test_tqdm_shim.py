"""Progress bars where the package tqdm is not."""

import importlib
import importlib.util
import sys

from autograder.student import tqdm_shim


def test_loops_run_without_a_bar(monkeypatch):
    """All that loops say to a bar is taken, and iterating gives what was passed in."""
    for name in [name for name in sys.modules if name.split(".")[0] == "tqdm"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    before = set(sys.modules)
    tqdm_shim.ensure()
    try:
        auto = importlib.import_module("tqdm.auto")
        with auto.tqdm(range(3), desc="epochs") as bar:
            bar.set_postfix(loss=1)
            assert list(bar) == [0, 1, 2]
        assert list(auto.trange(2)) == [0, 1]
    finally:
        for name in set(sys.modules) - before:
            del sys.modules[name]
