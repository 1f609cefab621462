"""Fetch the real data sets, FashionMNIST and pizza_steak_sushi, from a network or a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.datasets import idx
from autograder.datasets.dishes import CLASSES as DISHES
from autograder.datasets.download import download, is_url
from autograder.datasets.placing import building
from autograder.datasets.unzipping import unzip
from autograder.errors import UsageError

DOWNLOAD = "download"
FASHION = "fashion"
RAW = Path("FashionMNIST", "raw")  # where torchvision looks below its root
_COURSE = "https://github.com/mrdbourke/pytorch-deep-learning/raw/main/data"
FOOD_ZIPS = {
    "pizza_steak_sushi": f"{_COURSE}/pizza_steak_sushi.zip",
    "pizza_steak_sushi_20_percent": f"{_COURSE}/pizza_steak_sushi_20_percent.zip",
}
NAMES = (FASHION, *FOOD_ZIPS)
_SPLITS = ("train", "test")
_PICTURES = {".jpg", ".jpeg", ".png"}
_DEPTH, _MOST_FOLDERS = 3, 1000


@dataclass(frozen=True, slots=True)
class _Origin:
    """A folder to read from, and what messages call it."""

    folder: Path
    name: str


def fetch(name: str, final: Path, source: str = DOWNLOAD) -> None:
    """Put the real data set ``name`` at ``final``, whole or not at all.

    Args:
        name: one of ``NAMES``.
        final: replaced. FashionMNIST gets the layout ``FashionMNIST/raw`` in it, a food set
            ``train/<class>`` and ``test/<class>``.
        source: a folder, a zip, the address of a zip, or for FashionMNIST the address of the
            folder with its four files; ``DOWNLOAD`` is the set's own address.

    Raises:
        UsageError: there is no network or no such folder, or what is there is not the data set.
    """
    collect = _collect_fashion if name == FASHION else _collect_food
    try:
        with building(final) as folder:
            scratch = folder / "scratch"
            scratch.mkdir()
            collect(_origin(name, source, scratch), folder)
            shutil.rmtree(scratch)
    except OSError as error:
        raise UsageError(
            f"{error.filename or final}: Expected to write the data set below {final.parent}, but "
            f"got: {error.strerror or error}."
        ) from None


def _origin(name: str, source: str, scratch: Path) -> _Origin:
    if source == DOWNLOAD and name == FASHION:
        return _published_fashion(scratch)
    address = FOOD_ZIPS[name] if source == DOWNLOAD else source
    if not is_url(address):
        path = Path(address).expanduser()
        return _Origin(path, address) if path.is_dir() else _unzipped(path, scratch, address)
    if name == FASHION and not address.lower().endswith(".zip"):
        _get_all(address, dict.fromkeys((f"{file}.gz" for file in idx.NAMES), ""), scratch)
        return _Origin(scratch, address)
    packed = scratch / "download.zip"
    download(address, packed)
    return _unzipped(packed, scratch, address)


def _published_fashion(scratch: Path) -> _Origin:
    """Get the files from where torchvision gets them, with its checksums."""
    from autograder.student import torchvision_shim

    torchvision_shim.ensure()
    from torchvision.datasets import FashionMNIST

    address = FashionMNIST.mirrors[0]
    _get_all(address, dict(FashionMNIST.resources), scratch)
    return _Origin(scratch, address)


def _get_all(address: str, files: Mapping[str, str], scratch: Path) -> None:
    for file, md5 in files.items():
        download(f"{address.rstrip('/')}/{file}", scratch / file, md5=md5)


def _unzipped(path: Path, scratch: Path, name: str) -> _Origin:
    folder = scratch / "unpacked"
    folder.mkdir()
    unzip(path, folder, name)
    return _Origin(folder, name)


def _collect_fashion(origin: _Origin, folder: Path) -> None:
    """Unpack the four files into the layout torchvision opens, after a look at what they hold."""
    found = next(
        (f for f in _folders(origin.folder) if all(idx.find(f, name) for name in idx.NAMES)), None
    )
    if found is None:
        raise UsageError(
            f"{origin.name}: Expected the four files of FashionMNIST, {idx.NAMES[0]}(.gz) and so "
            "on, but did not find them there."
        )
    try:
        for split in _SPLITS:
            idx.load(found, split)
    except UsageError as error:  # the scratch folder means nothing to whoever reads this
        raise UsageError(str(error).replace(str(origin.folder), origin.name)) from None
    (folder / RAW).mkdir(parents=True)
    for name in idx.NAMES:
        path = idx.find(found, name)
        assert path is not None  # looked for above
        (folder / RAW / name).write_bytes(idx.read_bytes(path))


def _collect_food(origin: _Origin, folder: Path) -> None:
    """Copy the pictures of the three classes, each of which must open."""
    wanted = [Path(split, name) for split in _SPLITS for name in DISHES]
    found = next(
        (f for f in _folders(origin.folder) if all((f / place).is_dir() for place in wanted)), None
    )
    if found is None:
        raise UsageError(
            f"{origin.name}: Expected the folders train and test with {', '.join(DISHES)} in each, "
            "but did not find them there."
        )
    for place in wanted:
        pictures = [p for p in sorted((found / place).iterdir()) if p.suffix.lower() in _PICTURES]
        if not pictures:
            raise UsageError(f"{origin.name}: Expected pictures in {place}, but found none.")
        (folder / place).mkdir(parents=True)
        for picture in pictures:
            _check(picture, f"{origin.name}: {place / picture.name}")
            shutil.copyfile(picture, folder / place / picture.name)


def _check(picture: Path, name: str) -> None:
    from PIL import Image

    try:
        with Image.open(picture) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(
            f"{name}: Expected a picture, but it cannot be read ({error}). Get the set again."
        ) from None


def _folders(top: Path) -> Iterator[Path]:
    """Yield ``top`` and the folders in it, nearest first, a few levels deep."""
    level = [top]
    seen = 0
    for _ in range(_DEPTH + 1):
        yield from level
        seen += len(level)
        if seen > _MOST_FOLDERS:
            return
        level = sorted(p for folder in level for p in _inside(folder))


def _inside(folder: Path) -> list[Path]:
    try:
        return [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    except OSError:
        return []
