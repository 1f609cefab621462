"""The page a student reads: every state of a task, 80 columns wide, nothing obeyed."""

from __future__ import annotations

import io

import pytest

from autograder.commands.page import Page, check_page
from autograder.grading.results import Result, TestResult
from autograder.screen import ASCII, Glyphs, open_console

HINTS = ("Your x has one dimension.", "idea", "where")


def check(task: str, status: str, points: float = 0, of: float = 1, **more: object) -> TestResult:
    """Make a check of a task."""
    name = str(more.pop("name", "returns n values"))
    return TestResult(name, "public.test_x", task, status, points, of, **more)  # type: ignore[arg-type]


def page(*tests: TestResult, **more: object) -> Page:
    """Make a page of some checks."""
    points, most = sum(t.points for t in tests), sum(t.max_points for t in tests)
    result = Result(
        "ch01_workflow", "", "fail", str(more.pop("message", "")), points, most, "cpu", (), 0.1,
        False, "ch01_workflow.py", "f", tests,
    )  # fmt: skip
    place = ("make_line", "ch01_workflow.py:24")
    fields = {"more_points": 12, "following": place} | more
    return Page(result, "exercises/ch01_workflow.py", "exercises/", "01", **fields)  # type: ignore[arg-type]


def shown(a_page: Page, width: int = 80, signs: Glyphs | None = None) -> list[str]:
    """Render a page as its lines, without spaces at their ends."""
    console = open_console(io.StringIO())
    console.width = width
    with console.capture() as capture:
        console.print(check_page(a_page, signs or Glyphs()))
    return [line.rstrip() for line in capture.get().splitlines()]


def test_a_page_has_points_difference_place_hint_and_next_step() -> None:
    """One task of each state, as a student meets them."""
    message = "Expected y to be [-1.0, -0.5], but got [-1.0, 1.0]: they first differ at index 1."
    lines = shown(
        page(
            check("make_line", "pass", 1, name="x and y are float32 of shape (n, 1)"),
            check("make_line", "fail", 0, 2, name="y equals weight * x + bias", message=message,
                  where="ch01_workflow.py:24", misconception="flat", hints=HINTS),
            check("split", "pass", 2, 2),
            check("split", "pass", 1, 1),
            check("fit", "skipped", message="needs make_line"),
            check("predict", "not_started"),
        )
    )  # fmt: skip

    assert lines == [
        "ch01_workflow · exercises/ch01_workflow.py · cpu                      4/8 points",
        "  ✓ make_line x and y are float32 of shape (n, 1)                            1/1",
        "  ✗           y equals weight * x + bias                                     0/2",
        "      Expected y to be [-1.0, -0.5], but got [-1.0, 1.0]: they first differ at",
        "      index 1.",
        "      where: exercises/ch01_workflow.py:24",
        "      hint: Your x has one dimension.",
        "      (more: autograder hint 01.make_line)",
        "  ✓ split     2 checks                                                       3/3",
        "  – fit       skipped: needs make_line",
        "  · predict   not started yet",
        "Next: exercises/ch01_workflow.py:24 (make_line)",
    ]


def test_a_passed_page_never_says_done() -> None:
    """Public checks are not the whole grade, and the page says how much is left."""
    last = shown(page(check("make_line", "pass", 1)))[-1]

    assert last == "All public checks passed. Grading also uses fresh data (12 more points)."


def test_one_task_alone_is_named_at_the_end() -> None:
    """When one task was asked for, its success is not the chapter's."""
    last = shown(page(check("fit", "pass", 1), task="fit", more_points=1))[-1]

    assert last.startswith("All public checks of fit passed.")


def test_the_same_message_is_told_once() -> None:
    """A function that raises in every check is explained at the first only."""
    text = "\n".join(shown(page(*[check("fit", "error", message="ValueError: no")] * 3)))

    assert text.count("ValueError: no") == 1
    assert text.count("✗") == 3


def test_an_untouched_chapter_is_one_line() -> None:
    """A stub does not fill the screen, and nothing of it looks like a failure."""
    lines = shown(page(*[check(f"task_{n}", "not_started") for n in range(12)]))

    assert len(lines) == 3
    assert lines[1] == "  · 12 tasks, none started yet"


def test_passed_answers_are_explained_on_request() -> None:
    """What a check explains once it passed is shown where that task alone is checked."""
    quiz = check("quiz", "pass", 1, name="question 1", message="Because it is.")

    assert "1 check · why: autograder check 01.quiz" in "\n".join(shown(page(quiz)))
    assert "      Because it is." in shown(page(quiz, task="quiz"))


def test_notes_problems_and_output_are_shown() -> None:
    """The choice of the file, broken parts, and the first lines that the code printed."""
    lines = shown(
        page(
            check("fit", "fail", message="no", output="one\n" * 9),
            notes=("ch01_workflow.ipynb is newer.",),
            problems=(("ch01_workflow.py:9", "SyntaxError: '(' was never closed"),),
            message="Nothing could be run.",
        )
    )

    assert "  ch01_workflow.ipynb is newer." in lines
    assert "  exercises/ch01_workflow.py:9: SyntaxError: '(' was never closed" in lines
    assert "  Nothing could be run." in lines
    assert lines.count("      one") == 4
    assert "      [4 more lines]" in lines


@pytest.mark.parametrize("width", [40, 80])
def test_hostile_text_is_shown_not_obeyed(width: int) -> None:
    """Escape sequences, markup and very long lines neither act nor break the layout."""
    nasty = "\x1b[2J[bold red]x[/]\u202e" + "A" * 3000
    tests = (check("fit", "fail", message=nasty, output=nasty, hint=nasty, where=nasty),)
    lines = shown(page(*tests, problems=((nasty, nasty),)), width)
    text = "".join(line.strip() for line in lines)

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold" in text
    assert max(map(len, lines)) <= width
    assert len(text) < 15_000


def test_a_poor_terminal_gets_a_page_it_can_show() -> None:
    """Nothing but plain signs in any state of a task."""
    tests = (check("fit", "fail", message="no"), check("a", "pass", 1), check("b", "not_started"))

    assert "\n".join(shown(page(*tests), signs=ASCII)).isascii()
