"""Files of FashionMNIST are read as torchvision reads them, and odd ones are named."""

import gzip

import numpy as np
import pytest

from autograder.datasets import idx
from autograder.errors import UsageError


def _write(folder, images, labels):
    (folder / idx.IMAGES["train"]).write_bytes(idx.pack(images))
    (folder / f"{idx.LABELS['train']}.gz").write_bytes(gzip.compress(idx.pack(labels)))


def test_what_is_packed_is_unpacked():
    """Shape and values survive."""
    array = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    assert (idx.unpack(idx.pack(array), "x", 3) == array).all()


def test_packed_files_and_plain_ones_are_read(tmp_path):
    """Each of the files may be packed or not."""
    images, labels = np.full((3, 28, 28), 7, np.uint8), np.arange(3, dtype=np.uint8)
    _write(tmp_path, images, labels)
    loaded = idx.load(tmp_path, "train")
    assert (loaded[0] == images).all()
    assert (loaded[1] == labels).all()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<!DOCTYPE html>", "starts with b'<!DOCTYP'"),
        (b"", "starts with b''"),
        (b"\0\0\x08\x01", "starts with"),
        (b"\0\0\x08\x01\0\0\0\x05abc", "Expected 5 values of shape (5,), but got 3"),
    ],
)
def test_other_bytes_are_named(data, found):
    """The message says which file, and what it starts with or what is missing."""
    with pytest.raises(UsageError) as caught:
        idx.unpack(data, "some/file", 1)
    assert str(caught.value).startswith("some/file: Expected")
    assert found in str(caught.value)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (np.zeros((3, 28, 28), np.uint8), np.zeros(2, np.uint8)),
        (np.zeros((2, 32, 32), np.uint8), np.zeros(2, np.uint8)),
        (np.zeros((2, 28, 28), np.uint8), np.full(2, 10, np.uint8)),
        (np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8)),
    ],
)
def test_images_and_labels_must_fit(tmp_path, images, labels):
    """As many labels as images, 28x28 pixels, ten classes."""
    _write(tmp_path, images, labels)
    with pytest.raises(UsageError, match="Expected 28x28 images with as many labels"):
        idx.load(tmp_path, "train")


def test_missing_and_damaged_files_are_named(tmp_path):
    """No file; then a packed file that was cut."""
    with pytest.raises(UsageError, match=r"ubyte.gz in it, but found neither"):
        idx.load(tmp_path, "test")
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(bytes(10_000))[:20])
    with pytest.raises(UsageError, match="cannot be read"):
        idx.read_bytes(cut)
