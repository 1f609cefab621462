# Chapter 05, module data_setup: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="data_setup"
"""Loaders for pictures in folders, one folder per class."""

from pathlib import Path
from typing import Any

from torch.utils.data import DataLoader
from torchvision import datasets

# %% [markdown]
# ## `data_setup.py`: folders in, loaders out
#
# *6 points · about 12 minutes*
#
# Chapter 04 in one function. It takes *everything* it needs as an argument: no path, no batch size
# and no transform comes from outside. That is what makes it useful for your next project too.
#
# Two loaders, two jobs. One is for learning, where a new order each epoch helps. The other is a
# measuring instrument, and nobody shakes a scale while weighing.


# %% task="data_setup.create_dataloaders" points=6 minutes=12
def create_dataloaders(
    train_dir: str | Path,
    test_dir: str | Path,
    transform: Any,
    batch_size: int = 32,
    num_workers: int = 0,
) -> tuple[DataLoader[Any], DataLoader[Any], list[str]]:
    """Make loaders for the training and the test pictures.

    Args:
        train_dir, test_dir: each holds one folder of pictures per class.
        transform: makes a tensor of a Pillow picture; for both loaders, and all that happens to
            a picture.
        batch_size, num_workers: of both loaders.

    Returns:
        The training loader, which shuffles anew each epoch; the test loader, which keeps its
        order; and the list of class names, sorted. No picture is left out of either loader.
    """
    # TODO: your code here
    raise NotImplementedError("data_setup.create_dataloaders")
