"""Garments repeat with their seed, differ without, and can be told apart."""

import time

import numpy as np
import pytest
import torch
from torch import nn

from autograder.datasets.garments import make_garments


def test_shapes_types_and_balance():
    """uint8 images, int64 labels, as many of each class as possible, on an empty background."""
    images, labels = make_garments(25, 3)
    assert (images.shape, images.dtype) == ((25, 28, 28), np.uint8)
    assert (labels.shape, labels.dtype) == ((25,), np.int64)
    assert sorted(np.bincount(labels, minlength=10)) == [2] * 5 + [3] * 5
    assert (images == 0).mean() > 0.3
    assert (images.reshape(25, -1).max(axis=1) > 50).all()


def test_the_same_seed_gives_the_same_garments():
    """And another seed gives others."""
    first, again, other = (make_garments(30, seed) for seed in (5, 5, 6))
    assert (first[0] == again[0]).all()
    assert (first[1] == again[1]).all()
    assert (first[0] != other[0]).any(axis=(1, 2)).all()


def test_labels_come_in_random_order():
    """A split without shuffling still has all classes."""
    _, labels = make_garments(300, 0)
    assert len(set(labels[:60].tolist())) == 10


@pytest.mark.parametrize("n", [1, 10])
def test_few_garments_are_no_special_case(n):
    """One garment is a set, too; and so are seeds as large as a hash."""
    assert len(make_garments(n, 2**63)[0]) == n


def test_a_hidden_set_is_drawn_quickly():
    """300 garments take a third of a second of processor time; a slow machine may take longer."""
    make_garments(10, 0)
    start = time.process_time()
    make_garments(300, 1)
    assert time.process_time() - start < 4


def test_the_nearest_neighbour_knows_most_garments():
    """Pixels carry the class: far better than chance, far from perfect."""
    images, labels = make_garments(1500, 1)
    fresh, truth = make_garments(300, 2)
    known = images.reshape(len(images), -1).astype(np.float32)
    asked = fresh.reshape(len(fresh), -1).astype(np.float32)
    distance = (known**2).sum(1) - 2 * asked @ known.T
    accuracy = (labels[distance.argmin(1)] == truth).mean()
    assert 0.5 < accuracy < 0.95


@pytest.fixture
def one_thread():
    """Small batches train slower on several threads, and not quite the same."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.exhaustive
def test_convolutions_are_worth_it(one_thread):
    """After two epochs a linear model, a small network and TinyVGG lie clearly apart."""
    linear = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    first, second, third = (_accuracy(model, seed=0) for model in (linear, network, _tiny_vgg()))
    assert 0.68 < first < second - 0.01
    assert second < third - 0.02
    assert third > 0.8


def _tiny_vgg():
    blocks = []
    for channels in (1, 10):
        blocks += [nn.Conv2d(channels, 10, 3, padding=1), nn.ReLU()]
        blocks += [nn.Conv2d(10, 10, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*blocks, nn.Flatten(), nn.Linear(10 * 7 * 7, 10))


def _accuracy(model, seed):
    """Train on the kit's garments with Adam, and score on fresh ones."""
    torch.manual_seed(seed)
    for parent in model:
        if hasattr(parent, "reset_parameters"):
            parent.reset_parameters()
    images, labels = _tensors(5000, 1)
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(2):
        for batch in torch.randperm(len(images)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
            optimizer.step()
    fresh, truth = _tensors(2000, 500_000 + seed)
    with torch.inference_mode():
        return (model(fresh).argmax(1) == truth).float().mean().item()


def _tensors(n, seed):
    images, labels = make_garments(n, seed)
    return torch.from_numpy(images[:, None]).float() / 255, torch.from_numpy(labels)
