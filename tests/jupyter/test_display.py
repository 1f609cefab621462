"""What a check shows in a notebook."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

import pytest

from autograder.commands.page import Page
from autograder.grading.results import FAIL, NOT_STARTED, PASS, Result, TestResult
from autograder.jupyter import display

HINTS = ("look <here>", "the idea", "the place")


def check(name: str, status: str, task: str = "line", **values: object) -> TestResult:
    """One check of a task, worth two points."""
    points = 2 if status == PASS else 0
    made = TestResult(name, f"public.{name}", task, status, points, 2)
    return dataclasses.replace(made, **values)  # type: ignore[arg-type]


def page(*tests: TestResult, task: str | None = None, hidden: bool = False) -> Page:
    """A page of a chapter with these checks."""
    points = sum(test.points for test in tests)
    most = sum(test.max_points for test in tests)
    status = PASS if points == most else FAIL
    facts = ("", points, most, "cpu", (), 0.1, hidden, "this notebook", "")
    result = Result("ch01_workflow", "", status, *facts, tests)
    return Page(
        result, "this notebook", "", "01", task=task, following=("line", "Cell In[3], line 2")
    )


class Reader(HTMLParser):
    """Notes the tags of a text, and that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A tag opens."""
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The innermost one closes."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """What is read."""
        self.words += data


def read(text: str) -> Reader:
    """The HTML, which must be well formed."""
    reader = Reader(text)
    assert reader.open == []
    return reader


def test_a_failed_check_says_all_there_is_to_say() -> None:
    """Message, place, output, and hints that open one by one."""
    failed = check("y is right", FAIL, message="Expected 1,\nbut got 2.", output="debug")
    failed = dataclasses.replace(failed, where="Cell In[3], line 2")
    shown = read(display.html(page(failed, check("x", PASS), task="line"), {"line": HINTS}))

    assert "Expected 1,\nbut got 2." in shown.words
    assert "in Cell In[3], line 2" in shown.words
    assert "printed: debug" in shown.words
    assert "2 of 4 points" in shown.words
    assert shown.tags.count("details") == 3
    assert "hint 1 of 3look <here>" in shown.words


def test_a_recognised_mistake_gives_its_own_hints() -> None:
    """The first is open, as ``autograder check`` shows it at once."""
    named = check("y", FAIL, hints=("yours is flat", "why", "where"), misconception="flat")
    text = display.html(page(named, task="line"), {"line": HINTS})

    assert "yours is flat" in text
    assert "look" not in text
    assert text.count("<details") == 3
    assert text.count(" open>") == 1


def test_students_text_is_never_markup() -> None:
    """Nor does it hide: what cannot be seen is shown."""
    evil = '<script>alert(1)</script><img src=x onerror="a()">\x1b[2J'
    failed = check(evil, FAIL, message=evil, output=evil, where=evil, hint=evil)
    shown = read(display.html(page(failed, task="line"), {"line": (evil,)}))

    assert {"script", "img"}.isdisjoint(shown.tags)
    assert "\\x1b[2J" in shown.words
    assert "<script>" not in display.refusal(evil)["html"]


def test_all_tasks_are_a_line_each() -> None:
    """Solved and untouched ones; the next one is named with its place."""
    tests = [
        check("a", PASS),
        check("b", FAIL, "curve", message="Expected."),
        check("c", NOT_STARTED, "fit"),
    ]
    shown = read(display.html(page(*tests), {}))

    assert "✓ line" in shown.words
    assert "✗ curve" in shown.words
    assert "· fit · not started yet" in shown.words
    assert "Next: line (Cell In[3], line 2)" in shown.words


@pytest.mark.parametrize(
    ("hidden", "says"), [(False, "Grading also uses"), (True, "All checks of")]
)
def test_public_checks_alone_are_not_done(hidden: bool, says: str) -> None:
    """What passed is said, and what is still to come."""
    done = page(check("a", PASS), task="line", hidden=hidden)

    assert says in display.html(done, {})
    assert says in display.text(done)


def test_the_plain_text_has_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where Jupyter asks for them."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = display.text(page(check("a", FAIL, message="Expected [red]1[/red]."), task="line"))

    assert "\x1b" not in text
    assert "Expected [red]1[/red]." in text


def test_a_card_is_html_where_there_is_html() -> None:
    """And text elsewhere; without HTML there is only text."""
    assert display.CheckDisplay("<b>a</b>", "a")._repr_html_() == "<b>a</b>"
    assert repr(display.CheckDisplay("<b>a</b>", "a")) == "a"
    assert display.CheckDisplay("", "a")._repr_html_() is None
