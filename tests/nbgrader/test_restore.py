"""Cells of nbgrader's are put back, and answers stay the student's."""

import pytest

from autograder.nbgrader.handed_in import Shown
from autograder.nbgrader.restore import Expected, restored

ANSWER = Expected("f", "code", "def f():\n    ...", "1", solution=True)
TEST = Expected("test_f", "code", 'check("f")', "2", grade=True, locked=True, points=4.0)
OTHER = Expected("g", "code", "def g():\n    ...", "3", solution=True)
OTHER_TEST = Expected("test_g", "code", 'check("g")', "4", grade=True, locked=True, points=2.0)
PROSE = Expected("prose", "markdown", "YOUR ANSWER", "5", grade=True, solution=True, points=3.0)
ALL = [ANSWER, TEST, OTHER, OTHER_TEST, PROSE]

HONEST = [
    Shown("markdown", "# Title"),
    Shown("code", "def f():\n    return 1", "f"),
    Shown("code", 'check("f")', "test_f"),
    Shown("code", "f()"),
    Shown("code", "def g():\n    return 2", "g"),
    Shown("code", 'check("g")', "test_g"),
    Shown("markdown", "I think so.", "prose"),
]


def ids(cells: list[dict]) -> list[str]:
    """Id of each cell, or its text where it has none."""
    return [c["metadata"].get("nbgrader", {}).get("grade_id", c["source"]) for c in cells]


def by_id(cells: list[dict], name: str) -> dict:
    """The one cell with an id."""
    (found,) = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name]
    return found


def test_an_honest_notebook_stays_as_it_is() -> None:
    """Order and text are the student's."""
    made = restored(HONEST, ALL)

    assert ids(made) == ["# Title", "f", "test_f", "f()", "g", "test_g", "prose"]
    assert by_id(made, "f")["source"] == "def f():\n    return 1"
    assert by_id(made, "prose")["source"] == "I think so."


def test_a_changed_test_is_what_it_was() -> None:
    """Text and points are nbgrader's; a cell's own claims to points never get here."""
    changed = [*HONEST[:2], Shown("code", "99.0", "test_f"), *HONEST[3:]]
    cell = by_id(restored(changed, ALL), "test_f")

    assert cell["source"] == 'check("f")'
    assert cell["metadata"]["nbgrader"]["points"] == 4.0
    assert cell["metadata"]["nbgrader"]["locked"]


def test_a_removed_test_comes_back_after_its_answer() -> None:
    """So does one of another kind than code."""
    removed = [cell for cell in HONEST if cell.claim != "test_f"]
    turned = [*removed, Shown("markdown", 'check("f")', "test_f")]

    for cells in (removed, turned):
        assert ids(restored(cells, ALL))[:4] == ["# Title", "f", "test_f", "f()"]


def test_all_cells_come_back_into_an_empty_notebook() -> None:
    """Whoever hands in nothing is graded by name."""
    assert ids(restored([], ALL)) == [one.grade_id for one in ALL]


def test_without_ids_an_answer_is_known_by_what_it_defines() -> None:
    """Tests come back behind the answers they belong to."""
    bare = [Shown(cell.kind, cell.text) for cell in HONEST]
    made = restored(bare, ALL)

    assert by_id(made, "f")["source"] == "def f():\n    return 1"
    assert ids(made).index("test_f") == ids(made).index("f") + 1
    assert "I think so." in [cell["source"] for cell in made]


def test_of_doubled_answers_the_one_worked_on_counts() -> None:
    """The others stay to be read, without an id."""
    doubled = [*HONEST, Shown("markdown", "YOUR ANSWER", "prose")]
    made = restored(doubled, ALL)

    assert by_id(made, "prose")["source"] == "I think so."
    assert ids(made)[-1] == "YOUR ANSWER"


def test_exchanged_ids_move_no_answer_out_of_sight() -> None:
    """Each expected cell is there once; what is under the wrong name can still be read."""
    swapped = [
        Shown("code", "def f():\n    return 1", "test_f"),
        Shown("code", "cheat", "f"),
        Shown("code", "def g():\n    return 2", "unknown"),
    ]
    made = restored(swapped, ALL)

    for one in ALL:
        by_id(made, one.grade_id)
    assert by_id(made, "g")["source"] == "def g():\n    return 2"


def test_pictures_stay_in_answers_and_outputs_are_empty() -> None:
    """A pasted picture is part of a written answer."""
    picture = {"a.png": {"image/png": "AAAA"}}
    made = restored([Shown("markdown", "See below.", "prose", picture)], ALL)

    assert by_id(made, "prose")["attachments"] == picture
    assert all(cell["outputs"] == [] for cell in made if cell["cell_type"] == "code")


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("a < b, [page](https://x.test/a:b) ![p](attachment:p.png) [f](a/b.py)", None),
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        (
            "[a](javascript:x) [a](\nJAVA&#115;cript:x)",
            "[a] (javascript:x) [a] (\nJAVA&#115;cript:x)",
        ),
        ("[a]\n\n[a]: data:text/html,x", "[a]\n\n[a] : data:text/html,x"),
    ],
)
def test_prose_is_no_markup_that_does_something(text: str, inert: str | None) -> None:
    """Tags are shown, and links lead to pages, files and pictures."""
    (prose, raw, code) = restored([Shown(kind, text) for kind in ("markdown", "raw", "code")], [])

    assert prose["source"] == raw["source"] == (text if inert is None else inert)
    assert code["source"] == text
