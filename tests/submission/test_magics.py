"""IPython's syntax to Python."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from autograder.submission.magics import peel, transformer


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install torchinfo\nx = 1", "pass\nx = 1"),
        ("\n\n%pip install x\nx = 1", "\n\npass\nx = 1"),
        ("try:\n    import a\nexcept ImportError:\n    !pip install a\n    import a",) * 2,
        ("%time x = f(1)\ny = 2", "x = f(1)\ny = 2"),
        ("torch.nn?\nx = 1", "pass\nx = 1"),
        (">>> x = 1\n>>> y = 2", "x = 1\ny = 2"),
        ("   x = 1\n   y = 2", "x = 1\ny = 2"),
        ("!ls \\\n  -l\nx = 1", "pass\n\nx = 1"),
        ("x = '''\n%d items\n'''\n%cd ..", "x = '''\n%d items\n'''\npass"),
    ],
)
def test_magics_become_pass_on_the_same_line(source: str, python: str) -> None:
    """Every line keeps its number."""
    if source == python:
        python = source.replace("!pip install a", "pass")
    assert transformer(10_000)(source) == python


def test_what_a_shell_command_returns_stays_a_call() -> None:
    """``x = !ls`` binds x; the reduction decides on it."""
    assert transformer(10_000)("files = !ls") == "files = get_ipython().getoutput('ls')"


def test_a_cell_full_of_magics_ends_with_the_budget() -> None:
    """IPython reads a cell once for each magic in it; a hostile one is given back as it is."""
    source = "%cd\n" * 20_000
    start = time.process_time()
    assert transformer(100_000)(source) == source
    assert time.process_time() - start < 10


def test_text_without_ipython_syntax_is_left_alone() -> None:
    """A plain syntax error does not import IPython."""
    code = (
        "import sys\nfrom autograder.submission.magics import transformer\n"
        "assert transformer(1000)('x = (1') == 'x = (1'\nassert 'IPython' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_cell_magics_around_code_are_taken_off() -> None:
    """``%%time`` keeps its cell, and the cell its line numbers."""
    assert peel("%%time\nx = 1").code == "\nx = 1"
    assert peel("\n%%capture out\n%%time\nx = 1").code == "\n\n\nx = 1"
    assert peel("x = 1\n%%time").code == "x = 1\n%%time"


def test_other_cell_magics_have_no_code() -> None:
    """``%%bash`` and unknown ones are not Python."""
    for name in ("bash", "html", "script python", "unheard_of"):
        assert peel(f"%%{name}\nrm -rf x") == peel("%%sh")


def test_writefile_gives_path_and_content() -> None:
    """Quotes and options of ``%%writefile`` are understood."""
    cell = peel('%%writefile -a "going_modular/engine.py"\nx = 1\n')
    assert (cell.path, cell.content, cell.append) == ("going_modular/engine.py", "x = 1\n", True)
    assert peel("%%writefile").path == "?"
