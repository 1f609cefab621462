"""What nbgrader's notebooks and feedback pages show after grading."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from autograder.course import chapters
from autograder.errors import KitError, UsageError
from autograder.nbgrader.sandboxgrade import SandboxGrade


def cell(book: dict, name: str) -> dict:
    """The one cell of an id."""
    (found,) = [
        c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    ]
    return found


def outputs(book: dict, name: str) -> tuple[str, str]:
    """What the cell says, and its value."""
    said, value = cell(book, name)["outputs"]
    return "".join(said["text"]), "".join(value["data"]["text/plain"])


def test_a_test_cell_tells_its_points_and_reasons(small) -> None:
    """Partial credit is a plain float; the message and the hint are for the student."""
    said, value = outputs(small.graded("ben"), "test_make_tensor")

    assert value == "0.0"
    assert said.startswith("make_tensor: 0 of 4 points\n✗ ")
    assert "Expected" in said
    assert outputs(small.graded("ana"), "test_make_tensor")[1] == "4.0"


def test_restored_cells_are_graded_by_name(small) -> None:
    """Removed, doubled, re-pointed and pre-filled test cells have the points of their tasks."""
    book = small.graded("eve")
    found = {name: outputs(book, f"test_{name}")[1] for name in ("make_tensor", "summarise")}

    assert found == {"make_tensor": "4.0", "summarise": "6.0"}
    assert outputs(book, "test_describe")[1] == "4.0"
    assert outputs(book, "test_drop_ones")[1] == "6.0"
    assert outputs(book, "test_pick")[1] == "0.0"
    assert "99" not in "".join(cell(book, "test_describe")["source"])


def test_a_file_that_cannot_be_read_says_why(small) -> None:
    """All its cells are there, each with zero points and the reason."""
    book = small.graded("dan")
    said, value = outputs(book, "test_pick")

    assert value == "0.0"
    assert "not valid JSON" in said
    assert "About this submission" in "".join(book["cells"][0]["source"])


def test_nothing_was_run_but_what_the_kit_ran(small) -> None:
    """Cells that are no tests have no output, and no cell has a number."""
    for cell in small.graded("ana")["cells"]:
        role = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and not role.get("grade"):
            assert cell["outputs"] == []


def test_a_feedback_page_shows_reasons_and_no_hidden_test(small) -> None:
    """No line of the hidden checks' code is in it, and no answer of the solution."""
    page = re.sub(r"<[^>]+>", "", small.feedback("ben"))
    hidden = chapters.find("00").folder / "hidden.py"
    lines = {line.strip() for line in hidden.read_text(encoding="utf-8").splitlines()}
    code = {line for line in lines if len(line) > 30 and not line.startswith(('"""', "#", "from"))}

    assert "make_tensor: 0 of 4 points" in page
    assert len(code) > 20
    assert not [line for line in code if line in page]


class _Scripts(HTMLParser):
    """Collects what a browser would run of a page that has no script of the student's."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note handlers and addresses of scripts."""
        self._in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        """Note a script with a student's name in it."""
        if self._in_script and "eve" in data and "alert(" in data:
            self.found.append(data)


def test_what_a_student_wrote_is_no_script_in_a_feedback_page(small) -> None:
    """Prose and raw cells are printed as HTML there and in formgrader, from the same notebook."""
    page, parser = small.feedback("eve"), _Scripts()
    parser.feed(page)
    graded = "".join(
        "".join(c["source"]) for c in small.graded("eve")["cells"] if c["cell_type"] != "code"
    )

    assert parser.found == []
    assert page.count('alert("eve")') + page.count("alert(&quot;eve&quot;)") >= 8
    assert not re.search(r"<[a-z/!]", graded, re.IGNORECASE)


def test_another_assignment_is_refused(tmp_path: Path) -> None:
    """Without the kit's checks a cell without output would have full marks."""
    grade = SandboxGrade(course=str(tmp_path))
    book = nbformat.v4.new_notebook()
    names = {"student": "ana", "assignment": "homework", "notebook": "homework", "db_url": ""}

    with pytest.raises(UsageError, match="Expected a chapter"):
        grade.preprocess(book, {"nbgrader": names})


def test_without_a_result_there_is_an_error_and_no_zero(room) -> None:
    """What the kit failed to grade is not the student's fault."""
    room.hand_in("ana", room.answered({}))
    grade = SandboxGrade(course=str(room.course.root))
    names = {"student": "ana", "assignment": "ch00_fundamentals", "notebook": "x", "db_url": ""}

    with pytest.raises(KitError, match="ana: Expected a result of ch00_fundamentals"):
        grade.preprocess(nbformat.v4.new_notebook(), {"nbgrader": names})
