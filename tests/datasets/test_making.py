"""``course_data`` is what the code makes, and nothing else."""

import numpy as np
import pytest
from PIL import Image

from autograder import data
from autograder.datasets import idx, making, manifest
from autograder.datasets.dishes import CLASSES, dish
from autograder.datasets.garments import make_garments

MOST_BYTES = 6_000_000


def test_the_garments_are_those_of_the_code():
    """Libraries may round another way: nearly all pixels are equal, all labels are."""
    images, labels = idx.load(data.root() / "fashion", "test")
    made, truth = make_garments(making.GARMENT_COUNTS["test"], making.SEEDS["test"])
    assert (labels == truth).all()
    assert (np.abs(made.astype(int) - images) <= 2).mean() > 0.98


@pytest.mark.parametrize("folder", list(making.DISH_COUNTS))
@pytest.mark.parametrize("split", ["train", "test"])
def test_the_dishes_are_those_of_the_code(folder, split):
    """The first and the last picture of each class, but for JPEG's losses."""
    for label, name in enumerate(CLASSES):
        count = making.DISH_COUNTS[folder][split][name]
        for number in (0, count - 1):
            path = data.root() / folder / split / name / f"{number:03d}.jpg"
            with Image.open(path) as picture:
                stored = np.asarray(picture, np.float32)
            made = dish(label, making.SEEDS[split], number, making.DISH_SIZE)
            assert np.abs(stored - made).mean() < 8


def test_the_smaller_food_set_is_a_part_of_the_larger():
    """Byte for byte, so that 20 percent means more of the same."""
    small, large = making.DISH_COUNTS
    for path in (data.root() / small).rglob("*.jpg"):
        twin = data.root() / large / path.relative_to(data.root() / small)
        assert path.read_bytes() == twin.read_bytes()


def test_no_picture_is_in_both_splits():
    """Training and test pictures are all different."""
    large = data.root() / list(making.DISH_COUNTS)[1]
    contents = [path.read_bytes() for path in large.rglob("*.jpg")]
    assert len(set(contents)) == len(contents) == 600


def test_everything_is_in_the_manifest_and_small():
    """Files, counts, sizes; nothing else lies there but the manifest and the README."""
    root = data.root()
    sets = manifest.load(root)
    listed = {name for data_set in sets.values() for name in data_set.files}
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert there - listed == {"README.md", "manifest.json"}
    assert listed <= there
    assert sets["fashion"].counts == {"train": 5000, "test": 1000}
    assert sets["pizza_steak_sushi"].counts == {"train": 225, "test": 75}
    assert sets["pizza_steak_sushi_20_percent"].counts == {"train": 450, "test": 150}
    assert sum(data_set.size for data_set in sets.values()) < MOST_BYTES


@pytest.mark.exhaustive
def test_everything_can_be_made_again(tmp_path):
    """A run writes every file of the manifest, and a manifest without problems."""
    weights = manifest.load(data.root())["backbone"]  # not drawn, but trained: see test_pretrain
    manifest.write(tmp_path, (weights,), {})
    (tmp_path / "backbone").mkdir()
    for name in weights.files:
        (tmp_path / name).write_bytes((data.root() / name).read_bytes())
    making.remake(tmp_path)
    assert manifest.load(tmp_path).keys() == manifest.load(data.root()).keys()
    made, kept = manifest.load(tmp_path), manifest.load(data.root())
    assert [list(made[name].files) for name in made] == [list(kept[name].files) for name in kept]
    assert list(manifest.problems(tmp_path, made)) == []
