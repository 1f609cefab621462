"""What chapter 04 places in the student's process reports what is there."""

import sys
import types

import matplotlib.pyplot as plt
import pytest
import torch
from torch import nn

from autograder.chapters.ch04_custom_datasets import probes as probes
from autograder.student.probes import restore


def test_pictures_note_which_were_read():
    """Indices are noted from 0, also those counted from the end."""
    pictures = probes.Pictures(torch.rand(3, 3, 2, 2), torch.tensor([0, 1, 1]), ["a", "b"])
    image, label = pictures[-1]
    assert image.shape == (3, 2, 2)
    assert label == 1
    assert pictures.reads == [2]
    with pytest.raises(IndexError):
        pictures[3]


def test_device_is_settled_and_restored(monkeypatch):
    """A module's own device comes back after the check; one without gets it."""
    module = types.ModuleType("chapter")
    monkeypatch.setitem(sys.modules, "chapter", module)
    probes.settle_device("chapter", torch.device("cpu"))
    assert module.device == torch.device("cpu")
    module.device = "cuda"
    probes.settle_device("chapter", torch.device("cpu"))
    assert module.device == torch.device("cpu")
    restore()
    assert module.device == "cuda"


def test_draws_are_one_call_each():
    """A transform is called once for each draw, each time with a picture of its own."""
    image = [1.0]
    draws = probes.draws(lambda copy: copy.append(torch.rand(()).item()) or copy, image, 5)
    assert image == [1.0]
    assert len({second for _, second in draws}) == 5


def test_hooks_are_counted():
    """Hooks of layers inside count as well."""
    model = nn.Sequential(nn.ReLU())
    assert probes.hook_count(model) == 0
    model[0].register_forward_hook(lambda *_: None)
    assert probes.hook_count(model) == 1


def test_current_figure_is_read():
    """Lines, titles, legends and pictures of each axes are there."""
    plt.close("all")
    assert probes.current_figure() == []
    _, (left, right) = plt.subplots(1, 2)
    left.plot([3.0, 4.0], label="train")
    left.legend()
    right.imshow(torch.zeros(2, 3, 3).numpy())
    right.set_title("Pred")
    one, two = probes.current_figure()
    plt.close("all")
    assert one["legend"] == ["train"]
    assert one["lines"][0][1].tolist() == [3.0, 4.0]
    assert two["title"] == "Pred"
    assert two["images"][0].shape == (2, 3, 3)
