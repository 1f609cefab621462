"""Students' notebooks are read, whatever is in them."""

import json
from pathlib import Path

import pytest

from autograder.nbgrader.handed_in import read

CHAPTER = "ch00_fundamentals"


def book(*cells: object, **more: object) -> str:
    """The text of a notebook."""
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, **more})


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where nbgrader expects the notebook; not written yet."""
    (tmp_path / "ana").mkdir()
    return tmp_path / "ana" / f"{CHAPTER}.ipynb"


def test_text_and_claims_are_read_and_outputs_are_not(place: Path) -> None:
    """A cell is its kind, its text, and what it says it is."""
    role = {"nbgrader": {"grade_id": "test_f", "points": 99}}
    cell = {"cell_type": "code", "source": ["a\n", "b"], "metadata": role, "outputs": ["x"]}
    place.write_text(book(cell))
    (shown,) = read(place, CHAPTER).cells

    assert (shown.kind, shown.text, shown.claim) == ("code", "a\nb", "test_f")


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"cell_type": 3, "source": None, "metadata": [1]},
        {"cell_type": "code", "source": 7, "metadata": {"nbgrader": "x"}},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": ["a"]}}},
        {"cell_type": "markdown", "source": "x", "attachments": {"a": 3, "b": {"c": 4}}},
        {"cell_type": "markdown", "source": "\ud800 half a character"},
    ],
)
def test_odd_cells_become_cells_that_can_be_written(place: Path, cell: dict) -> None:
    """Nothing in a cell stops the class."""
    place.write_text(book(cell, 5, "no cell"))
    (shown,) = read(place, CHAPTER).cells

    assert shown.claim == ""
    assert shown.pictures == {}
    shown.text.encode("utf-8")


def test_pictures_are_kept_and_drawings_with_scripts_are_not(place: Path) -> None:
    """Only pictures in pixels, in plain base64."""
    pictures = {
        "a.png": {"image/png": "iVBORw0KGgo="},
        "b.svg": {"image/svg+xml": "<svg onload=alert(1)>"},
        "c.png": {"image/png": '"><script>'},
    }
    place.write_text(book({"cell_type": "markdown", "source": "x", "attachments": pictures}))

    assert read(place, CHAPTER).cells[0].pictures == {"a.png": {"image/png": "iVBORw0KGgo="}}


@pytest.mark.parametrize("text", ["{", "[]", '{"nbformat": 3, "worksheets": []}', "[" * 5000, ""])
def test_what_is_no_notebook_gives_no_cells_and_a_reason(place: Path, text: str) -> None:
    """The reason is one for the student."""
    place.write_text(text)
    found = read(place, CHAPTER)

    assert found.cells == ()
    assert f"{CHAPTER}.ipynb" in found.note


def test_under_another_name_the_file_that_is_graded_is_shown(place: Path) -> None:
    """Browsers number the second download."""
    text = book({"cell_type": "code", "source": "x", "metadata": {}})
    place.with_name(f"{CHAPTER} (1).ipynb").write_text(text)
    found = read(place, CHAPTER)

    assert [shown.text for shown in found.cells] == ["x"]
    assert "(1).ipynb was graded" in found.note


def test_links_are_not_followed(place: Path, tmp_path: Path) -> None:
    """Neither the file nor its folder may lead to somebody else's."""
    secret = tmp_path / "secret.ipynb"
    secret.write_text(book({"cell_type": "code", "source": "secret", "metadata": {}}))
    place.symlink_to(secret)
    (tmp_path / "ben").symlink_to(place.parent)

    assert read(place, CHAPTER).cells == ()
    assert read(tmp_path / "ben" / place.name, CHAPTER).cells == ()
