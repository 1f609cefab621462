"""A class on the screen: points, notes, the most frequent mistakes, all within 80 columns."""

from __future__ import annotations

import io

import pytest

from autograder.classroom.gradebook import StudentRow, Summary
from autograder.classroom.overview import MISSING, ROWS, class_page
from autograder.screen import ASCII, Glyphs, open_console


def shown(page: object, width: int = 80) -> list[str]:
    """Render a page as its lines, without spaces at their ends."""
    console = open_console(io.StringIO())
    console.width = width
    with console.capture() as capture:
        console.print(page)
    return [line.rstrip() for line in capture.get().splitlines()]


def some_class(students: int = 2) -> Summary:
    """Make a class; the first student had an accident, the second was not graded."""
    summary = Summary(chapters={"ch00_fundamentals": 10, "ch01_workflow": 20})
    for number in range(students):
        name = f"student {number}"
        points = {"ch00_fundamentals": 7.5, "ch01_workflow": None if number == 1 else 20.0}
        most = {"ch00_fundamentals": 10.0, "ch01_workflow": 20.0}
        summary.rows[name] = StudentRow(name, points, most, ["timeout in fit"][number:])
    return summary


def test_a_class_is_a_table() -> None:
    """Points per chapter, total and percent, and what the points do not say."""
    assert shown(class_page(some_class(), Glyphs(), "gradebook.csv")) == [
        "           ch00  ch01",
        "student   of 10 of 20 total  % notes",
        "student 0   7.5    20  27.5 92 timeout in fit",
        "student 1   7.5     ?   7.5  ?",
    ]


def test_what_was_not_handed_in_is_no_zero() -> None:
    """A chapter without a hand-in is a dash."""
    summary = some_class()
    del summary.rows["student 0"].points["ch00_fundamentals"]
    del summary.rows["student 0"].max_points["ch00_fundamentals"]

    assert shown(class_page(summary, Glyphs(), ""))[2].split() == [
        "student", "0", "–", "20", "20", "100", "timeout", "in", "fit",
    ]  # fmt: skip


def test_a_large_class_points_to_its_file() -> None:
    """The screen holds some dozens of rows and says where the others are."""
    lines = shown(class_page(some_class(ROWS + 960), Glyphs(), "run/gradebook.csv"))

    assert lines[-1] == "960 more students are in run/gradebook.csv."
    assert len(lines) == ROWS + 3


def test_mistakes_are_ordered_by_how_many_made_them() -> None:
    """Each has a bar, how many of those who tried, where, its name, and the first hint."""
    summary = some_class()
    for name, count in (("flat_line", 3), ("end_included", 1)):
        key = ("ch01_workflow", "make_line", name)
        summary.seen[key] = count
        summary.hints[key] = f"{name}: look at [x]\x1b[2J"
    summary.tried["ch01_workflow", "make_line"] = 4
    lines = shown(class_page(summary, ASCII, ""))

    assert lines[-5:] == [
        "What the class got wrong most",
        "  #########... 3 of 4   ch01 make_line | flat_line",
        "               flat_line: look at [x]\\x1b[2J",
        "  ###......... 1 of 4   ch01 make_line | end_included",
        "               end_included: look at [x]\\x1b[2J",
    ]


@pytest.mark.parametrize("width", [60, 80])
def test_hostile_names_stay_in_their_place(width: int) -> None:
    """Names and notes with markup, escapes and great length do not break the table."""
    summary = some_class()
    nasty = "[red]\x1b[31m\u202e" + "x" * 500
    summary.rows[nasty] = StudentRow(
        nasty, {"ch01_workflow": 1.0}, {"ch01_workflow": 20.0}, [nasty]
    )
    lines = shown(class_page(summary, Glyphs(), ""), width)

    assert max(map(len, lines)) <= width
    assert "\x1b" not in "".join(lines)
    assert "[red]" in "".join(lines)


def test_who_is_missing_is_listed_below() -> None:
    """By name; they have no line in the table."""
    summary = some_class()
    for number in range(MISSING + 2):
        summary.rows[f"m{number}"] = StudentRow(f"m{number}", name=f"Fay {number}", is_missing=True)
    lines = shown(class_page(summary, Glyphs(), ""))
    text = " ".join(lines)

    assert [line for line in lines if line.startswith("m0")] == []
    assert "Nothing was handed in by Fay 0, Fay 1," in text
    assert text.endswith("Fay 19 and 2 more")
