"""What a kernel ran is remembered as it ran."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.jupyter.cells import Ran, Recorder, above, latest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture
def shell(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A real shell, whose errors stay off the test's output."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    InteractiveShell.clear_instance()
    made: Any = InteractiveShell.instance()
    made.history_manager.enabled = False
    made.showtraceback = made.showsyntaxerror = lambda *_, **__: None
    yield made
    made.history_manager.end_session()
    InteractiveShell.clear_instance()


def run(shell: Any, *cells: str) -> None:
    """Run cells as a notebook does."""
    for cell in cells:
        shell.run_cell(cell, store_history=True)


def sources(recorder: Recorder) -> list[str]:
    """What is remembered, without numbers."""
    return [cell.source for cell in recorder.cells()]


def test_cells_are_remembered_from_before_and_after(shell: Any) -> None:
    """In the order they ran, under the numbers that the notebook shows."""
    run(shell, "a = 1", "this is no Python", "b = 2")
    shell.user_ns["made"] = None
    run(shell, "pass")
    recorder = Recorder(shell)
    run(shell, "c = 3", "a = 1")

    assert recorder.cells() == [Ran(3, "b = 2"), Ran(5, "c = 3"), Ran(6, "a = 1")]


def test_what_is_above_an_error_ran(shell: Any) -> None:
    """The rest of the cell did not, and a cell that cannot be compiled did not at all."""
    recorder = Recorder(shell)
    run(
        shell,
        "\n\ndef f():\n    return 1\n\nf(\n    2)\n\ndef g():\n    return 2",
        "def f(:",
        "%%time\nx = 1",
    )

    assert sources(recorder) == ["\n\ndef f():\n    return 1", "%%time\nx = 1"]


def test_the_running_cell_counts_up_to_the_question(shell: Any) -> None:
    """A definition and its check may stand in one cell."""
    recorder = Recorder(shell)
    found: list[list[str]] = []
    shell.push({"ask": lambda: found.append(sources(recorder))})
    run(shell, "x = 1\nask()\ny = 2", "def f():\n    ask()\n\n\nf()")

    assert found[0][-1] == "x = 1"
    assert found[1][-1] == "def f():\n    ask()"
    assert sources(recorder)[-1] == "def f():\n    ask()\n\n\nf()"


def test_cells_that_are_not_the_notebooks_are_not_remembered(shell: Any) -> None:
    """Editors run code of their own in the kernel, without a number."""
    recorder = Recorder(shell)
    shell.run_cell("hidden = 1", store_history=False)

    assert sources(recorder) == []


@pytest.mark.parametrize(
    ("source", "line", "left"),
    [
        ("a = 1\nb = 2\nc = 3", 2, "a = 1"),
        ("a = 1\nb = 2\nc = 3", 1, ""),
        ("%matplotlib inline\nb = 2\n1 / 0", 3, "%matplotlib inline\nb = 2"),
        ("def f(:", 1, ""),
        ("", 1, ""),
    ],
)
def test_statements_above_a_line(source: str, line: int, left: str) -> None:
    """Whole statements only."""
    assert above(source, line) == left


def test_an_old_version_of_a_cell_is_dropped() -> None:
    """What was bound again later is gone from memory; what does more stays."""
    cells = [
        Ran(1, "import torch\ndef f(): ..."),
        Ran(2, "def f(): return 1"),
        Ran(3, "NAMES = []"),
        Ran(4, "NAMES.append(f())"),
        Ran(5, "CONFIG['lr'] = 1"),
        Ran(6, "def f(): return 2"),
        Ran(7, "%%writefile engine.py\nx = 1"),
    ]

    assert [cell.number for cell in latest(cells)] == [1, 3, 4, 5, 6, 7]
