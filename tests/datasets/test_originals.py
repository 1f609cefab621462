"""The real sets come from a folder, a zip or a server, whole or not at all."""

import gzip
import hashlib
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

from autograder import data
from autograder.datasets import idx, originals
from autograder.datasets.dishes import CLASSES, write_folder
from autograder.errors import UsageError
from autograder.student import torchvision_shim

FOOD = "pizza_steak_sushi"


@pytest.fixture
def garments(tmp_path):
    """A folder with the four files, small and packed, as a mirror has them."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    for split in ("train", "test"):
        images, labels = data.make_garments(20, 1)
        for name, array in ((idx.IMAGES[split], images), (idx.LABELS[split], labels)):
            packed = gzip.compress(idx.pack(array.astype(np.uint8)))
            (folder / f"{name}.gz").write_bytes(packed)
    return folder


@pytest.fixture
def photographs(tmp_path):
    """A folder as the course's zip unpacks to, with what macOS leaves in it."""
    folder = tmp_path / "photographs"
    for split in ("train", "test"):
        write_folder(folder / split, dict.fromkeys(CLASSES, 2), seed=1, size=32)
    (folder / "train" / "pizza" / ".DS_Store").write_text("x")
    return folder


@pytest.fixture
def final(tmp_path):
    """Where the set shall lie."""
    return tmp_path / "real" / "set"


def _zip(folder, path, top=""):
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, top + file.relative_to(folder).as_posix())
    return path


def _files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_garments_come_from_a_folder(garments, final):
    """They are unpacked into the layout torchvision opens."""
    originals.fetch("fashion", final, str(garments))
    assert _files(final) == [f"FashionMNIST/raw/{name}" for name in sorted(idx.NAMES)]
    assert len(idx.load(final / originals.RAW, "train")[0]) == 20


def test_garments_come_from_where_torchvision_left_them(garments, final, tmp_path):
    """Below a root, unpacked, and from a zip of it."""
    originals.fetch("fashion", tmp_path / "root", str(garments))
    originals.fetch("fashion", final, str(tmp_path / "root"))
    assert len(_files(final)) == 4
    packed = _zip(tmp_path / "root", tmp_path / "root.zip")
    originals.fetch("fashion", tmp_path / "other", str(packed))
    assert _files(tmp_path / "other") == _files(final)


def test_garments_come_from_a_server(garments, final, site, sends):
    """The address is that of the folder with the four files."""
    address, answers = site
    for path in garments.iterdir():
        answers[f"/mirror/{path.name}"] = sends(path.read_bytes())
    originals.fetch("fashion", final, f"{address}/mirror/")
    assert len(_files(final)) == 4


def test_photographs_come_from_a_folder(photographs, final):
    """Pictures only, with the names they have."""
    originals.fetch(FOOD, final, str(photographs))
    expected = [f"{s}/{c}/{k:03d}.jpg" for s in ("train", "test") for c in CLASSES for k in (0, 1)]
    assert _files(final) == sorted(expected)


def test_photographs_come_from_a_zip(photographs, final, tmp_path):
    """Also if its files lie in a folder of the zip."""
    packed = _zip(photographs, tmp_path / "a.zip", top="data/pizza_steak_sushi/")
    originals.fetch(FOOD, final, str(packed))
    assert len(_files(final)) == 12


def test_photographs_come_from_a_server(photographs, final, tmp_path, site, sends):
    """The address is that of the zip."""
    address, answers = site
    packed = _zip(photographs, tmp_path / "a.zip")
    answers["/a.zip"] = sends(packed.read_bytes())
    originals.fetch(FOOD, final, f"{address}/a.zip")
    assert len(_files(final)) == 12
    assert [path.name for path in final.parent.iterdir()] == ["set"]


def test_a_page_instead_of_a_zip_is_named(final, site, sends):
    """By its address and its title."""
    address, answers = site
    answers["/a.zip"] = sends(b"<!doctype html><title>Not here</title>")
    with pytest.raises(UsageError, match=r"/a.zip: Expected a zip, but got a web page titled 'Not"):
        originals.fetch(FOOD, final, f"{address}/a.zip")


def test_a_page_instead_of_garments_is_named(final, site, sends):
    """By its address, not by a folder that is gone."""
    address, answers = site
    for name in idx.NAMES:
        answers[f"/{name}.gz"] = sends(b"<!doctype html>")
    with pytest.raises(UsageError) as caught:
        originals.fetch("fashion", final, address)
    assert str(caught.value).startswith(address)
    assert "Not a gzipped file" in str(caught.value)


@pytest.mark.parametrize("name", ["fashion", FOOD])
def test_a_folder_with_something_else_is_named(tmp_path, final, name):
    """And nothing is left where the set should be."""
    (tmp_path / "else").mkdir()
    with pytest.raises(UsageError, match="but did not find them there"):
        originals.fetch(name, final, str(tmp_path / "else"))
    assert list(final.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["fashion", FOOD])
def test_a_path_that_is_not_there_is_named(tmp_path, final, name):
    """The message names the path."""
    with pytest.raises(UsageError, match=r"none\.zip: Expected a zip or a folder"):
        originals.fetch(name, final, str(tmp_path / "none.zip"))


def test_a_class_without_pictures_is_named(photographs, final):
    """By its folder."""
    shutil.rmtree(photographs / "test" / "sushi")
    (photographs / "test" / "sushi").mkdir()
    with pytest.raises(UsageError, match=r"Expected pictures in test.sushi, but found none"):
        originals.fetch(FOOD, final, str(photographs))


def test_a_picture_that_does_not_open_is_named(photographs, final):
    """A cut file would stop a training run in the middle; the older set stays."""
    originals.fetch(FOOD, final, str(photographs))
    cut = photographs / "train" / "steak" / "001.jpg"
    cut.write_bytes(cut.read_bytes()[:300])
    with pytest.raises(UsageError, match=r"train.steak.001.jpg: Expected a picture"):
        originals.fetch(FOOD, final, str(photographs))
    assert len(_files(final)) == 12
    assert [path.name for path in final.parent.iterdir()] == ["set"]


def test_a_broken_download_leaves_nothing(photographs, final, tmp_path, site, sends):
    """The connection ends early."""
    address, answers = site
    body = _zip(photographs, tmp_path / "a.zip").read_bytes()
    answers["/a.zip"] = sends(body[: len(body) // 2], announced=len(body))
    with pytest.raises(UsageError, match="the connection ended"):
        originals.fetch(FOOD, final, f"{address}/a.zip")
    assert list(final.parent.iterdir()) == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_download_leaves_nothing_that_looks_finished(final, site, sends, sign):
    """Interrupted by its user, or killed: there is no set, and a second try begins anew."""
    address, answers = site
    answers["/a.zip"] = sends(bytes(1000), pause=0.2)
    program = "import sys; from autograder.datasets import originals as o; from pathlib import Path"
    call = f"{program}; o.fetch({FOOD!r}, Path(sys.argv[1]), sys.argv[2])"
    process = subprocess.Popen(
        [sys.executable, "-c", call, str(final), f"{address}/a.zip"], stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while not list(final.parent.rglob("download.zip")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(sign)
        assert process.wait(30) != 0
    finally:
        process.kill()
    assert not final.exists()
    left = list(final.parent.iterdir())
    assert all(path.name.startswith(".set.") and path.suffix == ".part" for path in left)
    assert sign == signal.SIGKILL or not left


def test_a_folder_that_cannot_be_written_is_named(garments, tmp_path):
    """A file is in the way."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="Expected to write the data set below"):
        originals.fetch("fashion", tmp_path / "file" / "set", str(garments))


@pytest.fixture
def published(garments, site, sends, monkeypatch):
    """Torchvision's FashionMNIST, told that it is published on this machine."""
    torchvision_shim.ensure()
    from torchvision.datasets import FashionMNIST

    address, answers = site
    files = {path.name: path.read_bytes() for path in garments.iterdir()}
    answers.update({f"/{name}": sends(content) for name, content in files.items()})
    hashes = [(name, hashlib.md5(content).hexdigest()) for name, content in files.items()]
    monkeypatch.setattr(FashionMNIST, "mirrors", [f"{address}/"])
    monkeypatch.setattr(FashionMNIST, "resources", hashes)
    return FashionMNIST


def test_published_garments_are_those_torchvision_knows(published, final):
    """From its address, with its checksums."""
    originals.fetch("fashion", final)
    assert len(published(final, train=True, download=False)) == 20


def test_published_garments_with_another_checksum_are_refused(published, final, monkeypatch):
    """The last file differs: none is kept."""
    wrong = [*published.resources[:-1], (published.resources[-1][0], "0" * 32)]
    monkeypatch.setattr(published, "resources", wrong)
    with pytest.raises(UsageError, match=f"Expected MD5 {'0' * 32}"):
        originals.fetch("fashion", final)
    assert list(final.parent.iterdir()) == []
