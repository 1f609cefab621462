"""What was found right is written down, and known until it changes."""

from autograder.authoring import ledger
from autograder.course import chapters
from autograder.grading import fingerprint


def test_a_chapter_is_changed_until_it_is_recorded(tmp_path):
    """Without a ledger nothing is known; a record adds to it."""
    first, second, third = chapters.existing()[:3]
    path = tmp_path / "ledger.json"

    assert ledger.changed([first, second], path) == [first, second]
    ledger.record([first], path)
    ledger.record([second], path)
    assert ledger.changed([first, second, third], path) == [third]


def test_another_fingerprint_is_a_change(tmp_path, monkeypatch):
    """The chapter, or what grades it, is not as it was."""
    every, path = chapters.existing()[:1], tmp_path / "ledger.json"
    ledger.record(every, path)
    monkeypatch.setattr(fingerprint, "of_chapter", lambda _: "another")

    assert ledger.changed(every, path) == list(every)
