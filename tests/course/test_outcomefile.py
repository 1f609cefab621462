"""The file of what a chapter's known mistakes give: fresh or stale, whole or for students."""

import json
from pathlib import Path

import pytest

from autograder.course import outcomefile
from autograder.course.chapter import Chapter

SOLUTION = '# %% task="make" points=3\ndef make(n):\n    return list(range(n))\n'
MISTAKES = """\
# %% mistake="{name}" task="make"
Observed {name}.

The idea.

Where to look.

-    return list(range(n))
+    return list(range(n + {more}))

"""
GIVEN = {
    "seen": {"public.test_a": [True, "0", [], "0", []], "public.test_b": [False, "1", [], "0", []]},
    "hidden_from_public": {"public.test_a": [True, "0", [], "0", []]},
}


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    """A chapter in a clone, whose file is fresh."""
    chapter = Chapter(1, "ch01_made", "Made", tmp_path)
    chapter.folder.mkdir(parents=True)
    chapter.solution.parent.mkdir()
    chapter.solution.write_text(SOLUTION)
    cells = [MISTAKES.format(name=name, more=n) for n, name in enumerate(GIVEN, 1)]
    (chapter.folder / "mistakes.diff").write_text("".join(cells))
    (chapter.folder / "public.py").write_text("# checks\n")
    outcomefile.path_of(chapter.folder).write_text(outcomefile.text(chapter, GIVEN))
    return chapter


def test_what_was_written_is_read(chapter: Chapter) -> None:
    """Each mistake with what it gives; a line of the file for each."""
    text = outcomefile.path_of(chapter.folder).read_text()

    assert not outcomefile.is_stale(chapter)
    assert outcomefile.read(chapter) == GIVEN
    assert text.count("\n") == len(GIVEN) + 2


@pytest.mark.parametrize("name", ["public.py", "mistakes.diff", "helpers/new.py", "probes.py"])
def test_a_change_of_what_outcomes_depend_on_makes_them_stale(chapter: Chapter, name: str) -> None:
    """Then nothing is read: a wrong name would be worse than none."""
    path = chapter.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "# changed\n")

    assert outcomefile.is_stale(chapter)
    assert outcomefile.read(chapter) == {}


def test_a_file_that_cannot_be_read_is_stale(chapter: Chapter) -> None:
    """As after a merge that left its marks in it."""
    outcomefile.path_of(chapter.folder).write_text("<<<<<<< ours\n{}\n")

    assert outcomefile.is_stale(chapter)
    assert outcomefile.read(chapter) == {}


def test_a_change_of_hidden_checks_leaves_them_fresh(chapter: Chapter) -> None:
    """They are no part of what is stored."""
    (chapter.folder / "hidden.py").write_text("# other\n")

    assert not outcomefile.is_stale(chapter)


def test_a_kit_names_what_public_checks_can_find(chapter: Chapter) -> None:
    """With its hints, without its code, and not what only hidden checks look for."""
    text = outcomefile.released_text(chapter)
    for name in ("mistakes.diff", "public.py"):
        (chapter.folder / name).unlink()
    outcomefile.path_of(chapter.folder).write_text(text)

    assert [one["id"] for one in json.loads(text)["mistakes"]] == ["seen"]
    (known,) = outcomefile.known(chapter)
    assert (known.id, known.task, known.source) == ("seen", "make", "")
    assert known.hints == ("Observed seen.", "The idea.", "Where to look.")
    assert outcomefile.read(chapter) == {"seen": GIVEN["seen"]}


def test_a_chapter_without_a_file_knows_nothing(tmp_path: Path) -> None:
    """In a kit that is older than these files."""
    assert outcomefile.known(Chapter(1, "ch01_made", "Made", tmp_path)) == ()
