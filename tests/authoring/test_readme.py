"""The README tells the truth about the chapters."""

from autograder.authoring import readme
from autograder.course import chapters
from autograder.course.chapters import ROOT


def test_the_table_counts_what_the_sources_hold():
    """Every chapter has a row with its tasks, points and concepts."""
    sources = [chapters.load(chapter) for chapter in chapters.existing()]

    rows = readme.table(sources).splitlines()[2:]

    assert len(rows) == len(sources)
    for row, source in zip(rows, sources, strict=True):
        assert f"| {len(source.tasks)} | {source.points} |" in row
        assert row.endswith(f"| {source.chapter.concepts} |")
        assert source.chapter.concepts


def test_the_committed_readme_is_up_to_date():
    """What a visitor reads is what the kit holds today."""
    sources = [chapters.load(chapter) for chapter in chapters.existing()]

    for path, text in readme.page(ROOT, sources):
        assert path.read_text(encoding="utf-8") == text
        assert readme.START in text


def test_a_readme_without_marks_is_left_alone():
    """Nobody's text is overwritten."""
    assert readme.with_table("mine", []) == "mine"


def test_what_stands_around_the_table_stays():
    """Only the part between the marks is ours."""
    text = f"above\n{readme.START}\nold\n{readme.END}\nbelow\n"

    new = readme.with_table(text, [])

    assert new.startswith("above\n")
    assert new.endswith("\nbelow\n")
    assert "old" not in new
