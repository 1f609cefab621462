# Chapter 05, module engine: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="engine"
"""Training and testing, one epoch or many."""

from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

# %% [markdown]
# ## `engine.py`: one epoch of training
#
# *9 points · about 15 minutes*
#
# In the notebook, `device` was lying on the bench. Here it is an **argument**, and the function
# sends each batch there: pictures *and* labels.


# %% task="engine.train_step" points=9 minutes=15
def train_step(
    model: nn.Module,
    dataloader: DataLoader[Any],
    loss_fn: nn.Module,
    optimizer: Optimizer,
    device: torch.device | str,
) -> tuple[float, float]:
    """Train a model for one epoch, in training mode: five steps for each batch.

    Args:
        model: returns logits (n, classes); it is on the device, perhaps in evaluation mode.
        dataloader: gives batches of inputs and class numbers; the last may be smaller.
        loss_fn: called as loss_fn(logits, labels).
        optimizer: made with this model's parameters.
        device: where each batch is sent.

    Returns:
        Loss and accuracy (0 to 1) as Python floats, both from the forward passes before each step:
        the mean over the batches, as in the course. The mean over all samples is right as well.
    """
    # TODO: your code here
    raise NotImplementedError("engine.train_step")


# %% [markdown]
# ## `engine.py`: one look at the test set
#
# *7 points · about 10 minutes*
#
# The same two numbers for data that the model does not learn from. Two switches: evaluation mode
# for the layers, no gradients for autograd. A measurement changes nothing.


# %% task="engine.test_step" points=7 minutes=10 changes="mode"
def test_step(
    model: nn.Module,
    dataloader: DataLoader[Any],
    loss_fn: nn.Module,
    device: torch.device | str,
) -> tuple[float, float]:
    """Measure a model on all batches, in evaluation mode and without gradients.

    Nothing of the model changes: it may stay in evaluation mode, but one that came in it is not put
    in training mode, and its parameters still learn.

    Args:
        model, dataloader, loss_fn, device: as for train_step.

    Returns:
        Loss and accuracy (0 to 1) as Python floats: the mean over the batches, or over all samples.
    """
    # TODO: your code here
    raise NotImplementedError("engine.test_step")


# %% [markdown]
# ## `engine.py`: all epochs
#
# *7 points · about 10 minutes*
#
# Train, test, note four numbers; again and again. Whoever calls `train` twice expects two separate
# lists of results, so make the lists inside the function, where they are new each time.


# %% task="engine.train" points=7 minutes=10 needs="engine.train_step engine.test_step"
def train(
    model: nn.Module,
    train_dataloader: DataLoader[Any],
    test_dataloader: DataLoader[Any],
    optimizer: Optimizer,
    loss_fn: nn.Module,
    epochs: int,
    device: torch.device | str,
) -> dict[str, list[float]]:
    """Train and test a model, epoch by epoch.

    Args:
        model, optimizer, loss_fn, device: as for train_step.
        train_dataloader, test_dataloader: what to learn from, what to measure with.
        epochs: how many times; 0 gives empty lists.

    Returns:
        A dict of "train_loss", "train_acc", "test_loss" and "test_acc", each a list of floats with
        one entry per epoch. Each epoch is tested after its training.
    """
    # TODO: your code here
    raise NotImplementedError("engine.train")
