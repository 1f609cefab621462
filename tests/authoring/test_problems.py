"""All errors of all files come together, in the order of files and lines."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.problems import AuthorError, errors_in

SOUND = '''\
# %% [markdown]
# # 01 · PyTorch workflow
# ## A

# %% task="a" points=2
def a():
    """Give a."""
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION
'''
PUBLIC = 'HINTS = {"a": ("x", "y", "z")}\n@task("a", points=2)\ndef test_a():\n    """right"""\n'
MISTAKE = '# %% mistake="{}" task="a"\nOne.\n\nTwo.\n\nThree.\n\n-    return 1\n+    return 2\n\n'
MISTAKES = "".join(MISTAKE.format(name) for name in ("one", "two", "three"))


def write(root: Path, path: str, text: str) -> None:
    """Write a file of the repository."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def write_chapter(root: Path) -> None:
    """A chapter without an error."""
    graders = "autograder/chapters/ch01_workflow"
    write(root, "solutions/ch01_workflow.py", SOUND)
    write(root, f"{graders}/public.py", PUBLIC)
    write(root, f"{graders}/hidden.py", "")
    write(root, f"{graders}/mistakes.diff", MISTAKES)


def test_a_sound_chapter_has_no_errors(tmp_path: Path) -> None:
    """Nor has a repository without any."""
    assert errors_in(tmp_path) == []
    write_chapter(tmp_path)
    assert errors_in(tmp_path) == []


def test_errors_of_all_files_come_together(tmp_path: Path) -> None:
    """Sorted, relative to the repository; one broken file does not hide another's errors."""
    write_chapter(tmp_path)
    graders = "autograder/chapters/ch01_workflow"
    write(tmp_path, f"{graders}/mistakes.diff", "# %% mistake=one\n")
    write(tmp_path, f"{graders}/public.py", PUBLIC.replace('"a": (', '"b": ('))
    write(tmp_path, "solutions/ch01_workflow.py", SOUND.replace("points=2", "points=3"))
    write(tmp_path, "solutions/ch02_classification.py", "# %% task=x\n")
    write(tmp_path, "solutions/notes.py", "")
    write(tmp_path, "exercises/ch07_experiment_tracking.py", "")
    (tmp_path / "solutions/ch03_computer_vision.py").write_bytes(b"\n\xff")

    errors = errors_in(tmp_path)

    assert [(e.path.as_posix(), e.line) for e in errors] == [
        (f"{graders}/mistakes.diff", 1),
        (f"{graders}/public.py", 1),
        (f"{graders}/public.py", 1),
        ("exercises/ch07_experiment_tracking.py", 1),
        ("solutions/ch01_workflow.py", 5),
        ("solutions/ch02_classification.py", 1),
        ("solutions/ch03_computer_vision.py", 1),
        ("solutions/notes.py", 1),
    ]


def test_an_error_reads_as_a_place_and_what_to_do() -> None:
    """As editors and terminals link it."""
    error = AuthorError(Path("solutions") / "ch01_workflow.py", 5, "Expected x, but got y.")
    assert str(error) == "solutions/ch01_workflow.py:5: Expected x, but got y."


def test_a_file_that_is_no_text_is_named_once(tmp_path: Path) -> None:
    """Its path is not repeated in the message."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "ch01_workflow.py").write_bytes(b"\xff")
    assert [str(error) for error in errors_in(tmp_path)] == [
        "solutions/ch01_workflow.py:1: Expected UTF-8 text, but byte 0 is not. Save it as UTF-8."
    ]


def test_the_kits_own_chapters_have_no_errors() -> None:
    """The list says where to look."""
    root = Path(__file__).resolve().parents[2]
    assert "\n".join(str(error) for error in errors_in(root)) == ""
