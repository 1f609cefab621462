"""Files of the scratch folder: what is new, gone or other."""

from autograder.student import scratch


def words(folder, before):
    """Return the words of what changed."""
    return [change.word for change in scratch.changed(folder, before)]


def test_an_untouched_folder_has_no_changes(tmp_path):
    """Whatever is in it."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("b")
    assert words(tmp_path, scratch.found(tmp_path)) == []


def test_new_other_and_missing_files_are_named(tmp_path):
    """By their path in the folder."""
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "gone.txt").write_text("gone")
    before = scratch.found(tmp_path)
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "old.txt").write_text("longer")
    (tmp_path / "new").mkdir()

    found = [(change.word, change.name) for change in scratch.changed(tmp_path, before)]

    assert found == [("deletes", "gone.txt"), ("files", "old.txt"), ("files", "new")]


def test_links_are_not_followed(tmp_path):
    """A link to a folder above it would have no end."""
    (tmp_path / "loop").symlink_to(tmp_path)
    assert list(scratch.found(tmp_path)) == ["loop"]


def test_a_folder_with_too_many_files_is_not_compared(tmp_path, monkeypatch):
    """Neither is it read to its end."""
    monkeypatch.setattr(scratch, "_MOST", 3)
    for number in range(5):
        (tmp_path / str(number)).mkdir()
    before = scratch.found(tmp_path)
    (tmp_path / "5").mkdir()
    assert words(tmp_path, before) == []
