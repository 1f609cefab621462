"""A student's page: their code beside what failed, for staff and as students may have it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.code import CodePart
from autograder.reports import student_page
from autograder.reports.audience import Audience
from autograder.reports.student_page import Link, Links
from tests.reports.conftest import EVIL, check, result

PARTS = (
    CodePart("ben.py", 3, "def line(x):\n    return <b>x\n"),
    CodePart("ben.py", 9, "def fit():\n    pass\n"),
)
CODES = {"ch01_workflow": PARTS}
BEN = result(
    "ben",
    check("line", "fail", 1, where="ben.py:4", message="Expected 2, but got 1."),
    check("fit", "pass", 2),
)
HIDDEN = replace(
    check("fit", "fail", 0, where="ben.py:10", message="Expected 0.77, but got 3."),
    name="fits a steep line",
    check="hidden.test_steep",
    misconception="flat",
    repair="- pass\n+ return 7",
    hints=("Your line is flat.",),
)
LINKS = Links("../index.html", Link("Ada <b>", "ada.html"), Link("Eve", "eve.html"))


def page(tmp_path: Path, audience: Audience = Audience.STAFF, **more: Any) -> str:
    """The page of Ben, who failed one public and one hidden check."""
    path = tmp_path / "ben.html"
    tests = (*BEN.tests, HIDDEN)
    student_page.write(path, [replace(BEN, tests=tests)], CODES, audience, **more)
    return path.read_text(encoding="utf-8")


def test_code_stands_beside_the_check_with_its_line_marked(tmp_path: Path) -> None:
    """By a sign and an element, not by colour alone; escaped; numbered as in the file."""
    html = page(tmp_path)

    assert "<i>▶ 4</i><mark>    return &lt;b&gt;x</mark>" in html
    assert "<i>3</i>def line(x):" in html
    assert "Expected 2, but got 1." in html


def test_each_task_has_an_id_that_the_class_links_to(tmp_path: Path) -> None:
    """Label and task; it lies inside the details, which so open when they are the target."""
    assert 'id="01.line"' in page(tmp_path)
    assert 'id="01.fit"' in page(tmp_path)


def test_staff_read_mistake_change_hidden_check_and_all_code(tmp_path: Path) -> None:
    """And the foot says that this is theirs."""
    html = page(tmp_path)

    assert "fits a steep line" in html
    assert "Expected 0.77, but got 3." in html
    assert "(flat)" in html
    assert "+ return 7" in html
    assert "All code of 01 as it was graded" in html
    assert "For staff: holds hidden checks." in html


def test_a_change_that_mends_several_checks_is_shown_once(tmp_path: Path) -> None:
    """Under the code, for staff."""
    path = tmp_path / "ben.html"
    student_page.write(path, [result("ben", HIDDEN, HIDDEN)], CODES, Audience.STAFF)

    assert path.read_text(encoding="utf-8").count("+ return 7") == 1


def test_students_read_hint_and_place_and_nothing_hidden(tmp_path: Path) -> None:
    """The edition for them can be sent alone: it links to places in itself."""
    html = page(tmp_path, Audience.STUDENTS, links=LINKS)

    assert "Your line is flat." in html
    assert "<i>▶ 10</i>" in html
    for secret in ("steep", "0.77", "(flat)", "return 7", "All code", "For staff", "Eve"):
        assert secret not in html
    assert re.findall(r'href="([^"]*)"', html) == ["#tasks", "#01.line", "#01.fit"]


def test_staff_go_on_to_the_next_student_and_back_to_the_class(tmp_path: Path) -> None:
    """Names are escaped."""
    html = page(tmp_path, links=LINKS)

    assert re.search(r'href="ada\.html">← Ada &lt;b&gt;</a>', html)
    assert re.search(r'href="eve\.html">Eve →</a>', html)
    assert 'href="../index.html"' in html


def test_a_page_can_begin_with_a_paragraph(tmp_path: Path) -> None:
    """Plain text, whatever is in it."""
    assert "Graded again &lt;b&gt;." in page(tmp_path, lead="Graded again <b>.")


def test_a_hint_that_is_new_is_told_though_its_message_was_told_before(tmp_path: Path) -> None:
    """Two mistakes may do the same."""
    tests = [check("fit", "error", 0, message="ValueError", hints=(hint,)) for hint in ("A", "B")]
    path = tmp_path / "ben.html"
    student_page.write(path, [result("ben", *tests)], {}, Audience.STAFF)
    html = path.read_text(encoding="utf-8")

    assert html.count("ValueError") == 1
    assert re.findall(r'class="hint found">(\w)', html) == ["A", "B"]


@pytest.mark.parametrize("audience", Audience)
def test_hostile_code_is_text(tmp_path: Path, audience: Audience) -> None:
    """Its file's name too."""
    evil = "\n".join(EVIL)
    parts = [CodePart("</pre><script>x</script>.py", 1, evil), CodePart("a.py", 1, "")]
    told: Any = {"message": evil, "where": "</pre><script>x</script>.py:1"}
    graded = result(EVIL[0], check("line", "fail", 1, **told))
    path = tmp_path / "evil.html"
    student_page.write(path, [graded], {"ch01_workflow": parts}, audience)
    html = path.read_text(encoding="utf-8")

    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    assert html.count("</style>") == 1
    assert html.count("<mark>") == 1
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", html)


def test_a_page_without_code_leaves_no_hole(tmp_path: Path) -> None:
    """Of a run by an older kit, or of a file that could not be read."""
    path = tmp_path / "ben.html"
    student_page.write(path, [BEN], {}, Audience.STAFF)
    html = path.read_text(encoding="utf-8")

    assert "<pre" not in html
    assert 'class="beside"' not in html
    assert "All code" not in html
