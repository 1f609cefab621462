"""Both sides normalise a picture alike."""

import numpy as np
import pytest
import torch

from autograder.checks import files, normalising
from autograder.remote.client import StudentError
from autograder.student import torchvision_shim

torchvision_shim.ensure()  # before the first import of torchvision


def test_statistics_are_of_three_colours_and_can_divide(rng):
    """No standard deviation is near 0."""
    for values in normalising.statistics(rng):
        assert len(values) == 3
        assert all(0.2 < value < 0.8 for value in values)


def test_a_normalised_image_has_mean_0_and_deviation_1_by_its_own_numbers():
    """Colour by colour, with or without a dimension for the batch."""
    image = torch.rand(2, 3, 8, 8, dtype=torch.float64)
    mean, std = (f(image, dim=(0, 2, 3)).tolist() for f in (torch.mean, torch.std))

    made = normalising.normalised(image, (tuple(mean), tuple(std)))

    assert torch.allclose(made.mean(dim=(0, 2, 3)), torch.zeros(3, dtype=torch.float64))
    assert torch.allclose(made.std(dim=(0, 2, 3)), torch.ones(3, dtype=torch.float64))
    assert torch.equal(normalising.normalised(image[0], (tuple(mean), tuple(std))), made[0])


def test_the_students_transform_agrees_with_ours(student_of, rng):
    """From a Pillow picture of whole numbers to float32."""
    student, pixels = student_of(), files.noise(rng, 4, 6)
    found = normalising.transform(student, normalising.IMAGENET)(files.opened(student, pixels))
    image = torch.from_numpy(pixels.astype(np.float32) / 255).permute(2, 0, 1)
    assert torch.allclose(found, normalising.normalised(image, normalising.IMAGENET), atol=1e-6)


def test_a_near_transform_gives_what_has_to_be_sent_to_a_model(student_of, rng):
    """The same numbers, which refuse to meet what claims to be on a GPU."""
    student, pixels = student_of(), files.noise(rng, 4, 6)
    picture = files.opened(student, pixels)
    plain = normalising.transform(student, normalising.IMAGENET)
    x = normalising.near(student, plain).keep(picture)
    assert torch.equal(x.value(), plain(picture))
    away = student.probes.far.keep(torch.ones(()), "cuda:1")
    with pytest.raises(StudentError, match="same device"):
        student.library("torch").add(x, away)
