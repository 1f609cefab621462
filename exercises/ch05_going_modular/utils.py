# Chapter 05, module utils: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="utils"
"""Models to files, and back."""

from pathlib import Path

import torch
from torch import nn

# %% [markdown]
# ## `utils.py`: save
#
# *8 points · about 10 minutes*
#
# Save the **numbers**, not the object: a `state_dict` is tensors by name, and any program can read
# it. A pickled module remembers the path of your class instead, and breaks when you rename a file.
#
# Files of this kind end in `.pt` or `.pth`. Refuse everything else *before* you write, with an
# error that says what to do.


# %% task="utils.save_model" points=8 minutes=10
def save_model(model: nn.Module, target_dir: str | Path, model_name: str) -> None:
    """Save a model's state dict as target_dir/model_name.

    Args:
        model: the model.
        target_dir: the folder; made, with all folders above it, if it is not there.
        model_name: ends in .pt or .pth. A file of that name is overwritten.

    Raises:
        ValueError: another ending; nothing is written then, not even the folder is made. (An
            assert, as in the course, is accepted too, but mind that `python -O` skips it.)
    """
    # TODO: your code here
    raise NotImplementedError("utils.save_model")


# %% [markdown]
# ## `utils.py`: load
#
# *10 points · about 12 minutes*
#
# A file tells you where its tensors lived. If that was a GPU and you have none, reading it fails
# unless you say where they shall live now: `map_location`.
#
# Files come from people, and people make mistakes. Half a state dict, one of another network, a
# whole pickled module that would run somebody's code while it is read: all of these must *fail*.
# A model with a few random layers left in it looks healthy and predicts nonsense.


# %% task="utils.load_model" points=10 minutes=12
def load_model(model: nn.Module, path: str | Path, device: torch.device | str = "cpu") -> nn.Module:
    """Load a saved state dict into a model, ready for predictions.

    Args:
        model: a new model of the right sizes; it is filled and returned.
        path: a file that save_model wrote, on any device.
        device: where the model shall be.

    Returns:
        The model, on the device, in evaluation mode.

    Raises:
        Any exception: the file is not there, holds something other than tensors by name, or its
            names or shapes are not exactly those of the model.
    """
    # TODO: your code here
    raise NotImplementedError("utils.load_model")
