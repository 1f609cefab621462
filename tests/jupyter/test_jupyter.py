"""Notebooks as students meet them: run in a real kernel, from the first cell to the last check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring import build, notebooks
from autograder.course import chapters
from autograder.course.percent import Cell
from autograder.course.source import Source

nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # of Jupyter's own parts
    pytest.mark.exhaustive,
]


EVERY_CHAPTER = [
    pytest.param(chapter.name, marks=pytest.mark.nightly if number > 1 else ())
    for number, chapter in enumerate(chapters.existing())
]


def play(notebook: dict[str, Any], folder: Path) -> list[Any]:
    """Run a notebook as *Run All* does; returns its code cells."""
    read = nbformat.reads(json.dumps(notebook), as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(read, timeout=300, kernel_name="python3", resources=resources).execute()
    return [cell for cell in read.cells if cell.cell_type == "code"]


def made_of(*sources: str) -> dict[str, Any]:
    """A notebook of chapter 01 with its first cell and these."""
    cells = [notebooks.setup("01", ".."), *(Cell("code", source, 0) for source in sources)]
    return notebooks.notebook(cells, "ch01_workflow")


def shown(cell: Any) -> list[str]:
    """What a cell's outputs say as plain text."""
    return [o.text if "text" in o else o.data["text/plain"] for o in cell.outputs]


def test_a_check_fails_passes_and_scores(workflow: Source, tmp_path: Path) -> None:
    """The definition in memory is graded: not the older one, not one that never compiled."""
    first = "import torch\n\ndef make_line(weight, bias, n=100, noise=0.0):\n"
    right = f"{first}    x = torch.arange(n).unsqueeze(1) / n\n    return x, weight * x + bias\n"
    ran = play(
        made_of(
            f"{first}    x = torch.arange(n) / n\n    return x, weight * x + bias\n",
            'check("make_line")',
            f"{right}check('make_line')",
            'score("make_line")',
            "check(make_line)",
        ),
        tmp_path,
    )

    setup, _, failing, passing, scored, by_itself = ran
    assert setup.outputs == []
    (failed,) = failing.outputs
    assert failed.output_type == "display_data"
    assert "Expected x to have shape" in failed.data["text/plain"]
    assert "Cell In[2], line 3" in failed.data["text/html"]
    assert "All public checks of make_line passed" in shown(passing)[0]
    assert [output.output_type for output in scored.outputs] == ["display_data", "execute_result"]
    assert 0 < float(shown(scored)[1]) < workflow.task("make_line").points
    assert "All public checks" in shown(by_itself)[0]
    assert not any("stderr" in o.get("name", "") for cell in ran for o in cell.outputs)


def test_the_line_of_a_mistake_without_a_name_comes_into_the_same_card(tmp_path: Path) -> None:
    """One output, which at last says where a small change would do."""
    short = (
        "def split(X, y, train_frac=0.8):\n"
        "    cut = len(X) - int(len(X) * (1 - train_frac))\n"
        "    return X[:cut], y[:cut], X[cut:], y[cut:]\n"
    )
    *_, checked = play(made_of(f"import torch\n\n{short}", 'check("split")'), tmp_path)

    (card,) = checked.outputs
    assert "small change" in " ".join(card.data["text/plain"].split())
    assert "Cell In[2], line" in card.data["text/html"]


@pytest.mark.parametrize("chapter", EVERY_CHAPTER)
def test_solved_notebooks_run_from_top_to_bottom(chapter: str, tmp_path: Path) -> None:
    """Every cell, without an error; the last one finds all public points."""
    source = chapters.load(chapters.find(chapter))
    ran = play(build.solved_notebook(source), tmp_path)

    assert not any(o.output_type == "error" for cell in ran for o in cell.outputs)
    assert shown(ran[-1])[0].endswith("more points).")
    assert "All public checks passed" in shown(ran[-1])[0]


@pytest.mark.parametrize("chapter", EVERY_CHAPTER)
def test_students_notebooks_run_as_they_are(chapter: str, tmp_path: Path) -> None:
    """Only the cells to play with may raise, and every check says that nothing is begun."""
    source = chapters.load(chapters.find(chapter))
    ran = play(build.stub_notebook(source), tmp_path)

    raised = [cell for cell in ran for o in cell.outputs if o.output_type == "error"]
    assert all("raises-exception" in cell.metadata.tags for cell in raised)
    checks = [cell for cell in ran if cell.source.startswith("check(")]
    assert len(checks) == len(source.tasks) + 1
    assert all("not started yet" in shown(cell)[0] for cell in checks[:-1])
    assert "none started yet" in shown(checks[-1])[0]
