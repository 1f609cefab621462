"""The data sets open where the course opens them, are whole, and can be replaced by real ones."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autograder import data
from autograder.datasets import manifest
from autograder.errors import UsageError
from autograder.student import torchvision_shim

torchvision_shim.ensure()
from torchvision.datasets import FashionMNIST, ImageFolder  # noqa: E402


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of its own for every test."""
    monkeypatch.setenv(data.CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of ``course_data`` as an installed package has it, to be damaged."""
    package = tmp_path / "package"
    shutil.copytree(data.root(), package / "_course_data")
    monkeypatch.setattr(manifest, "_PACKAGE", package)
    return package / "_course_data"


def test_torchvision_opens_the_garments(cache):
    """Without a download, with ten balanced classes, from the cache."""
    root = data.fashion_root()
    assert root == cache / "embedded"
    train, test = (FashionMNIST(root, train=train, download=False) for train in (True, False))
    assert (len(train), len(test)) == (5000, 1000)
    assert np.bincount(train.targets).tolist() == [500] * 10
    assert np.bincount(test.targets).tolist() == [100] * 10
    image, label = train[0]
    assert (image.size, image.mode, type(label)) == ((28, 28), "L", int)


def test_garments_unpack_where_asked(tmp_path, cache):
    """Into any folder, given as path or text."""
    assert data.fashion_root(tmp_path / "a") == tmp_path / "a"
    assert data.fashion_root(str(tmp_path / "a")) == tmp_path / "a"
    assert len(FashionMNIST(tmp_path / "a", train=False)) == 1000
    assert not cache.exists()


@pytest.mark.parametrize(("percent", "counts"), [(10, (225, 75)), (20, (450, 150))])
def test_torchvision_opens_the_dishes(percent, counts):
    """Three classes of coloured pictures in folders."""
    folder = data.food_folder(percent)
    train, test = (ImageFolder(folder / split) for split in ("train", "test"))
    assert train.classes == test.classes == ["pizza", "steak", "sushi"]
    assert (len(train), len(test)) == counts
    image, label = train[0]
    assert (image.size, image.mode, label) == ((96, 96), "RGB", 0)


def test_other_percentages_are_refused():
    """There are two food sets."""
    with pytest.raises(UsageError, match="Expected percent to be 10 or 20, but got 50"):
        data.food_folder(50)


def test_every_file_is_whole():
    """All checksums are right."""
    assert data.verify() == []


def test_damage_is_named(copy):
    """A flipped bit, a cut file and a missing one, each by its name."""
    images = copy / "fashion" / "train-images-idx3-ubyte.gz"
    content = bytearray(images.read_bytes())
    content[5000] ^= 1
    images.write_bytes(content)
    (copy / "pizza_steak_sushi" / "train" / "pizza" / "003.jpg").write_bytes(b"")
    (copy / "pizza_steak_sushi" / "test" / "sushi" / "004.jpg").unlink()
    problems = data.verify()
    names = [Path(problem.split(": Expected ")[0]).relative_to(copy) for problem in problems]
    assert [name.as_posix() for name in names] == [
        "fashion/train-images-idx3-ubyte.gz",
        "pizza_steak_sushi/test/sushi/004.jpg",
        "pizza_steak_sushi/train/pizza/003.jpg",
    ]
    assert all("but got" in problem for problem in problems)


def test_damaged_garments_are_not_unpacked(copy):
    """The packed file is named."""
    images = copy / "fashion" / "train-images-idx3-ubyte.gz"
    images.write_bytes(images.read_bytes()[:1000])
    with pytest.raises(UsageError, match=r"train-images-idx3-ubyte.gz: Expected an idx file"):
        data.fashion_root()


def test_the_rows_list_every_set(tmp_path):
    """Names, counts, sizes and licences; toys are made when asked for."""
    rows = {row.name: row for row in data.rows()}
    assert list(rows) == [
        "fashion",
        "pizza_steak_sushi",
        "pizza_steak_sushi_20_percent",
        "circles",
        "moons",
        "blobs",
        "spirals",
        "backbone",
    ]
    fashion = rows["fashion"]
    assert (fashion.classes, fashion.counts) == (10, {"train": 5000, "test": 1000})
    assert fashion.folder is not None
    assert fashion.size == sum(path.stat().st_size for path in fashion.folder.iterdir())
    assert (rows["moons"].classes, rows["moons"].folder, rows["moons"].size) == (2, None, 0)
    assert all(row.licence == "MIT" and row.real is None for row in rows.values())


@pytest.mark.parametrize("name", ["fashion", "pizza_steak_sushi", "spirals", "backbone"])
def test_a_sample_grid_is_a_picture(tmp_path, name):
    """One PNG, and nothing beside it."""
    data.sample_grid(name, tmp_path / "grid.png")
    with Image.open(tmp_path / "grid.png") as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 200
    assert [path.name for path in tmp_path.iterdir()] == ["grid.png"]


def test_unknown_names_are_corrected(tmp_path):
    """With the nearest name and all of them."""
    with pytest.raises(UsageError, match="Did you mean fashion\\? Data sets: fashion, pizza_"):
        data.sample_grid("fasion", tmp_path / "grid.png")
    with pytest.raises(UsageError, match="got 'moons'"):
        data.fetch("moons")


def test_real_sets_must_be_fetched():
    """The message says how."""
    for call in (data.fashion_root, data.food_folder):
        with pytest.raises(UsageError, match=r"it was not fetched\. Run `autograder data"):
            call(real=True)


def test_real_sets_are_opened_after_they_were_fetched(tmp_path):
    """From a folder: here the kit's own sets stand in for them."""
    fashion = data.fetch("fashion", str(data.fashion_root()))
    food = data.fetch("pizza_steak_sushi", str(data.food_folder()))
    assert data.fashion_root(real=True) == fashion
    assert len(FashionMNIST(fashion, train=True)) == 5000
    assert len(ImageFolder(data.food_folder(real=True) / "train")) == 225
    assert {row.name for row in data.rows() if row.real} == {"fashion", "pizza_steak_sushi"}
    data.sample_grid("fashion", tmp_path / "a.png", real=True)
    data.sample_grid("pizza_steak_sushi", tmp_path / "b.png", real=True)
    assert food == data.real_folder("pizza_steak_sushi")


def test_the_usual_cache_is_the_users(monkeypatch, tmp_path):
    """Where the system keeps caches, unless the variable names a folder."""
    monkeypatch.delenv(data.CACHE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert data.cache() == tmp_path / "pytorch-autograder"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert data.cache() == Path.home() / ".cache" / "pytorch-autograder"


def test_two_processes_draw_the_same():
    """Nothing depends on the process, its hash seed or its number of threads."""
    program = (
        "import hashlib; from autograder import data as d;"
        "arrays = [*d.make_garments(40, 3), *d.make_dishes(2, 3), *d.spirals(seed=3), *d.moons()];"
        "print(hashlib.sha256(b''.join(a.tobytes() for a in arrays)).hexdigest())"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]


def test_data_does_without_torch():
    """Listing and verifying must not cost the seconds that importing torch does."""
    program = (
        "import sys; from autograder import data; data.rows(); data.verify();"
        "assert not {'torch', 'sklearn', 'matplotlib'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
