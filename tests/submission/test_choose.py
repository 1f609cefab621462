"""Which file is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.submission.choose import choose
from autograder.submission.files import folder
from autograder.submission.model import Limits

LIMITS = Limits()
STUB = "raise NotImplementedError('f')\n"


def chosen(place: Path, **files: str) -> tuple[str, str]:
    """Write files (``__`` is a slash, a leading part of the name its suffix) and choose."""
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    entry, data, note = choose(folder(place, "sub", LIMITS), "ch01_workflow", LIMITS)
    assert data == (place / entry.path).read_bytes()
    return str(entry.path), note


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ch01_workflow.py"], "ch01_workflow.py"),
        (["ch01_workflow.ipynb", "helpers.py", "other.ipynb"], "ch01_workflow.ipynb"),
        (["CH01_Workflow.py", "ch02.py"], "CH01_Workflow.py"),
        (
            ["alice/ch01_workflow.ipynb", "alice/old/ch01_workflow.ipynb"],
            "alice/ch01_workflow.ipynb",
        ),
        (["ch01_workflow.py", "ch01_workflow (1).py"], "ch01_workflow.py"),
    ],
)
def test_the_chapters_name_decides(tmp_path: Path, names: list[str], expected: str) -> None:
    """At the top before anything below, and without a note."""
    assert chosen(tmp_path, **dict.fromkeys(names, "x = 1")) == (expected, "")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ch01_workflow (1).ipynb", "notes.ipynb", "helpers.py"], "ch01_workflow (1).ipynb"),
        (["ch01_workflow_alice.py"], "ch01_workflow_alice.py"),
        (["my work.ipynb", "a.py", "b.py"], "my work.ipynb"),
        (["deep/in/here/solution.py", "data.csv"], "deep/in/here/solution.py"),
    ],
)
def test_another_name_is_taken_with_a_note(tmp_path: Path, names: list[str], expected: str) -> None:
    """What a browser renames, or the only file that can be meant."""
    path, note = chosen(tmp_path, **dict.fromkeys(names, "x = 1"))
    assert path == expected
    assert note.startswith("There is no ch01_workflow.py or ch01_workflow.ipynb; ")


@pytest.mark.parametrize(
    ("module", "notebook", "expected"),
    [
        ("x = 1", STUB * 3, "ch01_workflow.py"),
        (STUB * 3, STUB, "ch01_workflow.ipynb"),
        (STUB, STUB, "ch01_workflow.py"),
    ],
)
def test_of_module_and_notebook_the_one_with_more_work_is_taken(
    tmp_path: Path, module: str, notebook: str, expected: str
) -> None:
    """The kit hands out both; the note says what was done."""
    files = {"ch01_workflow.py": module, "ch01_workflow.ipynb": notebook}
    path, note = chosen(tmp_path, **files)
    assert path == expected
    assert note.startswith("Both ch01_workflow")
    assert f"{expected} was graded" in note


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "no module or notebook"),
        (["a.txt"], "no module or notebook"),
        (["work.zip"], "another zip"),
        (["a.py", "b.py"], "found 2: "),
        (["a.ipynb", "b.ipynb", "c.py"], "found 2: "),
        (["ch01_workflow (1).py", "ch01_workflow (2).py"], "found 2: "),
        (["a/ch01_workflow.py", "b/ch01_workflow.py"], "found 2: "),
        ([f"{n}.py" for n in range(9)], ", ..."),
    ],
)
def test_several_or_none_are_refused(tmp_path: Path, names: list[str], said: str) -> None:
    """The message lists what was found."""
    with pytest.raises(UsageError) as caught:
        chosen(tmp_path, **dict.fromkeys(names, "x = 1"))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_or_link_in_the_files_place_is_named(tmp_path: Path) -> None:
    """It is not passed over in silence."""
    (tmp_path / "ch01_workflow.py").mkdir()
    with pytest.raises(UsageError, match="it is a folder"):
        chosen(tmp_path)
    (tmp_path / "ch01_workflow.py").rmdir()
    (tmp_path / "ch01_workflow.py").symlink_to("/etc/passwd")
    with pytest.raises(UsageError, match="it is a symbolic link"):
        chosen(tmp_path)
    (tmp_path / "ch01_workflow.py").rename(tmp_path / "my.py")
    with pytest.raises(UsageError, match=r"my\.py, which is no use: it is a symbolic link"):
        chosen(tmp_path)
