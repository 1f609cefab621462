"""Garments are unpacked once, whole, and never over somebody's own files."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder import data
from autograder.datasets import idx
from autograder.datasets.unpacking import unpack
from autograder.errors import UsageError


@pytest.fixture
def packed():
    """The kit's packed garments."""
    return data.root() / "fashion"


def test_files_are_unpacked_once(packed, tmp_path):
    """The second call touches nothing."""
    raw = tmp_path / "raw"
    unpack(packed, raw, replace=True)
    times = {path.name: path.stat().st_mtime_ns for path in raw.iterdir()}
    assert sorted(times) == sorted(idx.NAMES)
    unpack(packed, raw, replace=True)
    assert times == {path.name: path.stat().st_mtime_ns for path in raw.iterdir()}


def test_changed_files_are_unpacked_again(packed, tmp_path):
    """Where the kit may replace them."""
    raw = tmp_path / "raw"
    unpack(packed, raw, replace=True)
    images = raw / idx.NAMES[0]
    whole = images.read_bytes()
    images.write_bytes(whole[:100])
    unpack(packed, raw, replace=True)
    assert images.read_bytes() == whole


def test_other_files_are_kept(packed, tmp_path):
    """The real FashionMNIST may lie there."""
    (tmp_path / idx.NAMES[0]).write_bytes(b"mine")
    with pytest.raises(UsageError, match="Expected the kit's garments or nothing"):
        unpack(packed, tmp_path, replace=False)
    assert [path.name for path in tmp_path.iterdir()] == [idx.NAMES[0]]


def test_many_may_unpack_at_once(packed, tmp_path):
    """Graders start together on an empty cache."""
    raw = tmp_path / "raw"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: unpack(packed, raw, replace=True), range(4)))
    idx.load(raw, "train")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_folder_that_cannot_be_made_is_named(packed, tmp_path):
    """A file is in the way."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="Expected to unpack the garments there"):
        unpack(packed, tmp_path / "file" / "raw", replace=True)
