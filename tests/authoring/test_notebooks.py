"""Notebooks are valid, have steady ids, and no trace of who made them."""

from __future__ import annotations

import json
from typing import Any

import nbformat

from autograder.authoring import notebooks
from autograder.authoring.notebooks import dumps, notebook
from autograder.course.percent import Cell

CELLS = [
    Cell("markdown", "# # Title\n#\n# Größe", 1),
    Cell("code", "import torch", 1),
    Cell("code", "def a():\n    pass", 1, {"task": "a", "points": 1}),
    Cell("explore", "a()", 1),
    Cell("explore", "a()", 1),
    Cell("code", "", 1, {"task": "b"}),
]


def ids(content: dict[str, Any]) -> list[str]:
    """The ids of all cells."""
    return [cell["id"] for cell in content["cells"]]


def test_a_notebook_is_valid_nbformat() -> None:
    """Without any repair by nbformat."""
    text = dumps(notebook(CELLS, "ch01_workflow"))
    read = nbformat.reads(text, as_version=4)

    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert [cell.cell_type for cell in read.cells] == ["markdown", *["code"] * 5]
    assert read.cells[0].source == "# Title\n\nGröße"


def test_a_notebook_has_no_outputs_and_one_kernel() -> None:
    """Nothing in it depends on the machine."""
    content = notebook(CELLS, "ch01_workflow")

    assert content["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    }
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_cells_know_their_task() -> None:
    """And an explore cell may raise, so that Run all goes on past unsolved tasks."""
    metadata = [cell["metadata"] for cell in notebook(CELLS, "ch01_workflow")["cells"]]
    assert metadata[2] == {"autograder": {"task": "a"}}
    assert metadata[3] == {"tags": ["raises-exception"]}
    assert metadata[0] == metadata[1] == {}


def test_ids_are_unique_and_steady() -> None:
    """A new cell changes ids up to the next task, never the ids of tasks."""
    before = ids(notebook(CELLS, "ch01_workflow"))
    after = ids(notebook([CELLS[0], *CELLS], "ch01_workflow"))

    assert len(set(before)) == len(before)
    assert before == ids(notebook(CELLS, "ch01_workflow"))
    assert after[3:] == before[2:]


def test_the_kits_own_cells_take_no_id_from_others() -> None:
    """With checks after the tasks, every other cell keeps the id it had."""
    before = ids(notebook(CELLS, "ch01_workflow"))
    setup = notebooks.setup("01", "..")
    after = notebook([setup, *notebooks.with_checks(CELLS)], "ch01_workflow")

    roles = [cell["metadata"].get("autograder", {}) for cell in after["cells"]]
    own = [role for role in roles if role.keys() & {"setup", "check"}]
    assert own == [{"setup": "01"}, {"check": "a"}, {"check": "b"}]
    assert [id_ for id_, role in zip(ids(after), roles, strict=True) if role not in own] == before


def test_addresses_are_quoted() -> None:
    """A Windows path stays what it is in the first cell."""
    source = notebooks.setup("01", "C:\\kits\\new").source
    values: dict[str, Any] = {}
    exec(source.partition("\nimport")[0], values)

    assert values["KIT"] == "C:\\kits\\new"


def test_even_equal_tasks_get_different_ids() -> None:
    """An author's mistake must not make a file that Jupyter refuses."""
    twice = ids(notebook([CELLS[2], CELLS[2], CELLS[2]], "ch01_workflow"))
    assert len(set(twice)) == 3


def test_text_is_as_jupyter_writes_it() -> None:
    """One space of indentation, letters as they are, lines apart, a newline at the end."""
    text = dumps(notebook(CELLS, "ch01_workflow"))
    assert text.endswith("}\n")
    assert '   "source": [\n    "# Title\\n",\n    "\\n",\n    "Größe"\n   ]' in text
    assert list(json.loads(text)) == ["cells", "metadata", "nbformat", "nbformat_minor"]


def test_what_ends_a_module_comes_before_its_check() -> None:
    """A program is checked with the lines that start it, not without them."""
    of: dict[str, str | int] = {"file": "train"}
    cells = [
        Cell("code", "def main(): ...", 1, {"task": "train.main"}),
        Cell("code", 'if __name__ == "__main__":\n    main()', 4, of),
        Cell("explore", "main()", 8),
    ]

    sources = [cell.source for cell in notebooks.with_checks(cells)]

    assert sources == [cells[0].source, cells[1].source, 'check("train.main")', "main()"]
    assert notebooks.with_checks(cells[:1])[-1].source == 'check("train.main")'
