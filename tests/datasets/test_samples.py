"""Every data set of the manifest has a sample figure."""

import pytest

from autograder import data
from autograder.datasets import manifest, samples
from autograder.errors import UsageError

SETS = manifest.load(data.root())


@pytest.mark.parametrize("name", list(SETS))
def test_every_set_has_a_figure(name):
    """With the set's title, and for pictures one row a class."""
    (axis,) = samples.figure(SETS[name], data.root() / name, seed=0).axes
    assert axis.get_title() == SETS[name].title
    if SETS[name].files:
        rows = [label.get_text() for label in axis.get_yticklabels()]
        assert rows == list(SETS[name].classes)


def test_missing_pictures_are_named(tmp_path):
    """By the folder that is not there."""
    with pytest.raises(UsageError, match="Expected pictures of pizza, but got: No such file"):
        samples.figure(SETS["pizza_steak_sushi"], tmp_path, seed=0)
