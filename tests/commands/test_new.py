"""``autograder new`` says what it wrote and what to do next, or in one line what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import cli
from autograder.course import courses

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``autograder`` in an empty folder; gives the exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv(courses.VARIABLE, "")
        code = cli.run(list(arguments))
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def course(run: Run, tmp_path: Path) -> Path:
    """A course with one chapter."""
    assert run("new", "course", "mine")[0] == 0
    assert run("--course", "mine", "new", "chapter", "ch11_audio")[0] == 0
    return tmp_path / "mine"


def test_a_course_is_made_once(run: Run, tmp_path: Path) -> None:
    """A second time nothing is written over."""
    code, said, _ = run("new", "course", "mine")
    assert code == 0
    assert f"wrote {tmp_path / 'mine' / 'README.md'}" in said
    assert "Next: autograder --course mine new chapter ch11_name" in said

    code, _, error = run("new", "course", "mine")
    assert (code, error.count("\n")) == (2, 1)
    assert "Expected a new folder, but there is a course in it." in error


def test_a_chapter_can_be_graded_at_once(run: Run, course: Path) -> None:
    """All of its files are written, the exercise too, under the title that was given."""
    code, said, _ = run(
        *("--course", "mine", "new", "chapter", "ch12_speech"),
        *("--title", "Speech and silence", "--task", "loudest"),
    )
    assert code == 0
    for path in ("solutions/ch12_speech.py", "chapters/ch12_speech/hidden.py"):
        assert f"wrote {course / path}" in said
    exercise = (course / "exercises" / "ch12_speech.py").read_text(encoding="utf-8")
    assert "# # 12 · Speech and silence" in exercise
    assert 'raise NotImplementedError("loudest")' in exercise
    assert said.endswith(f"selftest --course {course} ch12_speech\n")


def test_a_task_is_added_to_its_chapter(run: Run, course: Path) -> None:
    """Behind those that are there, with hints of its own."""
    code, said, _ = run("--course", "mine", "new", "task", "11.quietest")
    assert code == 0
    assert said.endswith("ch11_audio --only quietest\n")
    exercise = (course / "exercises" / "ch11_audio.py").read_text(encoding="utf-8")
    assert exercise.index("def centre(") < exercise.index("def quietest(")
    hints = (course / "chapters" / "ch11_audio" / "public.py").read_text(encoding="utf-8")
    assert '"centre": (' in hints
    assert '"quietest": (' in hints


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chapter", "audio"), "Expected a chapter's name such as ch11_audio, but got 'audio'."),
        (("chapter", "ch11_audio"), "Expected a new name, but there is a chapter ch11_audio"),
        (("chapter", "ch12_a", "--task", "for"), "to be named as a function is, but got 'for'."),
        (("task", "loudest"), "a chapter and a task such as 11.loudest, but got 'loudest'."),
        (("task", "11.centre"), "but ch11_audio has a task centre already."),
        (("task", "11.a-b"), "Expected a task to be named as a function is, but got 'a-b'."),
        (("task", "13.loudest"), "Chapters: 11 (ch11_audio)"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(
    run: Run, course: Path, arguments: tuple[str, ...], said: str
) -> None:
    """With exit code 2, and nothing is written."""
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}
    code, _, error = run("--course", "mine", "new", *arguments)
    assert code == 2
    assert said in error
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before


def test_one_course_is_added_to(run: Run, course: Path) -> None:
    """Of two in force, none is guessed."""
    both = ("--course", "built-in", "--course", "mine")
    code, _, error = run(*both, "new", "chapter", "ch13_more")
    assert code == 2
    assert "Expected one course to add to, but several are in force." in error
