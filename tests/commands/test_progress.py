"""Where a student is, and what is next."""

from __future__ import annotations

import io

from autograder.commands.hints import TaskState
from autograder.commands.progress import progress_page
from autograder.course import chapters
from autograder.screen import ASCII, open_console


def test_progress_names_what_is_next() -> None:
    """A chapter that was checked shows points and the next task; another how to begin."""
    sources = [chapters.load(chapters.find(label)) for label in ("00", "01")]
    first = sources[1].tasks[0].id
    tasks = {f"ch01_workflow.{first}": TaskState(2, 2, "pass")}
    console = open_console(io.StringIO())
    console.width = 80
    with console.capture() as capture:
        console.print(progress_page(sources, tasks, ASCII))
    lines = [line.rstrip() for line in capture.get().splitlines()]

    assert lines[0].endswith("not checked yet: autograder check 00")
    assert "2/2" in lines[1]
    assert lines[1].endswith(f"next: {sources[1].tasks[1].id}")
    assert lines[2] == "Points are those of the public checks."
