"""What stays with the instructor."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.course.chapters import ROOT
from autograder.release import modules, withheld

PREFIX = "autograder.chapters.ch01_workflow"
SHIPPED = ("autograder.chapters", PREFIX, f"{PREFIX}.public", f"{PREFIX}.shared")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("doubled = value + value", "solutions/ch01_workflow.py:14"),
        ('LETTER = "q"', "solutions/ch01_workflow.py:19"),
        ("assert student.double_it(4096) == 8192", "hidden.py:4"),
        ("public and test_large_numbers_double[1]", "hidden.py"),
        ("Numbers beyond a byte double too", "hidden.py:3"),
        ("return doubled + value // 4096", "mistakes.diff:19"),
        ("added_a_byte", "mistakes.diff"),
        ("Two hundred and fifty-six is a byte.", "mistakes.diff:14"),
        ("return doubled * doubled / 4", "mistakes.diff:9"),
        ("product = 2 * value", "variants.py:3"),
        (
            "double_it:arithmetic:2:2 * value -> 2 / value  # divided by a half",
            "equivalents.txt:1",
        ),
        ("return rng.integers(1000, 9000, size=7)", "edges.py:2"),
    ],
)
def test_each_of_these_is_a_secret(root: Path, text: str, place: str) -> None:
    """Solutions, hidden checks with what only they use, known mistakes, variants."""
    places = [secret.place for secret in withheld.search(root, SHIPPED).found_in(text)]

    assert [found for found in places if found.endswith(place)]


@pytest.mark.parametrize(
    "text",
    [
        "return doubled",
        "squared_instead: Twice is not to the second power.",
        "def double_it(value: int) -> int:",
        "LIMIT = 3",
        "return [number * 2 for number in numbers]",
        "assert student.double_it(2) == 4",
        "from autograder.chapters.ch01_workflow import shared",
    ],
)
def test_none_of_these_is_a_secret(root: Path, text: str) -> None:
    """What the exercise, a public check or a kit's hint shows, what is too short to tell."""
    if text == "return doubled":
        path = root / "autograder" / "chapters" / "ch01_workflow" / "public.py"
        path.write_text(path.read_text() + "    return doubled\n")

    assert list(withheld.search(root, SHIPPED).found_in(text)) == []


def test_nearly_every_line_of_the_solutions_is_distinctive() -> None:
    """Of this repository: else a search for them would prove little."""
    finished = [chapter.name for chapter in chapters.existing()]
    search = withheld.search(ROOT, modules.needed(ROOT, finished))
    secret = {line.words for line in search.secrets}
    lines = [s for s in withheld.secrets(ROOT, ROOT, ()) if s.place.startswith("solutions/")]
    long = {line.words for line in lines if len(line.words) >= 3}

    assert len(long & secret) > 0.9 * len(long)
