"""The backbone's training can be run again."""

import subprocess
import sys

import pytest
import torch

from autograder import backbone, data
from autograder.backbone import TinyBackbone
from autograder.datasets import manifest, pretrain
from autograder.datasets.pretrain import Budget


@pytest.fixture
def threads():
    """One thread, as the weights are made, and as many as before afterwards."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_a_small_training_gives_the_same_twice(threads):
    """Pictures, start, order and variations come from the seed."""
    said: list[str] = []
    states = [
        pretrain.train(Budget(per_class=2, held_out=1, epochs=1), said.append).state_dict()
        for _ in range(2)
    ]
    assert all(torch.equal(states[0][name], value) for name, value in states[1].items())
    assert said[0].startswith("96 pictures")
    assert said[1].startswith("epoch 1: accuracy 0.")
    assert said[2:] == said[:2]


def test_pictures_are_varied_and_whole():
    """A square in some corner, mirrored or turned, of the size that the network sees."""
    images, labels = pretrain.pictures(per_class=1, seed=3)
    assert (images.shape, images.dtype) == ((48, 3, pretrain.SIZE, pretrain.SIZE), torch.uint8)
    assert labels.tolist() == list(range(48))
    generator = torch.Generator().manual_seed(0)
    seen = [pretrain.varied(images, generator) for _ in range(6)]
    assert {tuple(some.shape[1:]) for some in seen} == {(3, pretrain.CROP, pretrain.CROP)}
    assert not all(torch.equal(seen[0], some) for some in seen)


def test_saved_weights_are_read_again(tmp_path):
    """In half precision, nearly the same numbers."""
    model = TinyBackbone()
    pretrain.save(model, tmp_path / "deep" / "weights.pt")
    saved = torch.load(tmp_path / "deep" / "weights.pt", weights_only=True)
    for name, value in model.state_dict().items():
        assert torch.allclose(saved[name].to(value.dtype), value, rtol=1e-3, atol=1e-6)


def test_the_manifest_tells_how_they_were_made():
    """Its entry is the one this code would write."""
    assert manifest.load(data.root())["backbone"] == pretrain.entry(data.root())
    assert list(pretrain.entry(data.root()).files) == [backbone.FILE.as_posix()]


@pytest.mark.exhaustive
def test_the_command_says_where_it_writes():
    """Without training first."""
    command = [sys.executable, "-m", "autograder.datasets.pretrain", "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "--to" in said
