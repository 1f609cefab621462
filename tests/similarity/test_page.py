"""What the page of a comparison shows of a pair."""

from __future__ import annotations

from pathlib import Path

from autograder.classroom.code import CodePart
from autograder.similarity import page
from autograder.similarity.compare import Document, Pair
from autograder.similarity.winnowing import Passage

EVIL = "<script>alert(1)</script>\x1b[2J"


def pair(first: str, second: str) -> Pair:
    """Two documents that share their second line."""
    one, two = (
        Document(
            owner, True, (CodePart(f"{owner}.py", 1, source),), {7: Passage(f"{owner}.py", 2, 2)}
        )
        for owner, source in (("ada", first), ("ben", second))
    )
    return Pair(one, two, 0.5, (7,), 2)


def test_the_rarest_passage_is_the_left_ones_code() -> None:
    """As it was written, without what a terminal obeys."""
    assert page.rarest(pair("a = 1\nb = 2\n", "c = 1\nd = 2\n")) == "b = 2"
    assert "\x1b" not in page.rarest(pair(f"a = 1\n{EVIL}\n", "c = 1\nd = 2\n"))


def test_the_page_holds_both_sides_and_what_it_is(tmp_path: Path) -> None:
    """Students' code makes no element."""
    page.write(tmp_path / "a.html", {"ch01_workflow": [pair(f"a = 1\n{EVIL}\n", "c\nd = 2\n")]}, 2)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")

    assert "d = 2" in text
    assert "50" in text
    assert "evidence for a person" in text
    assert "<script" not in text
    assert "\x1b" not in text


def test_a_page_of_nothing_says_so(tmp_path: Path) -> None:
    """How many were compared."""
    page.write(tmp_path / "a.html", {"ch01_workflow": []}, 12)

    assert "12" in (tmp_path / "a.html").read_text(encoding="utf-8")
