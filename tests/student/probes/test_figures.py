"""What is drawn is read."""

import matplotlib.pyplot as plt
import torch

from autograder.student import probes


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
