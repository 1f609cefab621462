"""Make ``course_data/`` anew: ``python -m autograder.datasets``."""

from __future__ import annotations

import gzip
import platform
from importlib import metadata
from pathlib import Path

import numpy as np

from autograder.datasets import idx, manifest
from autograder.datasets.dishes import CLASSES as DISHES
from autograder.datasets.dishes import write_folder
from autograder.datasets.garment_shapes import CLASSES as GARMENTS
from autograder.datasets.garments import make_garments
from autograder.datasets.manifest import DataSet
from autograder.datasets.placing import building

FASHION = "fashion"
SEEDS = {"train": 1, "test": 2}
GARMENT_COUNTS = {"train": 5000, "test": 1000}
DISH_SIZE = 96
# As many pictures of each class as the folders of the course have.
DISH_COUNTS = {
    "pizza_steak_sushi": {
        "train": {"pizza": 78, "steak": 75, "sushi": 72},
        "test": {"pizza": 25, "steak": 19, "sushi": 31},
    },
    "pizza_steak_sushi_20_percent": {
        "train": {"pizza": 154, "steak": 146, "sushi": 150},
        "test": {"pizza": 46, "steak": 58, "sushi": 46},
    },
}
_LICENCE = "MIT"
_TOYS = {
    "circles": "A circle around a smaller one",
    "moons": "Two half circles that reach into each other",
    "blobs": "Four round clouds",
    "spirals": "Three arms around the origin",
}
_TOY_CLASSES = {"circles": 2, "moons": 2, "blobs": 4, "spirals": 3}


def remake(root: Path) -> None:
    """Draw every set again below ``root`` and write the manifest; other files are left alone.

    What the manifest lists besides (the weights of `pretrain`) stays listed.
    """
    sets = (_fashion(root), *(_food(root, folder) for folder in DISH_COUNTS), *_toys())
    known = manifest.load(root) if (root / manifest.FILE).is_file() else {}
    made = {data_set.name for data_set in sets}
    sets += tuple(data_set for name, data_set in known.items() if name not in made)
    versions = {name: metadata.version(name) for name in ("numpy", "pillow")}
    manifest.write(root, sets, {"python": platform.python_version(), **versions})


def _fashion(root: Path) -> DataSet:
    with building(root / FASHION) as folder:
        for split, count in GARMENT_COUNTS.items():
            images, labels = make_garments(count, SEEDS[split])
            _write(folder / f"{idx.IMAGES[split]}.gz", idx.pack(images))
            _write(folder / f"{idx.LABELS[split]}.gz", idx.pack(labels.astype(np.uint8)))
    splits = {name: {"n": n, "seed": SEEDS[name]} for name, n in GARMENT_COUNTS.items()}
    return DataSet(
        FASHION,
        "Grey 28x28 garments in the classes and files of FashionMNIST",
        _LICENCE,
        {"by": "autograder.datasets.garments.make_garments", **splits},
        GARMENT_COUNTS,
        GARMENTS,
        manifest.stamps(root, root / FASHION),
    )


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data, mtime=0))


def _food(root: Path, name: str) -> DataSet:
    counts = DISH_COUNTS[name]
    splits = {s: {"counts": c, "seed": SEEDS[s], "size": DISH_SIZE} for s, c in counts.items()}
    with building(root / name) as folder:
        for split, of_class in counts.items():
            write_folder(folder / split, of_class, SEEDS[split], DISH_SIZE)
    return DataSet(
        name,
        f"{DISH_SIZE}x{DISH_SIZE} pictures of pizza, steak and sushi in folders",
        _LICENCE,
        {"by": "autograder.datasets.dishes.write_folder", **splits},
        {split: sum(of_class.values()) for split, of_class in counts.items()},
        DISHES,
        manifest.stamps(root, root / name),
    )


def _toys() -> list[DataSet]:
    return [
        DataSet(
            name,
            f"{title}, made when asked for",
            _LICENCE,
            {"by": f"autograder.datasets.toys.{name}"},
            {},
            tuple(str(label) for label in range(_TOY_CLASSES[name])),
        )
        for name, title in _TOYS.items()
    ]
