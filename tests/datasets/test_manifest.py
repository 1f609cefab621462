"""The manifest is read as it was written, and names every file that differs."""

import pytest

from autograder.datasets import manifest
from autograder.datasets.manifest import DataSet
from autograder.errors import KitError


@pytest.fixture
def kit(tmp_path):
    """A folder with one data set of two files, and its manifest."""
    (tmp_path / "set" / "deep").mkdir(parents=True)
    (tmp_path / "set" / "a").write_bytes(b"aaa")
    (tmp_path / "set" / "deep" / "b").write_bytes(b"bbb")
    files = manifest.stamps(tmp_path, tmp_path / "set")
    one = DataSet("set", "Title ü", "MIT", {"by": "x"}, {"train": 2}, ("a", "b"), files)
    manifest.write(tmp_path, (one, DataSet("toy", "T", "MIT", {}, {}, ("0",))), {"python": "3"})
    return tmp_path


def test_what_is_written_is_read(kit):
    """Names, order, stamps and sizes."""
    sets = manifest.load(kit)
    assert list(sets) == ["set", "toy"]
    assert list(sets["set"].files) == ["set/a", "set/deep/b"]
    assert sets["set"].classes == ("a", "b")
    assert sets["set"].size == 6
    assert list(manifest.problems(kit, sets)) == []


def test_each_file_has_one_line(kit):
    """So that a change of one file is a change of one line."""
    text = (kit / manifest.FILE).read_text(encoding="utf-8")
    assert sum('"sha256"' in line for line in text.splitlines()) == 2
    assert '"set/a": {"bytes": 3, "sha256": "9834876dcfb05cb167a5c24953eba58c' in text


def test_a_set_is_added_or_replaced(kit):
    """The others stay, and so does what made them."""
    manifest.put(kit, DataSet("new", "N", "MIT", {}, {}, ("0",)))
    manifest.put(kit, DataSet("toy", "Other", "MIT", {}, {}, ("0",)))
    sets = manifest.load(kit)
    assert list(sets) == ["set", "toy", "new"]
    assert sets["toy"].title == "Other"
    assert '"python": "3"' in (kit / manifest.FILE).read_text(encoding="utf-8")


def test_differences_are_named(kit):
    """A missing file, a longer one, and one whose content changed."""
    sets = manifest.load(kit)
    (kit / "set" / "a").write_bytes(b"aab")
    (kit / "set" / "deep" / "b").unlink()
    changed, missing = manifest.problems(kit, sets)
    assert changed.startswith(f"{kit / 'set' / 'a'}: Expected sha256 9834876dcfb05cb1…, but got")
    assert missing.startswith(f"{kit / 'set' / 'deep' / 'b'}: Expected a file of 3 bytes")
    (kit / "set" / "a").write_bytes(b"aaaa")
    assert "Expected 3 bytes, but got 4" in next(iter(manifest.problems(kit, sets)))


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "sets": {"a": {}}}'])
def test_a_damaged_manifest_is_named(tmp_path, text):
    """By its path, without a traceback."""
    (tmp_path / manifest.FILE).write_text(text)
    with pytest.raises(KitError, match=r"manifest.json: Expected the list"):
        manifest.load(tmp_path)
