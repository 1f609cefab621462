"""Exercises are what the solutions give, to the byte, and give no solution away."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring import build
from autograder.course import chapters, compose, solutions
from autograder.course.source import Source
from autograder.errors import UsageError

TEXT = '''\
# %% [markdown]
# # 01 · PyTorch workflow
#
# What this is about.

# %%
import torch

N = 100

# %% [markdown]
# ## Questions
#
# Which letter?

# %% task="quiz" points=1
ANSWER_1 = "b"  ### SOLUTION

# %% [markdown]
# ## Make a line
# Größe counts.

# %% task="make_line" points=5 minutes=10
def make_line(n: int = N) -> list[int]:
    """Count to n."""
    ### BEGIN SOLUTION
    return [i + 1 for i in range(n)]
    ### END SOLUTION

# %% [markdown]
# Play with it.

# %% explore
make_line(3)
'''
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one chapter."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "ch01_workflow.py").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def source(root: Path) -> Source:
    """That chapter."""
    return chapters.load(chapters.find("01", root))


def texts(notebook: dict[str, Any]) -> list[str]:
    """The sources of a notebook's cells."""
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def test_build_writes_a_module_and_a_notebook(root: Path) -> None:
    """Readable for everyone, with nothing left beside them; a second build changes nothing."""
    written = build.build(root)

    assert written == [
        root / "exercises" / "ch01_workflow.py",
        root / "exercises" / "ch01_workflow.ipynb",
    ]
    assert sorted((root / "exercises").iterdir()) == sorted(written)
    plain = root / "plain"
    plain.touch()
    assert stat.S_IMODE(written[0].stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    before = [path.read_bytes() for path in written]
    assert build.build(root) == []
    for path in written:
        path.unlink()
    build.build(root)
    assert [path.read_bytes() for path in written] == before


def test_check_names_what_differs_and_writes_nothing(root: Path) -> None:
    """Missing, edited, or not even text."""
    module, notebook = root / "exercises/ch01_workflow.py", root / "exercises/ch01_workflow.ipynb"
    assert build.build(root, check=True) == [module, notebook]
    assert not module.exists()

    build.build(root)
    assert build.build(root, check=True) == []
    notebook.write_bytes(b"\xff")
    module.write_text(module.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert build.build(root, check=True) == [module, notebook]
    assert build.build(root) == [module, notebook]


def test_line_ends_of_a_checkout_do_not_differ(root: Path) -> None:
    """Git on Windows writes them."""
    for path in build.build(root):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert build.build(root, check=True) == []


def test_the_stub_notebook(source: Source) -> None:
    """Valid: a note under the title, the kit's own cell, play cells, a check after each task."""
    notebook = build.stub_notebook(source)
    cells = texts(notebook)

    nbformat.validate(notebook)
    assert cells[0].startswith("# 01 · PyTorch workflow\n\n> **This notebook is yours.**")
    assert cells[0].endswith("\n\nWhat this is about.")
    assert "%load_ext autograder\n%autograder 01" in cells[1]
    assert cells[6] == "## Make a line\n\n*5 points · about 10 minutes*\n\nGröße counts."
    assert 'raise NotImplementedError("make_line")' in cells[7]
    assert notebook["cells"][7]["metadata"] == {"autograder": {"task": "make_line"}}
    assert cells[8] == 'check("make_line")'
    assert notebook["cells"][8]["metadata"] == {"autograder": {"check": "make_line"}}
    assert "make_line(3)" in cells
    assert cells[-1] == "check()"


def test_the_notebook_of_a_kit_knows_where_it_is(source: Source) -> None:
    """An address for Colab is in the first code cell, and there alone."""
    here, there = build.stub_notebook(source), build.stub_notebook(source, "https://a.b/kit.zip")

    assert 'KIT = ".."' in texts(here)[1]
    assert 'KIT = "https://a.b/kit.zip"' in texts(there)[1]
    assert texts(here)[2:] == texts(there)[2:]


def test_no_solution_line_is_in_an_exercise(root: Path, source: Source) -> None:
    """Neither its code nor its marks, in module or notebook."""
    secrets = [line for cell in source.cells for line in solutions.solution_lines(cell.source)]
    assert secrets == ['ANSWER_1 = "b"', "return [i + 1 for i in range(n)]"]
    for path in build.build(root):
        text = path.read_text(encoding="utf-8")
        assert not [s for s in [*secrets, "SOLUTION"] if s in text or json.dumps(s)[1:-1] in text]


def test_solved_variants_have_no_marks(source: Source) -> None:
    """They are what a student would hand in, as module and as notebook."""
    module, notebook = compose.solved_module(source), build.solved_notebook(source)

    for text in (module, "\n".join(texts(notebook))):
        assert 'ANSWER_1 = "b"\n' in text
        assert "    return [i + 1 for i in range(n)]\n" in text
        assert "###" not in text
        assert "TODO: your" not in text
    stub = build.stub_notebook(source)
    assert [c["id"] for c in notebook["cells"]] == [c["id"] for c in stub["cells"]]


def test_a_notebook_is_composed_of_the_same_replacements(source: Source) -> None:
    """Other tasks stay solved."""
    notebook = build.compose_notebook(source, {"quiz": 'ANSWER_1 = "a"'})
    assert texts(notebook)[4] == 'ANSWER_1 = "a"'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    ### END SOLUTION\n", "", "followed by its own END SOLUTION"),
        ('"b"  ### SOLUTION', '"b"', "to have a solution"),
        ("N = 100", "N = 100  ### SOLUTION", "in the cell of a task only"),
        ("make_line(3)", "### BEGIN SOLUTION\nmake_line(3)\n### END SOLUTION", "of a task only"),
    ],
)
def test_build_refuses_what_would_leak(root: Path, old: str, new: str, says: str) -> None:
    """With file and line, and before anything is written."""
    path = root / "solutions" / "ch01_workflow.py"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")

    with pytest.raises(UsageError, match=rf"ch01_workflow\.py:\d+: .*{says}"):
        build.build(root)
    assert not (root / "exercises").exists()


def test_build_needs_a_clone(tmp_path: Path) -> None:
    """A student's kit has nothing to build from."""
    (tmp_path / "autograder" / "_solutions").mkdir(parents=True)
    with pytest.raises(UsageError, match="not in a student's"):
        build.build(tmp_path)


def test_texts_without_headings_still_get_their_points(root: Path) -> None:
    """The author is told to write a heading; the student loses nothing."""
    path = root / "solutions" / "ch01_workflow.py"
    path.write_text(TEXT.replace("# ## Make a line\n", ""), encoding="utf-8")
    source = chapters.load(chapters.find("01", root))
    assert "*5 points · about 10 minutes*\n\nGröße counts." in texts(build.stub_notebook(source))


def test_one_cell_may_hold_title_and_first_task(root: Path) -> None:
    """The note goes under the chapter's heading, the points under the task's."""
    title = "# %% [markdown]\n# # 01 · PyTorch workflow\n# ## A\n# Text."
    text = f'{title}\n\n# %% task="A" points=2\nA = 1  ### SOLUTION\n'
    (root / "solutions" / "ch01_workflow.py").write_text(text, encoding="utf-8")
    source = chapters.load(chapters.find("01", root))

    first = texts(build.stub_notebook(source))[0]
    assert first.startswith("# 01 · PyTorch workflow\n\n> **This notebook is yours.**")
    assert first.endswith("\n\n## A\n\n*2 points*\n\nText.")


def test_a_notebook_without_text_begins_with_the_note(root: Path) -> None:
    """Even then a student is told how it works."""
    path = root / "solutions" / "ch01_workflow.py"
    path.write_text('# %% task="A" points=2\nA = 1  ### SOLUTION\n', encoding="utf-8")
    source = chapters.load(chapters.find("01", root))
    assert texts(build.stub_notebook(source))[0].startswith("> **This notebook is yours.**")


def test_committed_exercises_are_what_build_writes() -> None:
    """Run `autograder build` after a change in solutions/ and commit what it writes."""
    assert chapters.existing(ROOT), "there are no chapters"
    assert build.build(ROOT, check=True) == []


def test_committed_notebooks_are_valid() -> None:
    """By nbformat's own schema, and each of their code cells is Python, but for the first."""
    for path in sorted((ROOT / "exercises").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert code[0].metadata.autograder.setup == path.name[2:4]
        for cell in code[1:]:
            ast.parse(cell.source.replace("%%writefile", "# %%writefile", 1))


@pytest.mark.exhaustive
def test_committed_stubs_import_cleanly() -> None:
    """No error and no output, with a torchvision that fits or that the kit repairs."""
    names = [path.stem for path in sorted((ROOT / "exercises").glob("ch*.py"))]
    repair = "from autograder.student import torchvision_shim; torchvision_shim.ensure()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", f"{repair}; import {', '.join(names)}"],
        cwd=ROOT / "exercises",
        env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert names, "there are no stubs"
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
