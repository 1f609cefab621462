"""The data sets of the kit: where they are, whether they are whole, and the real ones instead.

A chapter opens the embedded files with `fashion_root` and `food_folder`; a grade makes hidden sets
of its own with `make_garments`, `make_dishes` and the toy functions, under secret seeds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course.source import did_you_mean
from autograder.datasets import manifest, originals
from autograder.datasets.dishes import make_dishes
from autograder.datasets.garments import make_garments
from autograder.datasets.manifest import DataSet, root
from autograder.datasets.toys import blobs, circles, moons, spirals
from autograder.datasets.unpacking import unpack
from autograder.errors import UsageError

__all__ = [
    "Row",
    "blobs",
    "cache",
    "circles",
    "fashion_root",
    "fetch",
    "food_folder",
    "make_dishes",
    "make_garments",
    "moons",
    "real_folder",
    "root",
    "rows",
    "sample_grid",
    "spirals",
    "verify",
]

CACHE = "AUTOGRADER_CACHE"
_FOOD = {10: "pizza_steak_sushi", 20: "pizza_steak_sushi_20_percent"}


@dataclass(frozen=True, slots=True)
class Row:
    """Facts about one data set, to list.

    Attributes:
        name, title, licence: as in the manifest.
        classes: how many classes it has.
        counts: samples of each split; empty if it is made when asked for.
        size: bytes on disk.
        folder: of the embedded files, None if it is made when asked for.
        real: folder of the real data set if it was fetched, else None.
    """

    name: str
    title: str
    licence: str
    classes: int
    counts: dict[str, int]
    size: int
    folder: Path | None
    real: Path | None


def cache() -> Path:
    """Return the folder for what is unpacked or fetched.

    It is ``$AUTOGRADER_CACHE`` if that is set, else ``pytorch-autograder`` among the user's caches.

    Raises:
        UsageError: the variable is not set, and this user has no home folder.
    """
    chosen = os.environ.get(CACHE)
    if chosen:
        return Path(chosen)
    try:
        caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        raise UsageError(
            f"Expected a home folder to keep data in, but found none. Set {CACHE} to a folder."
        ) from None
    return Path(caches) / "pytorch-autograder"


def fashion_root(destination: Path | str | None = None, *, real: bool = False) -> Path:
    """Return a ``root`` for ``torchvision.datasets.FashionMNIST(root, download=False)``.

    The kit's garments are packed; torchvision wants them unpacked. They are unpacked once, whole or
    not at all, and unpacked again if they have changed since.

    Args:
        destination: the folder to return; one in `cache` by default.
        real: return the real FashionMNIST instead, which must have been fetched.

    Raises:
        UsageError: other files are in the way at ``destination``, it cannot be written, or the real
            data set was not fetched.
    """
    if real:
        return real_folder("fashion")
    place = cache() / "embedded" if destination is None else Path(destination)
    unpack(root() / "fashion", place / originals.RAW, replace=destination is None)
    return place


def food_folder(percent: int = 10, *, real: bool = False) -> Path:
    """Return a folder with ``train`` and ``test``, each of which ``ImageFolder`` opens.

    Args:
        percent: 10 for 225 + 75 pictures; 20 for 450 + 150, the same ones among them.
        real: return the real photographs instead, which must have been fetched.

    Raises:
        UsageError: another ``percent``, or the real data set was not fetched.
    """
    if percent not in _FOOD:
        raise UsageError(f"Expected percent to be 10 or 20, but got {percent!r}.")
    return real_folder(_FOOD[percent]) if real else root() / _FOOD[percent]


def rows(name: str | None = None) -> list[Row]:
    """Return one row a data set, in the order of the manifest; only that of ``name`` if given.

    Raises:
        UsageError: there is no such set.
        KitError: the manifest cannot be read.
    """
    sets = manifest.load(root())
    return [_row(data_set) for data_set in (sets.values() if name is None else [_find(name, sets)])]


def verify() -> list[str]:
    """Compare every embedded file with its checksum; returns one sentence for each that differs.

    Raises:
        KitError: the manifest cannot be read.
    """
    return list(manifest.problems(root(), manifest.load(root())))


def fetch(name: str, source: str = originals.DOWNLOAD) -> Path:
    """Get the real data set in place of an embedded one; returns its folder in `cache`.

    ``fashion_root(real=True)`` and ``food_folder(real=True)`` open it from then on.

    Args:
        name: ``fashion``, ``pizza_steak_sushi`` or ``pizza_steak_sushi_20_percent``.
        source: a folder, a zip or an address; ``download`` is the set's own address.

    Raises:
        UsageError: there is no such set, no network, no such folder, or something else in it.
    """
    final = _real_path(name)
    originals.fetch(name, final, source)
    return final


def real_folder(name: str) -> Path:
    """Return the folder of a real data set.

    Raises:
        UsageError: it was not fetched.
    """
    folder = _real_path(name)
    if not folder.is_dir():
        raise UsageError(
            f"{folder}: Expected the real data set {name}, but it was not fetched. "
            f"Run `autograder data {name} --source download`, or with a folder or zip."
        )
    return folder


def sample_grid(name: str, path: Path, *, real: bool = False, seed: int = 0) -> None:
    """Write a PNG that shows some samples of each class.

    Args:
        name: of the data set.
        path: of the picture; it is replaced.
        real: show the real data set instead, which must have been fetched.
        seed: chooses the samples.

    Raises:
        UsageError: there is no such set, or the picture cannot be written.
    """
    from autograder.datasets import pictures, samples

    data_set, folder = _find(name, manifest.load(root())), root() / name
    if real:
        data_set = replace(data_set, title=f"{name}, the real one")
        folder = real_folder(name) / (originals.RAW if name == originals.FASHION else "")
    pictures.save(samples.figure(data_set, folder, seed), path)


def _find(name: str, sets: Mapping[str, DataSet]) -> DataSet:
    if name not in sets:
        raise UsageError(_unknown(name, sets))
    return sets[name]


def _real_path(name: str) -> Path:
    if name not in originals.NAMES:
        raise UsageError(_unknown(name, originals.NAMES))
    return cache() / "real" / name


def _row(data_set: DataSet) -> Row:
    fetched = cache() / "real" / data_set.name
    return Row(
        data_set.name,
        data_set.title,
        data_set.licence,
        len(data_set.classes),
        dict(data_set.counts),
        data_set.size,
        root() / data_set.name if data_set.files else None,
        fetched if fetched.is_dir() else None,
    )


def _unknown(name: str, known: Iterable[str]) -> str:
    names = list(known)
    return (
        f"Expected the name of a data set, but got {name!r}. {did_you_mean(name, names)}"
        f"Data sets: {', '.join(names)}."
    )
