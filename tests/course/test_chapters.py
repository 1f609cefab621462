"""Chapters and tasks are found however a person spells them, wherever the kit lies."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.errors import UsageError


def write(folder: Path, name: str, *tasks: str) -> None:
    """A small chapter with these tasks."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = [f'# %% task="{t}" points=1\ndef {t}():\n    """D."""\n' for t in tasks]
    (folder / f"{name}.py").write_text("\n".join(cells), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three chapters."""
    write(tmp_path / "solutions", "ch01_workflow", "make_line", "split")
    write(tmp_path / "solutions", "ch03_computer_vision", "train_step", "eval_model")
    write(tmp_path / "solutions", "ch04_custom_datasets", "train_step")
    return tmp_path


def test_chapters_come_by_number_with_importable_names() -> None:
    """The built-in course has 00 to 10, each with a title and what it teaches."""
    for number, chapter in enumerate(chapters.existing()):
        assert chapter.number == number
        assert chapter.name.startswith(f"ch{chapter.label}_")
        assert chapter.name.isidentifier()
        assert chapter.title != chapter.name
        assert chapter.concepts


def test_each_task_says_what_it_teaches() -> None:
    """The whole course is asked for: every task has a concept of its chapter."""
    for chapter in chapters.existing():
        assert [t.id for t in chapters.load(chapter).tasks if not t.concept] == []


def test_only_chapters_with_a_file_exist(root: Path) -> None:
    """A planned chapter is none yet."""
    assert [c.number for c in chapters.existing(root)] == [1, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "01",
        "ch01",
        "ch1",
        "CH01",
        "ch01_workflow",
        "workflow",
        "ch01_workflow.py",
        "exercises/ch01_workflow.ipynb",
    ],
)
def test_a_chapter_has_many_spellings(root: Path, text: str) -> None:
    """Number, name, or a file of it."""
    assert chapters.find(text, root).name == "ch01_workflow"
    assert chapters.find_task(text, root) == (chapters.find(text, root), None)


@pytest.mark.parametrize("text", ["12", "", "ch", "01x", "line", "³"])
def test_an_unknown_chapter_lists_those_that_exist(root: Path, text: str) -> None:
    """The message can be acted on."""
    with pytest.raises(UsageError, match=re.escape("Chapters: 01 (ch01_workflow), 03 (")):
        chapters.find(text, root)


def test_a_slip_of_the_finger_is_answered_with_a_guess(root: Path) -> None:
    """For chapters and for tasks, alone or behind a chapter."""
    with pytest.raises(UsageError, match="Did you mean workflow"):
        chapters.find("wrkflow", root)
    with pytest.raises(UsageError, match=re.escape("Did you mean 01.make_line?")):
        chapters.find_task("make_lime", root)
    with pytest.raises(UsageError, match=re.escape("Did you mean make_line? Its tasks: make_l")):
        chapters.find_task("01.make_lime", root)


def test_tasks_are_named_with_or_without_their_chapter(root: Path) -> None:
    """The chapter is needed where two have a task of one name."""
    workflow = chapters.find("01", root)

    assert chapters.find_task("01.make_line", root) == (workflow, "make_line")
    assert chapters.find_task("ch01_workflow.split", root) == (workflow, "split")
    assert chapters.find_task("split", root) == (workflow, "split")
    assert chapters.find_task("4.train_step", root)[0].number == 4
    with pytest.raises(UsageError, match=r"Write 03\.train_step or 04\.train_step"):
        chapters.find_task("train_step", root)


def test_without_any_chapter_the_message_says_so(tmp_path: Path) -> None:
    """An empty folder is no reason to crash."""
    with pytest.raises(UsageError, match="Chapters: none"):
        chapters.find_task("make_line", tmp_path)


def test_a_solution_is_preferred_to_a_stub(root: Path) -> None:
    """In a clone both are there, and a student's edits must not count as the source."""
    write(root / "exercises", "ch01_workflow", "edited")
    write(root / "exercises", "ch02_classification", "accuracy_fn")

    loaded = chapters.load(chapters.find("1", root))
    assert (loaded.solved, loaded.tasks[0].id) == (True, "make_line")
    assert [c.number for c in chapters.existing(root)] == [1, 3, 4]


def test_a_kit_without_solutions_has_the_chapters_of_its_stubs(tmp_path: Path) -> None:
    """A student's: the tasks are read from what they edit."""
    write(tmp_path / "exercises", "ch02_classification", "accuracy_fn")

    stub = chapters.load(chapters.find("2", tmp_path))

    assert (stub.solved, stub.tasks[0].id) == (False, "accuracy_fn")


def test_files_inside_the_package_come_first(tmp_path: Path) -> None:
    """A wheel carries them there; a folder of that name beside the package is someone else's."""
    write(tmp_path / "solutions", "ch02_classification", "not_ours")
    write(tmp_path / "autograder" / "_solutions", "ch01_workflow", "make_line")
    write(tmp_path / "autograder" / "_exercises", "ch01_workflow", "make_line")

    assert [c.number for c in chapters.existing(tmp_path)] == [1]
    chapter = chapters.find("1", tmp_path)
    assert chapter.stub.parent.name == "_exercises"
    assert chapter.folder == tmp_path / "chapters" / "ch01_workflow"
    (tmp_path / "autograder" / "chapters").mkdir()
    assert chapter.folder == tmp_path / "autograder" / "chapters" / "ch01_workflow"


def test_students_work_in_exercises_or_right_here(tmp_path: Path) -> None:
    """A folder without chapter files is refused with what to do."""
    with pytest.raises(UsageError, match="Go to the folder of the course kit"):
        chapters.working_folder(tmp_path)

    (tmp_path / "ch01_workflow.ipynb").touch()
    assert chapters.working_folder(tmp_path) == tmp_path
    write(tmp_path / "exercises", "ch01_workflow", "make_line")
    assert chapters.working_folder(tmp_path) == tmp_path / "exercises"


def test_the_current_directory_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands are run where the work lies."""
    write(tmp_path / "exercises", "ch01_workflow", "make_line")
    monkeypatch.chdir(tmp_path)
    assert chapters.working_folder() == tmp_path / "exercises"


def test_neither_chapters_nor_authoring_import_torch() -> None:
    """Help, build and lists of chapters must answer at once."""
    code = (
        "import sys; from autograder.authoring import build, problems;"
        "sys.exit(any(m in sys.modules for m in ('torch', 'pytest', 'IPython', 'nbformat')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_draft_is_there_for_its_author_only(root: Path) -> None:
    """It can be named and loaded, and is not among the chapters that are offered."""
    path = root / "solutions" / "ch03_computer_vision.py"
    text = f"# %% [markdown] draft=1\n# # 03 · Draft\n\n{path.read_text(encoding='utf-8')}"
    path.write_text(text, encoding="utf-8")

    assert [c.number for c in chapters.existing(root)] == [1, 4]
    assert [c.number for c in chapters.present(root)] == [1, 3, 4]
    assert len(chapters.load(chapters.find("03", root)).tasks) == 2
